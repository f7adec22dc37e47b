// What the service's own code has signed (tests/fuzz/corpus), to the page's verdicts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { check } from '../../../static/verify_check.mjs';
import { readJson } from '../../../static/verify_json.mjs';
import { readStatusList } from '../../../static/verify_status.mjs';
import { readTrustList } from '../../../static/verify_trust.mjs';

const kept = (name) => new Uint8Array(fs.readFileSync(new URL(`../../fuzz/corpus/${name}`, import.meta.url)));
const document = (name) => readJson(Buffer.from(kept(name)).toString());
const NOW = Date.parse('2026-11-25T18:00:00Z') / 1000;

const VERDICTS = {
  genuine: ['credential/good', 'credential/envelope', 'credential/no_records', 'paper_code/good', 'paper_code/small', 'paper_code/no_records'],
  altered: ['credential/altered'],
  unknown_key: ['paper_code/host'],
  unreadable: ['credential/cut', 'credential/deep', 'credential/twice', 'paper_code/cut', 'paper_code/bare', 'paper_code/sign'],
};

for (const [verdict, names] of Object.entries(VERDICTS))
  test(`${verdict}, as the service's code has it`, async () => {
    const trust = await readTrustList(document('trust_list/good'), null), status = { ...await readStatusList(document('status_list/good'), trust), online: true };
    for (const name of names) {
      const found = await check(kept(name), { host: 'elsewhere.example', trust, status: null, deviceNow: NOW, serverNow: NOW });
      assert.equal(found.verdict, verdict, name);
      if (verdict === 'genuine') assert.ok(['genuine', 'superseded', 'withdrawn'].includes((await check(kept(name), { host: '', trust, status, deviceNow: NOW, serverNow: NOW })).verdict));
    }
  });

test('both encodings say the same', async () => {
  const trust = await readTrustList(document('trust_list/good'), null), context = { host: '', trust, status: null, deviceNow: NOW, serverNow: NOW };
  const [file, code] = await Promise.all(['credential/good', 'paper_code/good'].map(async (name) => (await check(kept(name), context)).claims));
  assert.deepEqual(code, file);
});
