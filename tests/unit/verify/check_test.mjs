// Verdicts over certificates of an issuer that was made from the standards alone.
import assert from 'node:assert/strict';
import test from 'node:test';
import { check } from '../../../static/verify_check.mjs';
import { readJson } from '../../../static/verify_json.mjs';
import { readStatusList } from '../../../static/verify_status.mjs';
import { readTrustList } from '../../../static/verify_trust.mjs';
import { claimsFor, credential, envelope, newKey, paper, pdf, statusList, trustList } from './issuer.mjs';

const ISSUER = 'chedang.example:8443', NOW = 1796000000;
const root = newKey(), key = newKey(), stranger = newKey();
const bytes = (value) => new Uint8Array(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const known = (document) => readJson(JSON.stringify(document));
const publicRoot = new Uint8Array(Buffer.from(root.x, 'base64url'));

async function contextWith({ keys = [{ key }], states = {}, status = true, ...more } = {}) {
  const trust = await readTrustList(known(trustList(ISSUER, root, keys, NOW)), publicRoot);
  const list = status ? { ...await readStatusList(known(statusList(ISSUER, key, NOW, states)), trust), online: true } : null;
  return { host: ISSUER, trust, status: list, deviceNow: NOW, serverNow: NOW, ...more };
}

// In each of the forms in which it may come.
function forms(claims, by = key) {
  const signed = credential(claims, by), all = envelope(signed, by, NOW);
  return { credential: bytes(signed), envelope: bytes(all), indented: bytes(JSON.stringify(all, null, 2)), pdf: new Uint8Array(pdf(JSON.stringify(all))),
    'packed pdf': new Uint8Array(pdf(JSON.stringify(all), { packed: true })), code: paper(claims, by), 'file with the code': bytes(`${paper(claims, by)}\n`),
    fragment: `#${paper(claims, by).split('#')[1]}` };
}

async function verdicts(inputs, context) {
  const told = {};
  for (const [name, input] of Object.entries(inputs)) told[name] = (await check(input, context)).verdict;
  return told;
}

const all = (verdict, inputs) => Object.fromEntries(Object.keys(inputs).map((name) => [name, verdict]));

const TABLE = {
  genuine: [{}, {}],
  superseded: [{}, { states: { 4711: 1 } }],
  withdrawn: [{}, { states: { 4711: 2 } }],
  expired: [{ until: '2026-11-29' }, {}],
  unknown_key: [{}, { keys: [{ key: stranger }, { key: newKey() }], status: false }],
};
for (const [verdict, [change, context]] of Object.entries(TABLE))
  test(`${verdict}, in every form`, async () => {
    const inputs = forms(claimsFor(ISSUER, NOW, change));
    assert.deepEqual(await verdicts(inputs, await contextWith(context)), all(verdict, inputs));
  });

test('both encodings say the same', async () => {
  const claims = claimsFor(ISSUER, NOW, { predecessor: Buffer.alloc(12, 7), destination: 'KZ', verdict: [2, 2, 3] }), context = await contextWith(), inputs = forms(claims);
  const said = [];
  for (const input of Object.values(inputs)) said.push((await check(input, context)).claims);
  for (const one of said) assert.deepEqual(one, said[0]);
  assert.deepEqual([said[0].vin, said[0].destination, said[0].readings.at(-1), said[0].reasons, said[0].first_registered],
    ['LSVAA4180E2123456', 'KZ', { on: '2026-10-18', km: 86900 }, ['odometer_replaced', 'likely_typing_error'], '2014-06']);
});

test('a code that leaves something out says so', async () => {
  const claims = claimsFor(ISSUER, NOW), code = paper(claims, key, { kept: [claims.readings[0], claims.readings.at(-1)], leftOut: ['parts', 'works'] });
  const { claims: said, verdict } = await check(code, await contextWith());
  assert.deepEqual([verdict, said.readings.length, said.readings_in_all, said.parts, said.works, said.regions.length], ['genuine', 2, 4, null, null, 2]);
});

test('a certificate without a reading and without a record is one', async () => {
  const inputs = forms(claimsFor(ISSUER, NOW, { records: 0, readings: [], regions: [], works: [], parts: [], by_class: [0, 0, 0, 0], signals: Array(7).fill(0), coverage: 1, verdict: [0, 1] }));
  assert.deepEqual(await verdicts(inputs, await contextWith()), all('genuine', inputs));
});

test('no bit of it can be changed', async () => {
  const claims = claimsFor(ISSUER, NOW), context = await contextWith(), file = bytes(envelope(credential(claims, key), key, NOW)), code = bytes(paper(claims, key));
  for (const [input, step] of [[file, 7], [code, 1]])
    for (let bit = 0; bit < input.length * 8; bit += step) {
      const changed = input.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      const { verdict } = await check(changed, context), host = input === code && (bit >> 3) < code.indexOf(0x23);
      assert.ok(verdict !== 'genuine' || host && /^https:\/\/chedang\.example:8443\/c$/i.test(Buffer.from(changed).toString().split('#')[0]), `${bit}: ${verdict}`);
    }
});

test('nor can an end be cut off', async () => {
  const claims = claimsFor(ISSUER, NOW), context = await contextWith(), code = paper(claims, key), file = JSON.stringify(credential(claims, key));
  for (let length = 0; length < code.length; length++) assert.notEqual((await check(code.slice(0, length), context)).verdict, 'genuine');
  for (let length = 0; length < file.length; length += 13) assert.equal((await check(bytes(file.slice(0, length)), context)).verdict, 'unreadable');
});

test('an edited file is altered, and what it says is not told', async () => {
  const signed = credential(claimsFor(ISSUER, NOW), key), context = await contextWith();
  for (const edit of [(c) => { c.credentialSubject.odometer[3].km = 46900; }, (c) => { c.credentialSubject.vin = 'LSVAA4180E2123457'; }, (c) => { c.more = 1; },
    (c) => { c.credentialSubject.signals[3].records = 0; }]) {
    const copy = structuredClone(signed);
    edit(copy);
    const found = await check(bytes(copy), context);
    assert.deepEqual([found.verdict, found.claims], ['altered', null]);
  }
});

test('a proof is of one document', async () => {
  const one = credential(claimsFor(ISSUER, NOW), key), other = credential(claimsFor(ISSUER, NOW, { vin: 'LSVAA4180E2999999' }), key), context = await contextWith();
  assert.equal((await check(bytes({ ...one, proof: other.proof }), context)).verdict, 'altered');
  const { inclusion } = envelope(other, key, NOW);
  assert.equal((await check(bytes({ credential: one, inclusion }), context)).verdict, 'altered');
});

test('what is signed for one use is of no use for another', async () => {
  const claims = claimsFor(ISSUER, NOW), context = await contextWith(), code = paper(claims, key);
  for (const purpose of ['', 'chedang/certificate/paper/2', 'chedang']) assert.equal((await check(paper(claims, key, { context: purpose }), context)).verdict, 'altered');
  assert.equal((await check(code.replace(/^HTTPS:\/\/[^/]*/, 'HTTPS://EVIL.EXAMPLE'), context)).verdict, 'unknown_key');
});

test('another issuer with the same key, or another key under the same name, is not believed', async () => {
  const context = await contextWith();
  for (const input of Object.values(forms(claimsFor('evil.example', NOW))).filter((_, i) => i < 6)) assert.equal((await check(input, context)).verdict, 'unknown_key');
  const posing = { ...stranger, kid: key.kid, onPaper: key.onPaper }, inputs = forms(claimsFor(ISSUER, NOW), posing);
  assert.deepEqual(await verdicts(inputs, context), all('altered', inputs));
});

test('a key counts for its time only', async () => {
  const inputs = forms(claimsFor(ISSUER, NOW)), at = NOW - 3600;
  for (const [times, verdict] of [[{ from: at, until: at + 1 }, 'genuine'], [{ from: at + 1 }, 'unknown_key'], [{ from: at - 10, until: at }, 'unknown_key'],
    [{ ended: at }, 'unknown_key'], [{ ended: at + 1 }, 'unconfirmed']])
    assert.equal((await check(inputs.code, await contextWith({ keys: [{ key, ...times }], status: false }))).verdict, verdict);
});

test('the day ends in China', async () => {
  const code = paper(claimsFor(ISSUER, NOW, { until: '2026-12-20' }), key), end = Date.parse('2026-12-20T16:00:00Z') / 1000;
  const at = async (serverNow) => (await check(code, await contextWith({ serverNow, deviceNow: serverNow }))).verdict;
  assert.deepEqual([await at(end - 1), await at(end)], ['genuine', 'expired']);
});

test('a wrong clock is told, and the server’s is believed', async () => {
  const code = paper(claimsFor(ISSUER, NOW), key), late = NOW + 100 * 86400, early = NOW - 86400;
  const told = async (deviceNow, serverNow) => check(code, await contextWith({ deviceNow, serverNow }));
  assert.deepEqual((await told(NOW + 299, NOW)).clock, { differs: null, behind: null });
  assert.deepEqual([(await told(late, NOW)).verdict, (await told(late, NOW)).clock.differs], ['genuine', 144000]);
  assert.equal((await told(late, null)).verdict, 'expired');
  assert.deepEqual([(await told(early, null)).verdict, (await told(early, null)).clock.behind], ['genuine', early]);
});

test('how old the status is, or that there is none, is told', async () => {
  const code = paper(claimsFor(ISSUER, NOW), key), far = paper(claimsFor(ISSUER, NOW, { index: 131072 }), key);
  assert.deepEqual((await check(code, await contextWith())).status, { at: NOW - 60, online: true, old: false });
  assert.equal((await check(code, await contextWith({ deviceNow: NOW + 2 * 86400, serverNow: null }))).status.old, true);
  for (const [input, context] of [[code, { status: false }], [far, {}]]) {
    const found = await check(input, await contextWith(context));
    assert.deepEqual([found.verdict, found.status], ['genuine', null]);
  }
});

test('without a trust list nothing is known', async () => {
  const found = await check(paper(claimsFor(ISSUER, NOW), key), { ...await contextWith(), trust: null, status: null });
  assert.deepEqual([found.verdict, found.claims, found.trust], ['unknown_key', null, null]);
});

test('lists are signed by whom they must be', async () => {
  const trust = (await contextWith()).trust, list = trustList(ISSUER, root, [{ key }], NOW);
  await assert.rejects(readTrustList(known(trustList(ISSUER, stranger, [{ key }], NOW)), publicRoot));
  await assert.rejects(readTrustList(known({ ...list, next_update: '2099-01-01T00:00:00Z' }), publicRoot));
  await assert.rejects(readTrustList(known({ ...list, keys: [...list.keys, ...list.keys] }), null));
  await assert.rejects(readTrustList(known({ ...list, keys: [{ ...list.keys[0], kid: stranger.kid }] }), null));
  await assert.rejects(readStatusList(known(statusList(ISSUER, stranger, NOW)), trust));
  await assert.rejects(readStatusList(known(statusList('evil.example', key, NOW)), trust));
  await assert.rejects(readStatusList(known({ ...statusList(ISSUER, key, NOW, { 1: 2 }), validUntil: '2099-01-01T00:00:00Z' }), trust));
});

test('what is none is not readable, whatever it is', async () => {
  const context = await contextWith(), bomb = new Uint8Array(pdf(Buffer.alloc(64 << 20), { packed: true }));
  for (const input of ['', '#', 'HTTPS://CHEDANG.EXAMPLE/C#', 'https://example.com/', 'ABCDEFGH'.repeat(10), '{}', '[]', '{"credential":{}}', '{"credential":1}', 'null', '\0', '%PDF-1.7'])
    for (const form of [input, bytes(input)]) assert.equal((await check(form, context)).verdict, 'unreadable', input);
  for (const input of [bomb, new Uint8Array(9 << 20), new Uint8Array([0xff, 0xfe, 0x00]), new Uint8Array(pdf('not this')), new Uint8Array(pdf('not this', { packed: true })).map((byte, i) => i > 400 ? byte ^ 1 : byte)])
    assert.equal((await check(input, context)).verdict, 'unreadable');
});
