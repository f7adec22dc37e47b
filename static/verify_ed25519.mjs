// Ed25519 (RFC 8032), verification only, deciding as libsodium does: S below the order of the group, a key that is written
// as it should be, neither key nor R of small order, and R equal byte by byte. WebCrypto where it knows the curve.
import { joined } from './verify_bytes.mjs';
import { sha512 } from './verify_hash.mjs';

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (x) => ((x % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base); exponent > 0n; exponent >>= 1n, square = square * square % P)
    if (exponent & 1n) result = result * square % P;
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

function little(bytes) {
  let number = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) number = number << 8n | BigInt(bytes[i]);
  return number;
}

const yOf = (bytes) => little(bytes) & (2n ** 255n - 1n);

// A point is [X, Y, Z, T]: x = X/Z, y = Y/Z, xy = T/Z.
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2), d = mod(2n * z1 * z2);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

// The point of these 32 bytes; null where there is none.
function point(bytes) {
  const y = yOf(bytes) % P, u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(mod(u * power(v, 7n)), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = x * ROOT_OF_MINUS_ONE % P;
  if (mod(v * x * x) !== u) return null;
  if ((x & 1n) !== BigInt(bytes[31] >> 7)) x = mod(-x);
  return [x, y, 1n, x * y % P];
}

function packedPoint([x, y, z]) {
  const inverse = power(z, P - 2n), packed = mod(y * inverse) | (mod(x * inverse) & 1n) << 255n;
  return Uint8Array.from({ length: 32 }, (_, i) => Number(packed >> BigInt(8 * i) & 255n));
}

const BASE = point(Uint8Array.from({ length: 32 }, (_, i) => i === 0 ? 0x58 : 0x66));
const NEUTRAL = [0n, 1n, 1n, 0n];

// a·A + b·BASE
function twoMultiples(a, point, b) {
  const sums = [null, point, BASE, add(point, BASE)];
  let sum = NEUTRAL;
  for (let bit = 255n; bit >= 0n; bit--) {
    const which = Number((a >> bit & 1n) | (b >> bit & 1n) << 1n);
    sum = add(sum, sum);
    if (which !== 0) sum = add(sum, sums[which]);
  }
  return sum;
}

// The y of the points whose order divides 8, also as they should not be written.
const EIGHTH = little(Uint8Array.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'.match(/../g), (b) => parseInt(b, 16)));
const SMALL = [0n, 1n, P - 1n, P, P + 1n, EIGHTH, P - EIGHTH];

// What is decided before any curve is asked.
function wellWritten(signature, key) {
  return signature.length === 64 && key.length === 32 && little(signature.subarray(32)) < ORDER && yOf(key) < P &&
    !SMALL.includes(yOf(key)) && !SMALL.includes(yOf(signature.subarray(0, 32)));
}

export async function ed25519Here(signature, message, key) {
  const a = wellWritten(signature, key) ? point(key) : null;
  if (a === null) return false;
  const r = signature.subarray(0, 32), h = little(await sha512(joined(r, key, message))) % ORDER;
  const minus = [mod(-a[0]), a[1], a[2], mod(-a[3])];
  const found = packedPoint(twoMultiples(h, minus, little(signature.subarray(32))));
  return found.every((byte, i) => byte === r[i]);
}

export async function ed25519(signature, message, key) {
  if (!wellWritten(signature, key)) return false;
  try {
    const known = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify('Ed25519', known, signature, message);
  } catch {
    return ed25519Here(signature, message, key);
  }
}
