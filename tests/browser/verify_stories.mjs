// Somebody abroad checks a certificate. The issuer is the test's own, made from the standards alone (tests/unit/verify/issuer.mjs);
// its lists are given to the browser where it asks the service for them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { claimsFor, credential, envelope, newKey, paper, pdf, statusList, trustList } from '../unit/verify/issuer.mjs';
import { axe, noTrouble, tabTo, text, url, visitor } from './visitor.mjs';

const issuer = new URL(url).host, key = newKey(), root = newKey();
const seconds = () => Math.floor(Date.now() / 1000);
const LANGUAGES = ['zh', 'en', 'ru', 'ar', 'kk', 'fr', 'es'];
const words = (language, name) => JSON.parse(fs.readFileSync(new URL(`../../templates/${name}.${language}.json`, import.meta.url), 'utf8'));

// A browser that gets these lists; by default those in which the key is good and nothing has happened.
async function checker({ states = {}, keys = [{ key }], lists = true, ...options } = {}) {
  const page = await visitor({ locale: 'en-US', acceptDownloads: true, ...options }), now = seconds();
  const give = (document) => (route) => lists ? route.fulfill({ json: document, headers: { date: new Date().toUTCString() } }) : route.abort();
  await page.route('**/certificates/trust-list.json', give(trustList(issuer, root, keys, now)));
  await page.route('**/certificates/status', give(statusList(issuer, key, now, states)));
  return page;
}

async function open(page, where = '/verify') {
  await page.goto(where.includes(':') ? where : url + where);
  await page.waitForSelector('html[data-ready]');
}

// As a service has it that knows the root.
const pin = (page, key) => page.route('**/verify', async (route) => {
  const answer = await route.fetch();
  await route.fulfill({ response: answer, body: (await answer.text()).replace('data-root=""', `data-root="${key.x}"`) });
});

const verdictOf = (page) => page.locator('#result [data-verdict]').getAttribute('data-verdict', { timeout: 10000 });
const asFile = (content, name = 'certificate.json') => ({ name, mimeType: name.endsWith('pdf') ? 'application/pdf' : 'application/json', buffer: Buffer.from(content) });

async function give(page, file) {
  await page.locator('#result').evaluate((result) => result.replaceChildren());
  await page.setInputFiles('#file', file);
  return verdictOf(page);
}

const now = seconds(), claims = claimsFor(issuer, now, { readings: [['2020-03', 5200], ['2021-09', 33900], ['2022-05', 21500], ['2026-10-18', 86900]], verdict: [2], disputes: 1, destination: 'KZ' });
const file = JSON.stringify(envelope(credential(claims, key), key, now)), code = paper(claims, key);
const fragment = code.split('#')[1];
const edited = file.replace('"km":86900', '"km":46900');
const expired = claimsFor(issuer, now - 90 * 86400), old = { key, from: now - 100 * 86400 };

const VERDICTS = {
  genuine: [asFile(file), {}],
  altered: [asFile(edited), {}],
  unknown_key: [asFile(JSON.stringify(credential(claims, newKey()))), {}],
  expired: [asFile(JSON.stringify(credential(expired, key))), { keys: [old] }],
  superseded: [asFile(pdf(file), 'a.pdf'), { states: { 4711: 1 } }],
  withdrawn: [asFile(pdf(file, { packed: true }), 'b.pdf'), { states: { 4711: 2 } }],
  unreadable: [asFile('%PDF-1.7 nothing', 'c.pdf'), {}],
  unconfirmed: [asFile(file), { keys: [{ key, ended: now - 600 }] }],
};

// A page that was saved, as a file, in a browser without a network.
async function saveAndReopen(page, prepare = async () => {}) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chedang-saved-')), saved = path.join(folder, download.suggestedFilename());
  await download.saveAs(saved);
  const offline = await visitor({ locale: 'en-US' }), asked = [];
  await offline.context().setOffline(true);
  offline.on('request', (request) => { if (!/^(file|blob|data):/.test(request.url())) asked.push(request.url()); });
  await prepare(offline);
  await open(offline, pathToFileURL(saved).href);
  fs.rmSync(folder, { recursive: true });
  return { offline, asked };
}

