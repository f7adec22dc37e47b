// This page as one file that needs no network: the programs, the words, the styles and the lists of today stand in it, and its
// policy lets it send nothing. Modules are joined into one, so their names must differ and imports name whole files.

const IMPORT = /^import [^;]*? from '\.\/([\w.]+)';\n/gm;
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

// `read` gives the text of a module by its name. What is imported comes first.
export async function joinedModules(read, name, seen = new Set()) {
  if (seen.has(name)) return '';
  seen.add(name);
  const text = await read(name);
  let all = '';
  for (const [, other] of text.matchAll(IMPORT)) all += await joinedModules(read, other, seen);
  return all + text.replace(IMPORT, '').replace(/^export (?=async|function|const|class)/gm, '');
}

// Text that stands in an element without ending it.
export const inlineJson = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

function put(parent, name, attributes, text) {
  const made = parent.ownerDocument.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  parent.append(made);
}

// `given` is what the page finds in the element "saved" when it is opened again.
export async function savedPage(page, { program, styles, given, date }) {
  const copy = page.implementation.createHTMLDocument('');
  copy.replaceChild(copy.importNode(page.documentElement, true), copy.documentElement);
  for (const gone of copy.querySelectorAll('script, link, noscript, [data-online]')) gone.remove();
  copy.querySelector('#result').replaceChildren();
  copy.querySelector('#said').replaceChildren();
  delete copy.documentElement.dataset.ready;
  copy.documentElement.dataset.saved = date;
  const policy = copy.createElement('meta');
  policy.setAttribute('http-equiv', 'Content-Security-Policy');
  policy.setAttribute('content', POLICY);
  copy.head.prepend(policy);
  for (const brand of copy.querySelectorAll('a.brand')) brand.removeAttribute('href');
  put(copy.head, 'style', {}, styles);
  put(copy.body, 'script', { type: 'application/json', id: 'saved' }, inlineJson(given));
  put(copy.body, 'script', { type: 'module' }, program);
  return `<!doctype html>\n${copy.documentElement.outerHTML}\n`;
}
