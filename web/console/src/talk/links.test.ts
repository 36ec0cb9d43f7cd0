import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailto, pieces } from './links.ts';

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
  it('lead where they seem to, as in the widget', () => {
    expect(links('https://bank.example@evil.example/ https://:word@a.example')).toEqual([]);
    expect(links('https://a.example/\u202egpj.exe')).toEqual(['https://a.example/']);
    expect(links('https://a.example\u200b.evil.example')).toEqual(['https://a.example/']);
    expect(links('www.shop.example/a, www.x')).toEqual(['https://www.shop.example/a']);
    expect(links('https://shop.example/?to=a@shop.example')).toEqual(['https://shop.example/?to=a@shop.example']);
  });
  it('to a mailbox name an address and nothing else', () => {
    expect(mailto('a?bcc=x&b@shop.example?subject=y')).toBe('mailto:a%3Fbcc%3Dx%26b@shop.example%3Fsubject%3Dy');
    expect(mailto('desk@shop.example')).toBe('mailto:desk@shop.example');
  });
  it.each(['a', 'a.', 'a@', 'a.a@', '@a', 'https://', 'www.', 'http://a)', 'a@a.', 'a-'])(
    'are looked for in a text of %s that was made to take long',
    (part) => {
      const text = part.repeat(60_000);
      expect(
        pieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    },
  );
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
