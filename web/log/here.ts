/** Where somebody is: an agent's availability is a lease, repeated while it holds; a visitor's page is said once a line. */

import type { Page, ServerFrame } from '@troth/wire';
import type { Line, Part } from './line.ts';

export interface Place {
  available?: boolean;
  page?: Page;
}

export class Here implements Part {
  #every = 10_000; // ms; the server says how often
  #place: Place | null = null;
  #cancel: (() => void) | null = null;

  constructor(private readonly line: Line) {}

  set(place: Place | null): void {
    this.#place = place;
    this.resume();
  }

  resume(): void {
    this.lost();
    if (!this.#place) return;
    this.line.send({ op: 'here', ...this.#place });
    if (this.#place.available !== undefined) this.#cancel = this.line.timers.later(this.#every, () => this.resume());
  }

  hear(frame: ServerFrame): void {
    if (frame.op === 'welcome') this.#every = (frame.here_every ?? 10) * 1000;
  }

  lost(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
