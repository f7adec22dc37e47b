// What the page is made of: words, codes, and the file that it can be saved as.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import vm from 'node:vm';
import * as codes from '../../../static/verify_codes.mjs';
import { inlineJson, joinedModules } from '../../../static/verify_save.mjs';

const here = (path) => new URL(`../../../${path}`, import.meta.url);
const text = (path) => fs.readFileSync(here(path), 'utf8');
const LANGUAGES = ['zh', 'en', 'ru', 'ar', 'kk', 'fr', 'es'];

function flat(object, prefix = '') {
  return Object.entries(object).flatMap(([name, value]) => typeof value === 'string' ? [[prefix + name, value]] : flat(value, `${prefix}${name}.`));
}

const given = (words) => (words.match(/\{\w+\}/g) ?? []).sort().join();

test('every language has every word, with the same names in it, and none stands there untranslated', () => {
  const all = LANGUAGES.map((language) => new Map(flat(JSON.parse(text(`templates/verify.${language}.json`)))));
  const [zh, en] = all;
  for (const [i, words] of all.entries()) {
    assert.deepEqual([...words.keys()], [...en.keys()]);
    for (const [name, word] of words) {
      assert.equal(given(word), given(en.get(name)), `${LANGUAGES[i]} ${name}`);
      assert.ok(word.trim() === word && word.length > 0, name);
      if (LANGUAGES[i] !== 'en' && word.length > 12) assert.notEqual(word, en.get(name), `${LANGUAGES[i]} ${name}`);
    }
  }
  assert.match(zh.get('verify.title'), /证明/);
});

test('codes stand in the order of their numbers', () => {
  const list = (name) => [...text('server/history/codes.h').split(`#define ${name}(CODE)`)[1].split('\n\n')[0].matchAll(/CODE\(\w+, "(\w+)"/g)].map((found) => found[1]);
  assert.deepEqual(codes.WORKS, list('WORK_CODES'));
  assert.deepEqual(codes.PARTS, list('PART_CODES'));
  assert.deepEqual(codes.SIGNALS, list('SIGNAL_CODES'));
  const names = [...text('server/history/verdict.h').split('enum verdict_reason {')[1].split('}')[0].matchAll(/^ {4}(REASON_\w+)/gm)].map((found) => found[1]).filter((name) => name !== 'REASON_COUNT');
  const words = text('server/history/verdict.c');
  assert.deepEqual(codes.REASONS, names.map((name) => words.match(new RegExp(`\\[${name}\\]\\s*= \\{"(\\w+)"`))[1]));
});

test('every code has a word in every language', () => {
  for (const language of LANGUAGES) {
    const words = JSON.parse(text(`templates/certificate.${language}.json`));
    for (const [group, list] of [['work', codes.WORKS], ['part', codes.PARTS], ['signal', codes.SIGNALS], ['reason', codes.REASONS], ['verdict', codes.VERDICTS],
      ['coverage', codes.COVERAGE], ['class', ['0', '1', '2', '3']]])
      for (const code of list) assert.equal(typeof words[group][code], 'string', `${language} ${group}.${code}`);
  }
});

test('every word that the program says is there', () => {
  const program = fs.readdirSync(here('static')).filter((name) => name.endsWith('.mjs')).map((name) => text(`static/${name}`)).join('\n');
  const words = { ...JSON.parse(text('templates/verify.en.json')), certificate: JSON.parse(text('templates/certificate.en.json')) };
  const said = [...program.matchAll(/'((?:words|verify|layout|certificate)(?:\.\w+)+)'/g), ...text('templates/verify.html').matchAll(/data-w="([\w.]+)"/g),
    ...text('templates/verify_layout.html').matchAll(/data-(?:w|label)="([\w.]+)"/g)].map((found) => found[1]).filter((name) => !/\.(mjs|css)$/.test(name));
  assert.ok(said.length > 60);
  for (const name of said) assert.equal(typeof name.split('.').reduce((group, part) => group?.[part], words), 'string', name);
});

test('the modules become one program, in which no name stands twice', async () => {
  const program = await joinedModules(async (name) => text(`static/${name}`), 'verify.mjs');
  assert.ok(!/^(import|export) /m.test(program) && !program.includes('</'));
  new vm.Script(`(async () => {${program}})`); // a name twice would be an error here
  for (const name of fs.readdirSync(here('static')).filter((file) => file.endsWith('.mjs') && file !== 'verify.mjs'))
    assert.ok(program.includes(text(`static/${name}`).split('\n')[0]), name);
});

test('no text ends the element that it stands in', () => {
  assert.equal(inlineJson({ a: '</script><!--' }), '{"a":"\\u003c/script>\\u003c!--"}');
});
