// The status list (Bitstring Status List 1.0): whether a certificate was superseded or withdrawn, as of when.
import { fromMultibase } from './verify_bytes.mjs';
import { unpacked } from './verify_pdf.mjs';

const MOST_LIST = 16 << 20, STATUS_BITS = 2;
export const STATUS = ['genuine', 'superseded', 'withdrawn'];

// Of the signed list's subject; the first bit is the leftmost of the first byte.
export async function statusBits(subject) {
  if (subject?.type !== 'BitstringStatusList' || typeof subject.encodedList !== 'string' || subject.encodedList[0] !== 'u') throw new Error('no status list');
  return unpacked(fromMultibase(subject.encodedList), 'gzip', MOST_LIST);
}

// 0 valid, 1 superseded, 2 withdrawn; null for what the list does not have.
export function statusAt(bits, index) {
  const first = index * STATUS_BITS;
  if (!Number.isSafeInteger(index) || index < 0 || first + STATUS_BITS > bits.length * 8) return null;
  return bits[first >> 3] >> (8 - STATUS_BITS - (first & 7)) & 3;
}
