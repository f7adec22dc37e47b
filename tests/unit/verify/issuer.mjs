// An issuer of certificates made from the standards alone, with node:crypto: RFC 8032, 8785 (of what JSON.stringify sorts and
// writes), 8949, 9052, 9162, 4648, the Data Integrity suite eddsa-jcs-2022 and the Bitstring Status List. Nothing of what
// it is held against is used here.
import crypto from 'node:crypto';
import zlib from 'node:zlib';

const sha256 = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts)).digest();

function jcs(value) {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${jcs(value[name])}`).join(',')}}`;
}

function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{1,5}/g).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function base58(bytes) {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`), text = '';
  while (number > 0n) {
    text = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[number % 58n] + text;
    number /= 58n;
  }
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = `1${text}`;
  }
  return text;
}

function head(kind, argument) {
  if (argument < 24) return Buffer.from([kind << 5 | argument]);
  const size = argument < 256 ? 1 : argument < 65536 ? 2 : argument < 2 ** 32 ? 4 : 8, bytes = Buffer.alloc(1 + size);
  bytes[0] = kind << 5 | (24 + Math.log2(size));
  if (size === 8) bytes.writeBigUInt64BE(BigInt(argument), 1);
  else bytes.writeUIntBE(argument, 1, size);
  return bytes;
}

function cbor(value) {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, member]) => [cbor(key), cbor(member)])]);
}

export function newKey() {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519'), { x } = publicKey.export({ format: 'jwk' });
  const print = sha256(Buffer.from(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`));
  return { x, kid: print.toString('base64url'), onPaper: print.subarray(0, 8), sign: (message) => crypto.sign(null, message, privateKey) };
}

const moment = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
const didOf = (issuer) => `did:web:${issuer.replace(':', '%3A')}`;

// The document with its proof.
function prove(document, { issuer, created, key }) {
  const proof = { '@context': document['@context'], type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022', created: moment(created),
    verificationMethod: `${didOf(issuer)}#${key.kid}`, proofPurpose: 'assertionMethod' };
  const signature = key.sign(Buffer.concat([proof, document].map((part) => sha256(Buffer.from(jcs(part))))));
  return { ...document, proof: { ...proof, proofValue: `z${base58(signature)}` } };
}

const sealed = (document, key) => ({ ...document, signature: `z${base58(key.sign(Buffer.from(jcs(document))))}` });

// A car with an ordinary life, as the issuer states it; `change` replaces members.
export function claimsFor(issuer, now, change = {}) {
  const bytes = crypto.randomBytes(12);
  return {
    issuer, number: bytes, issued: now - 3600, until: new Date((now + 59 * 86400) * 1000).toISOString().slice(0, 10), index: 4711, vin: 'LSVAA4180E2123456',
    make: 'Volkswagen', model_year: 2014, registered: '2014-06', as_of: new Date((now - 3600) * 1000).toISOString().slice(0, 10), version: 12, coverage: 0,
    since: '2018-01', records: 9, disputes: 0, by_class: [0, 2, 6, 1], regions: [[31, 7], [33, 2]], works: [[0, 3], [1, 5]], parts: [[0, 5], [3, 1]],
    signals: [0, 0, 0, 1, 0, 0, 0], verdict: [1], readings: [['2020-03', 5200], ['2021-09', 24100], ['2022-05', 61000], ['2026-10-18', 86900]], ...change,
  };
}

