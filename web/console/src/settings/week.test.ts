import { describe, expect, it } from 'vitest';
import { type Hours, type OpenRange, WEEKDAYS } from '../door/shapes.ts';
import { neverOpens, setHours } from './week.ts';

const none = Object.fromEntries(WEEKDAYS.map((day) => [day, []])) as unknown as Hours['days'];
const night: OpenRange = { opens: '18:00', closes: '02:00' };

describe('choosing set hours', () => {
  it('begins with working days in the zone of who chooses', () => {
    const set = setHours({ timezone: 'UTC', always: true, days: none }, 'Africa/Cairo');
    expect(set.timezone).toBe('Africa/Cairo');
    expect(set.always).toBe(false);
    expect(WEEKDAYS.filter((day) => set.days[day].length > 0)).toEqual(WEEKDAYS.slice(0, 5));
    expect(set.days.monday).toEqual([{ opens: '09:00', closes: '17:00' }]);
    expect(neverOpens(set)).toBe(false);
  });

  it('keeps a zone that was chosen', () => {
    expect(setHours({ timezone: 'Europe/Malta', always: true, days: none }, 'Africa/Cairo').timezone).toBe(
      'Europe/Malta',
    );
  });

  it('takes up the hours that were set before', () => {
    const before = { timezone: 'UTC', always: true, days: { ...none, sunday: [night] } };
    expect(setHours(before, 'Africa/Cairo')).toEqual({ ...before, always: false });
  });
});

describe('hours that never open', () => {
  it.each([
    ['no day has any', { always: false, days: none }, true],
    ['one day has some', { always: false, days: { ...none, sunday: [night] } }, false],
    ['none are kept', { always: true, days: none }, false],
  ])('%s', (_, hours, never) => expect(neverOpens(hours)).toBe(never));
});
