// The page that checks certificates: reads what is dropped, typed, scanned or stands behind the # of its address, and tells the
// verdict. Nothing of it is sent. The same page, saved as a file, needs no network.
import { fromBase64url, readNumber, utf8Text } from './verify_bytes.mjs';
import { check } from './verify_check.mjs';
import { readJson } from './verify_json.mjs';
import { paperText } from './verify_paper.mjs';
import { readTrustList } from './verify_trust.mjs';
import { readStatusList } from './verify_status.mjs';
import { joinedModules, savedPage } from './verify_save.mjs';
import { canScan, codesIn, scan } from './verify_scan.mjs';
import { element, resultElements, speech } from './verify_show.mjs';

const LANGUAGES = ['zh', 'en', 'ru', 'ar', 'kk', 'fr', 'es'];
const TRUST_LIST = '/certificates/trust-list.json', STATUS_LIST = '/certificates/status';
const LIST_SECONDS = 60, PATIENCE_MS = 8000;

const saved = JSON.parse(document.getElementById('saved')?.textContent ?? 'null');
const root = document.documentElement.dataset.root ? fromBase64url(document.documentElement.dataset.root) : null;
const host = saved?.host ?? location.host;
const allWords = saved?.words ?? {};
const known = { trust: null, status: null, serverNow: null, fetched: 0, trustText: null, statusText: null };
const at = (id) => document.getElementById(id);

let language = document.documentElement.lang, voice = null, last = null, stopScan = null;

const nowSeconds = () => Math.floor(Date.now() / 1000);

