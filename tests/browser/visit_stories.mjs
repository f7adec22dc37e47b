// From the front page to the history and out again, by mouse, by keyboard, and by mistake.
import assert from 'node:assert/strict';
import http from 'node:http';
import { inEachLanguage } from './pages.mjs';
import {
  browser, claim, facts, newPhone, noTrouble, signIn, text, url, visitor, waitForCode, tabTo, enter,
} from './visitor.mjs';

const said = {
  zh: { refused: '无法确认您与该车辆的关系', phone: '应为以 1 开头的 11 位号码', code: '请核对短信中的六位数字' },
  en: { refused: 'We could not confirm that this vehicle is yours', phone: 'Eleven digits that begin with 1', code: 'Check the six digits in the message' },
};

export default {
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

  ...inEachLanguage('wrong facts are refused in one way, and what was typed stays', async (language, locale) => {
    const page = await visitor({ locale });
    await signIn(page);
    const answers = [];
    for (const wrong of [{ engine_no: 'NOPE1' }, { registration_no: '111111111111' }, { vin: 'LSVAA4180E2999999' }]) {
      await claim(page, { ...facts('CAR'), ...wrong });
      assert.ok(page.url().endsWith('/vehicles/claim'));
      assert.equal(await page.inputValue('#plate'), facts('CAR').plate);
      answers.push(await text(page));
    }
    assert.equal(new Set(answers).size, 1);
    assert.ok(answers[0].includes(said[language].refused));
  }),

  async 'it works without JavaScript'() {
    const page = await visitor({ javaScriptEnabled: false });
    await signIn(page);
    await claim(page, facts('CAR'));
    assert.ok((await text(page)).includes('更换机油'));
  },

  async 'from the front page to a record and out again by keyboard alone'() {
    const page = await visitor();
    await page.goto(url);
    await page.keyboard.press('Tab');
    assert.match(await page.evaluate(() => document.activeElement.getAttribute('href')), /^#/); // the way past the heading
    await tabTo(page, 'main a[href="/sign-in"]');
    await enter(page, '**/sign-in');
    const phone = newPhone();
    await tabTo(page, 'input[name=phone]');
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
    await page.keyboard.type(phone);
    await enter(page, '**/sign-in/code');
    await tabTo(page, 'input[name=code]');
    await page.keyboard.type(await waitForCode(phone));
    await enter(page, '**/vehicles');
    await tabTo(page, 'main a[href="/vehicles/claim"]');
    await enter(page, '**/vehicles/claim');
    for (const [name, value] of Object.entries(facts('KEYS'))) {
      await tabTo(page, `input[name=${name}]`);
      await page.keyboard.type(value);
    }
    await enter(page, /vehicles\/[0-9a-f]{32}/);
    await tabTo(page, 'a[href^="#record-"]');
    const record = await page.evaluate(() => document.activeElement.getAttribute('href'));
    await page.keyboard.press('Enter');
    assert.equal(new URL(page.url()).hash, record);
    await tabTo(page, 'details.record:not([open]) > summary');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.parentElement.open), true);
    await page.goto(`${url}/account`);
    await tabTo(page, 'form[action="/sign-out"] button');
    await enter(page, '**/sign-in**');
  },

  async 'going back and sending twice do no harm'() {
    const page = await visitor();
    await signIn(page);
    await claim(page, facts('CAR'));
    const vehicle = page.url().split('?')[0];
    await page.goBack();
    assert.ok(page.url().endsWith('/vehicles/claim'));
    await claim(page, facts('CAR')); // once more
    assert.equal(page.url().split('?')[0], vehicle);
    await page.goto(`${url}/vehicles/claim`);
    for (const [name, value] of Object.entries(facts('EMPTY'))) await page.fill(`input[name=${name}]`, value);
    await page.locator('main form button').dblclick(); // the second one ends the first one's way, which waitForURL takes for the end
    for (let waited = 0; waited < 200 && !/vehicles\/[0-9a-f]{32}/.test(page.url()); waited++) await page.waitForTimeout(50);
    assert.match(page.url(), /vehicles\/[0-9a-f]{32}/);
    await page.waitForLoadState();
    await page.reload();
    await page.goto(`${url}/vehicles`);
    assert.equal(await page.locator('.garage').first().locator('li').count(), 2);
    await page.goBack();
    assert.match(page.url(), /vehicles\/[0-9a-f]{32}/);
  },

  async 'the page behind a code is no trap when one goes back to it'() {
    const page = await visitor();
    await signIn(page);
    await page.goBack();
    assert.equal((await page.goto(`${url}/vehicles`)).status(), 200);
  },

  ...inEachLanguage('an error stands at the top and at its field, what was typed stays, and a wrong code can be typed again', async (language, locale) => {
    const page = await visitor({ locale });
    await page.goto(`${url}/sign-in`);
    await page.fill('input[name=phone]', '12345');
    await Promise.all([page.waitForEvent('load'), page.press('input[name=phone]', 'Enter')]);
    const told = async (field, words) => {
      assert.equal(await page.locator('main [role=alert]').count(), 1);
      assert.equal(await page.getAttribute(field, 'aria-invalid'), 'true');
      const described = (await page.getAttribute(field, 'aria-describedby')).split(' ').find((id) => id.endsWith('-error'));
      assert.ok((await page.locator(`#${described}`).innerText()).includes(words), words);
    };
    await told('input[name=phone]', said[language].phone);
    assert.equal(await page.inputValue('input[name=phone]'), '12345');
    const phone = newPhone();
    await page.fill('input[name=phone]', phone);
    await Promise.all([page.waitForURL('**/sign-in/code'), page.press('input[name=phone]', 'Enter')]);
    const code = await waitForCode(phone);
    await page.fill('input[name=code]', code === '000000' ? '000001' : '000000');
    await Promise.all([page.waitForEvent('load'), page.press('input[name=code]', 'Enter')]);
    await told('input[name=code]', said[language].code);
    await page.fill('input[name=code]', code);
    await Promise.all([page.waitForURL('**/vehicles'), page.press('input[name=code]', 'Enter')]);
  }),

  async 'reasons lead to their records, which are open'() {
    const page = await visitor();
    await signIn(page);
    await claim(page, facts('TURNED'));
    const links = page.locator('.reasons .rests > li > a:first-of-type');
    assert.ok(await links.count() > 0);
    for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      assert.equal(await page.locator(`${href}[open]`).count(), 1, href);
    }
    const marks = await page.locator('svg .mark').allTextContents();
    const numbers = await page.locator('.doubt-number').allInnerTexts();
    assert.deepEqual(new Set(marks), new Set(numbers));
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
    await page.waitForURL(`${url}/vehicles`); // where somebody who is signed in is led from /sign-in?needed
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
