import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coming } from './calendar.ts';
import type { Site } from './shapes.ts';

const hours = (timezone: string, days: Site['hours']['days']): Site['hours'] => ({
  timezone,
  always: false,
  open_now: false,
  opens_at: null,
  days,
});
const told = (site: Site['hours'], now: string): string[] =>
  coming(site, new Date(now)).flatMap(({ date, open }) =>
    open.map(
      ({ from, to }) => `${date.toDateString().slice(0, 3)} ${from.toISOString()} ${to.toISOString().slice(11, 16)}`,
    ),
  );

describe('the coming week', () => {
  const before = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'America/New_York';
  });
  afterEach(() => {
    process.env.TZ = before;
  });

  it('is told by the reader’s days: what opens on a Monday in Tokyo opens on a Sunday in New York', () => {
    const site = hours('Asia/Tokyo', { monday: [{ opens: '09:00', closes: '17:00' }] });
    expect(told(site, '2026-06-03T12:00:00Z')).toEqual(['Sun 2026-06-08T00:00:00.000Z 08:00']);
  });

  it('goes past midnight and to its end', () => {
    const site = hours('America/New_York', {
      friday: [
        { opens: '18:00', closes: '02:00' },
        { opens: '08:00', closes: '24:00' },
      ],
    });
    expect(told(site, '2026-06-03T12:00:00Z')).toEqual([
      'Fri 2026-06-05T12:00:00.000Z 04:00',
      'Fri 2026-06-05T22:00:00.000Z 06:00',
    ]);
  });

  it('follows the site’s clocks over their change', () => {
    const day = [{ opens: '09:00', closes: '10:00' }];
    const site = hours('Europe/Malta', { saturday: day, monday: day });
    expect(told(site, '2026-10-23T12:00:00Z')).toEqual([
      'Sat 2026-10-24T07:00:00.000Z 08:00',
      'Mon 2026-10-26T08:00:00.000Z 09:00',
    ]);
  });

  it('has seven days, also when nothing opens', () => {
    expect(coming(hours('UTC', {}), new Date()).map(({ open }) => open)).toEqual([[], [], [], [], [], [], []]);
  });
});
