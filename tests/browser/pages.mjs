// Every page there is (pages.json): one line says its name, its path, who sees it, and what is done there first. Axe, the
// screenshots and the service tests of who may see what all read that table; whoever adds a page adds a line.
import fs from 'node:fs';
import {
  addToFleet, borrow, claim, company, contest, endNewest, enrol, facts, fillClaim, fillRequest, invite, newPhone, platformPassword, prove, registerCompany,
  requestCertificate, sendBatch, sendPapers, share, signIn, staffSignIn, url,
  visitor, waitForCode, workshopSignIn,
} from './visitor.mjs';

export const pages = JSON.parse(fs.readFileSync(new URL('pages.json', import.meta.url), 'utf8'));

// What is done on a page before it is looked at.
const deeds = {
  async mistype_phone(page) {
    await page.fill('input[name=phone]', '12345');
    await submit(page);
  },
  async ask_for_code(page) {
    await page.fill('input[name=phone]', newPhone());
    await submit(page);
  },
  async mistype_code(page) {
    const phone = newPhone();
    await page.fill('input[name=phone]', phone);
    await submit(page);
    await page.fill('input[name=code]', await waitForCode(phone) === '000000' ? '000001' : '000000');
    await submit(page);
  },
  async mistype_word(page) {
    await page.fill('input[name=word]', 'no');
    await submit(page);
  },
  async choose_one_hour(page) {
    await page.selectOption('select[name=quiet_from]', '22');
    await submit(page);
  },
  async claim_incompletely(page) {
    await page.fill('input[name=vin]', 'LSV');
    await page.evaluate(() => { document.querySelector('main form').noValidate = true; });
    await submit(page);
  },
  async mistype_staff_password(page) {
    await page.fill('input[name=name]', 'reviewer');
    await page.fill('input[name=password]', 'wrong');
    await submit(page);
  },
  async open_details(page) {
    for (const details of await page.locator('details').all()) await details.evaluate((element) => { element.open = true; });
  },
  async share(page) {
    await page.fill('input[name=pin]', '271828');
    await submit(page);
  },
  async share_wrongly(page) {
    await page.check('input[value=records]');
    await page.fill('input[name=pin]', '12');
    await submit(page);
  },
  async mistype_pin(page) {
    await page.fill('input[name=pin]', '27'); // not a try, of which there are few
    await submit(page);
  },
  async contest_incompletely(page) {
    await page.fill('textarea', '短');
    await page.evaluate(() => { document.querySelector('main form').noValidate = true; });
    await submit(page);
  },
  async mistype_workshop_password(page) {
    await page.fill('input[name=code]', '310115999999999');
    await page.fill('input[name=password]', 'wrong');
    await submit(page);
  },
  async rate_incompletely(page) {
    await page.check('#quality-5');
    await page.evaluate(() => { document.querySelector('main form').noValidate = true; });
    await submit(page);
  },
  async send_papers_incompletely(page) {
    await page.fill('input[name=vin]', 'LSV');
    await page.setInputFiles('input[name=licence]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo') });
    await page.evaluate(() => { document.querySelector('main form').noValidate = true; });
    await submit(page);
  },
  async decide_incompletely(page) {
    await page.check('#refuse');
    await submit(page);
  },
  async register_wrongly(page) {
    await page.fill('input[name=code]', '91330100799655058C');
    await page.evaluate(() => { document.querySelector('main form').noValidate = true; });
    await submit(page);
  },
  async search_the_fleet(page) {
    await page.fill('input[name=q]', facts('VAN').vin.slice(-5));
    await submit(page);
  },
  async add_lines(page) {
    await page.fill('textarea', `${Object.values(facts('VAN')).join(',')}\nLSV,1,2,3\n${Object.values(facts('CAR')).join('\t')}`);
    await Promise.all([page.waitForEvent('load'), page.locator('main form button').nth(1).click()]);
  },
  async invite_wrongly(page) {
    await page.fill('input[name=phone]', '12');
    await Promise.all([page.waitForEvent('load'), page.locator('main section form button').click()]);
  },
  async ask_wrongly(page) {
    await page.fill('input[name=vehicle]', 'LSV');
    await page.fill('input[name=phone]', '12');
    await page.fill('input[name=days]', '999');
    await submit(page);
  },
  async ask_an_owner(page) {
    await page.fill('input[name=vehicle]', facts('EMPTY').vin);
    await page.fill('input[name=phone]', newPhone());
    await submit(page);
  },
  async mistype_consent(page) {
    await deeds.ask_an_owner(page);
    await page.fill('input[name=code]', '000000');
    await submit(page);
  },
  async mistype_number(page) {
    await page.fill('input[name=number]', 'ABCDE');
    await Promise.all([page.waitForEvent('load'), page.click('form[action="/verify"] button')]);
  },
  async paste_nonsense(page) {
    await page.waitForSelector('html[data-ready]');
    await page.fill('#text', 'HTTPS://EXAMPLE.COM/');
    await page.click('#text_form button');
    await page.waitForSelector('#result [data-verdict]');
  },
  async mistype_platform_password(page) {
    await page.fill('input[name=name]', 'console');
    await page.fill('input[name=password]', 'wrong');
    await submit(page);
  },
  async begin_to_enrol(page) {
    await platformPassword(page, 'new');
  },
  async mistype_enrolment(page) {
    await platformPassword(page, 'new');
    await page.fill('input[name=code]', '12345');
    await submit(page);
  },
  async enrol_afresh(page) {
    await enrol(page, `fresh-${fresh++}`);
  },
  async begin_to_sign_in(page) {
    await cookiesOf('administrator'); // has enrolled
    await platformPassword(page, 'console');
  },
  async mistype_second_step(page) {
    await deeds.begin_to_sign_in(page);
    await page.fill('input[name=code]', '12345'); // not a try, of which there are few
    await submit(page);
  },
  async paste_a_wrong_key(page) {
    await page.fill('#public-label', 'CI');
    await page.fill('textarea', '-----BEGIN PRIVATE KEY-----');
    await Promise.all([page.waitForEvent('load'), page.click('form[action="/platform/keys/public"] button')]);
  },
  async replay_from_nowhere(page) {
    await page.fill('#after', '9999');
    await Promise.all([page.waitForEvent('load'), page.click('form[action$="/replay"] button')]);
  },
  async make_a_secret(page) {
    await page.fill('#label', '生产环境');
    await Promise.all([page.waitForEvent('load'), page.click('form[action="/platform/keys"] button')]);
  },
  async search_certificates(page) {
    await page.fill('input[name=q]', 'export-');
    await submit(page);
  },
  async withdraw_without_reason(page) {
    await page.evaluate(() => { document.querySelector('main form').noValidate = true; });
    await submit(page);
  },
  async request_wrongly(page) {
    for (const [name, value] of Object.entries({ vin: 'LSV', reference: 'a b', destination: 'CN' })) await page.fill(`input[name=${name}]`, value);
    await page.evaluate(() => { document.querySelector('main form').noValidate = true; });
    await submit(page);
  },
  async ask_for_consent(page) {
    await fillRequest(page, facts('CAR').vin, 'export-3');
    await page.check('#ground-code');
    await page.fill('input[name=phone]', newPhone());
    await submit(page);
    await page.fill('input[name=code]', '12');
    await submit(page);
  },
  async send_wrong_papers(page) {
    await page.fill('input[name=vin]', 'LSV');
    await page.setInputFiles('input[name=invoice]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no photo') });
    await submit(page);
  },
  async send_no_table(page) {
    await page.setInputFiles('input[type=file]', { name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from([0xb3, 0xb5]) });
    await submit(page);
  },
  async claim_wrongly(page) {
    await claim(page, { ...facts('CAR'), engine_no: 'WRONG' });
  },
};

