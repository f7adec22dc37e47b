// RFC 8949, Appendix A as far as it is used here; and what is not written in the one right way.
import assert from 'node:assert/strict';
import test from 'node:test';
import { readCbor, writeCbor } from '../../../static/verify_cbor.mjs';

const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const map = (...pairs) => new Map(pairs);

const GOOD = [
  ['00', 0], ['17', 23], ['1818', 24], ['1903e8', 1000], ['1a000f4240', 1000000], ['1b000000e8d4a51000', 1000000000000],
  ['20', -1], ['3863', -100], ['3903e7', -1000], ['4401020304', bytes('01020304')], ['60', ''], ['6161', 'a'], ['62c3bc', 'ü'], ['63e6b0b4', '水'],
  ['80', []], ['83010203', [1, 2, 3]], ['8301820203820405', [1, [2, 3], [4, 5]]], ['a0', map()], ['a201020304', map([1, 2], [3, 4])],
  ['a26161016162820203', map(['a', 1], ['b', [2, 3]])], ['f4', false], ['f5', true], ['f6', null], ['d24101', { tag: 18, value: bytes('01') }],
  ['a2010220f5', map([1, 2], [-1, true])],
];
const WRONG = {
  'a number longer than need be': ['1800', '1817', '190018', '1a0000ffff', '1b00000000ffffffff'],
  'a length longer than need be': ['580101', '7800', '9800', 'b800'],
  'an open length': ['5f42010243030405ff', '7f657374726561646d696e67ff', '9fff', 'bfff', '1c', '1f'],
  'a float, or a value without use here': ['f90000', 'fa47c35000', 'fb3ff199999999999a', 'f7', 'f0', 'f8ff'],
  'keys twice or out of order': ['a201020103', 'a203040102', 'a2616201616102', 'a2200101f5'],
  'keys of another kind': ['a1410102', 'a1800102', 'a1f501'],
  'a number too large': ['1b0020000000000000', '1bffffffffffffffff', '3bffffffffffffffff'],
  'no text': ['61ff', '62c080', '63eda080'],
  'too short': ['', '18', '41', '8201', 'a101', 'd2', '9affffffff', '5affffffff', 'baffffffff'],
  'bytes left over': ['0000', '8000', 'a000'],
  'too deep': ['81'.repeat(64) + '80'],
};

test('values are read, and those that we write are written alike', () => {
  for (const [hex, value] of GOOD) {
    assert.deepEqual(readCbor(bytes(hex)), value);
    if (typeof value === 'number' || typeof value === 'string' || value instanceof Uint8Array || Array.isArray(value))
      assert.equal(Buffer.from(writeCbor(value)).toString('hex'), hex);
  }
});

for (const [name, all] of Object.entries(WRONG))
  test(`refused: ${name}`, () => {
    for (const hex of all) assert.throws(() => readCbor(bytes(hex)), hex);
  });
