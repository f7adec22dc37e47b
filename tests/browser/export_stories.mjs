// An exporter's people: a certificate by the owner's link and by a code, the list, and many by a table.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { choose, givePhotos, go, pick, type } from './keyboard.mjs';
import {
  axe, claim, codesOf, enrol, facts, newPhone, noTrouble, requestCertificate, sendBatch, sendPapers, share, signIn, staffSignIn, text, url,
  visitor, waitForCode,
} from './visitor.mjs';

const send = async (page, selector) => {
  await Promise.all([page.waitForEvent('load'), page.click(selector)]);
};

const takeAway = async (page, selector) => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
};

const numbers = (page) => page.locator('tbody th a').allInnerTexts();

async function owner() {
  const phone = newPhone(), page = await visitor();
  await signIn(page, phone);
  await claim(page, facts('CAR'));
  const handle = new URL(page.url()).pathname.split('/').pop();
  return { phone, link: await share(page, handle, { certifies: true }) };
}

// Fills in the form for a certificate and sends it, by keyboard alone.
async function request(page, vin, reference, ground, consent) {
  for (const [name, value] of Object.entries({ vin, reference, destination: 'KZ' })) await type(page, `#${name}`, value);
  await choose(page, '#language', 'kk');
  await pick(page, 'ground', ground);
  await type(page, ground === 'share' ? '#share' : '#phone', consent);
  await go(page, 'main form button');
}

