const { CHEDANG_URL, CLIENT_ID, CLIENT_SECRET, VIN } = process.env;

// An answer; waits where it is told to.
async function ask(path, options) {
  const answer = await fetch(CHEDANG_URL + path, options);
  if (answer.status !== 429 && answer.status !== 503) return answer;
  await new Promise((resolve) => setTimeout(resolve, answer.headers.get('Retry-After') * 1000));
  return ask(path, options);
}

async function good(answer) {
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

// A token, which is good for 15 minutes.
const secret = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
const token = await (await good(await ask('/oauth/token', {
  method: 'POST',
  headers: { Authorization: `Basic ${secret}` },
  body: new URLSearchParams({ grant_type: 'client_credentials' }),
}))).json();
const Authorization = `Bearer ${token.access_token}`;

// What is recorded of a vehicle.
const why = { purpose: 'used_car_listing', reference: 'listing-4711' };
const question = JSON.stringify({ vin: VIN, ...why });
const answer = await good(await ask('/v1/lookups', {
  method: 'POST',
  headers: { Authorization, 'Content-Type': 'application/json' },
  body: question,
}));
const summary = await answer.json();
console.log(summary.odometer.verdict, summary.record_count, 'records;', answer.headers.get('RateLimit'));

// The same vehicle later, by its handle: 304 while nothing has changed.
const again = await ask(`/v1/vehicles/${summary.handle}/summary?${new URLSearchParams(why)}`, {
  headers: { Authorization, 'If-None-Match': summary.etag },
});
console.log(again.status);

// Many at once, a line each; a line that cannot be answered has its own status.
const batch = await good(await ask('/v1/lookups/batch', {
  method: 'POST',
  headers: { Authorization, 'Content-Type': 'application/x-ndjson' },
  body: [question, JSON.stringify({ vin: '0CDSANDB2JA000002', ...why })].join('\n'),
}));
for (const line of (await batch.text()).trim().split('\n').map(JSON.parse)) {
  console.log(line.line, line.status, line.problem?.code);
}
