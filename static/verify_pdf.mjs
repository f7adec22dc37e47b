// The files that are attached to a PDF (ISO 32000-1, 7.11.4), plain or packed by Flate; nothing else of it is read.

const MOST_ATTACHED = 1 << 20, MOST_STREAMS = 16;

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

export const isPdf = (bytes) => String.fromCharCode(...bytes.subarray(0, 1024)).includes('%PDF-');

// Where a stream lies: behind its dictionary, as long as that says, or up to its end.
function streamAt(text, mark) {
  const begin = text.slice(mark, mark + 4096).search(/stream\r?\n/);
  if (begin < 0) return null;
  const dictionary = text.slice(text.lastIndexOf('obj', mark), mark + begin);
  const start = mark + begin + (text[mark + begin + 6] === '\r' ? 8 : 7);
  const said = dictionary.match(/\/Length\s+(\d+)(?!\d|\s+\d+\s+R)/);
  const end = said === null ? text.indexOf('endstream', start) : start + Number(said[1]);
  return end < start || end > text.length ? null : { dictionary, start, end };
}

export async function attachedFiles(bytes) {
  const text = new TextDecoder('latin1').decode(bytes), files = [];
  const marks = [...text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)].slice(0, MOST_STREAMS);
  for (const mark of marks) {
    const stream = streamAt(text, mark.index);
    if (stream === null) continue;
    const raw = bytes.subarray(stream.start, stream.end);
    const filter = stream.dictionary.match(/\/Filter\s*\[?\s*\/(\w+)/);
    try {
      if (filter === null) files.push(raw);
      else if (filter[1] === 'FlateDecode') files.push(await unpacked(raw, 'deflate', MOST_ATTACHED));
    } catch {
      continue; // what cannot be unpacked is no certificate
    }
  }
  return files;
}
