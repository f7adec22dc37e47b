// A company reads the histories of its vehicles.
import assert from 'node:assert/strict';
import { givePhotos, type } from './keyboard.mjs';
import { inEachLanguage } from './pages.mjs';
import {
  addToFleet, approveCompany, enter, facts, invite, newPhone, noTrouble, signIn, tabTo, text, url, visitor,
} from './visitor.mjs';

const codes = { zh: process.env.THIRD_CODE, en: process.env.FOURTH_CODE };
const cars = { zh: 'TRUCK', en: 'BUS' };

export default {
  ...inEachLanguage('a company is registered and adds a vehicle, and a member reads it', async (language, locale) => {
    const first = await visitor({ locale, javaScriptEnabled: false }), phone = newPhone();
    const member = await visitor({ locale, javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    await signIn(first);
    await tabTo(first, 'main a[href="/organisations"]');
    await enter(first, '**/organisations');
    await tabTo(first, 'main a[href="/organisations/new"]');
    await enter(first, '**/organisations/new');
    await type(first, '#name', '上海示例物流有限公司');
    await type(first, '#code', codes[language]);
    await givePhotos(first);
    await tabTo(first, 'main form button');
    await enter(first, /organisations\/[0-9a-f]{32}$/);
    const fleet = first.url().split('/').pop(), car = facts(cars[language]);
    await approveCompany(fleet);
    await addToFleet(first, fleet, { ...car, engine_no: 'WRONG' });
    assert.equal(await first.inputValue('#vin'), car.vin); // nothing is lost
    await first.fill('#lines', `${Object.values(car).join('\t')}\nLSV,1,2,3`);
    await tabTo(first, '#lines');
    await tabTo(first, 'section[aria-labelledby=many] button');
    await Promise.all([first.waitForEvent('load'), first.keyboard.press('Enter')]);
    assert.equal((await first.inputValue('#lines')).trim(), 'LSV,1,2,3');
    assert.equal(await first.locator('#lines').getAttribute('aria-invalid'), 'true');
    await invite(first, fleet, phone);

    await signIn(member, phone);
    await tabTo(member, 'main a[href="/organisations"]');
    await enter(member, '**/organisations');
    await tabTo(member, 'form[action$="/join"] button');
    await enter(member, '**/organisations');
    await Promise.all([member.waitForURL(`**/organisations/${fleet}`), member.click(`a[href="/organisations/${fleet}"]`)]);
    await member.fill('#q', car.plate.slice(-5));
    await Promise.all([member.waitForEvent('load'), member.press('#q', 'Enter')]);
    assert.equal(member.url(), `${url}/organisations/${fleet}`); // what is searched for stands in no address
    assert.equal(await member.evaluate(() => document.documentElement.scrollWidth) <= 320, true);
    await Promise.all([member.waitForURL('**/vehicles/*'), member.locator('tbody a').click()]);
    const shown = await text(member), address = member.url();
    assert.ok(shown.includes(car.vin));
    assert.equal(await member.locator('a[href*="/dispute"], a[href$="/shares"], #consents').count(), 0);

    await first.goto(`${url}/organisations/${fleet}/members`);
    await tabTo(first, 'li:not(.new) input[value=none] + button');
    await enter(first, '**/members?removed');
    assert.equal((await member.goto(address)).status(), 404);
    assert.equal((await member.goto(`${url}/organisations/${fleet}`)).status(), 404);
    noTrouble(first);
    noTrouble(member);
  }),
};
