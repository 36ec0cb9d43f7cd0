/** The console's words in the person's language: the catalogue of one language is loaded, not all. */
import { type Catalogue, choose, direction, makeT, type T } from '@troth/words';
import { choices } from './choices.ts';
import { sizeIn } from './size.ts';
import { store, useStore } from './store.ts';

export const SPOKEN: Readonly<Record<string, string>> = { en: 'English', ar: 'العربية' };

const LOADERS: Readonly<Record<string, () => Promise<{ default: unknown }>>> = {
  en: () => import('../../words/console.en.json'),
  ar: () => import('../../words/console.ar.json'),
};

export interface Words {
  t: T;
  locale: string;
  /** Minutes, hours, days in the shortest form the language has: "3m", "2h", "5d". */
  span(millis: number): string;
  /** "3 minutes ago", "yesterday". */
  since(at: string, now: number): string;
  clock(at: string): string;
  /** "Monday, 22 November": for day lines; with the year when it is another one. */
  day(at: string, now: number): string;
  exact(at: string): string;
  bytes(size: number): string;
  number(value: number): string;
  list(parts: string[]): string;
}

function wordsOf(catalogue: Catalogue, locale: string): Words {
  const t = makeT(catalogue, locale);
  const unit = (name: string, value: number): string =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'narrow',
      maximumFractionDigits: 0,
    }).format(value);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const farDay = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    t,
    locale,
    span(millis) {
      const minutes = Math.floor(millis / 60_000);
      if (minutes < 1) return t('time.now');
      if (minutes < 60) return unit('minute', minutes);
      if (minutes < 48 * 60) return unit('hour', Math.floor(minutes / 60));
      return unit('day', Math.floor(minutes / 1440));
    },
    since(at, now) {
      const minutes = Math.round((Date.parse(at) - now) / 60_000);
      if (Math.abs(minutes) < 1) return t('time.just');
      if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
      if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), 'hour');
      return relative.format(Math.round(minutes / 1440), 'day');
    },
    clock: (at) => clock.format(new Date(at)),
    day(at, now) {
      const then = new Date(at);
      const away = Math.round((midnight(then.getTime()) - midnight(now)) / 86_400_000);
      if (away === 0 || away === -1) return capital(relative.format(away, 'day'), locale);
      return then.getFullYear() === new Date(now).getFullYear() ? day.format(then) : farDay.format(then);
    },
    exact: (at) => exact.format(new Date(at)),
    bytes: (size) => sizeIn(t, locale, size),
    number: (value) => number.format(value),
    list: (parts) => list.format(parts),
  };
}

/** A name in a sentence that may run the other way: isolated, so that neither disturbs the other. */
export const apart = (name: string): string => `\u2068${name}\u2069`;

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
const capital = (text: string, locale: string): string => text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1);

export const words = store<Words>(wordsOf({}, 'en'));
export const useWords = (): Words => useStore(words);

/** Loads the language the person chose, or the first one their browser asks for that we speak. */
export async function speak(): Promise<void> {
  const locale = choices.get().locale ?? choose(navigator.languages, Object.keys(SPOKEN));
  const load = LOADERS[locale] ?? LOADERS.en;
  const catalogue = ((await load?.()) as { default: Catalogue } | undefined)?.default ?? {};
  words.set(wordsOf(catalogue, locale));
  document.documentElement.lang = locale;
  document.documentElement.dir = direction(locale);
}
