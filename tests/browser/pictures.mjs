// Pictures of pages: ./dev screenshots, and the README's.
import fs from 'node:fs';
import { eachPage, languages, schemes, widths } from './pages.mjs';
import { claim, facts, signIn, visitor } from './visitor.mjs';

// Every page, or those whose names have one of the words, wide and narrow, light and dark, in Chinese; and in English as
// most see it; and those of vehicles on paper.
export async function screenshots(folder, ...words) {
  const chosen = ({ name }) => words.length === 0 || words.some((word) => name.includes(word));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const looks = schemes.flatMap((colorScheme) => widths.map((width) => ['zh', colorScheme, width]));
  for (const [language, colorScheme, width] of [...looks, ['en', 'light', 1280], ['en', 'light', 320]]) {
    await eachPage({ locale: languages[language], colorScheme, viewport: { width, height: 800 } }, (page, name) =>
      page.screenshot({ path: `${folder}/${name}.${language}-${colorScheme}-${width}.png`, fullPage: true }), chosen);
  }
  await eachPage({ locale: languages.zh }, (page, name) => page.pdf({ path: `${folder}/${name}.pdf`, format: 'A4' }),
    (page) => chosen(page) && page.path.startsWith('/vehicles/{'));
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
