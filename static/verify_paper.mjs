// The code on the paper: HTTPS://HOST/C# and base32 of a COSE_Sign1 (RFC 9052) with EdDSA over deterministic CBOR.
import { fromBase32, hex, utf8 } from './verify_bytes.mjs';
import { readCbor, writeCbor } from './verify_cbor.mjs';

const CONTEXT = 'chedang/certificate/paper/1';
const MOST_LETTERS = 1024;
const COSE_SIGN1 = 18, ALGORITHM = 1, EDDSA = -8, KID = 4;

// The host, in small letters, and what is signed; null for any other text. What stands behind a # alone is of this page's host.
export function paperText(text, host) {
  const whole = text.trim().match(/^https:\/\/([a-z0-9.:-]{1,64})\/c#(.*)$/i);
  const [issuer, letters] = whole === null ? [host, text.trim().replace(/^#/, '')] : [whole[1].toLowerCase(), whole[2]];
  return issuer !== undefined && letters.length <= MOST_LETTERS && /^[A-Z2-7]{40,}$/.test(letters) ? { issuer, letters } : null;
}

const isBytes = (value, length) => value instanceof Uint8Array && (length === undefined || value.length === length);

export function readPaper(letters) {
  const sign1 = readCbor(fromBase32(letters));
  if (sign1?.tag !== COSE_SIGN1 || !Array.isArray(sign1.value) || sign1.value.length !== 4) throw new Error('no COSE_Sign1');
  const [heads, open, payload, signature] = sign1.value;
  if (!isBytes(heads) || !(open instanceof Map) || open.size !== 0 || !isBytes(payload) || !isBytes(signature, 64)) throw new Error('no COSE_Sign1');
  const head = readCbor(heads);
  if (!(head instanceof Map) || head.size !== 2 || head.get(ALGORITHM) !== EDDSA || !isBytes(head.get(KID), 8)) throw new Error('other heads');
  const claims = readCbor(payload);
  if (!(claims instanceof Map)) throw new Error('no claims');
  return { kid: hex(head.get(KID)), claims, signature, message: writeCbor(['Signature1', heads, utf8(CONTEXT), payload]) };
}
