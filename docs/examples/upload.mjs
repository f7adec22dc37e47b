// Sends the records of records.ndjson, one a line, and says what became of each; those that were refused for now, again.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const { CHEDANG_URL, CLIENT_ID, CLIENT_SECRET } = process.env;

let token = { text: '', ends: 0 };
async function bearer() {
  if (Date.now() < token.ends) return token.text;
  const secret = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
  const answer = await fetch(`${CHEDANG_URL}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${secret}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'repair.write' }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const { access_token: text, expires_in: seconds } = await answer.json();
  token = { text, ends: Date.now() + (seconds - 30) * 1000 };
  return text;
}

// The key follows from what is sent: the same lines again are answered alike, also after a crash.
async function send(lines) {
  const body = lines.join('\n');
  for (;;) {
    let seconds = 1;
    try {
      const answer = await fetch(`${CHEDANG_URL}/v1/repairs`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${await bearer()}`,
          'Content-Type': 'application/x-ndjson',
          'Accept-Language': 'en',
          'Idempotency-Key': createHash('sha256').update(body).digest('hex'),
        },
        body,
      });
      const text = await answer.text();
      if (answer.status === 200) return text.trim().split('\n').map(JSON.parse);
      if (answer.status === 401) token.ends = 0;
      else if (answer.status === 409 || answer.status === 429 || answer.status === 503) seconds = answer.headers.get('Retry-After') ?? 1;
      else throw Object.assign(new Error(text), { final: true });
    } catch (fault) {
      if (fault.final) throw fault;
      console.error(fault.cause?.code ?? fault.message);
    }
    await pause(seconds * 1000);
  }
}

const waiting = readFileSync('records.ndjson', 'utf8').trim().split('\n').map((text, i) => ({ text, number: i + 1 }));
while (waiting.length > 0) {
  const batch = waiting.splice(0, 500);
  let seconds = 0;
  for (const { line, status, retry_after: later, repair, problem } of await send(batch.map(({ text }) => text))) {
    const record = batch[line - 1];
    if (later !== undefined || status === 401) {
      waiting.push(record);
      seconds = Math.max(seconds, later ?? 1);
    } else if (repair) {
      console.log(record.number, status, repair.outcome, repair.handle);
      for (const { code, said, pointer, suggestions } of repair.findings) {
        console.log(record.number, `  ${code} ${pointer ?? ''}: ${said}${suggestions.length ? ` Did you mean ${suggestions.join(' or ')}?` : ''}`);
      }
    } else {
      console.log(record.number, status, problem.errors?.[0].pointer ?? problem.code, problem.detail ?? problem.title);
    }
  }
  if (seconds > 0) await pause(seconds * 1000);
}
