// The table of documents that tests/unit/pdf_attachment_test.c goes through as well: both readers find the same in them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import zlib from 'node:zlib';
import { attachedFile } from '../../../static/verify_pdf.mjs';

const CASES = JSON.parse(fs.readFileSync(new URL('pdf_cases.json', import.meta.url), 'utf8'));

const object = (entries, body) => Buffer.concat([Buffer.from(`1 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson ${entries} >>\nstream\n`), body, Buffer.from('\nendstream\nendobj\n')]);

function partOf(part) {
  if (typeof part === 'string') return Buffer.from(part);
  if ('object' in part) return object(part.object, Buffer.from(part.body));
  if ('blanks' in part) return Buffer.alloc(part.blanks, ' ');
  const plain = Buffer.from((part.packed ?? part.plain).repeat(part.times ?? 1)), packed = part.packed === undefined ? plain : zlib.deflateSync(plain);
  const body = Buffer.concat([packed.subarray(0, packed.length - (part.cut ?? 0)), Buffer.from(part.behind ?? '')]);
  return object(`${part.packed === undefined ? '' : '/Filter /FlateDecode '}/Length ${body.length}`, body);
}

for (const { name, pdf, found, file } of CASES)
  test(name, async () => {
    const read = attachedFile(new Uint8Array(Buffer.concat(pdf.map(partOf))));
    if (found === 'attached') {
      const bytes = Buffer.from(await read);
      if (file !== undefined) assert.equal(bytes.toString(), file);
      else assert.equal(bytes.length, 1 << 20);
    } else if (found === 'nothing') {
      assert.equal(await read, null);
    } else {
      await assert.rejects(read);
    }
  });

test('what the fuzz target keeps is read alike', async () => {
  const found = {};
  for (const name of fs.readdirSync(new URL('../../fuzz/corpus/pdf', import.meta.url)))
    found[name] = await attachedFile(new Uint8Array(fs.readFileSync(new URL(`../../fuzz/corpus/pdf/${name}`, import.meta.url)))).then((file) => file === null ? 'nothing' : 'attached', () => 'refused');
  assert.deepEqual(found, JSON.parse(fs.readFileSync(new URL('pdf_corpus.json', import.meta.url), 'utf8')));
});
