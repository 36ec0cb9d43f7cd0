/** Where somebody is: an agent's availability is a lease, repeated while it holds; a visitor's page is said once a line. */

import type { ClientFrame, Page } from '@troth/wire';
import type { Timers } from './timers.ts';

export interface Place {
  available?: boolean;
  page?: Page;
}

export class Here {
  every = 10_000; // ms; the server says how often
  #place: Place | null = null;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly timers: Timers,
    private readonly send: (frame: ClientFrame) => boolean,
  ) {}

  set(place: Place | null): void {
    this.#place = place;
    this.say();
  }

  say(): void {
    this.pause();
    if (!this.#place) return;
    this.send({ op: 'here', ...this.#place });
    if (this.#place.available !== undefined) this.#cancel = this.timers.later(this.every, () => this.say());
  }

  pause(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
