/** One stream as its reader holds it. Everything here is pure: a change returns a new Talk, the old one stays. */

import type { MarkOf, WireEvent } from '@troth/wire';
import type { Outgoing } from './outbox.ts';

export interface Typist {
  readonly who: 'visitor' | 'agent';
  readonly until: number; // ms since the epoch
}

export interface Talk {
  readonly stream: string;
  /** ascending, nothing missing between `first` and `last` */
  readonly events: readonly WireEvent[];
  readonly first: number;
  readonly last: number;
  /** there are older events than `first` */
  readonly more: boolean;
  /** came before what precedes them; they wait for it */
  readonly early: readonly WireEvent[];
  readonly marks: Readonly<Record<string, MarkOf>>;
  readonly typing: Readonly<Record<string, Typist>>;
  readonly outbox: readonly Outgoing[];
}

export interface Applied {
  readonly talk: Talk;
  /** events that became part of the talk, in order */
  readonly fresh: readonly WireEvent[];
  /** something between is missing: ask for what comes after `talk.last` */
  readonly missing: boolean;
}

export function emptyTalk(stream: string): Talk {
  return { stream, events: [], first: 0, last: 0, more: false, early: [], marks: {}, typing: {}, outbox: [] };
}

/** Take one event. Known ones change nothing; one that skips ahead waits in `early`. */
export function apply(talk: Talk, event: WireEvent): Applied {
  return applyAll(talk, [event]);
}

export function applyAll(talk: Talk, arrived: readonly WireEvent[]): Applied {
  const queue = new Map(talk.early.map((event) => [event.seq, event]));
  for (const event of arrived) if (event.seq > talk.last) queue.set(event.seq, event);
  const waiting = [...queue.values()].sort((a, b) => a.seq - b.seq);
  const fresh: WireEvent[] = [];
  let last = talk.last;
  for (const event of waiting) {
    if (event.after > last) break;
    fresh.push(event);
    last = event.seq;
  }
  const early = waiting.slice(fresh.length);
  if (fresh.length === 0 && early.length === talk.early.length) return { talk, fresh, missing: early.length > 0 };
  return { talk: { ...grown(talk, fresh), early }, fresh, missing: early.length > 0 };
}

/** The server knows nothing between: what waited is taken as it stands. */
export function settle(talk: Talk): Applied {
  return { talk: { ...grown(talk, talk.early), early: [] }, fresh: talk.early, missing: false };
}

/** Put a page of older events before what is held. On an empty talk it is the newest page. */
export function prepend(talk: Talk, older: readonly WireEvent[], more: boolean): Talk {
  const known = talk.first || Number.POSITIVE_INFINITY;
  const page = older.filter((event) => event.seq < known).sort((a, b) => a.seq - b.seq);
  const events = [...page, ...talk.events];
  const last = events.at(-1)?.seq ?? 0;
  return { ...talk, events, first: events[0]?.seq ?? 0, last, more, outbox: withoutArrived(talk.outbox, page) };
}

/** Marks only rise. */
export function mark(talk: Talk, mark: MarkOf): Talk {
  const old = talk.marks[mark.participant];
  if (old && old.delivered >= mark.delivered && old.seen >= mark.seen) return talk;
  const delivered = Math.max(mark.delivered, mark.seen, old?.delivered ?? 0);
  const risen = { ...mark, delivered, seen: Math.max(mark.seen, old?.seen ?? 0) };
  return { ...talk, marks: { ...talk.marks, [mark.participant]: risen } };
}

export function typing(talk: Talk, id: string, typist: Typist | null): Talk {
  if (!typist && !talk.typing[id]) return talk;
  const { [id]: _, ...others } = talk.typing;
  return { ...talk, typing: typist ? { ...others, [id]: typist } : others };
}

function grown(talk: Talk, fresh: readonly WireEvent[]): Talk {
  if (fresh.length === 0) return talk;
  const erased = fresh.findLast((event) => event.kind === 'erased');
  // whoever it was with is erased: nothing said before is shown any more, nor kept
  const events = [...talk.events, ...fresh].map((event) => (erased && event.seq < erased.seq ? bare(event) : event));
  const spoke = new Set(fresh.map((event) => event.author.id));
  const stillTyping = Object.entries(talk.typing).filter(([id]) => !spoke.has(id));
  return {
    ...talk,
    events,
    first: events[0]?.seq ?? 0,
    last: fresh.at(-1)?.seq ?? talk.last,
    typing: Object.fromEntries(stillTyping),
    outbox: withoutArrived(talk.outbox, fresh),
  };
}

function bare(event: WireEvent): WireEvent {
  return { ...event, body: null };
}

function withoutArrived(outbox: readonly Outgoing[], events: readonly WireEvent[]): readonly Outgoing[] {
  if (outbox.length === 0) return outbox;
  const arrived = new Set(events.map((event) => event.client_id));
  return outbox.filter((outgoing) => !arrived.has(outgoing.clientId));
}
