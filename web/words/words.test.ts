import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { choose, direction, type Entry, makeT, texts } from './index.ts';

const APPS = {
  loader: 'web/widget/loader/**/*.ts',
  widget: 'web/widget/panel/**/*.{ts,tsx}',
  console: 'web/console/**/*.{ts,tsx}',
};
const OTHERS = ['ar'];

type File = Record<string, Entry>;

const file = (app: string, language: string): string => `web/words/${app}.${language}.json`;
const read = (app: string, language: string): File => JSON.parse(readFileSync(file(app, language), 'utf8'));
const forms = ({ text }: Entry): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();

describe.each(Object.entries(APPS).filter(([app]) => existsSync(file(app, 'en'))))('%s', (app, sources) => {
  const en = read(app, 'en');
  const code = globSync(sources, { exclude: (name) => name.includes('node_modules') || name.includes('.test.') })
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

  it('has a note for the translator at every key', () => {
    expect(Object.entries(en).filter(([, entry]) => !entry.note?.trim())).toEqual([]);
  });

  it('has every key that is used', () => {
    const used = [...code.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((found) => found[1] ?? '');
    expect(used.filter((key) => !(key in en))).toEqual([]);
  });

  it('uses every key it has', () => {
    const made = [...code.matchAll(/`([\w.]+\.)\$\{/g)].map((found) => found[1] ?? '');
    const ended = [...code.matchAll(/`\$\{[^}]+\}(\.[\w.]+)`/g)].map((found) => found[1] ?? '');
    const idle = Object.keys(en).filter(
      (key) =>
        !code.includes(`'${key}'`) &&
        !made.some((beginning) => key.startsWith(beginning)) &&
        !ended.some((ending) => key.endsWith(ending)),
    );
    expect(idle).toEqual([]);
  });

  describe.each(OTHERS)('in %s', (language) => {
    const other = read(app, language);

    it('has the same keys', () => {
      expect(Object.keys(other).sort()).toEqual(Object.keys(en).sort());
    });

    it('has every plural form of the language where there is a count', () => {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
      for (const [key, entry] of Object.entries(other)) {
        expect(typeof entry.text, key).toBe(typeof en[key]?.text);
        if (typeof entry.text !== 'string') expect(Object.keys(entry.text).sort(), key).toEqual(needed);
      }
    });

    it('names the same parameters', () => {
      for (const [key, entry] of Object.entries(other)) {
        const known = new Set(forms(en[key] as Entry).flatMap(names));
        for (const form of forms(entry))
          expect(
            names(form).filter((name) => !known.has(name)),
            key,
          ).toEqual([]);
        if (typeof entry.text === 'string') expect(names(entry.text), key).toEqual([...known].sort());
      }
    });
  });
});

describe('t', () => {
  const t = makeT(texts({ hi: { text: 'Hello {name}' }, n: { text: { one: '{n} day', other: '{n} days' } } }), 'en');

  it('fills in and counts', () => {
    expect([t('hi', { name: 'Vi' }), t('n', { n: 1 }), t('n', { n: 1200 })]).toEqual([
      'Hello Vi',
      '1 day',
      '1,200 days',
    ]);
  });

  it('shows a missing key and leaves a missing parameter, so that both are seen', () => {
    expect([t('nothing'), t('hi')]).toEqual(['nothing', 'Hello {name}']);
  });

  it('never treats a parameter as a template', () => {
    expect(t('hi', { name: '{n}' })).toBe('Hello {n}');
  });

  it('counts in Arabic', () => {
    const ar = makeT(texts(read('widget', 'ar')), 'ar');
    expect([1, 2, 3, 11, 100].map((n) => ar('log.new', { n }).replace(/[\d٠-٩]+/g, 'N'))).toEqual([
      'رسالة جديدة',
      'رسالتان جديدتان',
      'N رسائل جديدة',
      'N رسالة جديدة',
      'N رسالة جديدة',
    ]);
  });
});

describe('choosing a language', () => {
  it('takes the first wish that is spoken, by its base too', () => {
    expect(choose(['', 'de-CH', 'ar-EG', 'en'], ['en', 'ar'])).toBe('ar');
    expect(choose(['de'], ['en', 'ar'])).toBe('en');
    expect(choose(['fr'], ['ar'])).toBe('ar');
  });

  it('knows which are written from right to left', () => {
    expect(['ar', 'ar-EG', 'he', 'en', 'arn'].map(direction)).toEqual(['rtl', 'rtl', 'rtl', 'ltr', 'ltr']);
  });
});
