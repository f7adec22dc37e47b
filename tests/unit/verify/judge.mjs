// The page's verdict without the page: {input, trust, status, root} on stdin, texts all, and root as the setting has it.
import { fromBase64url } from '../../../static/verify_bytes.mjs';
import { check } from '../../../static/verify_check.mjs';
import { readJson } from '../../../static/verify_json.mjs';
import { readStatusList } from '../../../static/verify_status.mjs';
import { readTrustList } from '../../../static/verify_trust.mjs';

let given = '';
for await (const part of process.stdin) given += part;
const { input, trust, status, root } = JSON.parse(given), now = Math.floor(Date.now() / 1000);
const list = await readTrustList(readJson(trust), fromBase64url(root));
const states = { ...await readStatusList(readJson(status), list), online: true };
const { verdict, claims, log } = await check(input, { host: '', trust: list, status: states, deviceNow: now, serverNow: null });
console.log(JSON.stringify({ verdict, claims, log }));
