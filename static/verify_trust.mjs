// Which keys are trusted for which time: the trust list, signed by a root that the service does not hold. Algorithm and key
// come from here and never from what is being checked.
import { fromBase64url, hex } from './verify_bytes.mjs';
import { readSignature } from './verify_credential.mjs';
import { ed25519 } from './verify_ed25519.mjs';
import { seconds } from './verify_moment.mjs';

const KID_BYTES_ON_PAPER = 8;

const secondsOrNone = (text) => text === undefined || text === null ? null : seconds(text);

function readKey(entry) {
  const key = fromBase64url(entry.x), kid = fromBase64url(entry.kid);
  if (key.length !== 32 || kid.length !== 32) throw new Error('no key');
  return {
    kid: entry.kid,
    onPaper: hex(kid.subarray(0, KID_BYTES_ON_PAPER)),
    key,
    from: seconds(entry.signs_from),
    until: seconds(entry.signs_until),
    trustedUntil: seconds(entry.trusted_until),
    endedFrom: secondsOrNone(entry.ended_from),
  };
}

// Throws for what is no trust list, or is not signed by this root.
export async function readTrustList(document, root) {
  const { signature, message } = readSignature(document);
  if (!await ed25519(signature, message, root)) throw new Error('not signed by the root');
  return { issuer: document.issuer, issuedAt: seconds(document.issued_at), nextUpdate: seconds(document.next_update), keys: document.keys.map(readKey) };
}

export const keyOfKid = (trust, kid) => trust.keys.find((key) => key.kid === kid) ?? null;
export const keyOnPaper = (trust, eight) => trust.keys.find((key) => key.onPaper === eight) ?? null;

// Whether what this key signed at that moment counts.
export function keyHolds(key, at) {
  return at >= key.from && at < key.until && (key.endedFrom === null || at < key.endedFrom);
}
