/** The talks held, each as it now is. */

import type { Tell } from './changes.ts';
import { emptyTalk, type Talk } from './talk.ts';

export class Talks {
  readonly #all = new Map<string, Talk>();

  constructor(private readonly tell: Tell) {}

  of(stream: string): Talk {
    return this.#all.get(stream) ?? emptyTalk(stream);
  }

  keep(talk: Talk): void {
    if (this.#all.get(talk.stream) === talk) return;
    this.#all.set(talk.stream, talk);
    this.tell({ what: 'talk', stream: talk.stream });
  }

  streams(): readonly string[] {
    return [...this.#all.keys()];
  }
}