export default {
  ...Object.fromEntries(Object.entries(VERDICTS).map(([verdict, [given, lists]]) => [`a certificate is ${verdict}, in seven languages`, async () => {
    const page = await checker({ ...lists, viewport: { width: 320, height: 640 } });
    await open(page);
    assert.equal(await give(page, given), verdict);
    assert.equal(await page.evaluate(() => document.activeElement.matches('#result h2')), true);
    for (const language of LANGUAGES) {
      await page.click(`[data-language=${language}]`);
      const wanted = words(language, 'verify').words.verdict[verdict].title;
      await page.locator('#result h2', { hasText: wanted }).first().waitFor();
      assert.deepEqual(await page.evaluate(() => [document.documentElement.lang.slice(0, 2), document.documentElement.dir]), [language, language === 'ar' ? 'rtl' : 'ltr']);
      const shown = await text(page), vouched = ['genuine', 'expired', 'superseded', 'withdrawn'].includes(verdict);
      assert.equal(shown.includes('LSVAA4180E2123456'), vouched, language);
      if (vouched) assert.ok(shown.includes(words(language, 'certificate').not_checked.fitness), language);
      assert.equal(/words\.\w|certificate\.\w|\{\w+\}|undefined|\bnull\b|NaN/.test(shown), false, `${language}: ${shown.match(/.{20}(words\.\w|certificate\.\w|\{\w+\}|undefined|\bnull\b|NaN).{0,20}/)?.[0]}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320, language);
      await axe(page, `${verdict} ${language}`);
    }
    noTrouble(page);
  }])),

  async 'what is signed is shown, with a chart and a table, and what was not checked'() {
    const page = await checker();
    await open(page);
    assert.equal(await give(page, asFile(file)), 'genuine');
    await page.click('#result details.table summary');
    const shown = await text(page);
    for (const wanted of ['86,900 km', '33,900 km', 'October 18, 2026', 'May 2022', 'lower than the reading before', 'Kazakhstan', 'Volkswagen', 'Shanghai', 'Airbag replaced', 'recorded: 1',
      'records concerned: 1', 'none recorded as of', 'The odometer readings are inconsistent', 'Status looked up just now', 'It stands in the public log', issuer, key.kid])
      assert.ok(shown.includes(wanted), wanted);
    assert.equal(await page.locator('#result svg circle').count(), 4);
    assert.equal(await page.locator('#result svg .line.lower').count(), 1);
    noTrouble(page);
  },

  async 'the code on the paper opens the page, and what stands behind # is told to nobody'() {
    const page = await checker(), asked = [];
    page.on('request', (request) => asked.push(`${request.url().split('#')[0]} ${request.headers().referer ?? ''} ${request.postData() ?? ''}`));
    for (const where of ['/C', '/c']) {
      await open(page, `${where}#${fragment}`);
      assert.equal(await verdictOf(page), 'genuine');
    }
    const next = paper(claimsFor(issuer, now, { index: 9 }), newKey()).split('#')[1];
    await page.evaluate((hash) => { location.hash = hash; }, next); // another one is scanned into the same tab
    await page.locator('[data-verdict=unknown_key]').waitFor();
    await page.click('[data-language=ru]');
    await page.locator('h2', { hasText: words('ru', 'verify').words.verdict.unknown_key.title }).waitFor();
    assert.ok(asked.length > 5);
    for (const each of asked) assert.ok(!each.includes(fragment.slice(0, 40)) && !each.includes(next.slice(0, 40)), each);
    noTrouble(page);
  },

  async 'by keyboard alone, from the text that another scanner read'() {
    const page = await checker();
    await open(page);
    await tabTo(page, '#text');
    await page.keyboard.insertText(` ${code}\n`);
    await tabTo(page, '#text_form button');
    await page.keyboard.press('Enter');
    assert.equal(await verdictOf(page), 'genuine');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Genuine/);
    await tabTo(page, '#result summary');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#result details').getAttribute('open'), '');
  },

  async 'a file can be dropped anywhere'() {
    const page = await checker();
    await open(page);
    const dropped = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], 'certificate.json', { type: 'application/json' }));
      return transfer;
    }, file);
    await page.dispatchEvent('footer', 'drop', { dataTransfer: dropped });
    assert.equal(await verdictOf(page), 'genuine');
  },

  async 'a code that had no room for all says so'() {
    const page = await checker(), short = paper(claims, key, { kept: [claims.readings[0], claims.readings.at(-1)], leftOut: ['parts'] });
    await open(page, `/C#${short.split('#')[1]}`);
    assert.equal(await verdictOf(page), 'genuine');
    const shown = await text(page);
    for (const wanted of ['2 of 4 readings', 'The code had no room for this']) assert.ok(shown.includes(wanted), wanted);
  },

  async 'a trust list of another root is not believed'() {
    for (const [pinned, verdict] of [[root, 'genuine'], [newKey(), 'unknown_key']]) {
      const page = await checker();
      await pin(page, pinned);
      await open(page);
      assert.equal(await give(page, asFile(file)), verdict);
    }
  },

  async 'without lists it says what it cannot know'() {
    const page = await checker({ lists: false });
    await open(page, `/C#${fragment}`);
    assert.equal(await verdictOf(page), 'unknown_key');
    assert.ok((await text(page)).includes('no list of trusted keys'));
  },

  async 'a clock that is wrong is stated, and the server’s is believed'() {
    const page = await checker();
    await page.clock.setFixedTime(Date.now() + 100 * 86400000);
    await open(page, `/C#${fragment}`);
    assert.equal(await verdictOf(page), 'genuine');
    assert.match(await text(page), /differs from the server’s by 14[34],\d{3} minutes/);
  },

  async 'a saved page checks without a network, also where the browser has no cryptography'() {
    const page = await checker({ states: { 12: 1 } });
    await open(page);
    assert.equal(await give(page, asFile(file)), 'genuine'); // nothing of it may be in the saved page
    const withdrawn = paper(claimsFor(issuer, now, { index: 12 }), key);
    for (const without of [false, true]) {
      const { offline, asked } = await saveAndReopen(page, async (saved) => {
        if (without) await saved.addInitScript(() => Object.defineProperty(globalThis, 'crypto', { value: undefined }));
      });
      assert.equal(await offline.evaluate(() => globalThis.crypto === undefined), without);
      assert.ok(!(await offline.content()).includes('LSVAA4180E2123456'));
      assert.ok((await text(offline)).includes('This is a saved page'));
      assert.equal(await offline.locator('#number').count(), 0);
      assert.equal(await give(offline, asFile(pdf(file, { packed: true }), 'a.pdf')), 'genuine');
      assert.ok((await text(offline)).includes('Checked without a network: status as of'));
      assert.equal(await give(offline, asFile(edited)), 'altered');
      assert.equal(await give(offline, asFile(withdrawn, 'code.txt')), 'superseded');
      for (const language of LANGUAGES) {
        await offline.click(`[data-language=${language}]`);
        await offline.locator('#result h2', { hasText: words(language, 'verify').words.verdict.superseded.title }).first().waitFor();
      }
      await axe(offline, 'the saved page');
      assert.deepEqual(asked, []);
      noTrouble(offline);
    }
  },

  async 'a newer status list can be brought to a saved page, and a forged one is refused'() {
    const page = await checker();
    await open(page);
    const { offline } = await saveAndReopen(page);
    assert.equal(await give(offline, asFile(file)), 'genuine');
    await offline.setInputFiles('#file', asFile(JSON.stringify(statusList(issuer, newKey(), seconds(), { 4711: 2 })), 'status.json'));
    await offline.locator('#said', { hasText: 'was not taken over' }).waitFor();
    assert.equal(await give(offline, asFile(file)), 'genuine');
    await offline.setInputFiles('#file', asFile(JSON.stringify(statusList(issuer, key, seconds() + 5, { 4711: 2 })), 'status.json'));
    await offline.locator('#said', { hasText: 'A newer list was taken over' }).waitFor();
    assert.equal(await give(offline, asFile(file)), 'withdrawn');
  },

  async 'a newer list of keys takes back what an ended key has said of statuses'() {
    const second = newKey(), by = JSON.stringify(credential(claims, second)), page = await checker({ keys: [{ key }, { key: second }], states: { 4711: 2 } });
    await pin(page, root);
    await open(page);
    const { offline } = await saveAndReopen(page);
    assert.equal(await give(offline, asFile(by)), 'withdrawn');
    const newer = trustList(issuer, root, [{ key, ended: now - 600 }, { key: second }], seconds() + 5);
    await offline.setInputFiles('#file', asFile(JSON.stringify(newer), 'trust-list.json'));
    await offline.locator('#said', { hasText: 'A newer list was taken over' }).waitFor();
    assert.equal(await give(offline, asFile(by)), 'genuine');
    assert.ok((await text(offline)).includes('Status not checked'));
    assert.equal(await give(offline, asFile(file)), 'unconfirmed');
    noTrouble(offline);
  },

  async 'of a PDF with two files that differ nothing is believed'() {
    const page = await checker(), object = (content) => `1 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`;
    await open(page);
    assert.equal(await give(page, asFile(`%PDF-1.7\n${object(file)}${object(file)}`, 'same.pdf')), 'genuine');
    assert.equal(await give(page, asFile(`%PDF-1.7\n${object(file)}${object(edited)}`, 'differ.pdf')), 'unreadable');
    assert.equal(await give(page, asFile(`%PDF-1.7\n${object(edited)}${object(file)}`, 'differ.pdf')), 'unreadable');
  },

  async 'the camera is offered where the browser can read codes, and not elsewhere'() {
    const plain = await checker();
    await open(plain);
    assert.equal(await plain.locator('#camera').isVisible(), await plain.evaluate(() => 'BarcodeDetector' in globalThis));
    const page = await checker();
    await page.addInitScript((read) => { // Chromium on Linux has neither
      globalThis.BarcodeDetector = class {
        static async getSupportedFormats() { return ['qr_code']; }
        async detect() { return [{ rawValue: 'HTTPS://EXAMPLE.COM/' }, ...(globalThis.held ? [{ rawValue: read }] : [])]; }
      };
      navigator.mediaDevices.getUserMedia = async () => {
        const canvas = document.createElement('canvas'), brush = canvas.getContext('2d');
        setInterval(() => brush.fillRect(Math.random() * 100, 0, 10, 10), 50);
        return canvas.captureStream(20);
      };
    }, code);
    await open(page);
    await page.click('#camera');
    await page.locator('#camera', { hasText: 'Stop scanning' }).waitFor();
    await page.waitForTimeout(500); // another code is in front of it
    assert.equal(await page.locator('#result').isVisible(), false);
    await page.evaluate(() => { globalThis.held = true; });
    assert.equal(await verdictOf(page), 'genuine');
    assert.equal(await page.locator('#video').isVisible(), false);
  },

  async 'a number is looked up without JavaScript'() {
    const page = await visitor({ locale: 'fr-FR', javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    await page.goto(`${url}/verify`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    assert.equal(await page.locator('#file').isVisible(), false);
    await page.fill('#number', 'abcde-fghij');
    await Promise.all([page.waitForEvent('load'), page.click('form[action="/verify"] button')]);
    assert.equal(await page.locator('#number').getAttribute('aria-invalid'), 'true');
    assert.equal(await page.inputValue('#number'), 'abcde-fghij');
    await page.fill('#number', 'abcde fghij klmno pqrsa');
    await Promise.all([page.waitForURL(/\/verify\/ABCDE-FGHIJ-KLMNO-PQRSA\?lang=fr$/), page.click('form[action="/verify"] button')]);
    assert.ok((await text(page)).includes('Aucun certificat n’a été émis sous ce numéro'));
    await Promise.all([page.waitForEvent('load'), page.click('[data-language=ar]')]);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    assert.ok((await text(page)).includes('ABCDE-FGHIJ-KLMNO-PQRSA'));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320);
  },
};
