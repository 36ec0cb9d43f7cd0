/** Opening hours as moments, so that they can be told by anybody's clock. */

import type { OpenRange, Site } from './shapes.ts';

export interface Day {
  /** midnight where the reader is */
  readonly date: Date;
  readonly open: readonly { readonly from: Date; readonly to: Date }[];
}

const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const DAY = 86_400_000; // ms

/** Today and the six days after it where the reader is; what opens on each of them, in order. */
export function coming({ timezone, days }: Site['hours'], now: Date): Day[] {
  const there = now.getTime() + ahead(timezone, now.getTime()); // the site's wall clock, read as if it were UTC
  const open: { from: Date; to: Date }[] = [];
  for (let day = -1; day <= 8; day++) {
    const midnight = Math.floor(there / DAY) * DAY + day * DAY;
    for (const range of days[NAMES[new Date(midnight).getUTCDay()] ?? 'monday'] ?? [])
      open.push(on(midnight, range, timezone));
  }
  open.sort((a, b) => a.from.getTime() - b.from.getTime());
  return [0, 1, 2, 3, 4, 5, 6].map((day) => {
    const [date, next] = [0, 1].map((more) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + day + more));
    return { date: date as Date, open: open.filter(({ from }) => from >= (date as Date) && from < (next as Date)) };
  });
}

/** How far the clocks of a zone are ahead of UTC at a moment, in ms. */
export function ahead(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const minute = Math.floor(at / 60_000) * 60_000;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) - minute;
}

/** A range of a day; one that closes at or before its opening closes on the next. */
function on(midnight: number, { opens, closes }: OpenRange, zone: string): { from: Date; to: Date } {
  const [from, to] = [minutes(opens), minutes(closes)];
  const moment = (minute: number): Date => {
    const wall = midnight + minute * 60_000;
    const near = wall - ahead(zone, wall);
    return new Date(wall - ahead(zone, near)); // clocks may change between the two
  };
  return { from: moment(from), to: moment(to > from ? to : to + 24 * 60) };
}

const minutes = (time: string): number => {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
};
