// RFC 4648 and what Base58 is known by; each text has one spelling.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import * as bytes from '../../../static/verify_bytes.mjs';

const ascii = (text) => bytes.utf8(text);

test('base32 is that of RFC 4648, without padding', () => {
  for (const [plain, packed] of [['', ''], ['f', 'MY'], ['fo', 'MZXQ'], ['foo', 'MZXW6'], ['foob', 'MZXW6YQ'], ['fooba', 'MZXW6YTB'], ['foobar', 'MZXW6YTBOI']]) {
    assert.equal(bytes.toBase32(ascii(plain)), packed);
    assert.deepEqual(bytes.fromBase32(packed), ascii(plain));
  }
  for (const wrong of ['M', 'MZ', 'MZXW6YTBO', 'my', 'MY======', 'M1', 'MYA']) assert.throws(() => bytes.fromBase32(wrong), wrong);
});

test('base64url is that of node', () => {
  for (let length = 0; length < 100; length++) {
    const random = new Uint8Array(crypto.randomBytes(length)), text = Buffer.from(random).toString('base64url');
    assert.equal(bytes.toBase64url(random), text);
    assert.deepEqual(bytes.fromBase64url(text), random);
  }
  for (const wrong of ['A', 'AB', 'Zg==', 'Z+', 'Zm9=']) assert.throws(() => bytes.fromBase64url(wrong), wrong);
});

test('base58 is that of its draft', () => {
  const known = [['48656c6c6f20576f726c6421', '2NEpo7TZRRrLZSi2U'], ['0000287fb4cd', '11233QC4'], ['', ''], ['00', '1'],
    ['54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e', 'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z']];
  for (const [hex, text] of known) {
    assert.equal(bytes.toBase58(new Uint8Array(Buffer.from(hex, 'hex'))), text);
    assert.equal(bytes.hex(bytes.fromBase58(text)), hex);
  }
  for (const wrong of ['0', 'O', 'I', 'l', 'a b']) assert.throws(() => bytes.fromBase58(wrong), wrong);
});

test('a number is read as people type it', () => {
  for (const typed of ['ABCDE-FGHIJ-KLMNO-PQRSA', 'abcdefghijklmnopqrsa', ' ABCDE FGHIJ\tKLMNO–PQRSA '])
    assert.equal(bytes.readNumber(typed), 'ABCDE-FGHIJ-KLMNO-PQRSA');
  for (const typed of ['', 'ABCDE', 'ABCDE-FGHIJ-KLMNO-PQRST', 'ABCDE-FGHIJ-KLMNO-PQRSAA', 'ABCDE-FGHIJ-KLMNO-PQRS1']) assert.equal(bytes.readNumber(typed), null);
});