async function work(options, name, looked) {
  const { phone, link } = await owner(), page = await visitor(options), vin = facts('CAR').vin;
  await enrol(page, name);
  await send(page, 'main a.button');
  await send(page, 'nav a[href="/platform/certificates"]');
  await looked(page, 'certificates');

  await go(page, 'main a[href="/platform/certificates/new"]');
  await looked(page, 'the form');
  await request(page, vin, `${name}-1`, 'share', `${url}/s/${'A'.repeat(43)}`);
  assert.equal(await page.getAttribute('#share', 'aria-invalid'), 'true');
  await looked(page, 'a link that does not open');
  await type(page, '#share', `${url}/s/${link}`);
  await go(page, 'main form button');
  assert.match(page.url(), /\?issued$/);
  const first = new URL(page.url()).pathname.split('/').pop();
  assert.equal(await page.locator('figure.sheet img').evaluate((image) => image.decode().then(() => image.naturalWidth)), 1000);
  await looked(page, 'a certificate');
  const paper = await takeAway(page, 'a[href$=".pdf"]'), file = await takeAway(page, 'a[href$=".json"]');
  assert.equal(paper.bytes.subarray(0, 5).toString(), '%PDF-');
  assert.equal(JSON.parse(file.bytes).credential.credentialSubject.vin, vin);
  assert.ok(!(await text(page)).includes(vin));

  const before = codesOf(phone).length;
  await page.goto(`${url}/platform/certificates/new`);
  await request(page, vin, `${name}-2`, 'code', phone);
  await looked(page, 'the second step');
  await type(page, '#code', await waitForCode(phone, before));
  await go(page, 'main form button');
  assert.match(page.url(), /\?issued$/);
  const second = new URL(page.url()).pathname.split('/').pop();

  await page.goto(`${url}/platform/certificates`);
  assert.deepEqual((await numbers(page)).filter((number) => [first, second].includes(number)), [second, first]);
  await page.fill('#q', `${name.toUpperCase()}-1`);
  await send(page, 'form.filter button');
  assert.deepEqual(await numbers(page), [first]);
  assert.equal(new URL(page.url()).search, '');
  await looked(page, 'found');
  const table = (await takeAway(page, 'a[href*=".csv"]')).bytes.toString();
  assert.ok(table.includes(first) && table.includes(second) && !table.includes(vin));

  await send(page, `a[href$="${first}"]`);
  await page.selectOption('#reason', 'not_exported');
  await send(page, 'button.danger');
  assert.equal(await page.locator('#reason').count(), 0);
  await looked(page, 'withdrawn');

  await sendBatch(page, `VIN,reference,destination,language,link\n${vin},${name}-3,RU,ru,${url}/s/${link}\nno,line\n${vin},${name}-4,KZ,kk,${url}/s/${link}\n`);
  await page.waitForSelector('a[href$=".zip"]', { timeout: 30000 }); // the page loads itself again
  assert.equal(await page.locator('tbody tr').count(), 3);
  assert.equal(await page.locator('tbody a').count(), 2);
  await looked(page, 'a batch');
  const zip = await takeAway(page, 'a[href$=".zip"]');
  assert.equal(zip.bytes.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
  assert.equal(zip.bytes.toString('latin1').split('PK\x01\x02').length - 1, 5);
  noTrouble(page);
}

// Papers in place of the owner's consent: one case is approved and issued on, one is refused with words; by
// keyboard alone.
async function byPapers(options, name, staff, looked) {
  const page = await visitor(options), reviewer = await visitor(options), { vin } = facts('TURNED');
  await enrol(page, name);
  await page.goto(`${url}/platform/certificates`);
  await go(page, 'main .actions a[href="/platform/certificates/papers"]');
  await type(page, '#vin', 'LSV');
  await go(page, 'main form button');
  assert.equal(await page.inputValue('input[name=vin]'), 'LSV');
  assert.deepEqual(await page.locator('.error').evaluateAll((errors) => errors.map(({ id }) => id)), ['vin-error', 'registration-error']);
  await looked(page, 'papers that were not sent');
  await type(page, '#vin', vin);
  await givePhotos(page);
  await go(page, 'main form button');
  const handle = await page.inputValue('input[readonly]');
  assert.equal(new URL(page.url()).search, `?sent=${handle}`);
  assert.equal(await page.locator('tbody tr', { hasText: handle }).locator('a').count(), 0);
  await looked(page, 'papers that were sent');

  await staffSignIn(reviewer, staff);
  await go(reviewer, 'a[href="/staff/reviews"]');
  await looked(reviewer, 'what waits');
  await go(reviewer, `a[href="/staff/reviews/${handle}"]`);
  for (const words of ['中亚汽车出口有限公司', vin]) assert.ok((await text(reviewer)).includes(words), words);
  assert.deepEqual(await reviewer.locator('main img').evaluateAll((images) => images.map((image) => image.naturalWidth > 0)), [true, true]);
  await looked(reviewer, 'papers at the desk');
  await pick(reviewer, 'decision', 'approve');
  await go(reviewer, 'main form button');

  await page.goto(`${url}/platform/certificates`);
  await looked(page, 'papers that were approved');
  await go(page, `a[href$="?papers=${handle}"]`);
  assert.deepEqual([await page.inputValue('#vin'), await page.inputValue('#papers'), await page.isChecked('#ground-papers')], [vin, handle, true]);
  await looked(page, 'a form on papers');
  await type(page, '#reference', `${name}-1`);
  await type(page, '#destination', 'KZ');
  await go(page, 'main form button');
  assert.match(page.url(), /certificates\/[A-Z2-7-]{23}\?issued$/);
  await looked(page, 'issued on papers');

  const refused = await sendPapers(page, facts('ELECTRIC').vin), words = '发票上没有车架号，请重新拍照。';
  await reviewer.goto(`${url}/staff/reviews/${refused}`);
  await pick(reviewer, 'decision', 'refuse');
  await choose(reviewer, '#reason', 'other');
  await type(reviewer, 'textarea', words);
  await go(reviewer, 'main form button');
  await page.goto(`${url}/platform/certificates`);
  const line = page.locator('tbody tr', { hasText: refused });
  assert.ok((await line.innerText()).includes(words));
  assert.equal(await line.locator('a').count(), 0);
  await looked(page, 'papers that were refused');
  await page.goto(`${url}/platform/certificates/new`);
  assert.equal(await page.locator(`option[value="${refused}"]`).count(), 0);
  for (const one of [page, reviewer]) noTrouble(one);
}

// What an owner is asked and told: the tick on a link, the list of links, the certificate, the message.
async function told(options, name, looked) {
  const owner = await visitor(options), page = await visitor(options), { vin } = facts('CAR');
  await signIn(owner);
  await claim(owner, facts('CAR'));
  const handle = new URL(owner.url()).pathname.split('/').pop();
  await owner.goto(`${url}/vehicles/${handle}/shares`);
  await owner.check('#scope-summary');
  await owner.check('#certifies');
  await send(owner, 'form.form button'); // a summary is not enough
  assert.equal(await owner.getAttribute('#certifies', 'aria-invalid'), 'true');
  assert.ok(await owner.isChecked('#certifies'));
  await looked(owner, 'a tick on a summary');
  await share(owner, handle);
  const secret = await share(owner, handle, { certifies: true });
  await looked(owner, 'a link for certificates');
  await send(owner, 'main a.button');
  const said = await owner.locator('article.link').evaluateAll((links) => links.slice(0, 2).map((link) => link.querySelector('dl > div:last-child dd').innerText));
  assert.equal(said.length, 2);
  assert.notEqual(said[0], said[1]); // the newest is the one with the tick
  assert.match(said[0], /可凭此链接开具|may be made with it/);
  await looked(owner, 'the list of links');

  await enrol(page, name);
  const number = await requestCertificate(page, vin, `${name}-1`, secret);
  await owner.goto(`${url}/vehicles/${handle}/certificates`);
  const line = owner.locator('tbody tr', { hasText: number });
  assert.ok((await line.innerText()).includes('中亚汽车出口有限公司'));
  assert.ok(!(await text(owner)).includes(vin));
  await looked(owner, 'the certificates of a car');
  await owner.goto(`${url}/messages`);
  const message = owner.locator('ul.messages li.new').first();
  assert.match(await message.innerText(), /已开具一份出口维修情况证明|An export certificate of this vehicle was issued/);
  await looked(owner, 'the message');
  await send(owner, 'ul.messages li a');
  await owner.goto(`${url}/vehicles/${handle}/shares`);
  const opened = owner.locator('article.link').first();
  await opened.locator('details summary').click();
  assert.match(await opened.locator('tbody tr').innerText(), /中亚汽车出口有限公司 · /);
  await looked(owner, 'who opened the link');
  for (const one of [owner, page]) noTrouble(one);
}

const NARROW = { locale: 'en-US', colorScheme: 'dark', viewport: { width: 320, height: 640 } };

async function narrow(page, what) {
  await axe(page, what);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${what}: ${wide}`);
  assert.doesNotMatch(await page.locator('h1').innerText(), /[\u4e00-\u9fff]/, what);
}

export default {
  async 'an exporter sends papers, and a reviewer approves and refuses'() {
    await byPapers({}, 'papers-zh', 'reviewer', axe);
  },

  async 'an exporter sends papers in English, in the dark, at 320 pixels'() {
    await byPapers(NARROW, 'papers-en', 'reviewer2', narrow);
  },

  async 'an owner lets a link certify, and is told of the certificate'() {
    await told({}, 'told-zh', axe);
  },

  async 'an owner lets a link certify in English, in the dark, at 320 pixels'() {
    await told(NARROW, 'told-en', narrow);
  },

  async 'an exporter gets certificates by link, by code and by table, finds and withdraws them'() {
    await work({}, 'agent-zh', axe);
  },

  async 'an exporter in English, in the dark, at 320 pixels'() {
    await work(NARROW, 'agent-en', narrow);
  },
};
