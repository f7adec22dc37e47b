// Keeps in copy.json what is recorded of the vehicles of vehicles.txt, a number a line, until it is stopped.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const { CHEDANG_URL, CLIENT_ID } = process.env;
const why = { purpose: 'used_car_listing', reference: 'copy' };
const b64 = (object) => Buffer.from(JSON.stringify(object)).toString('base64url');

// The key is read each time: put another in its place, then have the old one ended.
let token = { text: '', ends: 0 };
async function bearer() {
  if (Date.now() < token.ends) return token.text;
  const exp = Math.floor(Date.now() / 1000) + 60;
  const said = `${b64({ alg: 'EdDSA' })}.${b64({ iss: CLIENT_ID, sub: CLIENT_ID, aud: CHEDANG_URL, jti: randomUUID(), exp })}`;
  const signature = sign(null, Buffer.from(said), createPrivateKey(readFileSync('client.key')));
  const answer = await fetch(`${CHEDANG_URL}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `${said}.${signature.toString('base64url')}`,
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const { access_token: text, expires_in: seconds } = await answer.json();
  token = { text, ends: Date.now() + (seconds - 30) * 1000 };
  return text;
}

// A whole answer, however long it takes: asks again while the service is away, later where it says so, and
// with another token when this one counts no more.
async function ask(path, { headers, ...options } = {}) {
  for (;;) {
    let seconds = 1;
    try {
      const signal = AbortSignal.timeout(120_000);
      const answer = await fetch(CHEDANG_URL + path, { ...options, signal, headers: { ...headers, Authorization: `Bearer ${await bearer()}` } });
      const text = await answer.text();
      if (answer.status === 401) token.ends = 0;
      else if (answer.status === 429 || answer.status === 503) seconds = answer.headers.get('Retry-After');
      else return { status: answer.status, headers: answer.headers, text };
    } catch (fault) {
      console.error(fault.cause?.code ?? fault.message);
    }
    await pause(seconds * 1000);
  }
}

const empty = { lines: 0, after: 0, asked: 0, vehicles: {}, old: {} };
const copy = { ...empty, ...(existsSync('copy.json') ? JSON.parse(readFileSync('copy.json', 'utf8')) : {}) };
function save() {
  writeFileSync('copy.json.new', JSON.stringify(copy));
  renameSync('copy.json.new', 'copy.json');
}

// Everything is asked for again, which has it watched for 90 days. A vehicle may get another handle by that:
// what is not met again under the one that it had is forgotten in the end.
function startOver() {
  const old = Object.fromEntries(Object.keys(copy.vehicles).map((handle) => [handle, true]));
  Object.assign(copy, { lines: 0, asked: Date.now(), old });
}

function keep(handle, etag, summary) {
  copy.vehicles[handle] = { etag, summary };
}

// Asks for many vehicles; those that were refused for now, again.
async function backfill(vins) {
  while (vins.length > 0) {
    const answer = await ask('/v1/lookups/batch', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson' },
      body: vins.map((vin) => JSON.stringify({ vin, ...why })).join('\n'),
    });
    if (answer.status !== 200) throw new Error(answer.text);
    const later = [];
    for (const { line, status, handle, etag, summary, problem } of answer.text.trim().split('\n').map(JSON.parse)) {
      delete copy.old[handle];
      if (status === 200) keep(handle, etag, summary);
      else if (status === 404) keep(handle, null, null);
      else if (status === 429 || status === 503) later.push(vins[line - 1]);
      else console.error(`${problem.code} in ${problem.pointer ?? 'a line'}`);
    }
    if (later.length > 0) await pause(1000);
    vins = later;
  }
}

// Asks for a vehicle of which there is something new. If its handle is no longer good, others may not be either.
async function refresh(handle) {
  const known = copy.vehicles[handle]?.etag;
  const answer = await ask(`/v1/vehicles/${handle}/summary?${new URLSearchParams(why)}`, { headers: known ? { 'If-None-Match': known } : {} });
  if (answer.status === 200) keep(handle, answer.headers.get('ETag'), JSON.parse(answer.text));
  else if (answer.status !== 304) {
    const { code } = JSON.parse(answer.text);
    if (code === 'handle_unknown') startOver();
    else if (code === 'no_record' || code === 'not_collected') keep(handle, null, null);
    else throw new Error(answer.text);
  }
}

const vins = readFileSync('vehicles.txt', 'utf8').trim().split('\n');
for (;;) {
  if (Date.now() > copy.asked + 80 * 86_400_000) startOver();
  while (copy.lines < vins.length) {
    await backfill(vins.slice(copy.lines, copy.lines + 1000));
    copy.lines = Math.min(copy.lines + 1000, vins.length);
    if (copy.lines === vins.length) {
      for (const handle in copy.old) delete copy.vehicles[handle];
      copy.old = {};
    }
    save();
    console.log(`${copy.lines} of ${vins.length}`);
  }
  const answer = await ask(`/v1/changes?after=${copy.after}&limit=1000&wait=30`);
  const told = JSON.parse(answer.text);
  if (answer.status === 410) { // too much was missed: from the start, then on from here
    copy.after = told.last;
    startOver();
    continue;
  }
  if (answer.status !== 200) throw new Error(answer.text);
  const latest = new Map(told.changes.map((change) => [change.handle, change.etag]));
  for (const [handle, etag] of latest) { // what has got another handle since was asked for then
    if (handle in copy.vehicles && copy.vehicles[handle].etag !== etag) await refresh(handle);
  }
  if (told.next_after === copy.after) continue;
  copy.after = told.next_after;
  save();
  console.log(`changes up to ${copy.after}`);
}
