// Documents: an owner sends them, reviewers decide, and the owner is told.
import assert from 'node:assert/strict';
import { choose, givePhotos, go, pick, type } from './keyboard.mjs';
import { axe, choosePapers, claim, facts, fillClaim, newPhone, noTrouble, signIn, staffSignIn, text, url, visitor } from './visitor.mjs';

const send = (page, button) => Promise.all([page.waitForEvent('load'), page.click(button)]);

// A first reviewer refuses, the owner has another one look, who finds that the vehicle is the owner's. All pages, in turn,
// by keyboard alone.
async function review(options, car, look) {
  const [owner, first, second] = [await visitor(options), await visitor(options), await visitor(options)];
  const looked = async (page, what) => { await look(page, what); noTrouble(page); };
  await signIn(owner, newPhone());
  await owner.goto(`${url}/vehicles/claim`);
  await go(owner, 'main a[href="/vehicles/claim/papers"]');
  await looked(owner, 'the form for documents');
  await type(owner, '#vin', facts(car).vin);
  await owner.$eval('main form', (form) => { form.noValidate = true; });
  await go(owner, 'main form button');
  assert.equal(await owner.inputValue('input[name=vin]'), facts(car).vin);
  assert.equal(await owner.locator('.error').count(), 2);
  await looked(owner, 'the form for documents, without photos');
  await givePhotos(owner);
  await go(owner, 'main form button');
  const path = new URL(owner.url()).pathname;
  assert.match(path, /^\/reviews\/[0-9a-f]{32}$/);
  await looked(owner, 'a case that waits');

  await staffSignIn(first, 'reviewer');
  await go(first, 'a[href="/staff/reviews"]');
  await looked(first, 'what waits for a reviewer');
  await go(first, `a[href="/staff${path}"]`);
  for (const image of await first.locator('main img').all()) assert.ok(await image.evaluate((shown) => shown.naturalWidth) > 0);
  assert.equal(await first.locator('main img').count(), 2);
  await looked(first, 'a case with photos');
  await pick(first, 'decision', 'refuse');
  await go(first, 'main form button');
  assert.ok(await first.locator('#refuse').isChecked());
  await looked(first, 'a refusal without a reason');
  await choose(first, '#reason', 'other');
  await type(first, 'textarea', '右下角被手指遮住。');
  await go(first, 'main form button');

  await owner.reload();
  assert.ok((await text(owner)).includes('右下角被手指遮住。'));
  await looked(owner, 'a case that was refused');
  await givePhotos(owner);
  await go(owner, 'main form button');
  await looked(owner, 'a second look');
  await first.goto(`${url}/staff${path}`);
  assert.equal(await first.locator('main form').count(), 0);
  await looked(first, 'a case that another reviewer has to decide');
  await staffSignIn(second, 'reviewer2');
  await second.goto(`${url}/staff${path}`);
  await pick(second, 'decision', 'approve');
  await go(second, 'main form button');
  await looked(second, 'what still waits');

  await owner.goto(`${url}/vehicles`);
  assert.equal(await owner.locator('a[href^="/vehicles/"] strong').count(), 1);
  await looked(owner, 'the vehicle and the case');
  await owner.goto(url + path);
  await looked(owner, 'a case that was approved');
}

// What the holder is told and what the one who asked, by decision.
const told = {
  refuse: { zh: ['审核人员认定这辆车仍在您名下', '登记的所有人另有其人'], en: ['A reviewer found that this vehicle stays yours', 'The register names another holder'] },
  approve: { zh: ['审核人员认定这辆车属于另一位申请人', '这辆车已经在您名下'], en: ['A reviewer found that this vehicle is the other one’s', 'The vehicle is yours'] },
};

// Two know what is on the papers: both send documents, and a reviewer decides.
async function contested(options, car, decision, look) {
  const [holder, rival, staff] = [await visitor(options), await visitor(options), await visitor(options)];
  const looked = async (page, what) => { await look(page, what); noTrouble(page); };
  await signIn(holder);
  await claim(holder, facts(car));
  const vehicle = holder.url().split('?')[0];
  await signIn(rival);
  await fillClaim(rival, facts(car));
  const path = new URL(rival.url()).pathname;
  await looked(rival, 'a claim of what somebody holds');
  await choosePapers(rival);
  await send(rival, 'main form button');
  await looked(rival, 'documents of the one who asks are there');
  await holder.goto(`${url}/vehicles`);
  await send(holder, `a[href="${path}"]`);
  await looked(holder, 'the case, for the holder');
  await choosePapers(holder);
  await send(holder, 'main form button');
  await looked(holder, 'documents of the holder are there');
  assert.equal((await holder.goto(vehicle)).status(), 200);

  await staffSignIn(staff, 'reviewer');
  await staff.goto(`${url}/staff${path}`);
  assert.equal(await staff.locator('main img').count(), 4);
  await looked(staff, 'documents of two');
  await staff.check(`#${decision}`);
  if (decision === 'refuse') await staff.selectOption('#reason', 'not_holder');
  await send(staff, 'main form button');
  const answer = await holder.goto(vehicle);
  await looked(holder, `the vehicle, decided: ${decision}`);
  assert.equal(answer.status(), decision === 'refuse' ? 200 : 404);
  await rival.goto(`${url}/vehicles`);
  assert.equal(await rival.locator('a[href^="/vehicles/"] strong').count(), decision === 'refuse' ? 0 : 1);
  for (const language of ['zh', 'en']) { // both are told in their language, whichever that is
    for (const [i, page] of [holder, rival].entries()) {
      await page.goto(`${url}/language/${language}?to=${path}`);
      await looked(page, `decided: ${decision}, in ${language}`);
      assert.ok((await text(page)).includes(told[decision][language][i]), told[decision][language][i]);
    }
  }
}

export default {
  async 'a car that two claim is whose a reviewer finds it to be'() {
    await contested({}, 'DOUBLE_TWO', 'refuse', axe);
    await contested({ locale: 'en-US', colorScheme: 'dark', viewport: { width: 320, height: 640 } }, 'DOUBLE_TWO', 'approve', axe);
  },

  async 'an owner without the facts proves by documents that the vehicle is theirs'() {
    await review({}, 'PROVEN', axe);
  },

  async 'the same with documents in English, in the dark, at 320 pixels'() {
    await review({ locale: 'en-US', colorScheme: 'dark', viewport: { width: 320, height: 640 } }, 'PROVEN_TWO', async (page, what) => {
      await axe(page, what);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${what}: ${wide}`);
      assert.doesNotMatch(await page.locator('h1').innerText(), /[\u4e00-\u9fff]/, what);
    });
  },
};
