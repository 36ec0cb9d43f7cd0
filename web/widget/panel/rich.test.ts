import { hrefOf as address, trimmed } from '@troth/log/addresses';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linked } from './rich.tsx';

/** What is shown, and where each link leads. */
function read(text: string): [string, string[]] {
  const parts = [linked(text)].flat() as (string | { props: { href: string; children: string } })[];
  const links = parts.filter((part) => typeof part === 'object');
  return [
    parts.map((part) => (typeof part === 'string' ? part : part.props.children)).join(''),
    links.map((link) => link.props.href),
  ];
}

const URLS = [
  'https://a.example',
  'http://a.example:8/b?c=d&e#f',
  'www.a.example/(b)',
  'https://[::1]/',
  'https://é.example/ü',
];

describe('links in a talk', () => {
  it.each([
    ['see https://a.example/x?y=1#z now', 'https://a.example/x?y=1#z'],
    ['(https://a.example/a_(b))', 'https://a.example/a_(b)'],
    ['https://a.example.', 'https://a.example/'],
    ['www.a.example/x, then', 'https://www.a.example/x'],
    ['HTTP://A.example', 'http://a.example/'],
  ])('%s', (text, href) => {
    expect(read(text)).toEqual([text, [href]]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user:word@a.example',
    'ftp://a.example',
    'http://',
    'not www. a link',
    '<a href="//x">',
  ])('%s is plain text', (text) => {
    expect(read(text)).toEqual([text, []]);
  });

  it('end before characters that turn the direction of writing', () => {
    expect(read('https://a.example/\u202egpj.exe')[1]).toEqual(['https://a.example/']);
  });

  it('never change what was written, and lead only to the web', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...URLS), fc.string(), (before, url, after) => {
        const text = `${before} ${url}${after}`;
        const [shown, links] = read(text);
        expect(shown).toBe(text);
        for (const link of links) expect(link).toMatch(/^https?:\/\//);
      }),
    );
  });

  it('are found in a text that was made to take long', () => {
    for (const part of ['www.', 'www.a', 'https://', 'http://)', '.)]', 'www.a.,']) {
      const text = part.repeat(4_000 / part.length);
      expect(read(text)[0]).toBe(text);
    }
  });

  it('lose the sentence’s signs', () => {
    expect([trimmed('https://a.example/).'), trimmed('https://a.example/?!')]).toEqual([
      'https://a.example/',
      'https://a.example/',
    ]);
    expect(address('javascript:alert(1)')).toBeNull();
  });
});
