/** What the events of a talk add up to. Kept per list of events, so asking again costs nothing. */

import type { Answer, Joined, Rated, WireEvent } from '@troth/wire';
import type { Talk } from './talk.ts';

export interface Facts {
  readonly closed: boolean;
  readonly closedAt: string | null;
  readonly closedBy: 'visitor' | 'agent' | 'system' | null;
  /** who takes part now */
  readonly agents: readonly Joined[];
  /** everyone who ever joined, by member id: for names beside old words */
  readonly known: Readonly<Record<string, Joined>>;
  readonly rating: Rated | null;
  readonly answers: readonly Answer[];
  readonly offline: boolean;
}

const kept = new WeakMap<readonly WireEvent[], Facts>();

export function facts(talk: Talk): Facts {
  let found = kept.get(talk.events);
  if (!found) {
    found = fold(talk.events);
    kept.set(talk.events, found);
  }
  return found;
}

function fold(events: readonly WireEvent[]): Facts {
  const known: Record<string, Joined> = {};
  const here = new Map<string, Joined>();
  let [closed, offline] = [false, false];
  let closedAt: string | null = null;
  let closedBy: Facts['closedBy'] = null;
  let rating: Rated | null = null;
  const answers: Answer[] = [];
  for (const event of events) {
    if (!event.body) continue;
    if (event.kind === 'opened') offline = event.body.offline ?? false;
    else if (event.kind === 'joined') {
      known[event.body.member] = event.body;
      here.set(event.body.member, event.body);
    } else if (event.kind === 'left') here.delete(event.body.member);
    else if (event.kind === 'closed') [closed, closedAt, closedBy] = [true, event.at, event.body.by];
    else if (event.kind === 'reopened') [closed, closedAt, closedBy] = [false, null, null];
    else if (event.kind === 'erased') [closed, closedAt, closedBy] = [true, event.body.closed_at, 'system'];
    else if (event.kind === 'rated') rating = event.body;
    else if (event.kind === 'form_answered') answers.push(...event.body.answers);
  }
  return { closed, closedAt, closedBy, agents: [...here.values()], known, rating, answers, offline };
}
