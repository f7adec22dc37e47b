// What a person does on the pages, in a real Chromium. Ends with `N passed, N failed, N skipped`.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import { eachPage, languages, schemes, widths } from './pages.mjs';
import {
  browser, axe, claim, codesOf, facts, newPhone, noTrouble, share, signIn, staffSignIn, text, url, visitor, waitForCode, workshopSignIn,
} from './visitor.mjs';

// Presses Tab until what the selector names has the focus, as somebody without a mouse does.
async function tabTo(page, selector) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} is not reached by Tab on ${page.url()}`);
}

async function enter(page, where) {
  await Promise.all([page.waitForURL(where), page.keyboard.press('Enter')]);
}

// What comes over the wire for a page that this browser has never seen, and the kinds of it.
async function weigh(page, where) {
  const session = await page.context().newCDPSession(page), kinds = new Map(), sizes = [];
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.push([kinds.get(requestId), encodedDataLength]));
  await page.goto(where, { waitUntil: 'networkidle' });
  await session.detach();
  return { sizes, all: sizes.reduce((sum, [, size]) => sum + size, 0) };
}

// A record is contested: the workshop stands by it, the owner insists, the authority decides. All their pages, in turn.
async function dispute(options, number, look) {
  const [owner, workshop, staff] = [await visitor(options), await visitor(options), await visitor(options)];
  // Sends the form that has this button, or follows this link.
  const send = (page, button) => Promise.all([page.waitForEvent('load'), page.click(button)]);
  const looked = async (page, what) => { await look(page, what); noTrouble(page); };
  await signIn(owner);
  await claim(owner, facts('CONTESTED'));
  const vehicle = owner.url().split('?')[0];
  const records = await owner.locator('a[href*="/dispute/"]').evaluateAll((links) => links.map((link) => link.href));
  await owner.goto(`${vehicle}/disputes`);
  await looked(owner, 'no disputes');
  await owner.goto(records[number]);
  await looked(owner, 'contest a record');
  await owner.$eval('main form', (form) => { form.noValidate = true; });
  await owner.fill('textarea', '短');
  await send(owner, 'main form button');
  assert.equal(await owner.inputValue('textarea'), '短');
  assert.equal(await owner.locator('.error').count(), 2);
  await looked(owner, 'contest a record, incomplete');
  await owner.check('input[value=wrong_figure]');
  await owner.fill('textarea', '里程应该是三万公里。\n结算单上写得很清楚。');
  await send(owner, 'main form button');
  const handle = owner.url().match(/disputes\/([0-9a-f]{32})$/)[1];
  await looked(owner, 'contested');

  await workshop.goto(`${url}/workshop`);
  assert.ok(workshop.url().endsWith('/workshop/sign-in?needed'));
  await looked(workshop, 'workshop sign-in');
  await workshopSignIn(workshop);
  await looked(workshop, 'disputes of a workshop');
  await send(workshop, `a[href$="${handle}"]`);
  assert.ok((await text(workshop)).includes('结算单上写得很清楚。'));
  await looked(workshop, 'answer');
  await workshop.check('input[value=justified]');
  await workshop.fill('textarea', '与结算清单一致，附有照片。');
  await send(workshop, 'main form button');
  await looked(workshop, 'answered');

  await owner.reload();
  assert.ok((await text(owner)).includes('与结算清单一致，附有照片。'));
  await looked(owner, 'accept or insist');
  await owner.fill('textarea', '照片上的车不是我的。');
  await send(owner, 'input[value=insisted] ~ button');
  await staffSignIn(staff, 'supervisor');
  await send(staff, 'a[href="/staff/disputes"]');
  await looked(staff, 'disputes of a supervisor');
  await send(staff, `a[href$="${handle}"]`);
  await looked(staff, 'decide');
  await staff.check('input[value=upheld]');
  await staff.fill('textarea', '照片与车辆不符，企业应当更正。');
  await send(staff, 'main form button');
  await looked(staff, 'decided');

  await owner.goto(`${vehicle}/disputes`);
  await looked(owner, 'disputes of a vehicle');
  await send(owner, `a[href$="${handle}"]`);
  await looked(owner, 'upheld');
  await owner.goto(records[number].replace('/dispute/', '/rating/'));
  await looked(owner, 'rate a repair');
  for (const axis of ['punctuality', 'attitude', 'quality', 'speed', 'price']) await owner.check(`input[name=${axis}][value="4"]`);
  await send(owner, 'main form button');
  await looked(owner, 'rated');
  await owner.goto(`${vehicle}/dispute`);
  await looked(owner, 'a repair is missing');
  return [owner, vehicle];
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
    for (const [name, value] of Object.entries(facts('CAR'))) {
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
    await page.locator('main form button').dblclick();
    await page.waitForURL(/vehicles\/[0-9a-f]{32}/);
    await page.reload();
    await page.goto(`${url}/vehicles`);
    assert.equal(await page.locator('.garage li').count(), 2);
    await page.goBack();
    assert.match(page.url(), /vehicles\/[0-9a-f]{32}/);
  },

  async 'the page behind a code is no trap when one goes back to it'() {
    const page = await visitor();
    await signIn(page);
    await page.goBack();
    assert.equal((await page.goto(`${url}/vehicles`)).status(), 200);
  },

  async 'an error stands at the top and at its field, and what was typed stays'() {
    const page = await visitor();
    await page.goto(`${url}/sign-in`);
    await page.fill('input[name=phone]', '12345');
    await Promise.all([page.waitForEvent('load'), page.press('input[name=phone]', 'Enter')]);
    const told = async (field) => {
      assert.equal(await page.locator('main [role=alert]').count(), 1);
      assert.equal(await page.getAttribute(field, 'aria-invalid'), 'true');
      const described = (await page.getAttribute(field, 'aria-describedby')).split(' ').find((id) => id.endsWith('-error'));
      assert.ok((await page.locator(`#${described}`).innerText()).length > 0);
    };
    await told('input[name=phone]');
    assert.equal(await page.inputValue('input[name=phone]'), '12345');
    const phone = newPhone();
    await page.fill('input[name=phone]', phone);
    await Promise.all([page.waitForURL('**/sign-in/code'), page.press('input[name=phone]', 'Enter')]);
    await page.fill('input[name=code]', await waitForCode(phone) === '000000' ? '000001' : '000000');
    await Promise.all([page.waitForEvent('load'), page.press('input[name=code]', 'Enter')]);
    await told('input[name=code]');
  },

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

  async 'the first load of a long history is at most 60 kB, and no script'() {
    const page = await visitor();
    await signIn(page);
    await claim(page, facts('LONG'));
    assert.equal(await page.locator('details.record').count(), 200);
    const { sizes, all } = await weigh(page, page.url().split('?')[0]);
    for (const kind of ['Document', 'Stylesheet', 'Image']) assert.ok(sizes.some(([seen]) => seen === kind), kind);
    assert.ok(all <= 60 * 1024, `${all} bytes: ${JSON.stringify(sizes)}`);
    assert.deepEqual(sizes.filter(([kind]) => kind === 'Script'), []);
  },

  async 'on paper everything is open and nothing is cut off'() {
    const page = await visitor();
    await signIn(page);
    await claim(page, facts('CAR'));
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await page.setViewportSize({ width: 680, height: 960 }); // A4 between its margins
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 680);
    for (const hidden of ['nav', '.skip', 'form']) {
      for (const one of await page.locator(hidden).all()) assert.equal(await one.isVisible(), false, hidden);
    }
    const works = page.locator('details.record:not([open]) table');
    assert.ok(await works.count() > 0);
    assert.equal(await works.first().isVisible(), true);
  },

  async 'nothing has to be scrolled sideways at 320 pixels'() {
    for (const locale of Object.values(languages)) {
      await eachPage({ viewport: { width: 320, height: 640 }, locale }, async (page, name) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 320, `${name} in ${locale}: ${wide}`);
      });
    }
  },

  async 'the dark is dark'() {
    const page = await visitor({ colorScheme: 'dark' });
    await page.goto(url);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.ok(background.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 80), background);
  },

  ...Object.fromEntries(Object.entries(languages).flatMap(([language, locale]) => schemes.flatMap((colorScheme) => widths.map((width) => [
    `every page is accessible: ${language}, ${colorScheme}, ${width} pixels`,
    () => eachPage({ locale, colorScheme, viewport: { width, height: 800 } }, async (page, name) => {
      await axe(page, name);
      noTrouble(page);
    }),
  ])))),

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

  ...Object.fromEntries(Object.entries(languages).map(([language, locale]) => [`a history is handed on, opened and taken back: ${language}`, async () => {
    const owner = await visitor({ locale, javaScriptEnabled: false }), buyer = await visitor({ locale, viewport: { width: 320, height: 640 } });
    await signIn(owner);
    await claim(owner, facts('CAR'));
    const handle = new URL(owner.url()).pathname.split('/').pop();
    await Promise.all([owner.waitForURL('**/shares'), owner.click('a[href$="/shares"]')]);
    await owner.fill('input[name=pin]', '12'); // too short: told at the field, and nothing is lost
    await owner.check('input[value=summary]');
    await owner.selectOption('select[name=hours]', '72');
    await Promise.all([owner.waitForEvent('load'), owner.click('form.form button')]);
    assert.equal(await owner.locator('#pin').getAttribute('aria-invalid'), 'true');
    assert.equal(await owner.locator('#pin-error').isVisible(), true);
    assert.deepEqual([await owner.inputValue('#pin'), await owner.inputValue('#hours'), await owner.isChecked('input[value=summary]')], ['12', '72', true]);

    const secret = await share(owner, handle, { pin: '271828', hours: '72' });
    const code = owner.locator('svg[role=img]');
    assert.ok((await code.getAttribute('aria-label')).length > 0 && (await code.boundingBox()).width > 100);
    await Promise.all([owner.waitForURL('**/shares'), owner.click('a.button')]);
    assert.equal((await owner.content()).includes(secret), false); // shown once

    await buyer.goto(`${url}/s/${secret}`);
    assert.ok(!(await text(buyer)).includes('86,900'));
    await tabTo(buyer, '#pin');
    await buyer.keyboard.type('111111');
    await Promise.all([buyer.waitForEvent('load'), buyer.keyboard.press('Enter')]);
    assert.equal(await buyer.locator('#pin').getAttribute('aria-invalid'), 'true');
    await tabTo(buyer, '#pin');
    await buyer.keyboard.type('271828');
    await Promise.all([buyer.waitForEvent('load'), buyer.keyboard.press('Enter')]);
    await buyer.waitForLoadState('load');
    const shown = await text(buyer);
    for (const words of ['86,900', '更换机油', url]) assert.ok(shown.includes(words), words);
    for (const words of [facts('CAR').plate, facts('CAR').vin, 'B-1']) assert.ok(!shown.includes(words), words);
    assert.equal(buyer.url(), `${url}/s/${secret}`);
    assert.equal(await buyer.evaluate(() => document.documentElement.scrollWidth) <= 320, true);
    const told = [];
    buyer.on('request', (request) => told.push([request.url(), request.headers().referer ?? '']));
    const other = language === 'zh' ? 'en' : 'zh'; // back without the PIN, in the other language
    await Promise.all([buyer.waitForEvent('load'), buyer.click(`a[href="/s/${secret}/${other}"]`)]);
    assert.equal(await buyer.locator('html').getAttribute('lang'), other === 'zh' ? 'zh-CN' : 'en');
    assert.ok((await text(buyer)).includes('86,900'));
    await Promise.all([buyer.waitForEvent('load'), buyer.click('a.brand')]);
    assert.deepEqual(told.filter(([, referer]) => referer.includes(secret)), []);

    await owner.reload();
    const link = owner.locator('article.link').first();
    assert.match(await link.innerText(), language === 'zh' ? /打开过 2 次/ : /Opened 2 times/);
    await link.locator('details summary').click();
    assert.match(await link.locator('table').innerText(), /127\.0\.0\.\*/);
    await Promise.all([owner.waitForURL('**/shares?ended=1'), link.locator('form button').click()]);
    assert.equal((await buyer.goto(`${url}/s/${secret}`)).status(), 404);
    const gone = (await text(buyer)).replace(/[0-9a-f]{16}/, '');
    await buyer.goto(`${url}/s/${'A'.repeat(43)}`);
    assert.equal((await text(buyer)).replace(/[0-9a-f]{16}/, ''), gone);
    noTrouble(buyer);
    noTrouble(owner);
  }])),
  async 'an owner contests a record, the workshop stands by it, the authority decides'() {
    const [owner, vehicle] = await dispute({}, 0, axe);
    await owner.goto(vehicle);
    assert.match(await text(owner), /有 1 条记录存在异议/);
  },

  async 'the same in English, in the dark, at 320 pixels'() {
    await dispute({ locale: 'en-US', colorScheme: 'dark', viewport: { width: 320, height: 640 } }, 1, async (page, what) => {
      await axe(page, what);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${what}: ${wide}`);
      assert.doesNotMatch(await page.locator('h1').innerText(), /[\u4e00-\u9fff]/, what);
    });
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
    await page.keyboard.type('22');
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

// Every page, or those whose names have one of the words, wide and narrow, light and dark, in Chinese; and in English as
// most see it; and those of vehicles on paper.
async function screenshots(folder, ...words) {
  const chosen = ({ name }) => words.length === 0 || words.some((word) => name.includes(word));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const looks = schemes.flatMap((colorScheme) => widths.map((width) => ['zh', colorScheme, width]));
  for (const [language, colorScheme, width] of [...looks, ['en', 'light', 1280], ['en', 'light', 320]]) {
    await eachPage({ locale: languages[language], colorScheme, viewport: { width, height: 800 } }, (page, name) =>
      page.screenshot({ path: `${folder}/${name}.${language}-${colorScheme}-${width}.png`, fullPage: true }), chosen);
  }
  await eachPage({ locale: languages.zh }, (page, name) => page.pdf({ path: `${folder}/${name}.pdf`, format: 'A4' }),
    (page) => chosen(page) && page.path.startsWith('/vehicles/{'));
}

// The README's.
async function pictures() {
  const readme = new URL('../../docs/', import.meta.url).pathname;
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
}

let failed = 0;
const wanted = process.argv.slice(2);
if (wanted[0] === '--pictures') {
  await pictures();
} else if (wanted[0] === '--screenshots') {
  await screenshots(...wanted.slice(1));
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
