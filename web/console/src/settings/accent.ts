/** What the server will make of an accent (src/troth/sites/contrast.py), computed here so that choosing shows it at once:
 * moved in lightness (OKLab) until a control has 3:1 on the panel's ground, its words 4.5:1 on it. */

export interface Shades {
  fill: string;
  onFill: string;
  text: string;
}

type Rgb = readonly [number, number, number]; // linear light, 0 to 1

const PAPER = '#ffffff';
const INK = '#1c1a17';
const [TEXT, CONTROL] = [4.5, 3];

export function shades(accent: string, theme: 'light' | 'dark'): Shades {
  const ground = theme === 'light' ? PAPER : INK;
  const fill = readable(accent, ground, CONTROL);
  const onFill = contrast(PAPER, fill) >= contrast(INK, fill) ? PAPER : INK;
  return {
    fill: contrast(onFill, fill) < TEXT ? readable(fill, onFill, TEXT) : fill,
    onFill,
    text: readable(accent, ground, TEXT),
  };
}

/** WCAG's contrast of two #rrggbb colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(linear(one)), luminance(linear(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function readable(colour: string, ground: string, least: number): string {
  if (contrast(colour, ground) >= least) return colour.toLowerCase();
  const [light, a, b] = oklab(linear(colour));
  const lights = Array.from({ length: 201 }, (_, step) => step / 200).sort(
    (x, y) => Math.abs(x - light) - Math.abs(y - light),
  );
  for (const candidate of lights) {
    const moved = hex(fromOklab(candidate, a, b));
    if (contrast(moved, ground) >= least) return moved;
  }
  return contrast(PAPER, ground) > contrast('#000000', ground) ? PAPER : '#000000';
}

function linear(colour: string): Rgb {
  const light = (place: number): number => {
    const value = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [light(1), light(3), light(5)];
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function hex(rgb: Rgb): string {
  const byte = (value: number): string => {
    const v = Math.min(1, Math.max(0, value));
    const bright = v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055;
    return Math.round(255 * bright)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${rgb.map(byte).join('')}`;
}

// The matrices are those of Ottosson's OKLab (2020-12-31 revision).
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab(light: number, a: number, b: number): Rgb {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
