// A verifier written from the standards alone, with node:crypto: RFC 4648 (base32, base64url), 8949 and 9052 (CBOR, COSE_Sign1), 8785 (JCS),
// 7638 (thumbprint), 9162 (Merkle tree), Data Integrity eddsa-jcs-2022, Bitstring Status List. It shares no line with the service, its page
// or the tests' own issuer. On stdin {code, envelope, trust, status, root}, all but the root texts; on stdout what it found, or how it failed.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import zlib from 'node:zlib';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), crypto.createHash('sha256')).digest();
const publicKey = (x) => crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
const holds = (message, signature, x) => crypto.verify(null, message, publicKey(x), signature);
const thumbprint = (x) => sha256(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`);

function fromBase32(text) {
  let bits = 0, held = 0;
  const bytes = [];
  for (const letter of text) {
    const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter);
    assert(value >= 0, 'a letter of base32');
    held = (held << 5 | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push(held >> (bits -= 8) & 0xff);
  }
  assert((held & (1 << bits) - 1) === 0 && bits < 5, 'nothing left over');
  return Buffer.from(bytes);
}

function fromBase58(text) {
  assert.equal(text[0], 'z');
  let number = 0n;
  for (const letter of text.slice(1)) {
    const value = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'.indexOf(letter);
    assert(value >= 0, 'a letter of base58');
    number = number * 58n + BigInt(value);
  }
  const bytes = Buffer.alloc(64);
  for (let i = 63; i >= 0; i--, number >>= 8n) bytes[i] = Number(number & 255n);
  assert(number === 0n, '64 bytes');
  return bytes;
}

// One item of deterministic CBOR, and where the next one is.
function item(bytes, at) {
  const kind = bytes[at] >> 5, short = bytes[at] & 31, size = short < 24 ? 0 : 1 << (short - 24);
  assert(short < 28 && at + size < bytes.length, 'a definite head');
  const argument = size === 0 ? BigInt(short) : BigInt(`0x${bytes.subarray(at + 1, at + 1 + size).toString('hex')}`);
  assert(size === 0 || argument >= [24n, 256n, 65536n, 1n << 32n][Math.log2(size)], 'the shortest head');
  const count = Number(argument), next = at + 1 + size;
  if (kind === 0) return [count, next];
  if (kind === 1) return [-1 - count, next];
  if (kind === 2 || kind === 3) {
    assert(next + count <= bytes.length, 'all of it');
    const part = bytes.subarray(next, next + count);
    return [kind === 2 ? part : part.toString('utf8'), next + count];
  }
  if (kind === 6) {
    const [value, end] = item(bytes, next);
    return [{ tag: count, value }, end];
  }
  assert(kind === 4 || kind === 5, 'a kind that is used');
  const members = [];
  let end = next;
  for (let i = 0; i < (kind === 5 ? 2 * count : count); i++) {
    let member;
    [member, end] = item(bytes, end);
    members.push(member);
  }
  if (kind === 4) return [members, end];
  const map = new Map();
  for (let i = 0; i < members.length; i += 2) map.set(members[i], members[i + 1]);
  assert.equal(map.size, count, 'no key twice');
  return [map, end];
}

function cbor(bytes) {
  const [value, end] = item(bytes, 0);
  assert.equal(end, bytes.length, 'nothing behind it');
  return value;
}

// Heads of what is signed here are short.
const head = (kind, count) => count < 24 ? Buffer.from([kind << 5 | count]) : count < 256 ? Buffer.from([kind << 5 | 24, count]) : Buffer.from([kind << 5 | 25, count >> 8, count & 255]);
const bstr = (bytes) => Buffer.concat([head(2, bytes.length), bytes]);

function jcs(value) {
  if (Array.isArray(value)) return `[${value.map(jcs)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${jcs(value[name])}`)}}`;
}

function signed(document, x) {
  const { signature, ...rest } = document;
  assert(holds(Buffer.from(jcs(rest)), fromBase58(signature), x), 'the signature holds');
}

function trustedKeys(list, root) {
  signed(list, root);
  assert.equal(list.root, thumbprint(root).toString('base64url'));
  for (const key of list.keys) assert.equal(key.kid, thumbprint(key.x).toString('base64url'));
  return list;
}

function keyFor(list, kid, at) {
  const key = list.keys.find((each) => each.kid === kid);
  assert(key !== undefined && key.signs_from <= at && at < key.signs_until && key.ended_from === undefined, 'a key of that time');
  return key.x;
}

function proven(document, list) {
  const { proof, ...rest } = document, { proofValue, ...options } = proof;
  assert.deepEqual([options.type, options.cryptosuite, options.proofPurpose], ['DataIntegrityProof', 'eddsa-jcs-2022', 'assertionMethod']);
  assert.equal(document.issuer, `did:web:${list.issuer}`);
  const [did, kid] = options.verificationMethod.split('#');
  assert.equal(did, document.issuer);
  assert(holds(Buffer.concat([sha256(jcs(options)), sha256(jcs(rest))]), fromBase58(proofValue), keyFor(list, kid, options.created)), 'the proof holds');
}

function inLog({ credential, inclusion }, list) {
  const { index, size, path, head: top } = inclusion;
  assert.deepEqual([top.type, top.issuer, top.size], ['ChedangTreeHead', list.issuer, size]);
  signed(top, keyFor(list, top.kid, top.timestamp));
  let node = sha256(Buffer.from([0]), jcs(credential)), fn = index, sn = size - 1;
  for (const step of path.map((hex) => Buffer.from(hex, 'hex'))) {
    assert(sn > 0);
    if (fn % 2 === 1 || fn === sn) {
      node = sha256(Buffer.from([1]), step, node);
      for (; fn % 2 === 0 && fn !== 0; fn >>= 1) sn >>= 1;
    } else {
      node = sha256(Buffer.from([1]), node, step);
    }
    fn >>= 1;
    sn >>= 1;
  }
  assert(sn === 0 && node.toString('hex') === top.root, 'the path leads to the head');
}

function paper(code, list) {
  const [, host, letters] = code.match(/^HTTPS:\/\/([^/]+)\/C#([A-Z2-7]+)$/), { tag, value } = cbor(fromBase32(letters));
  assert.equal(tag, 18);
  const [protectedHeader, , payload, signature] = value, header = cbor(protectedHeader);
  assert.equal(header.get(1), -8);
  assert.equal(host.toLowerCase(), list.issuer);
  const claims = cbor(payload), kid = list.keys.find((key) => thumbprint(key.x).subarray(0, 8).equals(header.get(4)))?.kid;
  const x = keyFor(list, kid, new Date(claims.get(4) * 1000).toISOString()), purpose = Buffer.from('chedang/certificate/paper/1');
  const message = Buffer.concat([head(4, 4), head(3, 10), Buffer.from('Signature1'), bstr(protectedHeader), bstr(purpose), bstr(payload)]);
  assert(holds(message, signature, x), 'the signature holds');
  let km = claims.get(24)[1];
  for (let i = 3; i < claims.get(24).length; i += 2) km += claims.get(24)[i];
  return { number: claims.get(2).toString('hex'), vin: claims.get(8), km, index: claims.get(6) };
}

function statusOf(list, index) {
  const bits = zlib.gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), 'base64url'));
  assert(bits.length * 4 >= 131072, 'long enough');
  return ['valid', 'superseded', 'withdrawn'][bits[index >> 2] >> (6 - index % 4 * 2) & 3];
}

const fromNumber = (text) => fromBase32(text.replaceAll('-', '')).toString('hex');

let given = '';
for await (const part of process.stdin) given += part;
const { code, envelope, trust, status, root } = JSON.parse(given);
const list = trustedKeys(JSON.parse(trust), root), states = JSON.parse(status), file = JSON.parse(envelope), { credential } = file;
proven(states, list);
proven(credential, list);
inLog(file, list);
const printed = paper(code, list), subject = credential.credentialSubject;
assert.equal(subject.odometer.at(-1).km, printed.km);
assert.deepEqual([fromNumber(subject.number), subject.vin, Number(credential.credentialStatus.statusListIndex)], [printed.number, printed.vin, printed.index]);
console.log(JSON.stringify({ number: subject.number, vin: subject.vin, km: printed.km, status: statusOf(states, printed.index) }));
