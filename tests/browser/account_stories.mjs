// What owners do about their account.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { choose, giveDayOfLastYear } from './keyboard.mjs';
import { inEachLanguage, languages } from './pages.mjs';
import { claim, facts, newPhone, noTrouble, signIn, text, url, visitor, waitForCode, tabTo, enter } from './visitor.mjs';

const said = {
  zh: {
    purpose: '二手车上架', csv: '时间,查询方,目的,业务编号', none: '没有符合条件的查询', device: '您的账户在一台新设备上登录', ended: '已退出，立即生效',
    hours: '开始和结束要么都选，要么都不选', saved: '已保存', changed: '手机号已更换', word: '注销', closed: '您的账户已注销', empty: '还没有车辆',
    download: '下载我的全部信息',
  },
  en: {
    purpose: 'Listing of a used car', csv: 'When,Who,Purpose,Reference', none: 'No look-up fits', device: 'Your account was signed in on a new device',
    ended: 'Signed out, as of now', hours: 'Choose both hours or neither', saved: 'Saved.', changed: 'The number was changed', word: 'close',
    closed: 'Your account is closed', empty: 'No vehicle yet', download: 'Download all about me',
  },
};

async function shows(page, words) {
  assert.ok((await text(page)).includes(words), words);
}

export default {
  ...inEachLanguage('an owner sees who looked, and finds one of them', async (language, locale) => {
    const page = await visitor({ locale });
    await signIn(page);
    await claim(page, facts('CAR'));
    await tabTo(page, 'main a[href$="/looks"]');
    await enter(page, '**/looks');
    await shows(page, 'listing-4711');
    await choose(page, '#purpose', 'used_car_listing');
    await tabTo(page, 'main form button');
    await enter(page, '**purpose=**');
    await shows(page, 'listing-4711');
    await shows(page, said[language].purpose);
    const day = await giveDayOfLastYear(page, '#to');
    await tabTo(page, 'main form button');
    await enter(page, `**to=${day}**`);
    await shows(page, said[language].none);
    assert.ok(!(await text(page)).includes('listing-4711'));
    assert.equal(await page.inputValue('#to'), day);
    await tabTo(page, 'main a[href$="/looks"]');
    await enter(page, '**/looks');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('main a[download]')]);
    const table = fs.readFileSync(await download.path(), 'utf8');
    for (const words of [said[language].csv, said[language].purpose, 'listing-4711']) assert.ok(table.includes(words), words);
    noTrouble(page);
  }),

  ...inEachLanguage('a new device is told of, and ended from the old one', async (language, locale) => {
    const mine = await visitor({ locale }), other = await visitor({ locale: languages[language === 'zh' ? 'en' : 'zh'] }), phone = newPhone();
    await signIn(mine, phone);
    await signIn(other, phone);
    await mine.goto(`${url}/vehicles`);
    assert.equal(await mine.locator('nav .unread').innerText(), '1');
    await Promise.all([mine.waitForURL('**/messages'), mine.click('nav a[href="/messages"]')]);
    await shows(mine, said[language].device);
    await mine.goto(`${url}/account/sessions`);
    assert.equal(await mine.locator('nav .unread').count(), 0);
    await tabTo(mine, 'main li form button');
    await enter(mine, '**ended**');
    await shows(mine, said[language].ended);
    await other.goto(`${url}/vehicles`);
    assert.match(other.url(), /sign-in/);
    noTrouble(mine);
  }),

  ...inEachLanguage('preferences, another number and the end, by keyboard', async (language, locale) => {
    const page = await visitor({ locale }), phone = newPhone(), next = newPhone();
    await signIn(page, phone);
    await page.goto(`${url}/messages/preferences`);
    await tabTo(page, 'select[name=quiet_from]');
    await page.keyboard.press('End'); // by its letters a choice depends on how fast one types
    await page.keyboard.press('ArrowUp');
    await tabTo(page, 'main form button');
    await enter(page, '**/messages/preferences');
    await shows(page, said[language].hours);
    assert.equal(await page.inputValue('select[name=quiet_from]'), '22');
    await page.selectOption('select[name=quiet_to]', '8');
    await tabTo(page, 'main form button');
    await enter(page, '**saved**');
    await shows(page, said[language].saved);
    await page.goto(`${url}/account/phone`);
    await tabTo(page, 'input[name=phone]');
    await page.keyboard.type(next);
    await enter(page, '**/account/phone/code');
    await tabTo(page, 'input[name=code]');
    await page.keyboard.type(await waitForCode(next));
    await enter(page, '**phone-changed**');
    await shows(page, said[language].changed);
    assert.match(await text(page), new RegExp(`${next.slice(0, 3)}\\*{4}${next.slice(-4)}`));
    await page.goto(`${url}/account/close`);
    await tabTo(page, 'input[name=word]');
    await page.keyboard.type(said[language].word);
    await enter(page, '**closed');
    await shows(page, said[language].closed);
    await signIn(page, next);
    await shows(page, said[language].empty);
    noTrouble(page);
  }),

  ...inEachLanguage('all about me can be taken away', async (language, locale) => {
    const page = await visitor({ locale, javaScriptEnabled: false });
    await signIn(page);
    await page.goto(`${url}/account/download`);
    assert.equal(await page.locator('h1').innerText(), said[language].download);
    for (const [name, start] of [['pdf', '%PDF-'], ['json', '{']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`main a[href$=".${name}"]`)]);
      assert.equal(download.suggestedFilename(), `about-me.${name}`);
      assert.ok(fs.readFileSync(await download.path(), 'latin1').startsWith(start));
    }
  }),
};
