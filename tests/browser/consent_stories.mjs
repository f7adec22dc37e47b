// Somebody reads another's car with the owner's consent.
import assert from 'node:assert/strict';
import { inEachLanguage } from './pages.mjs';
import {
  claim, codesOf, enter, facts, newPhone, noTrouble, signIn, tabTo, text, url, visitor, waitForCode,
} from './visitor.mjs';

export default {
  ...inEachLanguage("a car is read with the owner's consent, until that ends", async (language, locale) => {
    const owner = await visitor({ locale, javaScriptEnabled: false });
    const driver = await visitor({ locale, javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    const phone = newPhone();
    await signIn(owner, phone);
    await claim(owner, facts('CAR'));
    const handle = new URL(owner.url()).pathname.split('/').pop();
    await signIn(driver);
    await tabTo(driver, 'a[href="/vehicles/consent"]');
    await enter(driver, '**/vehicles/consent');
    await driver.fill('#vehicle', facts('CAR').plate);
    await driver.fill('#phone', phone);
    await driver.fill('#days', '400'); // told at the field, and nothing is lost
    await Promise.all([driver.waitForEvent('load'), driver.click('form.form button')]);
    assert.equal(await driver.locator('#days').getAttribute('aria-invalid'), 'true');
    assert.deepEqual([await driver.inputValue('#vehicle'), await driver.inputValue('#phone')], [facts('CAR').plate, phone]);
    const before = codesOf(phone).length;
    await driver.fill('#days', '7');
    await tabTo(driver, 'form.form button');
    await enter(driver, '**/vehicles/consent/code');
    const code = await waitForCode(phone, before);
    await driver.fill('#code', code === '000000' ? '000001' : '000000');
    await Promise.all([driver.waitForEvent('load'), driver.press('#code', 'Enter')]);
    assert.equal(await driver.locator('#code').getAttribute('aria-invalid'), 'true');
    await driver.fill('#code', code);
    await tabTo(driver, 'form.form button');
    await enter(driver, /vehicles\/[0-9a-f]{32}$/);
    const lent = driver.url(), shown = await text(driver);
    assert.notEqual(lent, `${url}/vehicles/${handle}`);
    assert.ok(shown.includes('86,900') && !shown.includes(facts('CAR').vin));
    assert.equal(await driver.locator('a[href*="/dispute"], a[href*="/rating"], a[href$="/shares"], a[href$="/looks"]').count(), 0);
    assert.equal(await driver.evaluate(() => document.documentElement.scrollWidth) <= 320, true);

    await owner.goto(`${url}/vehicles/${handle}`);
    assert.match(await owner.locator('section[aria-labelledby=consents]').innerText(), /139\*{4}\d{4}/);
    assert.match(await owner.locator('section[aria-labelledby=looks]').innerText(), language === 'zh' ? /经您同意的人/ : /Somebody with your consent/);
    await tabTo(owner, 'section[aria-labelledby=consents] button');
    await enter(owner, '**?consent-ended');
    assert.equal(await owner.locator('section[aria-labelledby=consents] button').count(), 0);
    assert.equal((await driver.goto(lent)).status(), 404);
    noTrouble(owner);
    noTrouble(driver);
  }),
};
