// The hashes that stand in for the browser's, beside OpenSSL's.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { sha256Here, sha512Here, sha256, sha512 } from '../../../static/verify_hash.mjs';

for (const [name, here, either] of [['sha256', sha256Here, sha256], ['sha512', sha512Here, sha512]]) {
  test(`${name} is that of OpenSSL at every length around its blocks`, async () => {
    for (let length = 0; length < 300; length++) {
      const random = new Uint8Array(crypto.randomBytes(length)), wanted = new Uint8Array(crypto.createHash(name).update(random).digest());
      assert.deepEqual(here(random), wanted);
      assert.deepEqual(here(new Uint8Array([9, ...random]).subarray(1)), wanted);
      assert.deepEqual(await either(random), wanted);
    }
  });
}