async function fetched(address) {
  const answer = await fetch(address, { credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}

const versioned = (name) => `/static/${name}${new URL(document.querySelector('script[type=module]').src).search}`;

async function wordsOf(code) {
  if (allWords[code] === undefined) {
    const [own, certificate] = await Promise.all(['verify', 'certificate'].map(async (name) => (await fetched(versioned(`${name}.${code}.json`))).json()));
    allWords[code] = { ...own, certificate };
  }
  return allWords[code];
}

// Takes over lists that are signed as they must be; a list that is not leaves what there was.
async function takeTrust(text) {
  const list = await readTrustList(readJson(text), root);
  if (known.trust !== null && list.issuedAt < known.trust.issuedAt) throw new Error('older than the one there is');
  known.trust = list;
  known.trustText = text;
  await judgeStatusAgain();
  return list.issuedAt;
}

// The key that has signed the statuses may have been ended in the newer list of keys.
async function judgeStatusAgain() {
  if (known.status === null) return;
  try {
    known.status = { ...await readStatusList(readJson(known.statusText), known.trust), online: known.status.online };
  } catch {
    known.status = null;
    known.statusText = null;
  }
}

async function takeStatus(text, online) {
  const list = await readStatusList(readJson(text), known.trust);
  if (known.status !== null && list.at < known.status.at) throw new Error('older than the one there is');
  known.status = { ...list, online };
  known.statusText = text;
  return list.at;
}

async function refreshLists() {
  if (saved !== null || nowSeconds() - known.fetched < LIST_SECONDS) return;
  try {
    const answer = await fetched(TRUST_LIST), date = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(date)) known.serverNow = { seconds: Math.floor(date / 1000), device: nowSeconds() };
    await takeTrust(await answer.text());
    await takeStatus(await (await fetched(STATUS_LIST)).text(), true);
    known.fetched = nowSeconds();
  } catch {
    if (known.status !== null) known.status.online = false; // what is known is from before
  }
}

function context() {
  const { trust, status, serverNow } = known, deviceNow = nowSeconds();
  return { host, trust, status, deviceNow, serverNow: serverNow === null ? null : serverNow.seconds + deviceNow - serverNow.device };
}

function show() {
  const result = at('result');
  result.hidden = last === null;
  result.replaceChildren(...(last === null ? [] : resultElements(voice, last)));
  document.title = last === null ? voice.say('verify.title') : `${voice.say(`words.verdict.${last.verdict}.title`)} · ${voice.say('verify.title')}`;
}

function say(key, given, kind = 'notice open') {
  at('said').replaceChildren(...(key === null ? [] : [element('p', { class: kind }, voice.say(key, given))]));
}

async function verify(input) {
  say('words.part.checking', {}, 'notice');
  await refreshLists();
  last = await check(input, context());
  say(null);
  show();
  at('result').querySelector('h2').focus();
}

// A newer list that somebody brought, rather than a certificate.
async function takeList(text) {
  if (text.length > 4 << 20 || !text.trimStart().startsWith('{')) return false;
  const kind = /"type"\s*:\s*"ChedangTrustList"/.test(text) ? takeTrust : text.includes('"BitstringStatusListCredential"') ? takeStatus : null;
  if (kind === null) return false;
  await refreshLists();
  try {
    if (root === null && kind === takeTrust) throw new Error('nothing to hold it against');
    say('words.trust.taken', { at: voice.moment(await kind(text, false)) }, 'notice good');
  } catch {
    say('words.trust.refused');
  }
  return true;
}

async function verifyFile(file) {
  if (file.type.startsWith('image/') && await canScan()) {
    const texts = await codesIn(await createImageBitmap(file)).catch(() => []);
    return verify(texts.find((text) => paperText(text, host) !== null) ?? '');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    if (await takeList(utf8Text(bytes))) return undefined;
  } catch {
    // it is no text
  }
  return verify(bytes);
}

function verifyFragment() {
  if (location.hash.length > 40) verify(location.hash);
}

async function speak(code) {
  voice = speech(code, await wordsOf(code));
  language = code;
  document.documentElement.lang = code === 'zh' ? 'zh-CN' : code;
  document.documentElement.dir = code === 'ar' ? 'rtl' : 'ltr';
  for (const label of document.querySelectorAll('[data-w]')) label.textContent = voice.say(label.dataset.w);
  for (const labelled of document.querySelectorAll('[data-label]')) labelled.setAttribute('aria-label', voice.say(labelled.dataset.label));
  for (const link of document.querySelectorAll('[data-language]')) {
    if (link.dataset.language === code) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  const typed = document.querySelector('input[name=lang]');
  if (typed !== null) typed.value = code;
  if (saved !== null) at('saved_page').replaceChildren(voice.say('words.part.saved_page', { at: known.trust === null ? '—' : voice.day(known.trust.issuedAt) }));
}

function switchLanguage(event) {
  const code = event.target.closest('[data-language]')?.dataset.language;
  if (code === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  speak(code).then(() => {
    if (saved === null) history.replaceState(null, '', `${location.pathname}?lang=${code}${location.hash}`);
    say(null);
    show();
  });
}

async function toggleCamera() {
  if (stopScan !== null) {
    stopScan();
    stopScan = null;
  } else {
    const wanted = (text) => {
      if (paperText(text, host) === null) return false;
      stopScan = null;
      showCamera();
      verify(text);
      return true;
    };
    stopScan = await scan(at('video'), wanted).catch(() => say('words.part.camera_failed') ?? null);
  }
  showCamera();
}

function showCamera() {
  at('video').hidden = stopScan === null;
  at('camera').dataset.w = stopScan === null ? 'verify.camera' : 'words.part.camera_stop';
  at('camera').textContent = voice.say(at('camera').dataset.w);
}

async function save() {
  try {
    await refreshLists();
    if (known.trust === null) throw new Error('no keys');
    for (const code of LANGUAGES) await wordsOf(code);
    const text = async (name) => (await fetched(versioned(name))).text(), date = new Date().toISOString().slice(0, 10);
    const [program, ...styles] = await Promise.all([joinedModules(text, 'verify.mjs'), text('style.css'), text('verify.css')]);
    const given = { host, words: allWords, trust: known.trustText, status: known.statusText };
    const page = await savedPage(document, { program, styles: styles.join('\n').replace(/url\([^)]*\)/g, 'none'), given, date });
    const link = element('a', { download: `chedang-verify-${date}.html`, href: URL.createObjectURL(new Blob([page], { type: 'text/html' })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  } catch {
    say('words.part.save_failed');
  }
}

function listen() {
  at('file').addEventListener('change', (event) => event.target.files[0] && verifyFile(event.target.files[0]));
  at('text_form').addEventListener('submit', (event) => {
    event.preventDefault();
    verify(at('text').value);
  });
  at('languages').addEventListener('click', switchLanguage);
  at('camera').addEventListener('click', toggleCamera);
  at('save')?.addEventListener('click', save);
  addEventListener('hashchange', verifyFragment);
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) verifyFile(event.dataTransfer.files[0]);
  });
  at('number')?.addEventListener('change', (event) => {
    event.target.value = readNumber(event.target.value) ?? event.target.value;
  });
}

async function start() {
  if (saved !== null) {
    await takeTrust(saved.trust).catch(() => null);
    await takeStatus(saved.status, false).catch(() => null);
  }
  await speak(LANGUAGES.find((code) => language.startsWith(code)) ?? 'en');
  for (const scripted of document.querySelectorAll('.scripted')) scripted.hidden = false;
  at('camera').hidden = !await canScan();
  listen();
  show();
  verifyFragment();
  document.documentElement.dataset.ready = 'true';
}

start();
