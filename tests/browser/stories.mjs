// What a person does on the pages, in a real Chromium. Ends with `N passed, N failed, N skipped`.
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const url = process.env.CHEDANG_URL;
const facts = (car) => Object.fromEntries(
  ['vin', 'plate', 'engine_no', 'registration_no'].map((name) => [name, process.env[`${car}_${name.toUpperCase()}`]]));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-first-run'],
});

let phones = 0;
const newPhone = () => `1390002${String(1000 + phones++)}`;

// The codes that a telephone got, the oldest first.
function codesOf(phone) {
  return fs.readdirSync(process.env.OUTBOX).filter((name) => name.endsWith('.json'))
    .sort((a, b) => parseInt(a) - parseInt(b))
    .map((name) => JSON.parse(fs.readFileSync(path.join(process.env.OUTBOX, name), 'utf8')))
    .filter((message) => message.to === phone).map((message) => message.text.match(/\d{6}/)[0]);
}

// The newest, once there are more than there were before.
async function waitForCode(phone, before = 0) {
  for (let i = 0; i < 100; i++) {
    const codes = codesOf(phone);
    if (codes.length > before) return codes.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no code came');
}

// A browser of its own, which notes dialogs, errors of the page, and what the content security policy stops.
async function visitor(options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  const page = await context.newPage();
  page.troubles = [];
  page.on('dialog', (dialog) => { page.troubles.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('pageerror', (error) => page.troubles.push(`error ${error}`));
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (4|5)/.test(message.text())) page.troubles.push(message.text()); });
  return page;
}

async function signIn(page, phone = newPhone()) {
  const before = codesOf(phone).length;
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name=phone]', phone);
  await page.press('input[name=phone]', 'Enter');
  await page.waitForURL('**/sign-in/code');
  await page.fill('input[name=code]', await waitForCode(phone, before));
  await page.press('input[name=code]', 'Enter');
  await page.waitForURL('**/vehicles');
}

// Somebody of the authority: reviewer or supervisor.
async function staffSignIn(page, name) {
  await page.goto(`${url}/staff/sign-in`);
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', process.env[`STAFF_${name.toUpperCase()}`]);
  await page.press('input[name=password]', 'Enter');
  await page.waitForURL('**/staff');
}

async function claim(page, car) {
  await page.goto(`${url}/vehicles/claim`);
  for (const [name, value] of Object.entries(car)) await page.fill(`input[name=${name}]`, value);
  await Promise.all([page.waitForLoadState('load'), page.press('input[name=registration_no]', 'Enter')]);
  await page.waitForLoadState('load');
}

const text = (page) => page.locator('main').innerText();
const noTrouble = (page) => assert.deepEqual(page.troubles, []);

async function axe(page, what) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  assert.deepEqual(violations.map((v) => `${what}: ${v.id} ${v.nodes[0].target}`), []);
}

// Every page there is, as somebody with a vehicle sees it.
async function eachPage(page, look) {
  for (const where of ['/', '/sign-in', '/staff/sign-in', '/nothing-here']) {
    await page.goto(url + where);
    await look(where);
  }
  const phone = newPhone();
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name=phone]', phone);
  await page.press('input[name=phone]', 'Enter');
  await page.waitForURL('**/sign-in/code');
  await look('/sign-in/code');
  await page.fill('input[name=code]', await waitForCode(phone));
  await page.press('input[name=code]', 'Enter');
  await page.waitForURL('**/vehicles');
  await look('/vehicles, empty');
  await page.goto(`${url}/vehicles/claim`);
  await look('/vehicles/claim');
  await claim(page, { ...facts('CAR'), engine_no: 'WRONG' });
  await look('a refused claim');
  await claim(page, facts('EMPTY'));
  await look('a vehicle without records');
  await claim(page, facts('CAR'));
  await look('a vehicle');
  await page.goto(`${url}/vehicles`);
  await look('/vehicles');
  await page.goto(`${url}/account`);
  await look('/account');
}

