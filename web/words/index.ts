/** Texts by key, in the reader's language, with plural forms by `Intl.PluralRules`.
 *
 * A catalogue file maps a key to `{ "text": ..., "note": ... }`; `text` is a string or, for a count, an object of plural
 * categories (`one`, `few`, `other` ...), chosen by the parameter `n`. The build keeps the texts and drops the notes. */

export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Readonly<Record<string, Text>>;
export type Entry = { text: Text; note?: string };
export type Params = Readonly<Record<string, string | number>>;
export type T = (key: string, params?: Params) => string;

/** Texts without notes, from a catalogue file. */
export function texts(file: Readonly<Record<string, Entry>>): Catalogue {
  return Object.fromEntries(Object.entries(file).map(([key, entry]) => [key, entry.text]));
}

/** A translator for one locale. A missing key shows itself, so that it is seen and mended. */
export function makeT(catalogue: Catalogue, locale: string): T {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, params = {}) => {
    const text = catalogue[key];
    if (text === undefined) return key;
    const form = typeof text === 'string' ? text : (text[plural.select(Number(params.n ?? 0))] ?? text.other ?? key);
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      return value === undefined ? whole : typeof value === 'number' ? number.format(value) : value;
    });
  };
}

/** `rtl` for languages written from right to left. */
export function direction(locale: string): 'ltr' | 'rtl' {
  return /^(ar|arc|ckb|dv|fa|ha|he|khw|ks|ps|sd|ur|uz-AF|yi)\b/i.test(locale) ? 'rtl' : 'ltr';
}

/** The first wished language that is spoken, else English where that is spoken, else the first. */
export function choose(wished: readonly string[], spoken: readonly string[]): string {
  for (const wish of wished) {
    const base = wish.toLowerCase().split('-')[0];
    const found = spoken.find((one) => one.toLowerCase() === wish.toLowerCase()) ?? spoken.find((one) => one === base);
    if (found) return found;
  }
  return spoken.includes('en') ? 'en' : (spoken[0] ?? 'en');
}
