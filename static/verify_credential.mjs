// The certificate as a file: a Verifiable Credential 2.0 with a Data Integrity proof of eddsa-jcs-2022, by itself or in its
// envelope {credential, inclusion}.
import { fromMultibase, hex, joined, utf8, utf8Text } from './verify_bytes.mjs';
import { sha256 } from './verify_hash.mjs';
import { canonicalJson, readJson } from './verify_json.mjs';
import { included, leafHash } from './verify_log.mjs';

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// "did:web:example.cn#KID" -> "KID"
export const kidOf = (method) => typeof method === 'string' && method.includes('#') ? method.slice(method.indexOf('#') + 1) : '';

function without(object, name) {
  const rest = Object.assign(Object.create(null), object);
  delete rest[name];
  return rest;
}

// Of any signed document of ours: which key, what was signed, and by which signature.
export async function readProof(document) {
  const proof = document.proof;
  if (!isObject(proof) || proof.type !== 'DataIntegrityProof' || proof.cryptosuite !== 'eddsa-jcs-2022' ||
      proof.proofPurpose !== 'assertionMethod' || typeof proof.proofValue !== 'string')
    throw new Error('no proof of this kind');
  const unsigned = without(document, 'proof');
  if (proof['@context'] !== undefined && canonicalJson(proof['@context']) !== canonicalJson(document['@context'] ?? null))
    throw new Error('a proof for another context');
  const hashes = await Promise.all([without(proof, 'proofValue'), unsigned].map((part) => sha256(utf8(canonicalJson(part)))));
  return { kid: kidOf(proof.verificationMethod), method: proof.verificationMethod, signature: fromMultibase(proof.proofValue), message: joined(...hashes) };
}

export function readCredentialFile(bytes) {
  const file = readJson(utf8Text(bytes));
  if (!isObject(file)) throw new Error('no object');
  if (!isObject(file.credential)) return { credential: file, inclusion: null };
  return { credential: file.credential, inclusion: isObject(file.inclusion) ? file.inclusion : null };
}

// Whether the envelope's proof leads from this credential to the head that it names.
export async function standsInLog(credential, inclusion, readHash) {
  try {
    const leaf = await leafHash(utf8(canonicalJson(credential)));
    return await included(leaf, inclusion.index, inclusion.size, inclusion.path.map(readHash), readHash(inclusion.head.root));
  } catch {
    return false;
  }
}

export const fingerprint = (bytes) => hex(bytes);
