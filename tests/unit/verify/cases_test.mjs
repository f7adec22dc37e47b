// The table that tests/unit/cases_test.c goes through as well: both programs come to the same verdicts. Its times are seconds from
// the issue on.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { check } from '../../../static/verify_check.mjs';
import { readJson } from '../../../static/verify_json.mjs';
import { endOf } from '../../../static/verify_moment.mjs';
import { readStatusList } from '../../../static/verify_status.mjs';
import { readTrustList } from '../../../static/verify_trust.mjs';
import { claimsFor, credential, envelope, newKey, paper, statusList, trustList } from './issuer.mjs';

const ISSUER = 'chedang.example', ISSUED = 1796000000, NOW = ISSUED + 3600;
const CASES = JSON.parse(fs.readFileSync(new URL('cases.json', import.meta.url), 'utf8'));
const keys = { own: newKey(), other: newKey(), stranger: newKey() }, root = newKey();
const known = (document) => readJson(JSON.stringify(document));
const after = (seconds) => seconds === undefined ? undefined : ISSUED + seconds;

function listed(row) {
  return (row.listed ?? ['own', 'other']).map((name) => {
    const { from = -864000, until = 7776000, ended } = row[name] ?? {};
    return { key: keys[name], from: after(from), until: after(until), ended: after(ended) };
  });
}

function input(row, claims) {
  const by = keys[row.by ?? 'own'];
  if (row.form === 'paper') return paper(claims, by);
  const signed = credential(claims, by), { by: name = 'own', at = 60, spoil } = row.head ?? {};
  return JSON.stringify(row.form === 'credential' ? signed : envelope(signed, keys[name], NOW, { made: after(at), spoil }));
}

async function statusOf({ status }, trust) {
  if (status === undefined) return null;
  const list = known(statusList(ISSUER, keys[status.by], NOW, { 4711: status.state }, after(status.made ?? 600)));
  return readStatusList(list, trust).then((read) => ({ ...read, online: false }), () => null);
}

for (const row of CASES)
  test(row.name, async () => {
    const claims = claimsFor(ISSUER, NOW), end = endOf(claims.until), now = { end, last: end - 1 }[row.now] ?? NOW;
    const trust = await readTrustList(known(trustList(ISSUER, root, listed(row), NOW)), null);
    const found = await check(input(row, claims), { host: ISSUER, trust, status: await statusOf(row, trust), deviceNow: now, serverNow: now });
    assert.deepEqual([found.verdict, found.log, found.status !== null], [row.verdict, row.log, row.status_known ?? false]);
  });
