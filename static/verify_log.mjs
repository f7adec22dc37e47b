// That a certificate stands in the public log (RFC 9162, 2.1.3.2): SHA-256, 0x00 before leaves, 0x01 before nodes.
import { fromHex, joined, same, utf8 } from './verify_bytes.mjs';
import { readSignature } from './verify_credential.mjs';
import { ed25519 } from './verify_ed25519.mjs';
import { sha256 } from './verify_hash.mjs';
import { canonicalJson } from './verify_json.mjs';
import { seconds } from './verify_moment.mjs';
import { keyOfKid, keyStillHolds } from './verify_trust.mjs';

export const leafHash = (bytes) => sha256(joined([0], bytes));
const nodeHash = (left, right) => sha256(joined([1], left, right));

export async function included(leaf, index, size, path, root) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let hash = leaf, node = index, last = size - 1;
  for (const other of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(other, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await nodeHash(hash, other);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && same(hash, root);
}

// Whether the envelope leads from this credential to a head that the issuer has signed: 'proven', 'wrong', 'unknown_key' where the
// head's key is not on the list, or 'unproven' where it was ended, which is no fault of the certificate's.
export async function logProof(credential, { index, size, path, head }, trust) {
  try {
    const key = keyOfKid(trust, head.kid), { signature, message } = readSignature(head), at = seconds(head.timestamp);
    if (head.type !== 'ChedangTreeHead' || head.issuer !== trust.issuer || head.size !== size || path.length > 64) return 'wrong';
    if (!await included(await leafHash(utf8(canonicalJson(credential))), index, size, path.map(fromHex), fromHex(head.root))) return 'wrong';
    if (key === null) return 'unknown_key';
    if (!await ed25519(signature, message, key.key)) return 'wrong';
    return keyStillHolds(key, at) ? 'proven' : 'unproven';
  } catch {
    return 'wrong';
  }
}