const stories = {
  async 'an owner gets from the front page to the history'() {
    const page = await visitor();
    await page.goto(url);
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    await signIn(page);
    await claim(page, facts('CAR'));
    const shown = await text(page);
    for (const words of [facts('CAR').plate, '更换机油', '86,900', '安心二手车平台', 'listing-4711']) assert.ok(shown.includes(words), words);
    assert.equal(await page.locator('svg').count() > 0, true);
    assert.equal(await page.locator('table').count() > 0, true);
    noTrouble(page);
  },

  async 'the language can be switched and stays'() {
    const page = await visitor({ locale: 'en-US' });
    await page.goto(url);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await signIn(page);
    await claim(page, facts('CAR'));
    assert.match(await text(page), /Oil change|odometer|mileage/i);
    const where = page.url();
    await page.click('a[href^="/language/zh"]');
    await page.waitForLoadState('load');
    assert.equal(page.url(), where);
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    await page.goto(url);
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  },

  async 'wrong facts are refused in one way, and what was typed stays'() {
    const page = await visitor();
    await signIn(page);
    const said = [];
    for (const wrong of [{ engine_no: 'NOPE1' }, { registration_no: '111111111111' }, { vin: 'LSVAA4180E2999999' }]) {
      await claim(page, { ...facts('CAR'), ...wrong });
      assert.ok(page.url().endsWith('/vehicles/claim'));
      said.push(await text(page));
    }
    assert.equal(new Set(said).size, 1);
  },

  async 'a wrong code can be typed again'() {
    const page = await visitor();
    const phone = newPhone();
    await page.goto(`${url}/sign-in`);
    await page.fill('input[name=phone]', phone);
    await page.press('input[name=phone]', 'Enter');
    await page.waitForURL('**/sign-in/code');
    const code = await waitForCode(phone);
    await page.fill('input[name=code]', code === '000000' ? '000001' : '000000');
    await page.press('input[name=code]', 'Enter');
    await page.waitForLoadState('load');
    await page.fill('input[name=code]', code);
    await page.press('input[name=code]', 'Enter');
    await page.waitForURL('**/vehicles');
  },

  async 'it works without JavaScript'() {
    const page = await visitor({ javaScriptEnabled: false });
    await signIn(page);
    await claim(page, facts('CAR'));
    assert.ok((await text(page)).includes('更换机油'));
  },

  async 'it works by keyboard'() {
    const page = await visitor();
    await page.goto(`${url}/sign-in`);
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
    assert.match(first, /^#/); // the way past the heading
    const phone = newPhone();
    for (let i = 0; i < 15 && await page.evaluate(() => document.activeElement.name) !== 'phone'; i++) await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(ring, 'none');
    await page.keyboard.type(phone);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sign-in/code');
  },

  async 'nothing has to be scrolled sideways at 320 pixels'() {
    const page = await visitor({ viewport: { width: 320, height: 640 } });
    await eachPage(page, async (what) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${what}: ${wide}`);
    });
  },

  async 'every page is accessible, in the light'() {
    const page = await visitor();
    await eachPage(page, (what) => axe(page, what));
    noTrouble(page);
  },

  async 'every page is accessible, in the dark'() {
    const page = await visitor({ colorScheme: 'dark', locale: 'en-US' });
    await page.goto(url);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = background.match(/\d+/g).slice(0, 3).every((part) => Number(part) > 127);
    assert.ok(!light, background);
    await eachPage(page, (what) => axe(page, what));
  },

  async 'markup that a workshop sent stays text'() {
    const page = await visitor();
    await signIn(page);
    await claim(page, facts('HOSTILE'));
    for (const details of await page.locator('details').all()) await details.evaluate((element) => { element.open = true; });
    const shown = await text(page);
    assert.ok(shown.includes('<img src=x onerror="alert(1)"><script>alert(2)</script>{{7*7}}'));
    assert.equal(await page.locator('main img, main script').count(), 0);
    noTrouble(page);
  },

  async 'somebody of the authority signs in and sees what the role may do'() {
    const page = await visitor();
    await page.goto(`${url}/staff`);
    assert.ok(page.url().endsWith('/staff/sign-in?needed'));
    await page.fill('input[name=name]', 'reviewer');
    await page.fill('input[name=password]', 'wrong');
    await page.press('input[name=password]', 'Enter');
    await page.waitForSelector('[role=alert]');
    assert.equal(await page.inputValue('input[name=name]'), 'reviewer');
    assert.equal(await page.inputValue('input[name=password]'), '');
    await axe(page, 'a refused sign-in of the authority');
    await staffSignIn(page, 'reviewer');
    assert.match(await text(page), /证件审核/);
    await axe(page, '/staff');
    await Promise.all([page.waitForURL('**/staff/sign-in?out'), page.click('form[action="/staff/sign-out"] button')]);
    noTrouble(page);
  },

  async 'a form on another site changes nothing'() {
    const page = await visitor();
    await signIn(page);
    const cookies = await page.context().cookies();
    assert.ok(cookies.find((c) => c.name === '__Host-session' && c.httpOnly && c.secure && c.sameSite === 'Lax'));
    const evil = http.createServer((request, response) => response.setHeader('content-type', 'text/html').end(
      `<body onload="document.forms[0].submit()"><form method=post action="${url}/sign-out-everywhere"><input name=csrf value=guess></form>`));
    await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://localhost:${evil.address().port}/`).catch(() => {});
    await page.waitForTimeout(500);
    evil.close();
    await page.goto(`${url}/vehicles`);
    assert.ok(page.url().endsWith('/vehicles'));
  },

  async 'signing out everywhere ends the other browser too'() {
    const one = await visitor(), two = await visitor(), phone = newPhone();
    await signIn(one, phone);
    await signIn(two, phone);
    await one.goto(`${url}/account`);
    await Promise.all([one.waitForURL('**/sign-in**'), one.click('form[action="/sign-out-everywhere"] button')]);
    await two.goto(`${url}/vehicles`);
    assert.match(two.url(), /sign-in/);
  },
};

// The README's pictures, or, with a folder, every page in both languages, wide and narrow, light and dark.
async function pictures(folder) {
  const readme = new URL('../../docs/', import.meta.url).pathname;
  if (!folder) {
    fs.mkdirSync(readme, { recursive: true });
    const page = await visitor({ viewport: { width: 1000, height: 900 } });
    await signIn(page);
    await claim(page, facts('SOUND'));
    await page.goto(page.url().split('?')[0]); // without the word of welcome
    await page.screenshot({ path: `${readme}owner.png` });
    const paper = await page.context().newPage(); // not one of the service's, whose policy forbids styles
    for (const [name, line, shown] of [
      ['upload', 'POST …/lcipprocarfixrecordadd/query', `${process.env.PICTURE_UPLOAD}\n\n→ {"code":"1","status":"新增成功"}`],
      ['lookup', 'POST /v1/lookups', process.env.PICTURE_LOOKUP],
    ]) {
      await paper.setContent(`<style>body { margin: 0; background: #14211f; color: #dfe9e6; font: 15px/1.55 "DejaVu Sans Mono", "Noto Sans CJK SC", monospace }
        pre { padding: 28px; margin: 0 } h1 { font: inherit; color: #7fd4bd; margin: 0 0 1em } b { font-weight: normal; color: #8fb8e8 } i { font-style: normal; color: #f0c58a }</style><pre></pre>`);
      await paper.evaluate(([head, body]) => {
        const pre = document.querySelector('pre');
        pre.append(Object.assign(document.createElement('h1'), { textContent: head }));
        for (const piece of body.split(/("[^"\n]*"(?:: )?)/)) {
          const kind = piece.endsWith('": ') ? 'b' : piece.startsWith('"') ? 'i' : 'span';
          pre.append(Object.assign(document.createElement(kind), { textContent: piece }));
        }
      }, [line, shown]);
      await paper.screenshot({ path: `${readme}${name}.png` });
    }
    return;
  }
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, options] of Object.entries({
    'wide-zh': { viewport: { width: 1200, height: 900 } }, 'narrow-zh': { viewport: { width: 320, height: 640 } },
    'wide-en-dark': { viewport: { width: 1200, height: 900 }, locale: 'en-US', colorScheme: 'dark' },
  })) {
    const page = await visitor(options);
    let number = 0;
    await eachPage(page, (what) => page.screenshot({ path: `${folder}/${name}-${number++}-${what.replace(/\W+/g, '_')}.png`, fullPage: true }));
  }
}

let failed = 0;
const wanted = process.argv.slice(2);
if (wanted[0] === '--pictures') {
  await pictures(wanted[1]);
} else {
  const chosen = Object.entries(stories).filter(([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
  for (const [name, story] of chosen) {
    try {
      await story();
      console.log(`ok   ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
    for (const context of browser.contexts()) await context.close();
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed, 0 skipped`);
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
