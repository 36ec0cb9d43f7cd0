/** Whether the line still lives. A browser hides pings from us; so when nothing was heard for a while, or the page woke up,
 * the server is asked something that costs it nothing and always has an answer. */

import type { Line } from './line.ts';

const QUIET = 40_000; // ms
const ANSWER_WITHIN = 4_000; // ms
const NOTHING = '00000000-0000-0000-0000-000000000000'; // a stream that nobody follows

export class Pulse {
  #cancel: (() => void) | null = null;

  constructor(private readonly line: Line) {}

  /** Something was heard. */
  beat(): void {
    this.stop();
    this.#cancel = this.line.timers.later(QUIET, () => this.probe());
  }

  probe(): void {
    this.stop();
    this.line.send({ op: 'unsubscribe', ref: this.line.ref(), stream: NOTHING });
    this.#cancel = this.line.timers.later(ANSWER_WITHIN, this.line.dead);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
