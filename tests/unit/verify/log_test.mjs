// The trees of certificate-transparency's own tests, and proofs made here as RFC 9162, 2.1.3.1 says it.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { included, leafHash } from '../../../static/verify_log.mjs';

const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'];

const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const sha256 = (...parts) => new Uint8Array(crypto.createHash('sha256').update(Buffer.concat(parts)).digest());
const split = (n) => 2 ** (Math.ceil(Math.log2(n)) - 1);

function root(leaves) {
  if (leaves.length === 1) return sha256(Buffer.from([0]), leaves[0]);
  const k = split(leaves.length);
  return sha256(Buffer.from([1]), root(leaves.slice(0, k)), root(leaves.slice(k)));
}

function path(m, leaves) {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))] : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
}

test('every leaf of every one of the known trees is proved, and no other is', async () => {
  const leaves = LEAVES.map(bytes);
  for (let size = 1; size <= leaves.length; size++) {
    const known = bytes(ROOTS[size - 1]), tree = leaves.slice(0, size);
    assert.deepEqual(root(tree), known);
    for (let index = 0; index < size; index++) {
      const proof = path(index, tree), leaf = await leafHash(leaves[index]);
      assert.equal(await included(leaf, index, size, proof, known), true);
      for (let other = 0; other < size; other++)
        if (other !== index) assert.equal(await included(await leafHash(leaves[other]), index, size, proof, known), false);
      assert.equal(await included(leaf, index, size, [...proof, known], known), false);
      if (proof.length > 0) assert.equal(await included(leaf, index, size, proof.slice(1), known), false);
      assert.equal(await included(leaf, size, size, proof, known), false);
    }
  }
});

test('so is every leaf of larger ones', async () => {
  for (const size of [33, 100, 129]) {
    const leaves = Array.from({ length: size }, (_, i) => Uint8Array.of(i)), known = root(leaves);
    for (let index = 0; index < size; index++) assert.equal(await included(await leafHash(leaves[index]), index, size, path(index, leaves), known), true);
  }
});