async function submit(page) {
  await Promise.all([page.waitForEvent('load'), page.locator('main form button').first().click()]);
}

async function decide(reviewer, handle, decision) {
  await reviewer.goto(`${url}/staff/reviews/${handle}`);
  await reviewer.check(`#${decision}`);
  if (decision === 'refuse') await reviewer.selectOption('#reason', 'unreadable');
  await Promise.all([reviewer.waitForURL('**/staff/reviews'), reviewer.click('main form button')]);
}

// Who there is: each signs in once, and is known by the cookies from then on.
const people = {
  async nobody() {},
  async newcomer(page) { await signIn(page); },
  async owner(page) {
    const phone = newPhone(), elsewhere = await visitor();
    await signIn(elsewhere, phone);
    await elsewhere.context().close();
    await signIn(page, phone); // on a further device, which is told of
    places.PHONE = phone;
    for (const car of ['CAR', 'TURNED', 'ELECTRIC', 'HOSTILE', 'EMPTY', 'CONTESTED']) {
      await claim(page, facts(car));
      places[car] = new URL(page.url()).pathname.split('/').pop();
    }
    const records = await page.locator('a[href*="/dispute/"]').evaluateAll((links) => links.map((link) => link.href));
    places.RECORD = records[0].split('/').pop();
    places.DISPUTE = await contest(page, records[5], '里程应该是三万公里。\n结算单上写得很清楚。');
    places.LINK_CAR = await share(page, places.CAR);
    places.LINK_EXPORT = await share(page, places.CAR, { certifies: true });
    places.LINK_TURNED = await share(page, places.TURNED);
    places.LINK_HOSTILE = await share(page, places.HOSTILE);
    places.LINK_SUMMARY = await share(page, places.CAR, { scope: 'summary', hours: '1' });
    places.LINK_PART = await share(page, places.CAR, { scope: 'records', records: 2 });
    places.LINK_PIN = await share(page, places.CAR, { pin: '314159' });
    await share(page, places.CAR);
    await endNewest(page, places.CAR);
    const rival = await visitor();
    await signIn(rival);
    for (const car of ['ENDED', 'DOUBLE']) {
      await claim(page, facts(car));
      places[car] = new URL(page.url()).pathname.split('/').pop();
    }
    await claim(rival, facts('ENDED'));
    await fillClaim(rival, facts('DOUBLE'));
    places.REVIEW_TWICE = new URL(rival.url()).pathname.split('/').pop();
    await rival.context().close();
    places.REVIEW = (await prove(page, process.env.PAPERS_VIN)).split('/').pop();
    const refused = await prove(page, process.env.PAPERS_TWO_VIN), reviewer = await visitor();
    places.REVIEW_REFUSED = refused.split('/').pop();
    await staffSignIn(reviewer, 'reviewer');
    await decide(reviewer, places.REVIEW_REFUSED, 'refuse');
    await reviewer.context().close();
  },
};
people.driver = async (page) => {
  await cookiesOf('owner');
  await signIn(page);
  places.LENT = await borrow(page, facts('CAR').plate, places.PHONE);
};
people.company = async (page) => {
  await signIn(page);
  places.FLEET = await company(page);
  await addToFleet(page, places.FLEET, facts('VAN'));
  await page.goto(`${url}/organisations/${places.FLEET}`);
  places.VAN = (await page.locator('tbody a').getAttribute('href')).split('/').pop();
  places.WAITING = places.REVIEW_LICENCE = await registerCompany(page, process.env.OTHER_CODE); // its case's too
  await invite(page, places.FLEET, places.INVITED = newPhone());
};
people.invited = async (page) => {
  await cookiesOf('company');
  await signIn(page, places.INVITED);
};
people.administrator = async (page) => {
  await enrol(page, 'console');
  await page.goto(`${url}/platform/keys`);
  places.KID = (await page.locator('a[href$="/end"]').first().getAttribute('href')).split('/')[3];
  places.WEBHOOK = process.env.WEBHOOK;
};
people.newagent = async (page) => { await enrol(page, 'newagent'); };
people.agent = async (page) => {
  await cookiesOf('owner');
  await enrol(page, 'agent');
  places.SUPERSEDED = await requestCertificate(page, facts('CAR').vin, 'export-1', places.LINK_EXPORT);
  places.CERTIFICATE = await requestCertificate(page, facts('CAR').vin, 'export-2', places.LINK_EXPORT);
  places.BATCH = await sendBatch(page, `VIN,reference\n${facts('CAR').vin},b-1,KZ,kk,${places.LINK_EXPORT}\n${facts('TURNED').vin},b-2,RU,ru,${places.LINK_EXPORT}\nx,y\n`);
  await page.waitForSelector('a[href$=".zip"]');
  places.BATCH_WAITING = process.env.BATCH_WAITING;
  const reviewer = await visitor();
  await staffSignIn(reviewer, 'reviewer');
  for (const [car, decision] of [['TURNED', 'approve'], ['ELECTRIC', 'refuse'], ['LONG']]) {
    places.PAPERS = await sendPapers(page, facts(car).vin);
    if (decision) await decide(reviewer, places.PAPERS, decision);
    if (decision === 'approve') places.PAPERS_GOOD = places.PAPERS;
  }
  await reviewer.context().close();
};
people.workshop = workshopSignIn;
people.reviewer = (page) => staffSignIn(page, 'reviewer');
people.supervisor = async (page) => {
  await staffSignIn(page, 'supervisor');
  places.ODD_WORKSHOP = process.env.ODD_WORKSHOP;
};
const places = { FINDING: process.env.FINDING }, known = {};
let fresh = 0;

