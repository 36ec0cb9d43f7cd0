/** Colours made from a site's own accent, with contrast computed and corrected: text 4.5:1, controls 3:1. */

export interface Accent {
  /** fills: buttons, own bubbles; `on` is readable upon it */
  solid: string;
  hover: string;
  on: string;
  /** text and icons in the accent on a light and on a dark ground */
  textLight: string;
  textDark: string;
  /** quiet grounds */
  tintLight: string;
  tintDark: string;
}

type Triple = readonly [number, number, number];

const WHITE = '#ffffff';
const INK = '#1c1916';

/** `#rgb`, `#rrggbb` -> channels 0..1; null when it is not a colour. */
export function parse(hex: string): Triple | null {
  const found = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(hex.trim());
  if (!found?.[1]) return null;
  const digits = found[1].length === 3 ? found[1].replace(/./g, '$&$&') : found[1];
  const value = Number.parseInt(digits, 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** WCAG 2 contrast of two hex colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Every colour a widget needs from one accent; an unreadable accent is moved in lightness until it holds. */
export function accentOf(hex: string): Accent {
  const [l, c, h] = oklch(parse(hex) ?? [0.11, 0.49, 0.44]);
  const pale = l > 0.68; // a bright brand colour keeps its brightness and carries dark text
  const on = pale ? INK : WHITE;
  const solid = moved([l, c, h], pale ? 0.01 : -0.01, (colour) => contrast(colour, on) >= 4.6);
  const [sl] = oklch(parse(solid) ?? [0, 0, 0]);
  return {
    solid,
    hover: hexOf([sl + (pale ? 0.03 : -0.045), c, h]),
    on,
    textLight: moved([Math.min(l, 0.5), c, h], -0.01, (colour) => contrast(colour, '#f2f1ef') >= 4.6),
    textDark: moved([Math.max(l, 0.76), Math.min(c, 0.12), h], 0.01, (colour) => contrast(colour, '#2b2926') >= 4.6),
    tintLight: hexOf([0.955, Math.min(c, 0.12) * 0.2, h]),
    tintDark: hexOf([0.26, Math.min(c, 0.12) * 0.4, h]),
  };
}

function moved([l, c, h]: Triple, step: number, good: (colour: string) => boolean): string {
  for (let at = l; at >= 0 && at <= 1; at += step) {
    const colour = hexOf([at, c, h]);
    if (good(colour)) return colour;
  }
  return step < 0 ? INK : WHITE;
}

function luminance(hex: string): number {
  const [r, g, b] = (parse(hex) ?? [0, 0, 0]).map(linear) as unknown as Triple;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const linear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const gamma = (v: number): number => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);

// OKLab: B. Ottosson, "A perceptual color space for image processing", 2020.
function oklch(rgb: Triple): Triple {
  const [r, g, b] = rgb.map(linear) as unknown as Triple;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(x, y), Math.atan2(y, x)];
}

/** Chroma is lowered until the colour exists in sRGB, so that lightness and hue stay what was asked for. */
function hexOf([lightness, chroma, h]: Triple): string {
  const L = Math.min(1, Math.max(0, lightness));
  for (let c = chroma; ; c -= 0.004) {
    const rgb = rgbOf([L, Math.max(0, c), h]);
    if (c <= 0 || rgb.every((v) => v > -0.0005 && v < 1.0005)) {
      return `#${rgb.map((v) => Math.round(Math.min(1, Math.max(0, v)) * 255).toString(16).padStart(2, '0')).join('')}`;
    }
  }
}

function rgbOf([L, c, h]: Triple): number[] {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
