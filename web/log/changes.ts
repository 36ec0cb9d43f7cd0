/** What a session tells those who listen to it. */

import type { Presence, Summary, WireEvent } from '@troth/wire';
import type { Status } from './socket.ts';

export type Change =
  | { readonly what: 'status'; readonly status: Status }
  | { readonly what: 'talk'; readonly stream: string }
  /** an event of somebody that became part of a talk; `live` when it was not a catch-up */
  | { readonly what: 'fresh'; readonly stream: string; readonly event: WireEvent; readonly live: boolean }
  /** an inbox is followed from here on; `anew` when more was missed than the server repeats: load it again */
  | { readonly what: 'inbox'; readonly workspace: string; readonly anew: boolean }
  | { readonly what: 'summary'; readonly frame: Summary }
  | { readonly what: 'presence'; readonly frame: Presence }
  | { readonly what: 'gone'; readonly stream: string | null; readonly workspace: string | null };

export type Tell = (change: Change) => void;
