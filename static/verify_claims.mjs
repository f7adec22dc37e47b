// What a certificate says, in one form for both encodings: names and words are those of the credential's subject, a count is
// {code, records}, a reading {on, km}. A list that a paper's code had no room for is null and not empty.
import { hex, readNumber, toBase32 } from './verify_bytes.mjs';
import { CLASSES, COVERAGE, PARTS, REASONS, SIGNALS, VERDICTS, WORKS } from './verify_codes.mjs';
import { hostOf } from './verify_credential.mjs';
import { endOf, isDay, isMonth, seconds } from './verify_moment.mjs';

const PROFILE = 1, NUMBER_BYTES = 12, DIGEST_BYTES = 16, LAST_KEY = 27;
const RECORDS_MOST = 999999, KM_MOST = 9999999;

function demand(condition) {
  if (!condition) throw new Error('a claim that cannot be');
}

const two = (number) => String(number).padStart(2, '0');

const numberText = (bytes) => toBase32(bytes).match(/.{5}/g).join('-');

// The members of the map on the paper (paper_keys.h), each asked for once.
class PaperMap {
  constructor(map) {
    this.map = map;
    demand([...map.keys()].every((key) => Number.isInteger(key) && key >= 1 && key <= LAST_KEY));
  }

  has(key) {
    return this.map.has(key);
  }

  int(key, most) {
    const value = this.map.get(key);
    demand(Number.isInteger(value) && value >= 0 && value <= most);
    return value;
  }

  known(key, most, read) {
    return this.has(key) ? read(this.int(key, most)) : null;
  }

  text(key, most) {
    if (!this.has(key)) return null;
    const value = this.map.get(key);
    demand(typeof value === 'string' && value.length > 0 && value.length <= most);
    return value;
  }

  bytes(key, length) {
    const value = this.map.get(key);
    demand(value instanceof Uint8Array && value.length === length);
    return value;
  }

  list(key, most) {
    const value = this.map.get(key);
    demand(Array.isArray(value) && value.length <= most && value.every(Number.isInteger));
    return value;
  }

  counts(key, name) {
    if (!this.has(key)) return null;
    const flat = this.list(key, 200);
    demand(flat.length % 2 === 0 && flat.every((value) => value >= 0 && value <= RECORDS_MOST));
    return flat.flatMap((code, i) => i % 2 === 0 ? [{ code: name(code), records: flat[i + 1] }] : []);
  }
}

function dayOf(number) {
  const text = `${String(Math.floor(number / 10000)).padStart(4, '0')}-${two(Math.floor(number / 100) % 100)}-${two(number % 100)}`;
  demand(isDay(text));
  return text;
}

const monthOf = (months) => `${String(Math.floor(months / 12)).padStart(4, '0')}-${two(months % 12 + 1)}`;

function named(list) {
  return (code) => {
    demand(list[code] !== undefined);
    return list[code];
  };
}

// Each after the first is the difference from the one before.
function paperReadings(p) {
  const flat = p.list(24, 2000), readings = [];
  demand(flat.length % 2 === 0);
  for (let i = 0, months = 0, km = 0; i < flat.length; i += 2) {
    months += flat[i];
    km += flat[i + 1];
    demand(months >= 0 && months <= 0xffff && km >= 0 && km <= KM_MOST);
    readings.push({ on: monthOf(months), km });
  }
  if (readings.length > 0) {
    readings.at(-1).on += `-${two(p.int(25, 31))}`;
    demand(isDay(readings.at(-1).on));
  }
  return readings;
}

