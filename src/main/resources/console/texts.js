import { config } from './config.js';

let texts = {};
let locale = config.locale;
let chosen = config.locale;

/** The user's language among those of the realm. The texts may be in another one. */
export const language = () => chosen;

/** Loads the texts of a language; that of the page if the realm does not offer it. */
export async function load(wanted) {
  const tag = config.locales.includes(wanted) ? wanted : config.locales.includes(config.locale) ? config.locale : config.locales[0];
  const answer = await fetch(`${config.console}texts/${tag}`);
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  const loaded = await answer.json();
  chosen = tag;
  texts = loaded.texts;
  locale = loaded.locale;
  document.documentElement.lang = loaded.locale;
  document.documentElement.dir = loaded.dir;
}

export const has = key => key in texts;

/** Characters that change the direction of what follows are shown, not obeyed. */
const safe = argument => String(argument ?? '').replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** A text with its arguments, in Java's message format: {0}, and two apostrophes for one. */
export function t(key, ...args) {
  return (texts[key] ?? key).replace(/''|\{(\d)\}/g, (found, i) => (found === '\'\'' ? '\'' : safe(args[i])));
}

export const number = value => new Intl.NumberFormat(locale).format(value);
export const percent = value => new Intl.NumberFormat(locale, { style: 'percent' }).format(value);

/** A time in the reader's own zone. */
export function time(value) {
  return value ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(value)) : '';
}

export function day(value) {
  return value ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(value)) : '';
}

/** How long to wait, in words. */
export function wait(seconds) {
  const unit = (value, name) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  return seconds < 90 ? unit(Math.max(1, Math.ceil(seconds)), 'second') : unit(Math.ceil(seconds / 60), 'minute');
}

export function list(items) {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
}
