// Which keys are trusted for which time: the trust list, signed by a root that the service does not hold. Algorithm and key
// come from here and never from what is being checked.
import { fromBase64url, hex, toBase64url, utf8 } from './verify_bytes.mjs';
import { readSignature } from './verify_credential.mjs';
import { ed25519 } from './verify_ed25519.mjs';
import { sha256 } from './verify_hash.mjs';
import { seconds } from './verify_moment.mjs';

const KEY_BYTES = 32, KID_BYTES_ON_PAPER = 8, KEYS_MOST = 400;

// RFC 7638, of the 32 bytes of a key.
export const thumbprint = (key) => sha256(utf8(`{"crv":"Ed25519","kty":"OKP","x":"${toBase64url(key)}"}`));

// The names of a key follow from it.
async function readKey(entry) {
  const key = fromBase64url(entry.x);
  if (key.length !== KEY_BYTES) throw new Error('no key');
  const print = await thumbprint(key);
  const read = {
    key,
    kid: toBase64url(print),
    onPaper: hex(print.subarray(0, KID_BYTES_ON_PAPER)),
    from: seconds(entry.signs_from),
    until: seconds(entry.signs_until),
    endedFrom: entry.ended_from === undefined ? null : seconds(entry.ended_from),
  };
  if (read.kid !== entry.kid || read.from >= read.until) throw new Error('no key');
  return read;
}

// Throws for what is no trust list, or is not signed by this root. With null for the root the signature is not looked at:
// then the list is only as good as the way it came.
export async function readTrustList(document, root) {
  if (document.type !== 'ChedangTrustList' || typeof document.issuer !== 'string' || document.keys.length > KEYS_MOST) throw new Error('no trust list');
  if (root !== null) {
    const { signature, message } = readSignature(document);
    if (document.root !== toBase64url(await thumbprint(root)) || !await ed25519(signature, message, root)) throw new Error('not signed by the root');
  }
  const keys = await Promise.all(document.keys.map(readKey));
  if (new Set(keys.map((key) => key.onPaper)).size !== keys.length) throw new Error('a key twice');
  return { issuer: document.issuer, issuedAt: seconds(document.issued_at), nextUpdate: seconds(document.next_update), keys };
}

export const keyOfKid = (trust, kid) => trust.keys.find((key) => key.kid === kid) ?? null;
export const keyOnPaper = (trust, eight) => trust.keys.find((key) => key.onPaper === eight) ?? null;

// Whether what this key signed at that moment counts.
export function keyHolds(key, at) {
  return at >= key.from && at < key.until && (key.endedFrom === null || at < key.endedFrom);
}

// The same where the moment is nothing but the signer's word, which is no word of the issuer's once somebody else may have the key.
export const keyStillHolds = (key, at) => key.endedFrom === null && keyHolds(key, at);
