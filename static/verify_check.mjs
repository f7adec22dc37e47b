// One verdict, in one order: size, strict decoding, key by its id from the trust list, signature, issuer, validity of the key
// when it was signed, dates, status. `chedang verify` goes the same way.
import { utf8Text } from './verify_bytes.mjs';
import { paperClaims, subjectClaims } from './verify_claims.mjs';
import { readCredentialFile, readProof } from './verify_credential.mjs';
import { ed25519 } from './verify_ed25519.mjs';
import { standsInLog } from './verify_log.mjs';
import { endOf } from './verify_moment.mjs';
import { paperText, readPaper } from './verify_paper.mjs';
import { attachedFiles, isPdf } from './verify_pdf.mjs';
import { STATUS, statusAt } from './verify_status.mjs';
import { keyHolds, keyOfKid, keyOnPaper } from './verify_trust.mjs';

const PDF_MOST = 8 << 20, CREDENTIAL_MOST = 512 << 10;
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

// The first of the attached files that is one.
async function pdfSource(bytes) {
  for (const file of await attachedFiles(bytes)) {
    try {
      return await credentialSource(file);
    } catch {
      continue;
    }
  }
  throw new Error('nothing attached that is a certificate');
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

const blank = (trust) => ({ verdict: 'unreadable', claims: null, kid: null, status: null, clock: null, logged: null, trust });

// A clock is wrong that differs from the server's, or shows a time before what it is asked about was made.
function clockFor({ deviceNow, serverNow, trust, status }, claims) {
  if (serverNow !== null) {
    const seconds = Math.abs(deviceNow - serverNow);
    return seconds > CLOCK_TOLERANCE ? { differs: Math.max(1, Math.round(seconds / 60)) } : null;
  }
  const latest = Math.max(claims.issued_at, trust.issuedAt, status?.at ?? 0);
  return deviceNow + CLOCK_TOLERANCE < latest ? { behind: deviceNow } : null;
}

function verdictOf(claims, status, now) {
  const bits = status === null ? 0 : statusAt(status.bits, claims.status_index);
  if (bits === null || bits >= STATUS.length) return 'unknown_number';
  if (STATUS[bits] === 'withdrawn') return 'withdrawn';
  if (now >= endOf(claims.valid_until)) return 'expired';
  return STATUS[bits];
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
  const status = context.status;
  return {
    ...found,
    claims,
    kid: key.kid,
    verdict: verdictOf(claims, status, now),
    status: status === null ? null : { at: status.at, online: status.online, old: now > status.until },
    clock: clockFor(context, claims),
    logged: source.inclusion === null ? null : await standsInLog(source.credential, source.inclusion, trust),
  };
}
