// A verdict and what is signed, as elements. Text only: nothing of what was read becomes markup.

const SVG = 'http://www.w3.org/2000/svg';
const MARKS = { genuine: 'good', expired: 'open', superseded: 'open', withdrawn: 'bad', altered: 'bad', unknown_key: 'bad', unreadable: 'bad', unconfirmed: 'bad' };
const LOGS = { proven: ['', 'logged'], unproven: ['open', 'not_proven'], wrong: ['bad', 'not_logged'] };
const SIGNS = { good: '✓', open: '!', bad: '✕' };

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) if (value !== null && value !== undefined) made.setAttribute(key, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function drawing(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// The words of one language, and how it writes numbers and dates. Digits are those of the paper.
export function speech(language, words) {
  const locale = `${language}-u-nu-latn-ca-gregory`, china = { timeZone: 'Asia/Shanghai' };
  const dates = (options) => new Intl.DateTimeFormat(locale, options);
  const say = (key, given = {}) => {
    const text = key.split('.').reduce((group, name) => group?.[name], words);
    return typeof text === 'string' ? text.replace(/\{(\w+)\}/g, (_, name) => given[name] ?? '') : key;
  };
  return {
    language,
    say,
    number: (value) => new Intl.NumberFormat(locale).format(value),
    // "2026-11", "2026-11-27"
    date: (text) => text.length === 7 ? dates({ year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${text}-01`))
      : dates({ dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text)),
    day: (seconds) => dates({ dateStyle: 'long', ...china }).format(new Date(seconds * 1000)),
    moment: (seconds) => dates({ year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', ...china })
      .format(new Date(seconds * 1000)),
  };
}

const fact = (name, value, more = {}) => value === null || value === undefined || value === '' ? null
  : element('div', more.whole ? { class: 'whole' } : null, element('dt', null, name), element('dd', more.mono ? { class: 'mono' } : null, element('bdi', null, value)));

const section = (heading, ...children) => element('section', null, element('h3', null, heading), ...children);

// Points in percent of the drawing; lines are pieces, so that the drawing may be stretched.
function chart(s, readings) {
  const LEFT = 4, RIGHT = 96, TOP = 12, BOTTOM = 84;
  const months = readings.map(({ on }) => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)));
  const most = Math.max(1, ...readings.map(({ km }) => km)), first = months[0], span = Math.max(1, months.at(-1) - first);
  const x = (i) => readings.length === 1 ? 50 : LEFT + (RIGHT - LEFT) * (months[i] - first) / span;
  const y = (km) => BOTTOM - (BOTTOM - TOP) * km / most;
  const svg = drawing('svg', { width: '100%', height: '220', role: 'img', 'aria-label': s.say('certificate.heading.chart'), direction: 'ltr' });
  for (const part of [0, 0.5, 1]) {
    const at = `${y(most * part)}%`;
    svg.append(drawing('line', { class: part === 0 ? 'grid base' : 'grid', x1: '0', x2: '100%', y1: at, y2: at }),
      drawing('text', { x: '0', y: at, dy: '-4' }, s.number(Math.round(most * part))));
  }
  readings.forEach(({ km }, i) => {
    const lower = i > 0 && km < readings[i - 1].km;
    if (i > 0) svg.append(drawing('line', { class: lower ? 'line lower' : 'line', x1: `${x(i - 1)}%`, y1: `${y(readings[i - 1].km)}%`, x2: `${x(i)}%`, y2: `${y(km)}%` }));
  });
  readings.forEach(({ km }, i) => svg.append(drawing('circle', { class: i > 0 && km < readings[i - 1].km ? 'point doubtful' : 'point', cx: `${x(i)}%`, cy: `${y(km)}%`, r: readings.length > 60 ? '2.5' : '4.5' })));
  const day = (place, { on }) => drawing('text', { ...place, y: '97%' }, `\u2068${s.date(on)}\u2069`); // in its own direction
  svg.append(day({ x: '0' }, readings[0]));
  if (readings.length > 1) svg.append(day({ x: '100%', class: 'end' }, readings.at(-1)));
  return element('figure', { class: 'chart' }, svg);
}

function readingsTable(s, readings) {
  const lower = (i) => i > 0 && readings[i].km < readings[i - 1].km;
  const rows = readings.map(({ on, km }, i) => element('tr', null, element('th', { scope: 'row' }, s.date(on)),
    element('td', { class: 'number' }, `${s.number(km)} km`, lower(i) ? [element('br'), element('span', { class: 'flag' }, s.say('certificate.readings.lower'))] : null)));
  const head = element('tr', null, ...['label.month', 'heading.odometer'].map((name) => element('th', { scope: 'col' }, s.say(`certificate.${name}`))));
  const table = element('table', null, element('thead', null, head), element('tbody', null, rows));
  return element('details', { class: 'table' }, element('summary', null, s.say('certificate.heading.readings')), element('div', { class: 'scroll slim', tabindex: '0', role: 'region', 'aria-label': s.say('certificate.heading.readings') }, table));
}

function odometer(s, claims) {
  const shown = claims.readings.length;
  return section(s.say('certificate.heading.odometer'),
    element('p', { class: claims.verdict === 'inconsistent' ? 'flag' : null }, element('strong', null, s.say(`certificate.verdict.${claims.verdict}`))),
    ...claims.reasons.map((reason) => element('p', null, s.say(`certificate.reason.${reason}`))),
    shown === 0 ? element('p', { class: 'soft' }, s.say('certificate.readings.none')) : chart(s, claims.readings),
    shown === 0 ? null : readingsTable(s, claims.readings),
    shown === 0 ? null : element('p', { class: 'hint' }, s.say('certificate.readings.precision')),
    claims.readings_in_all === shown ? null : element('p', { class: 'notice open' }, s.say('words.part.reduced', { shown, all: claims.readings_in_all })));
}

function statements(s, claims) {
  const asOf = { date: s.date(claims.as_of) };
  const item = (name, count, none, some) => element('li', { class: count > 0 ? 'yes' : null }, element('strong', null, name),
    element('em', null, count > 0 ? s.say(some, { count: s.number(count) }) : s.say(none, asOf)));
  return section(s.say('certificate.heading.statements'), element('ul', { class: 'statements' },
    claims.signals.map(({ code, records }) => item(s.say(`certificate.signal.${code}`), records, 'certificate.statement.none_recorded', 'certificate.statement.recorded')),
    item(s.say('certificate.label.disputes'), claims.disputes, 'certificate.statement.none_open', 'certificate.statement.open')));
}

function counts(s, heading, group, list) {
  if (list !== null && list.length === 0) return null;
  return section(s.say(heading), list === null ? element('p', { class: 'notice open' }, s.say('words.part.left_out'))
    : element('ul', { class: 'counts' }, list.map(({ code, records }) => element('li', null, s.say(`certificate.${group}.${code}`), ' ', element('span', { class: 'number' }, s.number(records))))));
}

function coverage(s, claims) {
  const as = { date: s.date(claims.as_of) };
  return section(s.say('certificate.heading.coverage'),
    claims.records > 0 ? null : element('p', null, element('strong', null, s.say('certificate.no_record.title')), ' ', s.say('certificate.no_record.meaning')),
    element('p', null, s.say(`certificate.coverage.${claims.coverage}`, as)),
    claims.collected_since === null ? null : element('p', null, s.say('certificate.coverage.since', { date: s.date(claims.collected_since) })));
}

function notChecked(s) {
  return section(s.say('certificate.heading.not_checked'), element('ul', null,
    ['vehicle', 'absence', 'entries', 'registers', 'fitness'].map((name) => element('li', null, s.say(`certificate.not_checked.${name}`)))));
}

function countryWords(s, code) {
  try {
    return new Intl.DisplayNames([s.language], { type: 'region' }).of(code);
  } catch {
    return code;
  }
}

function vehicle(s, claims) {
  const label = (name) => s.say(`certificate.label.${name}`), date = (text) => text === null ? null : s.date(text);
  return element('dl', { class: 'facts' },
    fact(label('vin'), claims.vin, { mono: true, whole: true }), fact(label('make'), claims.make), fact(label('model_year'), claims.model_year === null ? null : String(claims.model_year)),
    fact(label('first_registered'), date(claims.first_registered)), fact(label('records'), s.number(claims.records)), fact(label('as_of'), s.date(claims.as_of)),
    fact(label('destination'), claims.destination === null ? null : countryWords(s, claims.destination)));
}

function signature(s, found) {
  const { claims } = found, label = (name) => s.say(`certificate.label.${name}`);
  return element('dl', { class: 'facts' }, fact(label('number'), claims.number, { mono: true, whole: true }), fact(label('issued'), s.moment(claims.issued_at)),
    fact(label('valid_until'), s.date(claims.valid_until)), fact(label('issuer'), claims.issuer), fact(label('replaces'), claims.predecessor, { mono: true }),
    fact(label('key'), found.kid, { mono: true, whole: true }));
}

export function claimsElements(s, found) {
  const { claims } = found;
  const classes = claims.by_class.flatMap((records, code) => records > 0 ? [{ code: String(code), records }] : []);
  return [
    element('h2', null, s.say('words.part.signed')), vehicle(s, claims), signature(s, found), element('p', { class: 'notice' }, s.say('certificate.genuine.compare')),
    statements(s, claims), odometer(s, claims), counts(s, 'certificate.heading.classes', 'class', classes),
    counts(s, 'certificate.heading.regions', 'region', claims.regions), counts(s, 'certificate.heading.works', 'work', claims.works),
    counts(s, 'certificate.heading.parts', 'part', claims.parts), coverage(s, claims), notChecked(s),
  ].filter((child) => child !== null);
}

// Further sentences beside the verdict: status, clock, lists, log.
function remarks(s, found) {
  const said = [], { status, clock, trust, claims } = found;
  const address = claims === null ? '' : `https://${claims.issuer}/verify/${claims.number}`;
  if (claims !== null) {
    if (status === null) said.push(['open', s.say('words.status.none', { address })]);
    else said.push(['', s.say(status.online ? 'words.status.online' : 'words.status.offline', { at: s.moment(status.at) })]);
    if (status?.old) said.push(['open', s.say('words.status.old')]);
  }
  if (clock?.differs) said.push(['open', s.say('words.clock.differs', { minutes: s.number(clock.differs) })]);
  if (clock?.behind) said.push(['open', s.say('words.clock.behind', { now: s.moment(clock.behind) })]);
  if (trust?.old) said.push(['open', s.say('words.trust.old', { at: s.day(trust.issuedAt) })]);
  if (found.verdict !== 'unreadable' && trust === null) said.push(['open', s.say('words.trust.missing')]);
  if (found.log in LOGS) said.push([LOGS[found.log][0], s.say(`words.part.${LOGS[found.log][1]}`)]);
  return said.map(([kind, text]) => element('p', { class: `notice ${kind}`.trim() }, text));
}

// All that is told of what was checked.
export function resultElements(s, found) {
  const { claims, verdict } = found, mark = MARKS[verdict];
  const given = claims === null ? {} : { issuer: claims.issuer, until: s.date(claims.valid_until), address: `https://${claims.issuer}/verify/${claims.number}` };
  return [
    element('div', { class: `verdict ${mark}`, 'data-verdict': verdict },
      element('h2', { class: 'result', tabindex: '-1' }, element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[mark]), ` ${s.say(`words.verdict.${verdict}.title`)}`),
      element('p', { class: 'lead' }, s.say(`words.verdict.${verdict}.text`, given)), ...remarks(s, found),
      claims === null && verdict !== 'unreadable' ? element('p', null, s.say('words.part.not_shown')) : null),
    ...(claims === null ? [] : claimsElements(s, found)),
  ];
}
