/** This reader's own high-water marks of one stream: they only rise, and are told together, a few times a second at most. */

import type { Line } from './line.ts';

const EVERY = 200; // ms

export class Marking {
  #delivered = 0;
  #seen = 0;
  #due: (() => void) | null = null;

  constructor(
    private readonly stream: string,
    private readonly line: Line,
  ) {}

  rise(delivered: number, seen: number): void {
    if (delivered <= this.#delivered && seen <= this.#seen) return;
    this.#seen = Math.max(this.#seen, seen);
    this.#delivered = Math.max(this.#delivered, delivered, seen);
    this.#due ??= this.line.timers.later(EVERY, () => {
      this.#due = null;
      this.say();
    });
  }

  /** Tell them now: after a reconnect, too. */
  say(): void {
    if (this.#delivered > 0) {
      this.line.send({ op: 'mark', stream: this.stream, delivered: this.#delivered, seen: this.#seen });
    }
  }
}
