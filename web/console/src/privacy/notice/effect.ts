/** The day on which a notice takes effect, as the controller counts days. */
import { parseAbsolute, parseDate, toCalendarDate } from '@internationalized/date';

/** at: a time of the API; zone: an IANA name. As 2026-12-11. */
export const dayOf = (at: string, zone: string): string => toCalendarDate(parseAbsolute(at, zone)).toString();

/** When that day begins there. */
export const startOf = (day: string, zone: string): string => parseDate(day).toDate(zone).toISOString();

/** The last one that can be chosen: the server takes a year, and a day ends in other zones at other times. */
export const farthest = (now: number, zone: string): string =>
  toCalendarDate(parseAbsolute(new Date(now).toISOString(), zone))
    .add({ days: 365 })
    .toString();