export function paperClaims(map, issuer) {
  const p = new PaperMap(map), readings = paperReadings(p);
  const [verdict, ...reasons] = p.list(23, 1 + REASONS.length);
  const signals = p.list(22, SIGNALS.length), classes = p.list(18, 4);
  demand(p.int(1, PROFILE) === PROFILE && signals.length === SIGNALS.length && classes.length === 4);
  return {
    issuer,
    number: numberText(p.bytes(2, NUMBER_BYTES)),
    predecessor: p.has(3) ? numberText(p.bytes(3, NUMBER_BYTES)) : null,
    issued_at: p.int(4, 32503679999),
    valid_until: dayOf(p.int(5, 29991231)),
    status_index: p.int(6, 0x7fffffff),
    destination: p.text(7, 2),
    vin: p.text(8, 17),
    make: p.text(9, 64),
    model_year: p.known(10, 2999, (year) => year),
    first_registered: p.known(11, 0xffff, monthOf),
    as_of: dayOf(p.int(12, 29991231)),
    version: p.int(13, Number.MAX_SAFE_INTEGER),
    coverage: named(COVERAGE)(p.int(14, COVERAGE.length)),
    collected_since: p.known(15, 0xffff, monthOf),
    records: p.int(16, RECORDS_MOST),
    disputes: p.int(17, RECORDS_MOST),
    by_class: classes,
    regions: p.counts(19, String),
    works: p.counts(20, named(WORKS)),
    parts: p.counts(21, named(PARTS)),
    signals: signals.map((records, code) => ({ code: SIGNALS[code], records })),
    verdict: named(VERDICTS)(verdict),
    reasons: reasons.map(named(REASONS)),
    readings,
    readings_in_all: p.has(27) ? p.int(27, 1000) : readings.length,
    series_digest: hex(p.bytes(26, DIGEST_BYTES)),
  };
}

// A member that may be absent; `good` says whether it can be what it says it is.
function member(object, name, good) {
  const value = object[name];
  if (value === undefined) return null;
  demand(good(value));
  return value;
}

function needed(object, name, good) {
  const value = member(object, name, good);
  demand(value !== null);
  return value;
}

const upTo = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most;
const among = (list) => (value) => list.includes(value);
const line = (most) => (value) => typeof value === 'string' && value.length > 0 && value.length <= most;
const isNumber = (value) => typeof value === 'string' && readNumber(value) === value;

function countList(list, good) {
  demand(Array.isArray(list));
  return list.map((item) => ({ code: needed(item, 'code', good), records: needed(item, 'records', upTo(RECORDS_MOST)) }));
}

function readingList(list) {
  demand(Array.isArray(list) && list.length <= 1000);
  return list.map((item, i) => ({ on: needed(item, 'on', i === list.length - 1 ? isDay : isMonth), km: needed(item, 'km', upTo(KM_MOST)) }));
}

// Of a credential; it must name its issuer, number and status list in the one way that ours do.
export function subjectClaims(credential) {
  const subject = credential.credentialSubject, status = credential.credentialStatus, classes = subject.workshop_classes;
  const issuer = hostOf(needed(credential, 'issuer', (did) => /^did:web:[a-z0-9.-]+(%3A\d+)?$/.test(did)));
  const readings = readingList(subject.odometer), number = needed(subject, 'number', isNumber), until = needed(subject, 'valid_until', isDay);
  const records = upTo(RECORDS_MOST), reasons = needed(subject.verdict, 'reasons', Array.isArray);
  demand(subject.profile === PROFILE && reasons.every(among(REASONS)) && credential.id === `https://${issuer}/verify/${number}` &&
    credential.type.join() === 'VerifiableCredential,VehicleMaintenanceCertificate' && seconds(credential.validUntil) === endOf(until) &&
    status.statusListCredential === `https://${issuer}/certificates/status` && status.statusSize === 2 && /^(0|[1-9]\d{0,9})$/.test(status.statusListIndex));
  return {
    issuer,
    number,
    predecessor: member(subject, 'predecessor', isNumber),
    issued_at: seconds(credential.validFrom),
    valid_until: until,
    status_index: Number(status.statusListIndex),
    destination: member(subject, 'destination', line(2)),
    vin: needed(subject, 'vin', line(17)),
    make: member(subject, 'make', line(64)),
    model_year: member(subject, 'model_year', upTo(2999)),
    first_registered: member(subject, 'first_registered', isMonth),
    as_of: needed(subject, 'as_of', isDay),
    version: needed(subject, 'version', upTo(Number.MAX_SAFE_INTEGER)),
    coverage: needed(subject, 'coverage', among(COVERAGE)),
    collected_since: member(subject, 'collected_since', isMonth),
    records: needed(subject, 'records', records),
    disputes: needed(subject, 'disputes', records),
    by_class: CLASSES.map((name) => needed(classes, name, records)),
    regions: countList(subject.regions, (code) => /^\d\d$/.test(code)),
    works: countList(subject.works, among(WORKS)),
    parts: countList(subject.parts, among(PARTS)),
    signals: countList(subject.signals, among(SIGNALS)),
    verdict: needed(subject.verdict, 'class', among(VERDICTS)),
    reasons,
    readings,
    readings_in_all: readings.length,
    series_digest: needed(subject, 'odometer_digest', (text) => /^[0-9a-f]{32}$/.test(text)),
  };
}
