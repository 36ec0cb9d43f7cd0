/** Which request comes first, and how near its end is. */
import type { Request } from './shapes.ts';

/** How a clock is felt: late and today first, then within the week. */
export type Heat = 'late' | 'soon' | 'near' | 'calm';

export function heat(days: number): Heat {
  if (days < 0) return 'late';
  if (days <= 2) return 'soon';
  return days <= 7 ? 'near' : 'calm';
}

const rank = (one: Request): number => (one.state === 'paused' ? 2 : one.urgent ? 0 : 1);

/** Urgent ones first, then by their end; those whose clock stands come last. */
export function byUrgency(rows: readonly Request[]): Request[] {
  return [...rows].sort((a, b) => rank(a) - rank(b) || a.due_at.localeCompare(b.due_at) || a.id.localeCompare(b.id));
}

/** How much of the time is gone, 0 to 1, at `now` (ms). A clock that stands shows what was gone when it stopped. */
export function gone(one: Pick<Request, 'received_at' | 'due_at' | 'paused_since' | 'closed_at'>, now: number): number {
  const [from, to] = [Date.parse(one.received_at), Date.parse(one.due_at)];
  const at = Date.parse(one.closed_at ?? one.paused_since ?? '') || now;
  if (to <= from) return 1;
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** Those that need somebody now: what the rail counts. */
export const pressing = (rows: readonly Request[]): number =>
  rows.filter((one) => one.state === 'open' && (one.urgent || one.days_left <= 7)).length;
