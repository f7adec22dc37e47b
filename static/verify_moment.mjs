// Days and moments as signed documents write them. Throws, or is false, for any other writing.

export function isDay(text) {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

export const isMonth = (text) => /^\d{4}-\d\d$/.test(text) && isDay(`${text}-01`);

// The first second after the last day in China, since 1970.
export const endOf = (day) => Date.parse(day) / 1000 + 86400 - 8 * 3600;

// "2026-11-27T22:00:00Z", since 1970.
export function seconds(text) {
  const ms = typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw new Error('no moment');
  return ms / 1000;
}
