import { describe, expect, it } from 'vitest';
import { cut, cutAt } from './cut.ts';

const said = (pieces: { text: string; found: boolean }[]): string[] =>
  pieces.map(({ text, found }) => (found ? `[${text}]` : text));

describe('a text in pieces', () => {
  it('counts code points, so that an emoji is one', () => {
    expect(said(cut('🚲🚲 blue bike', [{ start: 3, length: 4 }]))).toEqual(['🚲🚲 ', '[blue]', ' bike']);
    expect(said(cut('blue', [{ start: 0, length: 4 }]))).toEqual(['[blue]']);
    expect(said(cut('blue', []))).toEqual(['blue']);
  });

  it('finds the very words again in the whole text, where a word begins', () => {
    expect(said(cutAt('Blue, blue bluebell. (blue)?', ['blue']))).toEqual([
      'Blue, ',
      '[blue]',
      ' ',
      '[blue]',
      'bell. (',
      '[blue]',
      ')?',
    ]);
    expect(said(cutAt('a.b and axb', ['a.b']))).toEqual(['[a.b]', ' and axb']);
    expect(said(cutAt('nothing', []))).toEqual(['nothing']);
  });
});
