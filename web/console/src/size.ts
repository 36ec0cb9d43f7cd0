/** The size of a file as one reads it: "7 B", "9.9 kB", "12 MB"; a tenth only where it says something. */
import type { T } from '@troth/words';

const STEPS = ['size.b', 'size.kb', 'size.mb'] as const;

/** `size` in bytes; thousands, as disks count them. The words hold a space that does not break. */
export function sizeIn(t: T, locale: string, size: number): string {
  const step = size < 1000 ? 0 : size < 999_500 ? 1 : 2;
  const value = size / 1000 ** step;
  const digits = step > 0 && value < 9.95 ? 1 : 0;
  return t(STEPS[step] ?? 'size.b', {
    n: new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
  });
}
