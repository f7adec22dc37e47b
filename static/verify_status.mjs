// The status list (Bitstring Status List 1.0): whether a certificate was superseded or withdrawn, as of when.
import { fromMultibase } from './verify_bytes.mjs';
import { didOf, readProof } from './verify_credential.mjs';
import { ed25519 } from './verify_ed25519.mjs';
import { seconds } from './verify_moment.mjs';
import { unpacked } from './verify_pdf.mjs';
import { keyOfKid, keyStillHolds } from './verify_trust.mjs';

const MOST_LIST = 4 << 20, LEAST_ENTRIES = 131072, STATUS_BITS = 2;
export const STATUS = ['genuine', 'superseded', 'withdrawn', 'withdrawn'];

// Of the signed list's subject; the first bit is the leftmost of the first byte.
export async function statusBits(subject) {
  if (subject?.type !== 'BitstringStatusList' || typeof subject.encodedList !== 'string' || subject.encodedList[0] !== 'u') throw new Error('no status list');
  const bits = await unpacked(fromMultibase(subject.encodedList), 'gzip', MOST_LIST);
  if (bits.length * 8 < LEAST_ENTRIES * STATUS_BITS) throw new Error('too short a list');
  return bits;
}

// 0 valid, 1 superseded, 2 withdrawn; null for what the list does not have.
export function statusAt(bits, index) {
  const first = index * STATUS_BITS;
  if (!Number.isSafeInteger(index) || index < 0 || first + STATUS_BITS > bits.length * 8) return null;
  return bits[first >> 3] >> (8 - STATUS_BITS - (first & 7)) & 3;
}

// A status list that is signed by a key of the trust list. Throws for any other.
export async function readStatusList(document, trust) {
  const at = seconds(document.validFrom);
  if (document.issuer !== didOf(trust.issuer) || !Array.isArray(document.type) || !document.type.includes('BitstringStatusListCredential'))
    throw new Error('no status list');
  const { kid, signature, message } = await readProof(document, trust.issuer, document.validFrom), key = keyOfKid(trust, kid);
  if (key === null || !keyStillHolds(key, at) || !await ed25519(signature, message, key.key)) throw new Error('not signed as it must be');
  return { bits: await statusBits(document.credentialSubject), at, until: seconds(document.validUntil) };
}
