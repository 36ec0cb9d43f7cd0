import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('web/look/tokens.css', 'utf8');
const TOKENS = new Map(
  [...css.matchAll(/^ {2}--([\w-]+): ([^;]+);/gm)].map((found) => [found[1] ?? '', found[2] ?? '']),
);

type Theme = 'light' | 'dark';

/** A token's colour in a theme, resolved down to `oklch(...)` or `#fff`. */
function colour(name: string, theme: Theme): string {
  let value = TOKENS.get(name) ?? '';
  for (let i = 0; i < 9 && /light-dark|var\(/.test(value); i++) {
    const both = /^light-dark\((.+?\)|[^,]+), (.+)\)$/.exec(value);
    if (both) value = (theme === 'light' ? both[1] : both[2]) ?? '';
    value = value.replace(/^var\(--([\w-]+)\)$/, (_, other: string) => TOKENS.get(other) ?? '');
  }
  return value;
}

/** Relative luminance (WCAG 2), from OKLCH by Ottosson's matrices. */
function luminance(value: string): number {
  if (value === '#fff') return 1;
  const found = /^oklch\(([\d.]+) ([\d.e-]+) ([\d.]+)\)$/.exec(value);
  if (!found) throw new Error(`not a colour: ${value}`);
  const [L, c, h] = [Number(found[1]), Number(found[2]), (Number(found[3]) * Math.PI) / 180] as [
    number,
    number,
    number,
  ];
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const part = (v: number): number => Math.min(1, Math.max(0, v));
  return (
    0.2126 * part(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) +
    0.7152 * part(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) +
    0.0722 * part(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  );
}

function contrast(one: string, other: string, theme: Theme): number {
  const [dark, light] = [luminance(colour(one, theme)), luminance(colour(other, theme))].sort((x, y) => x - y) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['surface', 'surface-sunk', 'surface-raised', 'fill', 'fill-hover'];
const TEXTS = ['text', 'text-quiet', 'accent-text', 'link', 'danger-text', 'done-text', 'waiting-text'];
const PAIRS: [string, string][] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'danger'],
  ['text', 'note'],
  ['text-quiet', 'note'],
  ['danger-text', 'danger-tint'],
  ['ochre-12', 'ochre-3'],
  ['accent-text', 'accent-3'],
];
const CONTROLS: [string, string][] = ['accent', 'focus', 'edge', 'danger', 'done'].flatMap((one) =>
  ['surface', 'surface-raised'].map((ground): [string, string] => [one, ground]),
);

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(PAIRS)('%s can be read on %s', (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(CONTROLS)('%s can be seen on %s', (control, ground) => {
    expect(contrast(control, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

it('has twelve steps of every pigment', () => {
  for (const name of ['ink', 'paper', 'verdigris', 'woad', 'moss', 'ochre', 'madder']) {
    for (let step = 1; step <= 12; step++) expect(TOKENS.has(`${name}-${step}`), `${name}-${step}`).toBe(true);
  }
});
