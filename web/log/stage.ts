/** For tests of the session: one with its inboxes on a scripted line, made anew before each test. */

import { beforeEach } from 'vitest';
import type { Change } from './changes.ts';
import { Inboxes } from './inboxes.ts';
import { Clock, Line, STREAM, settled } from './made.ts';
import { Session } from './session.ts';
import { SignedOut } from './socket.ts';

export let clock: Clock;
export let all: Line[];
export let session: Session;
export let inboxes: Inboxes;
export let changes: Change[];
export let door: { renewals: number; signedOut: boolean };

export const line = (): Line => all.at(-1) as Line;

beforeEach(() => {
  clock = new Clock();
  [all, changes, door] = [[], [], { renewals: 0, signedOut: false }];
  session = new Session({
    open: () => {
      all.push(new Line());
      return line();
    },
    pass: async () => 'old pass',
    renew: async () => {
      if (door.signedOut) throw new SignedOut();
      return `pass ${++door.renewals}`;
    },
    post: async () => ({ at: '2026-01-01T10:00:00Z' }),
    timers: clock,
  });
  inboxes = session.add(Inboxes);
  session.on((change) => changes.push(change));
});

export async function online(): Promise<void> {
  session.start();
  await settled();
  line().welcome();
}

/** The last subscription stands. */
export function subscribed(last = 0): void {
  const { ref } = line().of('subscribe').at(-1) as { ref: number };
  line().tell({ op: 'subscribed', ref, stream: STREAM, last });
}
