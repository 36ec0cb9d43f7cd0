/** Rules of retention, compared and checked. */
import type { Bound, Rule } from '../shapes.ts';

/** Bounds where the server names none: never infinite. */
export const LEAST = 1;
export const MOST = 3650; // days

/** Whether the two say the same, in whatever order. */
export function same(one: readonly Rule[], other: readonly Rule[]): boolean {
  const said = (rules: readonly Rule[]): string =>
    rules
      .map(({ what, after, days }) => `${what} ${after} ${days}`)
      .sort()
      .join('\n');
  return said(one) === said(other);
}

export function isBad({ what, after, days }: Rule, bounds: readonly Bound[]): boolean {
  const bound = bounds.find((one) => one.what === what);
  if (!Number.isInteger(days) || days < (bound?.least ?? LEAST) || days > (bound?.most ?? MOST)) return true;
  return bound !== undefined && bound.after.length > 0 && !bound.after.includes(after);
}

/** Without the id that the server gave it. */
export const bare = ({ what, after, days }: Rule): Rule => ({ what, after, days });
