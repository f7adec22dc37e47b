// RFC 8785 within what is signed, and what programs would read in more than one way.
import assert from 'node:assert/strict';
import test from 'node:test';
import { canonicalJson, readJson } from '../../../static/verify_json.mjs';

const GOOD = {
  '{"b":1,"a":2}': '{"a":2,"b":1}',
  ' { "peach" : "one" ,\n"pech":\t1 } ': '{"peach":"one","pech":1}',
  '[ ]': '[]',
  '{ }': '{}',
  '"\\u20ac\\/\\"\\\\ \\u4f60"': '"€/\\"\\\\ 你"',
  '[true,false,null,0,-1,9007199254740991,-9007199254740991]': '[true,false,null,0,-1,9007199254740991,-9007199254740991]',
  '{"1":1,"10":2,"2":3,"A":4,"_":5,"a":6}': '{"1":1,"10":2,"2":3,"A":4,"_":5,"a":6}',
  '{"__proto__":1,"constructor":2}': '{"__proto__":1,"constructor":2}',
  '"\\ud83d\\ude97"': '"🚗"',
};
const WRONG = {
  'a name twice': ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}'],
  'a fraction, or a number with more than one meaning': ['1.0', '1e3', '-0', '01', '9007199254740992', '1.5', '+1', '.5', '0x1'],
  'control characters': ['"\\u0000"', '"\\n"', '"\\u001f"', '"\u0001"', '"\t"'],
  'half of a pair': ['"\\ud800"', '"\\udc00\\ud800"', '"\\udc00"'],
  'names beyond ASCII': ['{"é":1}', '{"\\u00e9":1}'],
  'no JSON': ['', '{', '}', '[1,]', '{"a":1,}', '{a:1}', "'a'", '[1 2]', '{"a" 1}', 'tru', 'nulll', '"a', '1 2', '[]]', '\ufeff{}', '{"a":1}x', '[,1]'],
  'too deep': ['['.repeat(100) + ']'.repeat(100)],
  'too many': [`[${'0,'.repeat(30000)}0]`],
};

test('what is read is written in one way', () => {
  for (const [text, wanted] of Object.entries(GOOD)) {
    assert.equal(canonicalJson(readJson(text)), wanted);
    assert.equal(canonicalJson(readJson(wanted)), wanted);
  }
});

for (const [name, all] of Object.entries(WRONG))
  test(`refused: ${name}`, () => {
    for (const text of all) assert.throws(() => readJson(text), text);
  });
