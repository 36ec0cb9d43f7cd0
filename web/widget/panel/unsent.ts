/** What was written and is not yet kept, for the next page. Tabs share it: each adds its own, and takes away only what it
 * saw kept or put away. */

import type { Outgoing, Talk } from '@troth/log';
import type { Store } from './storage.ts';

export class Unsent {
  readonly #own = new Set<string>(); // client ids this tab has had in hand

  constructor(private readonly store: Store) {}

  get(): readonly Outgoing[] {
    return this.store.get<Outgoing[]>('outbox') ?? [];
  }

  /** `first` opens the conversation and is kept apart. */
  keep({ outbox, events }: Talk, first: string | undefined): void {
    const waiting = outbox.filter((one) => one.state !== 'sent' && one.clientId !== first);
    for (const one of waiting) this.#own.add(one.clientId);
    const before = this.get();
    const others = before.filter(
      ({ clientId }) => !this.#own.has(clientId) && !events.some((event) => event.client_id === clientId),
    );
    const all = [...others, ...waiting];
    if (all[0] || before[0]) this.store.set('outbox', all[0] ? all : null);
  }
}
