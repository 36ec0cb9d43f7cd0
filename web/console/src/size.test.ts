import { makeT, texts } from '@troth/words';
import { describe, expect, it } from 'vitest';
import ar from '../../words/console.ar.json' with { type: 'json' };
import en from '../../words/console.en.json' with { type: 'json' };
import { sizeIn } from './size.ts';

describe('the size of a file', () => {
  const english = (size: number): string => sizeIn(makeT(texts(en), 'en'), 'en', size);

  it('has one form, and a space that does not break', () => {
    expect([7, 9_900, 10_000, 999_499, 999_500, 1_240_000, 12_000_000].map(english)).toEqual(
      ['7 B', '9.9 kB', '10 kB', '999 kB', '1 MB', '1.2 MB', '12 MB'].map((text) => text.replace(' ', '\u00a0')),
    );
  });

  it('is said in the words of the language', () =>
    expect(sizeIn(makeT(texts(ar), 'ar'), 'ar', 9_900)).toMatch(/\u00a0كيلوبايت$/));
});
