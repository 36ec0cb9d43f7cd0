/** Whether the line still lives. A browser hides pings from us; so when nothing was heard for a while, or the page woke up,
 * the server is asked something that costs it nothing and always has an answer. */

import type { Timers } from './timers.ts';

const QUIET = 40_000; // ms
const ANSWER_WITHIN = 4_000; // ms

export class Pulse {
  #cancel: (() => void) | null = null;
  #asked = false;

  constructor(
    private readonly timers: Timers,
    private readonly ask: () => void,
    private readonly dead: () => void,
  ) {}

  /** Something was heard. */
  beat(): void {
    this.stop();
    this.#cancel = this.timers.later(QUIET, () => this.probe());
  }

  probe(): void {
    if (this.#asked) return;
    this.stop();
    this.#asked = true;
    this.ask();
    this.#cancel = this.timers.later(ANSWER_WITHIN, this.dead);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#asked = false;
  }
}
