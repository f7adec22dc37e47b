// One verdict, in the order of server/certificate/check.h: size, strict decoding, key by its name from the trust list,
// signature, issuer and the key's time, the log's proof where there is one, dates, status.
import { utf8Text } from './verify_bytes.mjs';
import { paperClaims, subjectClaims } from './verify_claims.mjs';
import { readCredentialFile, readProof } from './verify_credential.mjs';
import { ed25519 } from './verify_ed25519.mjs';
import { logProof } from './verify_log.mjs';
import { endOf } from './verify_moment.mjs';
import { paperText, readPaper } from './verify_paper.mjs';
import { attachedFile, isPdf, PDF_MOST } from './verify_pdf.mjs';
import { STATUS, statusAt } from './verify_status.mjs';
import { keyHolds, keyOfKid, keyOnPaper } from './verify_trust.mjs';

const CREDENTIAL_MOST = 320 << 10;
const CLOCK_TOLERANCE = 300;

async function credentialSource(bytes) {
  if (bytes.length > CREDENTIAL_MOST) throw new Error('too long');
  const { credential, inclusion } = readCredentialFile(bytes), claims = subjectClaims(credential);
  const { kid, signature, message } = await readProof(credential, claims.issuer, credential.validFrom);
  return { claims, kid, signature, message, credential, inclusion, keyIn: (trust) => keyOfKid(trust, kid) };
}

function paperSource({ issuer, letters }) {
  const { kid, claims, signature, message } = readPaper(letters);
  return { claims: paperClaims(claims, issuer), kid, signature, message, inclusion: null, keyIn: (trust) => keyOnPaper(trust, kid) };
}

async function pdfSource(bytes) {
  const file = await attachedFile(bytes);
  if (file === null) throw new Error('nothing attached');
  return credentialSource(file);
}

// `input` is text, or the bytes of a file; `host` is whose page this is, for what stands behind # alone.
async function readSource(input, host) {
  if (typeof input !== 'string') {
    if (input.length > PDF_MOST) throw new Error('too long');
    if (isPdf(input)) return pdfSource(input);
    return readSource(utf8Text(input), host);
  }
  if (input.trimStart().startsWith('{')) return credentialSource(new TextEncoder().encode(input));
  const code = paperText(input, host);
  if (code === null) throw new Error('neither file nor code');
  return paperSource(code);
}

const blank = (trust) => ({ verdict: 'unreadable', claims: null, kid: null, status: null, clock: null, log: 'none', trust });

// A clock is wrong that differs from the server's, or shows a time before what it is asked about was made.
function clockFor({ deviceNow, serverNow, trust, status }, claims) {
  const now = serverNow ?? deviceNow, away = serverNow === null ? 0 : Math.abs(deviceNow - serverNow);
  const latest = serverNow === null ? Math.max(claims.issued_at, trust.issuedAt, status?.at ?? 0) : claims.issued_at;
  return { differs: away > CLOCK_TOLERANCE ? Math.max(1, Math.round(away / 60)) : null, behind: now + CLOCK_TOLERANCE < latest ? now : null };
}

// Dates before status. A status that has no meaning yet is no good one.
function verdictOf(claims, bits, now) {
  if (now >= endOf(claims.valid_until)) return 'expired';
  return bits === null ? 'genuine' : STATUS[bits];
}

/*
 * `context` is what this page knows: host; trust (readTrustList) and status (readStatusList with `online`), or null; the device's
 * time, and the server's or null, in seconds since 1970. `claims` is null where nobody vouches for what was read.
 */
export async function check(input, context) {
  const { trust, serverNow, deviceNow } = context, now = serverNow ?? deviceNow;
  const told = trust === null ? null : { issuedAt: trust.issuedAt, old: now > trust.nextUpdate };
  const found = blank(told);
  let source;
  try {
    source = await readSource(input, context.host);
  } catch {
    return found;
  }
  const { claims } = source, key = trust === null ? null : source.keyIn(trust);
  found.kid = source.kid;
  if (key === null) return { ...found, verdict: 'unknown_key' };
  if (!await ed25519(source.signature, source.message, key.key)) return { ...found, verdict: 'altered' };
  if (trust.issuer !== claims.issuer || !keyHolds(key, claims.issued_at)) return { ...found, verdict: 'unknown_key' };
  const log = source.inclusion === null ? 'none' : await logProof(source.credential, source.inclusion, trust);
  if (log === 'wrong') return { ...found, verdict: 'altered', log };
  if (log === 'unknown_key') return { ...found, verdict: 'unknown_key', log };
  // The date in it is the signer's word: once the key was ended only the log proves that it was made before.
  if (key.endedFrom !== null && log !== 'proven') return { ...found, verdict: 'unconfirmed', log };
  const { status } = context, bits = status === null ? null : statusAt(status.bits, claims.status_index);
  return {
    ...found,
    claims,
    kid: key.kid,
    verdict: verdictOf(claims, bits, now),
    status: bits === null ? null : { at: status.at, online: status.online, old: now > status.until },
    clock: clockFor(context, claims),
    log,
  };
}