async function arrive(who) {
  const page = await visitor();
  await people[who](page);
  const cookies = await page.context().cookies();
  await page.context().close();
  return cookies;
}

const cookiesOf = (who) => known[who] ??= arrive(who);

// Shows every page to `look(page, name)`, as a browser with these options sees it: one tab for all, since a new one is a
// new process.
export async function eachPage(options, look, chosen = () => true) {
  const page = await visitor(options);
  for (const { name, path, who, then } of pages.filter(chosen)) {
    if (/\{/.test(path)) await cookiesOf('owner'); // whose places these are
    if (/FLEET|WAITING|LICENCE|VAN/.test(path)) await cookiesOf('company');
    await page.context().clearCookies();
    await page.context().addCookies(await cookiesOf(who));
    await page.goto(url + path.replace(/\{(\w+)\}/g, (_, car) => places[car]));
    if (then) await deeds[then](page);
    await look(page, name);
  }
  await page.context().close();
}

const widths = [320, 1280];
const schemes = ['light', 'dark'];
export const languages = { zh: 'zh-CN', en: 'en-US' };

// The same story in each language.
export const inEachLanguage = (name, story) => Object.fromEntries(
  Object.entries(languages).map(([language, locale]) => [`${name}: ${language}`, () => story(language, locale)]));

// The same page wide and narrow, in the light and in the dark, to `look("light-320")`.
export async function eachLook(page, look) {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await look(`${colorScheme}-${width}`);
    }
  }
}
