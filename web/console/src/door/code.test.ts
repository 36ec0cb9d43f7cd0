import { describe, expect, it } from 'vitest';
import { codeIn } from './code.ts';

describe('a code that was typed or pasted', () => {
  it.each([
    ['as printed', 'BCDF-GHJK'],
    ['in small letters', 'bcdf-ghjk'],
    ['without its hyphen', 'bcdfghjk'],
    ['with a blank', ' BCDF GHJK '],
    ['with a long dash of a phone', 'BCDF–GHJK'],
    ['with marks of direction around it', '\u200fBCDF-GHJK\u200f'],
    ['in wide letters', 'ＢＣＤＦ－ＧＨＪＫ'],
    ['with the sentence before it', 'Enter this code on the page where you asked for it:\n\nBCDF-GHJK\n\nThen you can'],
    ['within a line', 'Your code is BCDF-GHJK.'],
    ['with an Arabic sentence', 'اكتب هذا الرمز: BCDF-GHJK'],
  ])('%s', (_, text) => expect(codeIn(text)).toBe('BCDFGHJK'));

  it('is what was written where nothing looks like a code', () => expect(codeIn('12 34')).toBe('1234'));
  it('is nothing where nothing was written', () => expect(codeIn(' ')).toBe(''));
});
