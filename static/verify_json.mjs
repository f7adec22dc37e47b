// JSON as it is signed (RFC 8785, for names in ASCII, texts without control characters and whole numbers), read strictly:
// a name twice, a fraction, a number beyond 2^53 or a surrogate alone is refused, since programs differ in what they make of it.

const DEEPEST_JSON = 16, MOST_VALUES = 20000;

class JsonReader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.values = 0;
  }

  fail() {
    throw new Error('not JSON as it is used here');
  }

  blanks() {
    while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) this.fail();
    this.at = pattern.lastIndex;
    return found[0];
  }

  // What stands there next, or fails.
  sign(wanted) {
    this.blanks();
    if (!wanted.includes(this.text[this.at] ?? '\0')) this.fail();
    return this.text[this.at++];
  }

  string() {
    const text = JSON.parse(this.match(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y));
    if (/[\u0000-\u001f]/.test(text) || /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) this.fail();
    return text;
  }

  number() {
    const value = Number(this.match(/-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y));
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) this.fail();
    return value;
  }

  object(depth) {
    const object = Object.create(null);
    this.blanks();
    if (this.text[this.at] === '}') return this.at++, object;
    do {
      this.blanks();
      const name = this.string();
      if (name in object || !/^[\x20-\x7e]*$/.test(name)) this.fail();
      this.sign(':');
      object[name] = this.value(depth);
    } while (this.sign(',}') === ',');
    return object;
  }

  array(depth) {
    const array = [];
    this.blanks();
    if (this.text[this.at] === ']') return this.at++, array;
    do array.push(this.value(depth)); while (this.sign(',]') === ',');
    return array;
  }

  value(depth) {
    if (depth > DEEPEST_JSON || ++this.values > MOST_VALUES) this.fail();
    this.blanks();
    switch (this.text[this.at]) {
    case '{': this.at++; return this.object(depth + 1);
    case '[': this.at++; return this.array(depth + 1);
    case '"': return this.string();
    case 't': this.match(/true/y); return true;
    case 'f': this.match(/false/y); return false;
    case 'n': this.match(/null/y); return null;
    default: return this.number();
    }
  }
}

export function readJson(text) {
  const reader = new JsonReader(text), value = reader.value(0);
  reader.blanks();
  if (reader.at !== text.length) reader.fail();
  return value;
}

// Of what readJson() gave.
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort((a, b) => a < b ? -1 : 1);
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}
