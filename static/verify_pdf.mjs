// The file of JSON that is attached to a PDF (ISO 32000-1, 7.11.4), plain or packed by Flate; nothing else of it is read. The same
// steps and bounds as in server/core/pdf_attached.c: both are held against one table of documents.
import { same } from './verify_bytes.mjs';

export const PDF_MOST = 8 << 20;
const ATTACHED_MOST = 1 << 20, CANDIDATES_MOST = 64, DICTIONARY_MOST = 4096, NESTED_MOST = 8;
const WHITE = '\0\t\n\f\r ', DELIMITERS = '()<>[]{}/%', KIND = '/EmbeddedFile', JSON_KINDS = ['/application#2Fjson', '/application#2fjson'];

// Bytes unpacked by "gzip" or "deflate" (that of zlib); throws where that gives more than `most`.
export async function unpacked(bytes, format, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new Error('too long');
    }
    parts.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Bytes as letters, one each; `at` moves on, what is at `end` is not read.
class PdfReading {
  constructor(text, at, end) {
    Object.assign(this, { text, at, end });
  }

  // The end of a string in brackets that begins here; false where it has none.
  #skipString() {
    for (let open = 0; this.at < this.end; this.at++) {
      const letter = this.text[this.at];
      if (letter === '\\' && this.at + 1 < this.end) this.at++;
      else if (letter === '(') open++;
      else if (letter === ')' && --open === 0) {
        this.at++;
        return true;
      }
    }
    return false;
  }

  // A bracket, a string, a name, or what stands by itself; null at the end, and for a string without one.
  token() {
    const { text, end } = this;
    while (this.at < end && WHITE.includes(text[this.at])) this.at++;
    const begin = this.at, first = text[begin];
    if (begin >= end) return null;
    if (begin + 1 < end && (text.startsWith('<<', begin) || text.startsWith('>>', begin))) this.at += 2;
    else if (first === '(') {
      if (!this.#skipString()) return null;
    } else if (first === '<') {
      while (this.at < end && text[this.at++] !== '>');
    } else {
      this.at++;
      if (first === '/' || !DELIMITERS.includes(first))
        while (this.at < end && !WHITE.includes(text[this.at]) && !DELIMITERS.includes(text[this.at])) this.at++;
    }
    return text.slice(begin, this.at);
  }

  // The tokens up to the next key or the dictionary's end; null for what is nested too deep, or has no end.
  value() {
    const tokens = [];
    for (let depth = 0; ;) {
      const before = this.at, token = this.token();
      if (token === null) return null;
      if (depth === 0 && (tokens.length > 0 && token[0] === '/' || token === '>>')) {
        this.at = before;
        return tokens;
      }
      if (token === '<<' || token === '[') depth++;
      if (token === '>>' || token === ']') depth--;
      if (depth < 0 || depth > NESTED_MOST) return null;
      tokens.push(token);
    }
  }

  // The dictionary of a stream; null where none begins here.
  streamHead() {
    const head = {};
    if (this.token() !== '<<') return null;
    let key = this.token();
    for (; key !== null && key[0] === '/'; key = this.token()) {
      const value = this.value();
      if (value === null) return null;
      head[key] = value;
    }
    return key === '>>' && this.token() === 'stream' ? head : null;
  }
}

// The name alone, or in an array.
const isOnly = (value, name) => value.filter((token) => token === name).length === 1 && value.every((token) => token === name || token === '[' || token === ']');

// A length that stands elsewhere is not looked up: then the stream goes to its end mark.
function bodyAt(text, at, length) {
  const start = at + (text.startsWith('\r\n', at) ? 2 : text[at] === '\n' ? 1 : 0);
  if (length === undefined || length.length === 0) return null;
  if (length.length === 1 && /^\d+$/.test(length[0])) return start + Number(length[0]) > text.length ? null : [start, start + Number(length[0])];
  if (!/^\d/.test(length[0])) return null;
  let end = text.indexOf('endstream', start);
  if (end < 0) return null;
  if (end > start && text[end - 1] === '\n') end--;
  if (end > start && text[end - 1] === '\r') end--;
  return [start, end];
}

// The bytes of the stream whose dictionary begins here; null where it is none of these files. Throws for what cannot be unpacked.
async function fileAt(bytes, text, object) {
  const reading = new PdfReading(text, object, Math.min(text.length, object + 2 * DICTIONARY_MOST)), head = reading.streamHead();
  if (head === null || head['/Type']?.join() !== KIND || !JSON_KINDS.includes(head['/Subtype']?.join())) return null;
  const body = bodyAt(text, reading.at, head['/Length']), { '/Filter': filter, '/DecodeParms': parameters } = head;
  if (body === null || parameters !== undefined && !isOnly(parameters, 'null')) throw new Error('unreadable');
  const raw = bytes.subarray(...body);
  if (filter !== undefined && !isOnly(filter, 'null')) {
    if (!isOnly(filter, '/FlateDecode')) throw new Error('unreadable');
    return unpacked(raw, 'deflate', ATTACHED_MOST);
  }
  if (raw.length > ATTACHED_MOST) throw new Error('too long');
  return raw;
}

export const isPdf = (bytes) => bytes.length >= 5 && String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-';

// The one attached file, which may stand there several times; null where there is none. Throws where they differ, and for what
// cannot be read.
export async function attachedFile(bytes) {
  if (bytes.length > PDF_MOST || !isPdf(bytes)) throw new Error('no PDF, or too large');
  const text = new TextDecoder('latin1').decode(bytes);
  let file = null, candidates = 0;
  for (let mark = text.indexOf(KIND); mark >= 0; mark = text.indexOf(KIND, mark + KIND.length)) {
    if (++candidates > CANDIDATES_MOST) throw new Error('too many');
    const begin = Math.max(0, mark - DICTIONARY_MOST), object = text.slice(begin, mark).lastIndexOf('obj'), behind = text[mark + KIND.length];
    if (object < 0 || behind !== undefined && !WHITE.includes(behind) && !DELIMITERS.includes(behind)) continue;
    const found = await fileAt(bytes, text, begin + object + 3);
    if (found !== null && file !== null && !same(found, file)) throw new Error('they differ');
    file ??= found;
  }
  return file;
}
