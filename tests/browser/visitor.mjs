// A person with a real Chromium (as Debian builds it for no screen: half the work), and what every story does with it.
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const url = process.env.CHEDANG_URL;
export const facts = (car) => Object.fromEntries(
  ['vin', 'plate', 'engine_no', 'registration_no'].map((name) => [name, process.env[`${car}_${name.toUpperCase()}`]]));
export const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-first-run'],
});

let phones = 0;
export const newPhone = () => `1390002${String(1000 + phones++)}`;

// The codes that a telephone got, the oldest first.
export function codesOf(phone) {
  return fs.readdirSync(process.env.OUTBOX).filter((name) => name.endsWith('.json'))
    .sort((a, b) => parseInt(a) - parseInt(b))
    .map((name) => JSON.parse(fs.readFileSync(path.join(process.env.OUTBOX, name), 'utf8')))
    .filter((message) => message.to === phone).map((message) => message.text.match(/\d{6}/)?.[0]).filter(Boolean);
}

// The newest, once there are more than there were before.
export async function waitForCode(phone, before = 0) {
  for (let i = 0; i < 100; i++) {
    const codes = codesOf(phone);
    if (codes.length > before) return codes.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no code came');
}

// A browser of its own, which notes dialogs, errors of the page, and what the content security policy stops.
export async function visitor(options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  const page = await context.newPage();
  page.troubles = [];
  page.on('dialog', (dialog) => { page.troubles.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('pageerror', (error) => page.troubles.push(`error ${error}`));
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (4|5)/.test(message.text())) page.troubles.push(message.text()); });
  return page;
}

