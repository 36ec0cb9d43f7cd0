/** What was written here and is not yet part of the stream. The client id makes every repeat harmless. */

import type { FileRef } from '@troth/wire';
import type { Talk } from './talk.ts';

export interface Outgoing {
  readonly clientId: string;
  readonly text: string;
  readonly files: readonly FileRef[];
  /** `sent` means kept by the server; the event itself is on its way */
  readonly state: 'sending' | 'sent' | 'failed';
  readonly at: string; // RFC 3339; the server's once sent
  readonly error?: string; // a code of the wire
  readonly masked?: number;
}

export function queued(talk: Talk, outgoing: Outgoing): Talk {
  const known = talk.outbox.some((one) => one.clientId === outgoing.clientId);
  const arrived = talk.events.some((event) => event.client_id === outgoing.clientId);
  return known || arrived ? talk : { ...talk, outbox: [...talk.outbox, outgoing] };
}

export function acknowledged(talk: Talk, clientId: string, at: string, masked = 0): Talk {
  return changed(talk, clientId, ({ error: _, ...one }) => ({ ...one, state: 'sent', at, masked }));
}

export function refused(talk: Talk, clientId: string, error: string): Talk {
  return changed(talk, clientId, (one) => (one.state === 'sent' ? one : { ...one, state: 'failed', error }));
}

/** Send it again under the same client id. */
export function retried(talk: Talk, clientId: string): Talk {
  return changed(talk, clientId, ({ error: _, ...one }) => ({ ...one, state: 'sending' }));
}

export function discarded(talk: Talk, clientId: string): Talk {
  return { ...talk, outbox: talk.outbox.filter((one) => one.clientId !== clientId) };
}

export function unsent(talk: Talk): readonly Outgoing[] {
  return talk.outbox.filter((one) => one.state === 'sending');
}

function changed(talk: Talk, clientId: string, change: (one: Outgoing) => Outgoing): Talk {
  if (!talk.outbox.some((one) => one.clientId === clientId)) return talk;
  return { ...talk, outbox: talk.outbox.map((one) => (one.clientId === clientId ? change(one) : one)) };
}
