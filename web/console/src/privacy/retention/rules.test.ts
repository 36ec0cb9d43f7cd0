import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bound, Rule } from '../shapes.ts';
import { isBad, same } from './rules.ts';

const BOUNDS: Bound[] = [{ what: 'mails', after: ['created'], least: 1, most: 30 }];
const rule = (days: number, after: Rule['after'] = 'created', what: Rule['what'] = 'mails'): Rule => ({
  what,
  after,
  days,
});

describe('rules of retention', () => {
  it('are the same in any order, and without their ids', () => {
    const rules = [rule(3), rule(9, 'closed', 'conversations')];
    expect(
      same(
        rules,
        [...rules].reverse().map((one) => ({ ...one, id: 'x' })),
      ),
    ).toBe(true);
    expect(same(rules, [rule(4), rule(9, 'closed', 'conversations')])).toBe(false);
    expect(same(rules, [rule(3)])).toBe(false);
  });

  it('stay within what the data map allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 4000 }), (days) => {
        expect(isBad(rule(days), BOUNDS)).toBe(days < 1 || days > 30);
        expect(isBad(rule(days, 'created', 'files'), BOUNDS)).toBe(days < 1 || days > 3650);
      }),
    );
  });

  it('are whole days after something that happens', () => {
    expect(isBad(rule(1.5), BOUNDS)).toBe(true);
    expect(isBad(rule(Number.NaN), BOUNDS)).toBe(true);
    expect(isBad(rule(3, 'closed'), BOUNDS)).toBe(true);
  });
});
