/** The line as the parts of a session see it. */

import type { ClientFrame } from '@troth/wire';

export interface Line {
  /** false: there is no line; the caller keeps what it wanted to say */
  send(frame: ClientFrame): boolean;
  /** a number for the next question; its answer repeats it */
  ref(): number;
}
