// Somebody without a mouse: Tab has to reach what is meant, or the story fails, and keys do the rest.
import assert from 'node:assert/strict';
import { photoOf, tabTo } from './visitor.mjs';

const focused = (page, property) => page.evaluate((name) => document.activeElement[name], property);

// Follows the link or presses the button, which leads to another page or to the same one again.
export async function go(page, selector) {
  await tabTo(page, selector);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

// Writes into a field, over what is there.
export async function type(page, selector, words) {
  await tabTo(page, selector);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(words);
}

// Presses this key until the choice that has the focus is that value.
async function moveTo(page, key, value) {
  for (let i = 0; await focused(page, 'value') !== value; i++) {
    assert.ok(i < 40, `${key} does not lead to ${value} on ${page.url()}`);
    await page.keyboard.press(key);
  }
}

// One of several of which one can be chosen: Tab comes to all as to one.
export async function pick(page, name, value) {
  await tabTo(page, `input[name=${name}]`);
  await page.keyboard.press('Space');
  await moveTo(page, 'ArrowDown', value);
  assert.ok(await focused(page, 'checked'), `${name} ${value}`);
}

// One of a list.
export async function choose(page, selector, value) {
  await tabTo(page, selector);
  await page.keyboard.press('Home');
  await moveTo(page, 'ArrowDown', value);
}

// A photo for each field that wants one; the window in which a file is chosen is no part of the page.
export async function givePhotos(page) {
  const photo = await photoOf(page);
  for (const field of await page.locator('input[type=file]').all()) {
    await tabTo(page, `input[type=file][name=${await field.getAttribute('name')}]`);
    await field.setInputFiles(photo);
  }
}

// The last day of a year before this one; the parts of a day stand in an order that is the browser's.
export async function giveDayOfLastYear(page, selector) {
  await tabTo(page, selector);
  for (let part = 0; part < 3; part++) {
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key); // from nothing to the first, and round to the last
  }
  const day = await page.inputValue(selector);
  assert.match(day, /^\d{4}-12-31$/);
  return day;
}
