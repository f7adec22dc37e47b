// Deterministic CBOR (RFC 8949, 4.2.1), and nothing else: shortest lengths, none that is open, keys in their order and once,
// no floats, nothing behind the end. Maps become Map; what a tag stands before becomes { tag, value }.
import { utf8Text } from './verify_bytes.mjs';

const DEEPEST = 8;

class CborReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(length) {
    if (length > this.bytes.length - this.at) throw new Error('ends too soon');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  // The argument of a head: a number in the shortest of its forms.
  argument(short) {
    if (short < 24) return short;
    if (short > 27) throw new Error('an open length');
    let value = 0n;
    for (const byte of this.take(1 << (short - 24))) value = value << 8n | BigInt(byte);
    const least = [24n, 1n << 8n, 1n << 16n, 1n << 32n][short - 24];
    if (value < least) throw new Error('longer than need be');
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('a number too large');
    return Number(value);
  }

  map(count, depth) {
    const map = new Map();
    let before = null;
    for (let i = 0; i < count; i++) {
      const start = this.at, key = this.item(depth), written = this.bytes.subarray(start, this.at);
      if (typeof key !== 'number' && typeof key !== 'string') throw new Error('a key of another kind');
      if (before !== null && !comesBefore(before, written)) throw new Error('keys out of order');
      before = written;
      map.set(key, this.item(depth));
    }
    return map;
  }

  item(depth = 0) {
    if (depth > DEEPEST) throw new Error('too deep');
    const head = this.take(1)[0], kind = head >> 5;
    if (kind === 7) {
      const simple = { 0xf4: false, 0xf5: true, 0xf6: null };
      if (!(head in simple)) throw new Error('a value that is not used here');
      return simple[head];
    }
    const argument = this.argument(head & 31);
    switch (kind) {
    case 0: return argument;
    case 1: return -1 - argument;
    case 2: return this.take(argument);
    case 3: return utf8Text(this.take(argument));
    case 4: return Array.from({ length: this.fits(argument) }, () => this.item(depth + 1));
    case 5: return this.map(this.fits(argument), depth + 1);
    default: return { tag: argument, value: this.item(depth + 1) };
    }
  }

  // No more members than there are bytes left, so that a length alone takes no memory.
  fits(count) {
    if (count > this.bytes.length - this.at) throw new Error('ends too soon');
    return count;
  }
}

function comesBefore(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] < b[i];
  return a.length < b.length;
}

export function readCbor(bytes) {
  const reader = new CborReader(bytes), value = reader.item();
  if (reader.at !== bytes.length) throw new Error('bytes left over');
  return value;
}

function cborHead(kind, argument) {
  const size = [24, 2 ** 8, 2 ** 16, 2 ** 32, Infinity].findIndex((most) => argument < most);
  if (size === 0) return [kind << 5 | argument];
  const bytes = argument.toString(16).padStart(2 << (size - 1), '0').match(/../g);
  return [kind << 5 | (23 + size), ...bytes.map((pair) => parseInt(pair, 16))];
}

// Of numbers, texts, bytes and lists of them.
export function writeCbor(value) {
  if (typeof value === 'number') return Uint8Array.from(value < 0 ? cborHead(1, -1 - value) : cborHead(0, value));
  const kind = value instanceof Uint8Array ? 2 : typeof value === 'string' ? 3 : 4;
  const content = kind === 2 ? [value] : kind === 3 ? [new TextEncoder().encode(value)] : value.map(writeCbor);
  const length = kind === 4 ? value.length : content[0].length;
  return Uint8Array.from([...cborHead(kind, length), ...content.flatMap((part) => [...part])]);
}
