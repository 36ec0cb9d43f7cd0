import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces } from './links.ts';

const links = (text: string): (string | undefined)[] =>
  pieces(text)
    .filter((piece) => piece.href)
    .map((piece) => piece.href);

describe('links in a text', () => {
  it('are web and mail addresses', () => {
    expect(links('See https://shop.example/a?b=1 or write desk@shop.example.')).toEqual([
      'https://shop.example/a?b=1',
      'mailto:desk@shop.example',
    ]);
  });
  it('end before the mark that ends the sentence', () => {
    expect(links('(https://shop.example/a).')).toEqual(['https://shop.example/a']);
    expect(links('https://shop.example/a_(b)')).toEqual(['https://shop.example/a_(b)']);
  });
  it('are never scripts', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd vbscript:x')).toEqual([]);
  });
  it('lose no letter of any text', () => {
    const bits = fc.constantFrom(
      'https://',
      'shop.example',
      '@',
      '.',
      ')',
      '(',
      '/',
      ' ',
      'ش',
      '🙂',
      '\n',
      '"',
      'http://[',
      '&amp;',
    );
    fc.assert(
      fc.property(fc.array(bits), (parts) => {
        const text = parts.join('');
        const drawn = pieces(text).map((piece) => piece.text);
        expect(drawn.join('')).toBe(text);
      }),
    );
  });
});