export async function signIn(page, phone = newPhone()) {
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
export async function staffSignIn(page, name) {
  await page.goto(`${url}/staff/sign-in`);
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', process.env[`STAFF_${name.toUpperCase()}`]);
  await page.press('input[name=password]', 'Enter');
  await page.waitForURL('**/staff');
}

// The code that an authenticator shows now, or so many steps of 30 seconds later (RFC 6238).
export async function totp(key, shift = 0) {
  const left = 30000 - Date.now() % 30000;
  if (left < 4000) await new Promise((resolve) => setTimeout(resolve, left)); // it should not end while it is typed
  const bits = [...key.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + shift));
  const mac = crypto.createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// Gives the password of a client's administrator; what comes next asks for a code.
export async function platformPassword(page, name) {
  await page.goto(`${url}/platform/sign-in`);
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', process.env[`ADMIN_${name}`]);
  await Promise.all([page.waitForURL(/enrol|code/), page.press('input[name=password]', 'Enter')]);
}

// Confirms the authenticator of one who signs in for the first time, and shows the recovery codes; its key.
export async function enrol(page, name) {
  await platformPassword(page, name);
  const key = await page.locator('dd.mono').innerText();
  await page.fill('input[name=code]', await totp(key, -1));
  await Promise.all([page.waitForEvent('load'), page.press('input[name=code]', 'Enter')]);
  return key;
}

// Fills in the form for a certificate; whoever is signed in is an exporter's.
export async function fillRequest(page, vin, reference) {
  await page.goto(`${url}/platform/certificates/new`);
  for (const [name, value] of Object.entries({ vin, reference, destination: 'KZ' })) await page.fill(`input[name=${name}]`, value);
  await page.selectOption('select[name=language]', 'kk');
}

// One with the owner's link; its number.
export async function requestCertificate(page, vin, reference, secret) {
  await fillRequest(page, vin, reference);
  await page.fill('input[name=share]', `${url}/s/${secret}`);
  await Promise.all([page.waitForURL(/certificates\/[A-Z2-7-]{23}\?issued$/), page.locator('main form button').first().click()]);
  return new URL(page.url()).pathname.split('/').pop();
}

// The case of papers of a vehicle that an exporter sends.
export async function sendPapers(page, vin) {
  await page.goto(`${url}/platform/certificates/papers`);
  await page.fill('input[name=vin]', vin);
  await choosePapers(page);
  await Promise.all([page.waitForURL(/certificates\?sent=[0-9a-f]{32}$/), page.locator('main form button').first().click()]);
  return new URL(page.url()).searchParams.get('sent');
}

// The handle of a batch that is sent as this table.
export async function sendBatch(page, table) {
  await page.goto(`${url}/platform/certificates/batches`);
  await page.setInputFiles('input[type=file]', { name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await Promise.all([page.waitForURL(/batches\/[0-9a-f]{32}$/), page.locator('main form button').first().click()]);
  return new URL(page.url()).pathname.split('/').pop();
}

export async function workshopSignIn(page) {
  await page.goto(`${url}/workshop/sign-in`);
  await page.fill('input[name=code]', process.env.WORKSHOP_CODE);
  await page.fill('input[name=password]', 'geheim-123');
  await page.press('input[name=password]', 'Enter');
  await page.waitForURL('**/workshop');
}

// Contests a record, whose form is at this address; the handle of the dispute.
export async function contest(page, address, words) {
  await page.goto(address);
  await page.check('input[value=wrong_figure]');
  await page.fill('textarea', words);
  await Promise.all([page.waitForURL('**/disputes/*'), page.click('main form button')]);
  return page.url().split('/').pop();
}

// Fills in the form for a car, and shows what comes of it.
export async function fillClaim(page, car) {
  await page.goto(`${url}/vehicles/claim`);
  for (const [name, value] of Object.entries(car)) await page.fill(`input[name=${name}]`, value);
  await Promise.all([page.waitForLoadState('load'), page.press('input[name=registration_no]', 'Enter')]);
  await page.waitForLoadState('load');
}

// Claims a car: where somebody else holds it, by way of a reviewer.
export async function claim(page, car) {
  await fillClaim(page, car);
  if (!page.url().includes('/reviews/')) return;
  await award(new URL(page.url()).pathname);
  await fillClaim(page, car);
}

let reviewer;
async function award(path) {
  const page = await visitor({ storageState: reviewer });
  if (reviewer === undefined) {
    await staffSignIn(page, 'reviewer2');
    reviewer = await page.context().storageState();
  }
  await page.goto(`${url}/staff${path}`);
  await page.check('#approve');
  await Promise.all([page.waitForURL('**/staff/reviews'), page.click('main form button')]);
  await page.context().close();
}

// Asks the owner with this number, and enters the code that comes to it; the handle under which the car is read then.
export async function borrow(page, vehicle, phone, days = '30') {
  const before = codesOf(phone).length;
  await page.goto(`${url}/vehicles/consent`);
  for (const [name, value] of Object.entries({ vehicle, phone, days })) await page.fill(`input[name=${name}]`, value);
  await Promise.all([page.waitForURL('**/vehicles/consent/code'), page.locator('main form button').click()]);
  await page.fill('input[name=code]', await waitForCode(phone, before));
  await Promise.all([page.waitForURL(/vehicles\/[0-9a-f]{32}$/), page.press('input[name=code]', 'Enter')]);
  return new URL(page.url()).pathname.split('/').pop();
}

// Sends photos of documents for a car; the address of the case.
export async function prove(page, vin) {
  await page.goto(`${url}/vehicles/claim/papers`);
  await page.fill('input[name=vin]', vin);
  await choosePapers(page);
  await Promise.all([page.waitForURL('**/reviews/*'), page.click('main form button')]);
  return new URL(page.url()).pathname;
}

// Registers a company with this code; its handle, while it waits.
export async function registerCompany(page, code) {
  await page.goto(`${url}/organisations/new`);
  await page.fill('input[name=name]', '上海示例物流有限公司');
  await page.fill('input[name=code]', code);
  await choosePapers(page);
  await Promise.all([page.waitForURL(/organisations\/[0-9a-f]{32}$/), page.click('main form button')]);
  return page.url().split('/').pop();
}

// One that a reviewer has approved.
export async function company(page, code = process.env.COMPANY_CODE) {
  const handle = await registerCompany(page, code);
  await approveCompany(handle);
  return handle;
}

export async function approveCompany(handle) {
  const reviewer = await visitor();
  await staffSignIn(reviewer, 'reviewer');
  await reviewer.goto(`${url}/staff/reviews/${handle}`);
  await reviewer.check('#approve');
  await Promise.all([reviewer.waitForURL('**/staff/reviews'), reviewer.click('main form button')]);
  await reviewer.context().close();
}

export async function addToFleet(page, fleet, car) {
  await page.goto(`${url}/organisations/${fleet}/add`);
  for (const [name, value] of Object.entries(car)) await page.fill(`input[name=${name}]`, value);
  await Promise.all([page.waitForEvent('load'), page.locator('main form button').first().click()]);
}

export async function invite(page, fleet, phone) {
  await page.goto(`${url}/organisations/${fleet}/members`);
  await page.fill('input[name=phone]', phone);
  await Promise.all([page.waitForURL('**/members?invited'), page.locator('main section form button').click()]);
}

// A photo of whatever the page shows.
export const photoOf = async (page) => ({ name: '证件.jpg', mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg' }) });

// One for each field that wants one.
export async function choosePapers(page) {
  const photo = await photoOf(page);
  for (const field of await page.locator('input[type=file]').all()) await field.setInputFiles(photo);
}

export const text = (page) => page.locator('main').innerText();
export const noTrouble = (page) => assert.deepEqual(page.troubles, []);

const axeSource = fs.readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] };

// Axe stays in the page, which may be looked at again in another width or scheme.
export async function axe(page, what) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axeSource);
  const found = await page.evaluate(async (rules) => {
    const { violations, passes } = await window.axe.run(document, rules);
    return { passes: passes.length, violations: violations.map((one) => `${one.id} ${one.nodes[0].target}`) };
  }, RULES);
  assert.deepEqual(found.violations, [], what);
  assert.ok(found.passes > 5, `${what}: axe found hardly anything to check`);
}

// The secret of a new link to a vehicle of this person's.
export async function share(page, handle, { scope = 'full', hours = '24', pin = '', records = 0, certifies = false } = {}) {
  await page.goto(`${url}/vehicles/${handle}/shares`);
  await page.check(`input[name=scope][value=${scope}]`);
  if (records > 0) {
    await page.click('details.choices summary');
    for (let i = 0; i < records; i++) await page.locator('input[name=record]').nth(i).check();
  }
  await page.selectOption('select[name=hours]', hours);
  await page.fill('input[name=pin]', pin);
  if (certifies) await page.check('#certifies');
  await Promise.all([page.waitForEvent('load'), page.locator('form.form button').click()]);
  return (await page.locator('input[readonly]').inputValue()).split('/s/')[1];
}

export async function endNewest(page, handle) {
  await page.goto(`${url}/vehicles/${handle}/shares`);
  await Promise.all([page.waitForURL('**/shares?ended=1'), page.locator('article.link form button').first().click()]);
}

// Presses Tab until what the selector names has the focus, as somebody without a mouse does.
export async function tabTo(page, selector) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} is not reached by Tab on ${page.url()}`);
}

export async function enter(page, where) {
  await Promise.all([page.waitForURL(where), page.keyboard.press('Enter')]);
}

// What comes over the wire for a page that this browser has never seen, and the kinds of it.
export async function weigh(page, where) {
  const session = await page.context().newCDPSession(page), kinds = new Map(), sizes = [];
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.push([kinds.get(requestId), encodedDataLength]));
  await page.goto(where, { waitUntil: 'networkidle' });
  await session.detach();
  return { sizes, all: sizes.reduce((sum, [, size]) => sum + size, 0) };
}
