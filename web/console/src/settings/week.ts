/** The week of a site: what it begins with, and whether it ever opens. */
import { type Hours, type OpenRange, WEEKDAYS, type Weekday } from '../door/shapes.ts';

type Kept = Pick<Hours, 'timezone' | 'always' | 'days'>;

const WORKDAYS: ReadonlySet<Weekday> = new Set(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']);
const NINE_TO_FIVE: OpenRange = { opens: '09:00', closes: '17:00' };

export const neverOpens = ({ always, days }: Pick<Hours, 'always' | 'days'>): boolean =>
  !always && WEEKDAYS.every((day) => (days[day] ?? []).length === 0);

/**
 * The hours when somebody chooses set ones: those that were set before, else the usual working days. A zone that was
 * never chosen (UTC) becomes the one of whoever chooses.
 */
export function setHours(hours: Kept, zone: string): Kept {
  const next = { ...hours, always: false };
  if (!neverOpens(next)) return next;
  const days = Object.fromEntries(WEEKDAYS.map((day) => [day, WORKDAYS.has(day) ? [NINE_TO_FIVE] : []]));
  return { always: false, timezone: hours.timezone === 'UTC' ? zone : hours.timezone, days: days as Hours['days'] };
}
