// A history is handed on.
import assert from 'node:assert/strict';
import { choose, go, pick, type } from './keyboard.mjs';
import { inEachLanguage } from './pages.mjs';
import { claim, enter, facts, noTrouble, signIn, tabTo, text, url, visitor } from './visitor.mjs';

export default {
  ...inEachLanguage('a history is handed on, opened and taken back', async (language, locale) => {
    const owner = await visitor({ locale, javaScriptEnabled: false }), buyer = await visitor({ locale, viewport: { width: 320, height: 640 } });
    await signIn(owner);
    await claim(owner, facts('CAR'));
    await tabTo(owner, 'a[href$="/shares"]');
    await enter(owner, '**/shares');
    await pick(owner, 'scope', 'summary');
    await choose(owner, '#hours', '72');
    await type(owner, '#pin', '12'); // too short: told at the field, and nothing is lost
    await go(owner, 'form.form button');
    assert.equal(await owner.locator('#pin').getAttribute('aria-invalid'), 'true');
    assert.equal(await owner.locator('#pin-error').isVisible(), true);
    assert.deepEqual([await owner.inputValue('#pin'), await owner.inputValue('#hours'), await owner.isChecked('input[value=summary]')], ['12', '72', true]);

    await pick(owner, 'scope', 'full');
    await type(owner, '#pin', '271828');
    await go(owner, 'form.form button');
    const secret = (await owner.inputValue('input[readonly]')).split('/s/')[1];
    const code = owner.locator('svg[role=img]');
    assert.ok((await code.getAttribute('aria-label')).length > 0 && (await code.boundingBox()).width > 100);
    await go(owner, 'a.button');
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
    await tabTo(owner, 'article.link summary');
    await owner.keyboard.press('Enter');
    assert.match(await link.locator('table').innerText(), /127\.0\.0\.\*/);
    await tabTo(owner, 'article.link form button');
    await enter(owner, '**/shares?ended=1');
    assert.equal((await buyer.goto(`${url}/s/${secret}`)).status(), 404);
    const gone = (await text(buyer)).replace(/[0-9a-f]{16}/, '');
    await buyer.goto(`${url}/s/${'A'.repeat(43)}`);
    assert.equal((await text(buyer)).replace(/[0-9a-f]{16}/, ''), gone);
    noTrouble(buyer);
    noTrouble(owner);
  }),
};
