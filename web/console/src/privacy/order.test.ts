import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byUrgency, gone, heat, pressing } from './order.ts';
import type { Request } from './shapes.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const at = (days: number): string => new Date(START + days * DAY).toISOString();

function request(some: Partial<Request>): Request {
  return {
    id: 'r',
    right: 'access',
    state: 'open',
    channel: 'portal',
    site_id: null,
    subject: null,
    language: 'en',
    received_at: at(0),
    due_at: at(30),
    days_left: 30,
    paused_since: null,
    extended_until: null,
    closed_at: null,
    outcome: '',
    number: 'R-1',
    zone: 'UTC',
    urgent: false,
    ...some,
  };
}

const some = fc
  .record({ id: fc.uuid(), due: fc.integer({ min: -10, max: 90 }), urgent: fc.boolean(), paused: fc.boolean() })
  .map(({ id, due, urgent, paused }) =>
    request({ id, due_at: at(due), days_left: due, urgent, state: paused ? 'paused' : 'open' }),
  );

describe('the order of requests', () => {
  it('is urgent, then due, then those that stand', () => {
    const rows = [
      request({ id: 'paused', state: 'paused', due_at: at(1) }),
      request({ id: 'later', due_at: at(20) }),
      request({ id: 'child', urgent: true, due_at: at(29) }),
      request({ id: 'late', due_at: at(-1) }),
    ];
    expect(byUrgency(rows).map((one) => one.id)).toEqual(['child', 'late', 'later', 'paused']);
  });

  it('loses none and does not depend on how they came', () => {
    fc.assert(
      fc.property(fc.array(some), (rows) => {
        const sorted = byUrgency(rows);
        expect(sorted).toHaveLength(rows.length);
        expect(byUrgency([...rows].reverse())).toEqual(sorted);
      }),
    );
  });
});

describe('the clock', () => {
  it.each([
    [-1, 'late'],
    [0, 'soon'],
    [2, 'soon'],
    [3, 'near'],
    [7, 'near'],
    [8, 'calm'],
  ])('with %i days left is %s', (days, felt) => expect(heat(days)).toBe(felt));

  it('is half gone in the middle, and stands where it was paused or closed', () => {
    const now = START + 15 * DAY;
    expect(gone(request({}), now)).toBe(0.5);
    expect(gone(request({ paused_since: at(3) }), now)).toBeCloseTo(0.1);
    expect(gone(request({ closed_at: at(6) }), now)).toBeCloseTo(0.2);
  });

  it('is never less than nothing nor more than all', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: -400, max: 400 }), (one, days) => {
        const part = gone(one, START + days * DAY);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('presses within a week, or at once where it is urgent; not while it stands', () => {
    const rows = [
      request({ days_left: 7 }),
      request({ days_left: 8 }),
      request({ urgent: true }),
      request({ days_left: 1, state: 'paused' }),
    ];
    expect(pressing(rows)).toBe(2);
  });
});
