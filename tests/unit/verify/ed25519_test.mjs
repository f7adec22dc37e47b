// RFC 8032, 7.1; what OpenSSL signs; and what libsodium refuses although some others do not.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { ed25519, ed25519Here } from '../../../static/verify_ed25519.mjs';

const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const little = (number) => bytes(number.toString(16).padStart(64, '0')).reverse();
const number = (packed) => BigInt(`0x${Buffer.from(packed).reverse().toString('hex')}`);

const RFC = [
  ['d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
  ['3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
  ['fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
  ['ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704'],
];

// As the browser decides, and as the page does without it.
const both = async (...signed) => [await ed25519(...signed), await ed25519Here(...signed)];

function signer() {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
  const key = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url'));
  return { key, sign: (message) => new Uint8Array(crypto.sign(null, message, privateKey)) };
}

test('the signatures of RFC 8032 verify, and no other message does', async () => {
  for (const [key, message, signature] of RFC) {
    assert.deepEqual(await both(bytes(signature), bytes(message), bytes(key)), [true, true]);
    assert.deepEqual(await both(bytes(signature), bytes(`${message}00`), bytes(key)), [false, false]);
  }
});

test('what OpenSSL signs verifies', async () => {
  for (let length = 0; length < 40; length++) {
    const { key, sign } = signer(), message = new Uint8Array(crypto.randomBytes(length * 7));
    assert.deepEqual(await both(sign(message), message, key), [true, true]);
    assert.deepEqual(await both(sign(message), message, signer().key), [false, false]);
  }
});

test('no signature with one bit changed verifies', async () => {
  const { key, sign } = signer(), message = new Uint8Array([1, 2, 3]), good = sign(message);
  for (let bit = 0; bit < 512; bit++) {
    const changed = good.slice();
    changed[bit >> 3] ^= 1 << (bit & 7);
    assert.equal(await ed25519(changed, message, key), false);
    if (bit % 16 === 0) assert.equal(await ed25519Here(changed, message, key), false);
  }
});

test('S is below the order of the group', async () => {
  const { key, sign } = signer(), message = new Uint8Array([7]), good = sign(message), s = number(good.subarray(32));
  for (let more = s + ORDER; more < 2n ** 256n; more += ORDER)
    assert.deepEqual(await both(new Uint8Array([...good.subarray(0, 32), ...little(more)]), message, key), [false, false]);
});

// The order of each divides 8, so that a signature for one could be good for any message.
const SMALL = ['00'.repeat(32), `01${'00'.repeat(31)}`, '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}7f`];

test('keys and points of small order are refused, with either sign', async () => {
  const { key, sign } = signer(), good = sign(new Uint8Array(0));
  for (const small of SMALL.flatMap((hex) => [bytes(hex), bytes(hex).map((byte, i) => i === 31 ? byte | 0x80 : byte)]))
    for (let i = 0; i < 8; i++) { // with S = 0 and R = -h·A, one of a few messages would do
      const message = new Uint8Array([i]);
      assert.deepEqual(await both(new Uint8Array([...small, ...new Uint8Array(32)]), message, small), [false, false]);
      assert.deepEqual(await both(new Uint8Array([...small, ...good.subarray(32)]), message, key), [false, false]);
    }
});

test('a key that is written with more than the field has is refused', async () => {
  const P = 2n ** 255n - 19n;
  for (let y = 2n; y < 19n; y++)
    for (const signature of [new Uint8Array(64), bytes(RFC[0][2])]) assert.deepEqual(await both(signature, new Uint8Array(0), little(P + y)), [false, false]);
});

test('lengths other than theirs are refused', async () => {
  const { key, sign } = signer(), good = sign(new Uint8Array(0));
  for (const [signature, given] of [[good.subarray(1), key], [good, key.subarray(1)], [new Uint8Array(0), new Uint8Array(0)]])
    assert.deepEqual(await both(signature, new Uint8Array(0), given), [false, false]);
});
