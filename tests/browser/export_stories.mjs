// An exporter's people: a certificate by the owner's link and by a code, the list, and many by a table.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {
  axe, claim, codesOf, enrol, facts, fillRequest, newPhone, noTrouble, requestCertificate, sendBatch, share, signIn, text, url, visitor, waitForCode,
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

async function work(options, name, looked) {
  const { phone, link } = await owner(), page = await visitor(options), vin = facts('CAR').vin;
  await enrol(page, name);
  await send(page, 'main a.button');
  await send(page, 'nav a[href="/platform/certificates"]');
  await looked(page, 'certificates');

  await send(page, 'main a[href="/platform/certificates/new"]');
  await looked(page, 'the form');
  await fillRequest(page, vin, `${name}-1`);
  await page.fill('input[name=share]', `${url}/s/${'A'.repeat(43)}`);
  await send(page, 'main form button');
  assert.equal(await page.getAttribute('#share', 'aria-invalid'), 'true');
  await looked(page, 'a link that does not open');
  const first = await requestCertificate(page, vin, `${name}-1`, link);
  assert.equal(await page.locator('figure.sheet img').evaluate((image) => image.decode().then(() => image.naturalWidth)), 1000);
  await looked(page, 'a certificate');
  const paper = await takeAway(page, 'a[href$=".pdf"]'), file = await takeAway(page, 'a[href$=".json"]');
  assert.equal(paper.bytes.subarray(0, 5).toString(), '%PDF-');
  assert.equal(JSON.parse(file.bytes).credential.credentialSubject.vin, vin);
  assert.ok(!(await text(page)).includes(vin));

  const before = codesOf(phone).length;
  await fillRequest(page, vin, `${name}-2`);
  await page.check('#ground-code');
  await page.fill('input[name=phone]', phone);
  await send(page, 'main form button');
  await looked(page, 'the second step');
  await page.fill('input[name=code]', await waitForCode(phone, before));
  await send(page, 'main form button');
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

export default {
  async 'an exporter gets certificates by link, by code and by table, finds and withdraws them'() {
    await work({}, 'agent-zh', axe);
  },

  async 'an exporter in English, in the dark, at 320 pixels'() {
    await work({ locale: 'en-US', colorScheme: 'dark', viewport: { width: 320, height: 640 } }, 'agent-en', async (page, what) => {
      await axe(page, what);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${what}: ${wide}`);
      assert.doesNotMatch(await page.locator('h1').innerText(), /[\u4e00-\u9fff]/, what);
    });
  },
};