const WORDS = {
  coverage: ['recorded', 'none_recorded', 'not_collected'], verdict: ['no_judgement', 'consistent', 'inconsistent'], works: ['maintenance', 'oil'],
  parts: ['oil', 'filter', 'fluid', 'brake'], reasons: ['none', 'too_few_readings', 'odometer_replaced', 'likely_typing_error'],
  signals: ['structure', 'flood', 'fire', 'airbag', 'traction_battery', 'drive_unit', 'odometer_replaced'],
};
const dashed = (bytes) => base32(bytes).match(/.{5}/g).join('-');
const dayNumber = (text) => Number(text.replaceAll('-', ''));
const monthNumber = (text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
const seriesDigest = (readings) => sha256(cbor(readings.map(([on, km]) => [on.length === 7 ? dayNumber(on) * 100 : dayNumber(on), km]))).subarray(0, 16);
const counted = (list, words) => list.map(([code, records]) => ({ code: words ? words[code] : String(code), records }));

function subjectOf(c) {
  return {
    type: 'Vehicle', profile: 1, number: dashed(c.number), ...(c.predecessor ? { predecessor: dashed(c.predecessor) } : {}), ...(c.destination ? { destination: c.destination } : {}),
    valid_until: c.until, vin: c.vin, make: c.make, model_year: c.model_year, first_registered: c.registered, as_of: c.as_of, version: c.version,
    coverage: WORDS.coverage[c.coverage], collected_since: c.since, records: c.records, disputes: c.disputes,
    workshop_classes: { unknown: c.by_class[0], class_1: c.by_class[1], class_2: c.by_class[2], class_3: c.by_class[3] },
    regions: counted(c.regions), works: counted(c.works, WORDS.works), parts: counted(c.parts, WORDS.parts),
    signals: counted(c.signals.map((records, code) => [code, records]), WORDS.signals),
    verdict: { class: WORDS.verdict[c.verdict[0]], reasons: c.verdict.slice(1).map((code) => WORDS.reasons[code]) },
    odometer: c.readings.map(([on, km]) => ({ on, km })), odometer_digest: seriesDigest(c.readings).toString('hex'),
  };
}

export function credential(c, key) {
  const base = `https://${c.issuer}`, status = `${base}/certificates/status`;
  return prove({
    '@context': ['https://www.w3.org/ns/credentials/v2', `${base}/credentials/maintenance/v1`], id: `${base}/verify/${dashed(c.number)}`,
    type: ['VerifiableCredential', 'VehicleMaintenanceCertificate'], issuer: didOf(c.issuer), validFrom: moment(c.issued), validUntil: `${c.until}T16:00:00Z`,
    credentialStatus: { id: `${status}#${c.index}`, type: 'BitstringStatusListEntry', statusPurpose: 'message', statusSize: 2,
      statusMessage: ['valid', 'superseded', 'withdrawn', 'reserved'].map((message, i) => ({ status: `0x${i}`, message })),
      statusListIndex: String(c.index), statusListCredential: status },
    credentialSubject: subjectOf(c),
  }, { issuer: c.issuer, created: c.issued, key });
}

// Only of the readings in `kept`, where it is given, without the lists in `leftOut`, and signed for another use by `context`.
export function paper(c, key, { kept = c.readings, leftOut = [], context } = {}) {
  let months = 0, before = 0;
  const readings = kept.flatMap(([on, km]) => {
    const pair = [monthNumber(on) - months, km - before];
    [months, before] = [monthNumber(on), km];
    return pair;
  });
  const members = [[1, 1], [2, c.number], [3, c.predecessor], [4, c.issued], [5, dayNumber(c.until)], [6, c.index], [7, c.destination], [8, c.vin], [9, c.make], [10, c.model_year],
    [11, monthNumber(c.registered)], [12, dayNumber(c.as_of)], [13, c.version], [14, c.coverage], [15, monthNumber(c.since)], [16, c.records], [17, c.disputes], [18, c.by_class],
    [19, leftOut.includes('regions') ? undefined : c.regions.flat()], [20, leftOut.includes('works') ? undefined : c.works.flat()], [21, leftOut.includes('parts') ? undefined : c.parts.flat()],
    [22, c.signals], [23, c.verdict], [24, readings], [25, kept.length > 0 ? Number(kept.at(-1)[0].slice(8)) : undefined], [26, seriesDigest(c.readings)],
    [27, kept.length === c.readings.length ? undefined : c.readings.length]].filter(([, value]) => value !== undefined);
  return `HTTPS://${c.issuer.toUpperCase()}/C#${base32(sign1(cbor(new Map(members)), key, context))}`;
}

function sign1(payload, key, context = 'chedang/certificate/paper/1') {
  const protectedHead = cbor(new Map([[1, -8], [4, key.onPaper]]));
  const signature = key.sign(cbor(['Signature1', protectedHead, Buffer.from(context), payload]));
  return Buffer.concat([Buffer.from([0xd2]), cbor([protectedHead, new Map(), payload, signature])]);
}

export function trustList(issuer, root, keys, now) {
  return sealed({ type: 'ChedangTrustList', issuer, root: root.kid, issued_at: moment(now - 7200), next_update: moment(now + 30 * 86400),
    keys: keys.map(({ key, from = now - 86400, until = now + 60 * 86400, ended }) => ({ kid: key.kid, x: key.x, published_at: moment(from), signs_from: moment(from),
      signs_until: moment(until), trusted_until: moment(until + 61 * 86400), ...(ended ? { ended_from: moment(ended) } : {}) })) }, root);
}

// `states` is {index: 0, 1 or 2}; `made` is when.
export function statusList(issuer, key, now, states = {}, made = now - 60) {
  const bits = Buffer.alloc(131072 / 4);
  for (const [index, state] of Object.entries(states)) bits[index >> 2] |= state << (6 - index % 4 * 2);
  const base = `https://${issuer}/certificates/status`;
  return prove({ '@context': ['https://www.w3.org/ns/credentials/v2'], id: base, type: ['VerifiableCredential', 'BitstringStatusListCredential'], issuer: didOf(issuer),
    validFrom: moment(made), validUntil: moment(made + 86400),
    credentialSubject: { id: `${base}#list`, type: 'BitstringStatusList', statusPurpose: 'message', ttl: 900000, encodedList: `u${zlib.gzipSync(bits).toString('base64url')}` } },
  { issuer, created: made, key });
}

// With the proof that it is the second of two in the log. `spoil`: "leaf", another one is; "issuer", the head is another's; "signature",
// the head says another time than its key has signed.
export function envelope(signed, key, now, { made = now - 30, spoil } = {}) {
  const first = sha256(Buffer.from([0]), Buffer.from('another')), own = sha256(Buffer.from([0]), Buffer.from(spoil === 'leaf' ? 'x' : jcs(signed)));
  const issuer = spoil === 'issuer' ? 'other.example' : signed.issuer.replace('did:web:', '').replace('%3A', ':'), root = sha256(Buffer.from([1]), first, own).toString('hex');
  const treeHead = sealed({ type: 'ChedangTreeHead', issuer, kid: key.kid, size: 2, root, timestamp: moment(made) }, key);
  if (spoil === 'signature') treeHead.timestamp = moment(made + 1);
  return { credential: signed, inclusion: { size: 2, index: 1, path: [first.toString('hex')], head: treeHead } };
}

// A PDF of one empty page with a file attached, packed or plain.
export function pdf(attached, { packed = false } = {}) {
  const bytes = packed ? zlib.deflateSync(attached) : Buffer.from(attached);
  const objects = ['<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(certificate.json) 4 0 R] >> >> /AF [4 0 R] >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    '<< /Type /Filespec /F (certificate.json) /UF (certificate.json) /AFRelationship /Data /EF << /F 5 0 R >> >>'].map((text) => Buffer.from(text));
  objects.push(Buffer.concat([Buffer.from(`<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length ${bytes.length}${packed ? ' /Filter /FlateDecode' : ''} >>\nstream\n`), bytes, Buffer.from('\nendstream')]));
  let all = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
  const places = objects.map((object, i) => {
    const at = all.length;
    all = Buffer.concat([all, Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.concat([all, Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${all.length}\n%%EOF\n`)]);
}
