/** The line as the parts of a session see it, and the parts as the session sees them. */

import type { ClientFrame, ServerFrame } from '@troth/wire';
import type { Tell } from './changes.ts';
import type { Timers } from './timers.ts';

export interface Line {
  readonly timers: Timers;
  readonly tell: Tell;
  /** false: there is no line; the caller keeps what it wanted to say */
  send(frame: ClientFrame): boolean;
  /** a number for the next question; its answer repeats it */
  ref(): number;
  /** nobody answers: it is given up, and a new one opened */
  dead(): void;
}

export interface Part {
  /** a new line: ask again for what is wanted */
  resume(): void;
  /** the line is gone, and every answer with it */
  lost(): void;
  /** what the server says, of which a part takes what concerns it */
  hear(frame: ServerFrame): void;
}
