import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { CHEDANG_URL, CLIENT_ID } = process.env;
const key = createPrivateKey(readFileSync('client.key'));
const b64 = (object) => Buffer.from(JSON.stringify(object)).toString('base64url');

const exp = Math.floor(Date.now() / 1000) + 60;
const said = `${b64({ alg: 'EdDSA' })}.${b64({ iss: CLIENT_ID, sub: CLIENT_ID, aud: CHEDANG_URL, jti: randomUUID(), exp })}`;
const answer = await fetch(`${CHEDANG_URL}/oauth/token`, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${said}.${sign(null, Buffer.from(said), key).toString('base64url')}`,
  }),
});
if (!answer.ok) throw new Error(await answer.text());
const { access_token: token, expires_in: seconds } = await answer.json();
console.log(token.length, seconds);
