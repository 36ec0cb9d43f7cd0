/** Of which family this browser and its system are. What it calls itself in full goes nowhere. */

import type { Page } from '@troth/wire';

type Of<Name extends keyof Page> = readonly (readonly [RegExp, NonNullable<Page[Name]>])[];

// the first that fits: nearly all also call themselves Chrome or Safari
const BROWSERS: Of<'browser'> = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera|OPT)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: Of<'system'> = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

export function device(name = navigator.userAgent): Pick<Page, 'browser' | 'system'> {
  const fits = ([one]: readonly [RegExp, unknown]): boolean => one.test(name);
  return { browser: BROWSERS.find(fits)?.[1] ?? 'other', system: SYSTEMS.find(fits)?.[1] ?? 'other' };
}
