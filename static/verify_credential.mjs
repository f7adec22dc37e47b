// The certificate as a file: a Verifiable Credential 2.0 with a Data Integrity proof of eddsa-jcs-2022, by itself or in its
// envelope {credential, inclusion}.
import { fromMultibase, joined, utf8, utf8Text } from './verify_bytes.mjs';
import { sha256 } from './verify_hash.mjs';
import { canonicalJson, readJson } from './verify_json.mjs';

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// "example.cn:8443" -> "did:web:example.cn%3A8443"
export const didOf = (host) => `did:web:${host.replace(':', '%3A')}`;

export const hostOf = (did) => did.replace(/^did:web:/, '').replace('%3A', ':');

export function without(object, name) {
  const rest = Object.assign(Object.create(null), object);
  delete rest[name];
  return rest;
}

const PROOF = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022', proofPurpose: 'assertionMethod' };

// Which key is said to have signed this credential, what, and the signature; the proof has to be just as issuers of ours make it.
export async function readProof(document, issuer, created) {
  const { proof } = document, unsigned = without(document, 'proof');
  if (!isObject(proof) || typeof proof.verificationMethod !== 'string' || typeof proof.proofValue !== 'string') throw new Error('no proof');
  const [did, kid] = proof.verificationMethod.split('#'), said = without(proof, 'proofValue');
  const wanted = { ...PROOF, created, verificationMethod: `${did}#${kid}`, ...(document['@context'] === undefined ? {} : { '@context': document['@context'] }) };
  if (did !== didOf(issuer) || !/^[\w-]{43}$/.test(kid) || canonicalJson(said) !== canonicalJson(wanted)) throw new Error('another proof');
  const hashes = await Promise.all([said, unsigned].map((part) => sha256(utf8(canonicalJson(part)))));
  return { kid, signature: fromBase58Signature(proof.proofValue), message: joined(...hashes) };
}

function fromBase58Signature(text) {
  if (text[0] !== 'z' || text.length > 100) throw new Error('no signature');
  return fromMultibase(text);
}

// Of documents that are no credentials: "signature" is over the rest.
export function readSignature(document) {
  if (typeof document.signature !== 'string') throw new Error('no signature');
  return { signature: fromBase58Signature(document.signature), message: utf8(canonicalJson(without(document, 'signature'))) };
}

export function readCredentialFile(bytes) {
  const file = readJson(utf8Text(bytes));
  if (!isObject(file)) throw new Error('no object');
  if (file.credential === undefined) return { credential: file, inclusion: null };
  const { credential, inclusion } = file;
  if (!isObject(credential) || Object.keys(file).length !== (inclusion === undefined ? 1 : 2)) throw new Error('another envelope');
  return { credential, inclusion: inclusion ?? null };
}
