// Bytes as text and back. Whatever is not the one right spelling throws: what is signed can be written in one way only.

export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export const utf8 = (text) => new TextEncoder().encode(text);
export const utf8Text = (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error('no hexadecimal');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Bits that are left over must be 0, and fewer than a letter has.
function fromBits(text, alphabet, width) {
  const bytes = new Uint8Array(Math.floor(text.length * width / 8));
  let bits = 0, held = 0, at = 0;
  for (const letter of text) {
    const value = alphabet.indexOf(letter);
    if (value < 0) throw new Error('a letter that does not belong there');
    bits = (bits << width | value) & 0xffff;
    held += width;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  if (held >= width || bits !== 0) throw new Error('bits left over');
  return bytes;
}

function toBits(bytes, alphabet, width) {
  let text = '', bits = 0, held = 0;
  for (const byte of bytes) {
    bits = bits << 8 | byte;
    for (held += 8; held >= width; bits &= (1 << held) - 1) {
      held -= width;
      text += alphabet[bits >> held];
    }
  }
  return held === 0 ? text : text + alphabet[bits << (width - held)];
}

export const fromBase32 = (text) => fromBits(text, BASE32, 5);
export const toBase32 = (bytes) => toBits(bytes, BASE32, 5);
export const fromBase64url = (text) => fromBits(text, BASE64URL, 6);
export const toBase64url = (bytes) => toBits(bytes, BASE64URL, 6);

// As Bitcoin writes it: a 1 for each leading byte that is 0.
export function fromBase58(text) {
  let number = 0n;
  for (const letter of text) {
    const value = BASE58.indexOf(letter);
    if (value < 0) throw new Error('a letter that does not belong there');
    number = number * 58n + BigInt(value);
  }
  const digits = number === 0n ? '' : number.toString(16);
  const pairs = (digits.length % 2 ? `0${digits}` : digits).match(/../g) ?? [];
  const zeros = text.length - text.replace(/^1+/, '').length;
  return Uint8Array.from([...Array(zeros).fill(0), ...pairs.map((pair) => parseInt(pair, 16))]);
}

export function toBase58(bytes) {
  let number = bytes.length === 0 ? 0n : BigInt(`0x${hex(bytes)}`), text = '';
  for (; number > 0n; number /= 58n) text = BASE58[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text;
}

// Multibase (z is base58, u is base64url).
export function fromMultibase(text) {
  if (text[0] === 'z') return fromBase58(text.slice(1));
  if (text[0] === 'u') return fromBase64url(text.slice(1));
  throw new Error('a multibase that is not used here');
}

// "ABCDE-FGHIJ-KLMNO-PQRST": 12 bytes, in any case, with or without hyphens and blanks. null for anything else.
export function readNumber(text) {
  const letters = text.replace(/[\s\-‐-―]/g, '').toUpperCase();
  if (letters.length !== 20) return null;
  try {
    fromBase32(letters);
    return letters.match(/.{5}/g).join('-');
  } catch {
    return null;
  }
}
