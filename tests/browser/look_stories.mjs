// How pages look, weigh and print, and what they do with what others wrote.
import assert from 'node:assert/strict';
import { eachPage, languages } from './pages.mjs';
import { axe, claim, facts, noTrouble, signIn, text, url, visitor, weigh } from './visitor.mjs';

export default {
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

  async 'the dark is dark'() {
    const page = await visitor({ colorScheme: 'dark' });
    await page.goto(url);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.ok(background.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 80), background);
  },

  async 'every page is accessible in both languages, light and dark, at 320 and 1280 pixels, and never scrolls sideways'() {
    // Each page is loaded once in each language and looked at twice, so that in each language it is seen in both schemes and at both
    // widths; what one language leaves out of the four that these make, the other has.
    const looks = { zh: [['light', 320], ['dark', 1280]], en: [['dark', 320], ['light', 1280]] };
    await Promise.all(Object.entries(languages).map(([language, locale]) => eachPage({ locale }, async (page, name) => {
      for (const [colorScheme, width] of looks[language]) {
        const what = `${name} ${language} ${colorScheme} ${width}`;
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await axe(page, what);
        const [wide, all] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        assert.ok(wide <= all, `${what}: ${wide} pixels`);
      }
      noTrouble(page);
    })));
  },

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
};
