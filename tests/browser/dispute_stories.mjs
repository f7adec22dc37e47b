// People of workshops and of the authority, and disputes between all three.
import assert from 'node:assert/strict';
import { givePhotos, go, pick, type } from './keyboard.mjs';
import { inEachLanguage } from './pages.mjs';
import { axe, claim, enter, facts, noTrouble, signIn, staffSignIn, tabTo, text, url, visitor } from './visitor.mjs';

// How many records of the vehicle its page says are contested; other stories contest some as well.
async function contested(page) {
  const said = (await text(page)).match(/有 (\d+) 条记录存在异议/);
  return said ? Number(said[1]) : 0;
}

// Opens a record of the vehicle and follows the link to contest it; behind that one is the link to rate the repair.
async function contestRecord(owner, address) {
  const contest = `a[href="${new URL(address).pathname}"]`;
  await tabTo(owner, `details.record:has(${contest}) > summary`);
  if (!await owner.evaluate(() => document.activeElement.parentElement.open)) await owner.keyboard.press('Enter');
  await tabTo(owner, contest.replace('/dispute/', '/rating/'));
  await owner.keyboard.press('Shift+Tab');
  await enter(owner, address);
}

// A record is contested: the workshop stands by it, the owner insists, the authority decides. All their pages, in turn, by
// keyboard alone.
async function dispute(options, number, look) {
  const [owner, workshop, staff] = [await visitor(options), await visitor(options), await visitor(options)];
  const looked = async (page, what) => { await look(page, what); noTrouble(page); };
  await signIn(owner);
  await claim(owner, facts('CONTESTED'));
  const vehicle = owner.url().split('?')[0], before = await contested(owner);
  const records = await owner.locator('a[href*="/dispute/"]').evaluateAll((links) => links.map((link) => link.href));
  await owner.goto(`${vehicle}/disputes`);
  await looked(owner, 'no disputes');
  await go(owner, '.over a');
  await contestRecord(owner, records[number]);
  await looked(owner, 'contest a record');
  await owner.$eval('main form', (form) => { form.noValidate = true; });
  await type(owner, 'textarea', '短');
  await go(owner, 'main form button');
  assert.equal(await owner.inputValue('textarea'), '短');
  assert.equal(await owner.locator('.error').count(), 2);
  await looked(owner, 'contest a record, incomplete');
  await pick(owner, 'kind', 'wrong_figure');
  await type(owner, 'textarea', '里程应该是三万公里。\n结算单上写得很清楚。');
  await givePhotos(owner);
  await go(owner, 'main form button');
  const handle = owner.url().match(/disputes\/([0-9a-f]{32})$/)[1];
  await looked(owner, 'contested');

  await workshop.goto(`${url}/workshop`);
  assert.ok(workshop.url().endsWith('/workshop/sign-in?needed'));
  await looked(workshop, 'workshop sign-in');
  await type(workshop, '#code', process.env.WORKSHOP_CODE);
  await type(workshop, '#password', 'geheim-123');
  await enter(workshop, '**/workshop');
  await looked(workshop, 'disputes of a workshop');
  await go(workshop, `a[href$="${handle}"]`);
  assert.ok((await text(workshop)).includes('结算单上写得很清楚。'));
  assert.ok(await workshop.locator('main img').evaluate((shown) => shown.naturalWidth) > 0);
  await looked(workshop, 'answer');
  await pick(workshop, 'step', 'justified');
  await type(workshop, 'textarea', '与结算清单一致，附有照片。');
  await go(workshop, 'main form button');
  await looked(workshop, 'answered');

  await owner.reload();
  assert.ok((await text(owner)).includes('与结算清单一致，附有照片。'));
  await looked(owner, 'accept or insist');
  await type(owner, 'textarea', '照片上的车不是我的。');
  await go(owner, 'input[value=insisted] ~ button');
  await staffSignIn(staff, 'supervisor');
  await go(staff, 'a[href="/staff/disputes"]');
  await looked(staff, 'disputes of a supervisor');
  await go(staff, `a[href$="${handle}"]`);
  assert.ok(await staff.locator('main img').evaluate((shown) => shown.naturalWidth) > 0);
  await looked(staff, 'decide');
  await pick(staff, 'step', 'upheld');
  await type(staff, 'textarea', '照片与车辆不符，企业应当更正。');
  await go(staff, 'main form button');
  await looked(staff, 'decided');

  await owner.goto(`${vehicle}/disputes`);
  await looked(owner, 'disputes of a vehicle');
  await go(owner, `a[href$="${handle}"]`);
  await looked(owner, 'upheld');
  await owner.goto(records[number].replace('/dispute/', '/rating/'));
  await looked(owner, 'rate a repair');
  for (const axis of ['punctuality', 'attitude', 'quality', 'speed', 'price']) await pick(owner, axis, '4');
  await go(owner, 'main form button');
  await looked(owner, 'rated');
  await owner.goto(`${vehicle}/dispute`);
  await looked(owner, 'a repair is missing');
  return [owner, vehicle, before];
}

const said = {
  zh: { wrong: '用户名或密码不对', role: '证件审核', out: '您已退出登录' },
  en: { wrong: 'The name or the password is wrong', role: 'Documents', out: 'You have signed out' },
};

export default {
  ...inEachLanguage('somebody of the authority signs in and sees what the role may do', async (language, locale) => {
    const page = await visitor({ locale });
    await page.goto(`${url}/staff`);
    assert.ok(page.url().endsWith('/staff/sign-in?needed'));
    await type(page, '#name', 'reviewer');
    await type(page, '#password', 'wrong');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    assert.ok((await page.locator('[role=alert]').innerText()).includes(said[language].wrong));
    assert.equal(await page.inputValue('input[name=name]'), 'reviewer');
    assert.equal(await page.inputValue('input[name=password]'), '');
    await axe(page, 'a refused sign-in of the authority');
    await staffSignIn(page, 'reviewer');
    assert.ok((await text(page)).includes(said[language].role));
    await axe(page, '/staff');
    await tabTo(page, 'form[action="/staff/sign-out"] button');
    await enter(page, '**/staff/sign-in?out');
    assert.ok((await text(page)).includes(said[language].out));
    noTrouble(page);
  }),

  async 'an owner contests a record, the workshop stands by it, the authority decides'() {
    const [owner, vehicle, before] = await dispute({}, 0, axe);
    await owner.goto(vehicle);
    assert.equal(await contested(owner), before + 1);
  },

  async 'the same in English, in the dark, at 320 pixels'() {
    await dispute({ locale: 'en-US', colorScheme: 'dark', viewport: { width: 320, height: 640 } }, 1, async (page, what) => {
      await axe(page, what);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${what}: ${wide}`);
      assert.doesNotMatch(await page.locator('h1').innerText(), /[\u4e00-\u9fff]/, what);
    });
  },
};
