// What a person does on the pages, in a real Chromium. Ends with `N passed, N failed, N skipped`.
import account from './account_stories.mjs';
import platform from './platform_stories.mjs';
import consent from './consent_stories.mjs';
import dispute from './dispute_stories.mjs';
import exporting from './export_stories.mjs';
import fleet from './fleet_stories.mjs';
import review from './review_stories.mjs';
import look from './look_stories.mjs';
import { pictures, screenshots } from './pictures.mjs';
import share from './share_stories.mjs';
import verify from './verify_stories.mjs';
import visit from './visit_stories.mjs';
import { browser } from './visitor.mjs';

// How many others each part takes fewer for one of these.
const LONG = { 'every page is accessible in both languages, light and dark, at 320 and 1280 pixels, and never scrolls sideways': 20 };

// The names of the stories of each part: about as much for all.
function shares(names, parts) {
  const shared = Array.from({ length: parts }, () => ({ names: [], weight: 0 }));
  for (const name of [...names].sort((a, b) => (LONG[b] ?? 1) - (LONG[a] ?? 1))) {
    const least = shared.reduce((one, other) => (other.weight < one.weight ? other : one));
    least.names.push(name);
    least.weight += LONG[name] ?? 1;
  }
  return shared.map((share) => share.names);
}

const stories = { ...visit, ...look, ...share, ...dispute, ...review, ...consent, ...fleet, ...platform, ...exporting, ...account, ...verify };
let failed = 0;
const wanted = process.argv.slice(2);
if (wanted[0] === '--pictures') {
  await pictures();
} else if (wanted[0] === '--screenshots') {
  await screenshots(...wanted.slice(1));
} else {
  const [part, parts] = wanted[0] === '--part' ? wanted[1].split('/').map(Number) : [];
  const names = Object.keys(stories);
  const chosen = parts ? shares(names, parts)[part] : names.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
  for (const name of chosen) {
    try {
      await stories[name]();
      console.log(`ok   ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
    for (const context of browser.contexts()) await context.close();
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed, 0 skipped`);
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
