// Administrators of a client: the first sign-in with an authenticator, keys, what was used, and the client's own look-ups.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { axe, enrol, noTrouble, platformPassword, text, totp, url, visitor } from './visitor.mjs';

const send = async (page, selector) => {
  await Promise.all([page.waitForEvent('load'), page.click(selector)]);
};

const bearer = (secret, id) => fetch(`${url}/oauth/token`, {
  method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }),
  headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
});

// All of it as `name`, whom nobody has signed in as before.
async function manage(options, name, looked) {
  const page = await visitor(options);
  await page.goto(`${url}/platform`);
  assert.ok(page.url().endsWith('/platform/sign-in?needed'));
  await looked(page, 'sign-in');
  await platformPassword(page, name);
  await looked(page, 'enrolment');
  assert.match(await page.locator('main a[href^="otpauth:"]').getAttribute('href'), /^otpauth:\/\/totp\/Chedang:/);
  const key = await enrol(page, name);
  const recovery = await page.locator('.recovery li').allInnerTexts();
  assert.equal(recovery.length, 10);
  await looked(page, 'recovery codes');

  await send(page, 'main a.button');
  assert.equal(await page.locator('svg rect.bar').count(), 30 + 3);
  await looked(page, 'overview');
  await page.locator('details summary').first().click();
  assert.equal(await page.locator('details table').first().locator('tbody tr').count(), 30);

  await send(page, 'main nav a[href="/platform/keys"]');
  await page.fill('#label', name);
  await send(page, 'form[action="/platform/keys"] button');
  await looked(page, 'a secret');
  const [id, secret] = [await page.inputValue('#client-id'), await page.inputValue('#client-secret')];
  assert.equal((await bearer(secret, id)).status, 200);
  await send(page, 'main a.button');
  assert.ok(!(await page.content()).includes(secret));
  await page.fill('#key', 'not a key');
  await send(page, 'form[action="/platform/keys/public"] button');
  assert.equal(await page.getAttribute('#key', 'aria-invalid'), 'true');
  await looked(page, 'a key that is none');
  await page.fill('#key', crypto.generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));
  await send(page, 'form[action="/platform/keys/public"] button');
  assert.ok(page.url().endsWith('/platform/keys?added'));
  await looked(page, 'keys');

  await send(page, `li:has-text("${name}") a[href$="/end"]`);
  await looked(page, 'end a key');
  await send(page, 'button.danger');
  assert.ok(page.url().endsWith('/platform/keys?ended'));
  assert.equal((await bearer(secret, id)).status, 401);

  await send(page, 'main nav a[href="/platform/calls"]');
  await page.selectOption('#purpose', 'used_car_listing');
  await send(page, 'main form button');
  assert.match(await text(page), /listing-4711/);
  await looked(page, 'look-ups');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
  assert.equal(download.suggestedFilename(), 'calls.csv');

  await send(page, 'main nav a[href="/platform/changes"]');
  assert.match(await text(page), /hooks\.example\.com/);
  await looked(page, 'changes');
  await send(page, 'main ul a[href^="/platform/webhooks/"]');
  assert.equal(await page.locator('tbody tr').count(), 18);
  await page.fill('#after', '9999');
  await send(page, 'form[action$="/replay"] button');
  assert.equal(await page.getAttribute('#after', 'aria-invalid'), 'true');
  await looked(page, 'a webhook');

  await page.goto(`${url}/platform`);
  await send(page, 'form[action="/platform/sign-out"] button');
  assert.ok(page.url().endsWith('/platform/sign-in?out'));
  await platformPassword(page, name);
  await looked(page, 'second step');
  await page.fill('input[name=code]', await totp(key));
  await send(page, 'main form button');
  assert.equal(new URL(page.url()).pathname, '/platform');
  noTrouble(page);
  await page.context().clearCookies();
  await platformPassword(page, name);
  await page.fill('input[name=code]', recovery[0].toLowerCase());
  await send(page, 'main form button');
  assert.equal(new URL(page.url()).pathname, '/platform');
}

export default {
  async 'an administrator of a platform enrols, changes keys, and sees what was used'() {
    await manage({}, 'story-zh', axe);
  },

  async 'an administrator in English, in the dark, at 320 pixels'() {
    await manage({ locale: 'en-US', colorScheme: 'dark', viewport: { width: 320, height: 640 } }, 'story-en', async (page, what) => {
      await axe(page, what);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${what}: ${wide}`);
      assert.doesNotMatch(await page.locator('h1').innerText(), /[\u4e00-\u9fff]/, what);
    });
  },
};
