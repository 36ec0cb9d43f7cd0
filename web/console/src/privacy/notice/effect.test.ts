import { describe, expect, it } from 'vitest';
import { dayOf, farthest, startOf } from './effect.ts';

describe('the day on which a notice takes effect', () => {
  it('is the one that the controller has then', () => {
    expect(dayOf('2026-12-11T23:30:00Z', 'Europe/Berlin')).toBe('2026-12-12');
    expect(dayOf('2026-12-11T23:30:00+00:00', 'UTC')).toBe('2026-12-11');
    expect(dayOf('2026-12-11T03:30:00.123456Z', 'America/New_York')).toBe('2026-12-10');
  });

  it('begins there, also where clocks are put forward at midnight', () => {
    expect(startOf('2026-12-12', 'Europe/Berlin')).toBe('2026-12-11T23:00:00.000Z');
    expect(startOf('2024-09-08', 'America/Santiago')).toBe('2024-09-08T04:00:00.000Z');
  });

  it('is within a year', () => expect(farthest(Date.parse('2026-11-27T12:00:00Z'), 'Asia/Tokyo')).toBe('2027-11-27'));
});
