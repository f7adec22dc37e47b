// What owners do about their account.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { claim, facts, newPhone, noTrouble, signIn, text, url, visitor, waitForCode, tabTo, enter } from './visitor.mjs';

export default {
  async 'an owner sees who looked, and finds one of them'() {
    const page = await visitor();
    await signIn(page);
    await claim(page, facts('CAR'));
    await Promise.all([page.waitForURL('**/looks'), page.click('main a[href$="/looks"]')]);
    assert.ok((await text(page)).includes('listing-4711'));
    await page.selectOption('select[name=purpose]', { label: '二手车上架' });
    await Promise.all([page.waitForURL('**purpose=**'), page.click('main form button')]);
    assert.ok((await text(page)).includes('listing-4711'));
    await page.fill('input[name=to]', '2020-01-01');
    await Promise.all([page.waitForURL('**to=2020-01-01**'), page.click('main form button')]);
    assert.ok(!(await text(page)).includes('listing-4711'));
    assert.equal(await page.inputValue('input[name=to]'), '2020-01-01');
    await Promise.all([page.waitForURL('**/looks'), page.click('main a[href$="/looks"]')]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('main a[download]')]);
    assert.ok(fs.readFileSync(await download.path(), 'utf8').includes('listing-4711'));
    noTrouble(page);
  },

  async 'a new device is told of, and ended from the old one'() {
    const mine = await visitor(), other = await visitor({ locale: 'en-US' }), phone = newPhone();
    await signIn(mine, phone);
    await signIn(other, phone);
    await mine.goto(`${url}/vehicles`);
    assert.equal(await mine.locator('nav .unread').innerText(), '1');
    await Promise.all([mine.waitForURL('**/messages'), mine.click('nav a[href="/messages"]')]);
    assert.ok((await text(mine)).includes('新设备'));
    await mine.goto(`${url}/account/sessions`);
    assert.equal(await mine.locator('nav .unread').count(), 0);
    await Promise.all([mine.waitForURL('**ended**'), mine.click('main li form button')]);
    assert.ok((await text(mine)).includes('已退出'));
    await other.goto(`${url}/vehicles`);
    assert.match(other.url(), /sign-in/);
    noTrouble(mine);
  },

  async 'preferences, another number and the end, by keyboard and in English'() {
    const page = await visitor({ locale: 'en-US' }), phone = newPhone(), next = newPhone();
    await signIn(page, phone);
    await page.goto(`${url}/messages/preferences`);
    await tabTo(page, 'select[name=quiet_from]');
    await page.keyboard.press('End'); // by its letters a choice depends on how fast one types
    await page.keyboard.press('ArrowUp');
    await tabTo(page, 'main form button');
    await enter(page, '**/messages/preferences');
    assert.match(await text(page), /Choose both hours/);
    assert.equal(await page.inputValue('select[name=quiet_from]'), '22');
    await page.selectOption('select[name=quiet_to]', '8');
    await tabTo(page, 'main form button');
    await enter(page, '**saved**');
    await page.goto(`${url}/account/phone`);
    await tabTo(page, 'input[name=phone]');
    await page.keyboard.type(next);
    await enter(page, '**/account/phone/code');
    await tabTo(page, 'input[name=code]');
    await page.keyboard.type(await waitForCode(next));
    await enter(page, '**phone-changed**');
    assert.match(await text(page), new RegExp(`${next.slice(0, 3)}\\*{4}${next.slice(-4)}`));
    await page.goto(`${url}/account/close`);
    await tabTo(page, 'input[name=word]');
    await page.keyboard.type('close');
    await enter(page, '**closed');
    assert.match(await text(page), /Your account is closed/);
    await signIn(page, next);
    assert.match(await text(page), /No vehicle yet/);
    noTrouble(page);
  },

  async 'all about me can be taken away'() {
    const page = await visitor({ javaScriptEnabled: false });
    await signIn(page);
    await page.goto(`${url}/account/download`);
    for (const [name, start] of [['pdf', '%PDF-'], ['json', '{']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`main a[href$=".${name}"]`)]);
      assert.equal(download.suggestedFilename(), `about-me.${name}`);
      assert.ok(fs.readFileSync(await download.path(), 'latin1').startsWith(start));
    }
  },
};
