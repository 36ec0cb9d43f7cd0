/** Something asked of the server until it is answered: on this line or the next, and again after a refusal that passes. */

import { again, type Timers } from './timers.ts';

export class Question {
  /** answered on this line */
  answered = false;
  #asked = false; // on its way, or waiting to be asked again
  #failures = 0;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly timers: Timers,
    /** false: there is no line */
    private readonly send: () => boolean,
  ) {}

  ask(): void {
    if (!this.#asked) this.#asked = this.send();
  }

  answer(): void {
    this.drop();
    this.#failures = 0;
    this.answered = true;
  }

  /** Refused for now. */
  refused(): void {
    if (!this.#asked || this.#cancel) return;
    this.#cancel = again(this.timers, ++this.#failures, () => {
      this.drop();
      this.ask();
    });
  }

  /** The line is gone, and with it the answer; or nobody wants to know any more. */
  drop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#asked = this.answered = false;
  }
}
