// SHA-256 and SHA-512 (FIPS 180-4): the browser's own where it has them, else these. A page that was saved and is opened
// as a file does not get them everywhere.

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

// The first 64 bits behind the point of a square or cube root, which the constants are.
function fraction(prime, power) {
  const wanted = BigInt(prime) << BigInt(64 * power);
  let root = 0n;
  for (let bit = 1n << 68n; bit > 0n; bit >>= 1n) if ((root | bit) ** BigInt(power) <= wanted) root |= bit;
  return root & 0xffffffffffffffffn;
}

let constants;
function sha2Constants() {
  constants ??= { start: primes(8).map((p) => fraction(p, 2)), round: primes(80).map((p) => fraction(p, 3)) };
  return constants;
}

const SHA256 = { word: 32n, rounds: 64, turns: [[2n, 13n, 22n], [6n, 11n, 25n], [7n, 18n, 3n], [17n, 19n, 10n]] };
const SHA512 = { word: 64n, rounds: 80, turns: [[28n, 34n, 39n], [14n, 18n, 41n], [1n, 8n, 7n], [19n, 61n, 6n]] };

function padded(bytes, block) {
  const length = Math.ceil((bytes.length + 1 + block / 8) / block) * block;
  const all = new Uint8Array(length);
  all.set(bytes);
  all[bytes.length] = 0x80;
  new DataView(all.buffer).setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return all;
}

function words(bytes, at, size) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 16 * size);
  return Array.from({ length: 16 }, (_, i) => size === 8 ? view.getBigUint64(8 * i) : BigInt(view.getUint32(4 * i)));
}

export function sha2Here(bytes, { word, rounds, turns }) {
  const mask = (1n << word) - 1n, cut = 64n - word, size = Number(word) / 8;
  const turn = (x, n) => (x >> n | x << (word - n)) & mask;
  const sum = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ turn(x, c);
  const schedule = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ x >> c;
  const { start, round } = sha2Constants();
  let state = start.map((x) => x >> cut);
  const all = padded(bytes, 16 * size);
  for (let at = 0; at < all.length; at += 16 * size) {
    const w = words(all, at, size);
    for (let i = 16; i < rounds; i++) w.push((schedule(w[i - 2], turns[3]) + w[i - 7] + schedule(w[i - 15], turns[2]) + w[i - 16]) & mask);
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < rounds; i++) {
      const one = h + sum(e, turns[1]) + (e & f ^ ~e & mask & g) + (round[i] >> cut) + w[i];
      const two = sum(a, turns[0]) + (a & b ^ a & c ^ b & c);
      [a, b, c, d, e, f, g, h] = [(one + two) & mask, a, b, c, (d + one) & mask, e, f, g];
    }
    state = [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) & mask);
  }
  const digest = state.map((x) => x.toString(16).padStart(2 * size, '0')).join('');
  return Uint8Array.from(digest.match(/../g), (pair) => parseInt(pair, 16));
}

async function digest(name, bytes, here) {
  if (globalThis.crypto?.subtle === undefined) return sha2Here(bytes, here);
  return new Uint8Array(await crypto.subtle.digest(name, bytes));
}

export const sha256 = (bytes) => digest('SHA-256', bytes, SHA256);
export const sha512 = (bytes) => digest('SHA-512', bytes, SHA512);
export const sha256Here = (bytes) => sha2Here(bytes, SHA256);
export const sha512Here = (bytes) => sha2Here(bytes, SHA512);
