/** A talk as it is drawn: day lines, and the words of one speaker grouped while they follow closely. */

import type { WireEvent } from '@troth/wire';
import type { Outgoing } from './outbox.ts';
import type { Talk } from './talk.ts';

export type Entry =
  | { readonly type: 'event'; readonly key: string; readonly event: WireEvent }
  | { readonly type: 'outgoing'; readonly key: string; readonly outgoing: Outgoing };

export type Line =
  | { readonly type: 'day'; readonly key: string; readonly day: string } // YYYY-MM-DD, local
  | {
      readonly type: 'group';
      readonly key: string;
      readonly speaker: string;
      readonly mine: boolean;
      readonly at: string;
      readonly entries: readonly Entry[];
    }
  | { readonly type: 'quiet'; readonly key: string; readonly event: WireEvent };

export interface Drawn {
  /** whether an event is this reader's own words */
  mine(event: WireEvent): boolean;
  /** local calendar day of a time */
  day?(at: string): string;
  /** kinds that are drawn as speech, beside `said` */
  spoken?: readonly string[];
}

const APART = 5 * 60_000; // ms between two messages that still belong together

export function lines(talk: Talk, { mine, day = localDay, spoken = ['said'] }: Drawn): readonly Line[] {
  const drawn: Line[] = [];
  let today = '';
  let group: { speaker: string; kind: string; until: number; entries: Entry[] } | null = null;

  const begin = (at: string): void => {
    const on = day(at);
    if (on !== today) {
      today = on;
      group = null;
      drawn.push({ type: 'day', key: `day-${on}-${drawn.length}`, day: on });
    }
  };
  const speak = (speaker: string, kind: string, own: boolean, at: string, entry: Entry): void => {
    begin(at);
    const time = Date.parse(at);
    if (group && group.speaker === speaker && group.kind === kind && time - group.until < APART) {
      group.entries.push(entry);
      group.until = time;
      return;
    }
    const entries = [entry];
    group = { speaker, kind, until: time, entries };
    drawn.push({ type: 'group', key: entry.key, speaker, mine: own, at, entries });
  };

  let me = 'me';
  for (const event of talk.events) {
    if (spoken.includes(event.kind)) {
      const own = mine(event);
      if (own) me = event.author.id;
      speak(event.author.id, event.kind, own, event.at, { type: 'event', key: event.client_id, event });
    } else {
      begin(event.at);
      group = null;
      drawn.push({ type: 'quiet', key: `seq-${event.seq}`, event });
    }
  }
  for (const outgoing of talk.outbox) {
    speak(me, 'said', true, outgoing.at, { type: 'outgoing', key: outgoing.clientId, outgoing });
  }
  return drawn;
}

function localDay(at: string): string {
  const date = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
