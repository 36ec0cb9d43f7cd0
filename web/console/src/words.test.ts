import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ar from '../../words/console.ar.json' with { type: 'json' };
import en from '../../words/console.en.json' with { type: 'json' };
import { ACT_NAMES } from './keys/table.ts';

type Text = string | Record<string, string>;
const texts = (file: object): [string, Text][] =>
  Object.entries(file).map(([key, entry]) => [key, (entry as { text: Text }).text]);
const forms = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();

const counts = (form: string): boolean => form !== 'zero';

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('the catalogues of the console', () => {
  it('have the same keys', () => expect(Object.keys(ar).sort()).toEqual(Object.keys(en).sort()));

  it('have a form for every plural of their language (none may stand for zero: such texts are not shown)', () => {
    for (const [file, locale] of [
      [en, 'en'],
      [ar, 'ar'],
    ] as const) {
      const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.filter(counts).sort();
      for (const [key, text] of texts(file))
        if (typeof text === 'object')
          expect([key, ...Object.keys(text).filter(counts).sort()]).toEqual([key, ...wanted]);
    }
  });

  it('leave the same holes', () => {
    const arabic = new Map(texts(ar));
    for (const [key, text] of texts(en)) {
      const wanted = new Set(forms(text).flatMap(holes));
      const found = new Set(forms(arabic.get(key) ?? '').flatMap(holes));
      expect([key, ...found].sort()).toEqual([key, ...wanted].sort());
    }
  });

  it('hold every key that the code names, and every act', () => {
    const used = sources(import.meta.dirname).flatMap((code) =>
      [...code.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((found) => found[1] ?? ''),
    );
    expect(used.length).toBeGreaterThan(150);
    for (const key of [...used, ...ACT_NAMES.map((name) => `act.${name}`)]) expect(en).toHaveProperty([key]);
  });

  it('shout at nobody', () => {
    for (const [key, text] of texts(en))
      for (const form of forms(text)) expect([key, form]).toEqual([key, form.replace(/!|oops/gi, '')]);
  });
});
