// Pictures of pages: ./dev screenshots, and the README's.
import fs from 'node:fs';
import { eachLook, eachPage, languages } from './pages.mjs';
import { claim, facts, signIn, visitor } from './visitor.mjs';

// Every page, or those whose names have one of the words, in both languages, wide and narrow, light and dark; and those of
// vehicles on paper.
export async function screenshots(folder, ...words) {
  const chosen = ({ name }) => words.length === 0 || words.some((word) => name.includes(word));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const [language, locale] of Object.entries(languages)) {
    await eachPage({ locale }, async (page, name) => {
      const file = `${folder}/${name}.${language}`;
      await eachLook(page, (look) => page.screenshot({ path: `${file}-${look}.png`, fullPage: true }));
      if (name.startsWith('vehicle-') || name === 'vehicle') await page.pdf({ path: `${file}.pdf`, format: 'A4' });
    }, chosen);
  }
}

// The README's.
export async function pictures() {
  const readme = new URL('../../docs/', import.meta.url).pathname;
  fs.mkdirSync(readme, { recursive: true });
  const page = await visitor({ viewport: { width: 1000, height: 900 } });
  await signIn(page);
  await claim(page, facts('SOUND'));
  await page.goto(page.url().split('?')[0]); // without the word of welcome
  await page.screenshot({ path: `${readme}owner.png` });
  const paper = await page.context().newPage(); // not one of the service's, whose policy forbids styles
  for (const [name, line, shown] of [
    ['upload', 'POST …/lcipprocarfixrecordadd/query', `${process.env.PICTURE_UPLOAD}\n\n→ {"code":"1","status":"新增成功"}`],
    ['lookup', 'POST /v1/lookups', process.env.PICTURE_LOOKUP],
  ]) {
    await paper.setContent(`<style>body { margin: 0; background: #14211f; color: #dfe9e6; font: 15px/1.55 "DejaVu Sans Mono", "Noto Sans CJK SC", monospace }
      pre { padding: 28px; margin: 0 } h1 { font: inherit; color: #7fd4bd; margin: 0 0 1em } b { font-weight: normal; color: #8fb8e8 } i { font-style: normal; color: #f0c58a }</style><pre></pre>`);
    await paper.evaluate(([head, body]) => {
      const pre = document.querySelector('pre');
      pre.append(Object.assign(document.createElement('h1'), { textContent: head }));
      for (const piece of body.split(/("[^"\n]*"(?:: )?)/)) {
        const kind = piece.endsWith('": ') ? 'b' : piece.startsWith('"') ? 'i' : 'span';
        pre.append(Object.assign(document.createElement(kind), { textContent: piece }));
      }
    }, [line, shown]);
    await paper.screenshot({ path: `${readme}${name}.png` });
  }
}
