/** Where WebSocket is blocked: the same frames by plain requests. It looks like a socket to its owner; what a socket would
 * bring at once comes every few seconds. Typing and marks are not told this way. */

import {
  type After,
  type ClientFrame,
  type MarkOf,
  PROTOCOL,
  type Say,
  type ServerFrame,
  type WireEvent,
} from '@troth/wire';
import type { Plug } from './socket.ts';
import { systemTimers, type Timers } from './timers.ts';

/** A request to the API; rejects with an Error whose `code` is the wire's, `offline` when no answer came. */
export type Ask = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

const EVERY = 4_000; // ms
const FOR = 10 * 60_000; // ms, then a socket is tried again

export class Polling implements Plug {
  onopen: Plug['onopen'] = null;
  onmessage: Plug['onmessage'] = null;
  onclose: Plug['onclose'] = null;
  readonly #last = new Map<string, number>(); // stream -> newest seq brought
  #open = true;
  #cancel: () => void;

  constructor(
    private readonly ask: Ask,
    private readonly timers: Timers = systemTimers,
  ) {
    this.#cancel = timers.later(0, () => this.onopen?.({} as never));
  }

  send(text: string): void {
    this.#do(JSON.parse(text) as ClientFrame).catch((error: { code?: string }) => {
      if (error.code === 'offline') this.#lost();
    });
  }

  close(): void {
    this.#open = false;
    this.#cancel();
  }

  async #do(frame: ClientFrame): Promise<void> {
    switch (frame.op) {
      case 'hello':
        await this.ask('GET', '/me'); // is anybody there?
        this.timers.later(FOR, () => this.#lost());
        this.#tell({ op: 'welcome', v: PROTOCOL, now: new Date(this.timers.now()).toISOString(), session: '' });
        this.#again();
        return;
      case 'subscribe':
        if (frame.stream) await this.#subscribe(frame.ref, frame.stream, frame.after ?? 0);
        return;
      case 'unsubscribe':
        if (frame.stream) this.#last.delete(frame.stream);
        this.#tell({ op: 'unsubscribed', ref: frame.ref, stream: frame.stream ?? null });
        return;
      case 'after':
        return this.#after(frame);
      case 'say':
        return this.#say(frame);
      default:
        return;
    }
  }

  async #subscribe(ref: number, stream: string, after: number): Promise<void> {
    try {
      const { last_seq, marks } = await this.ask<{ last_seq: number; marks?: MarkOf[] }>(
        'GET',
        `/conversations/${stream}`,
      );
      this.#last.set(stream, after);
      this.#tell({ op: 'subscribed', ref, stream, last: last_seq, marks: marks ?? [] });
      await this.#look(stream);
    } catch (error) {
      this.#refuse(error, { ref, stream });
    }
  }

  async #after({ ref, stream, after, limit }: After): Promise<void> {
    try {
      const page = await this.#page(stream, after, limit);
      this.#tell({ op: 'events', stream, ref, events: page.items, more: page.more });
    } catch (error) {
      this.#refuse(error, { ref, stream });
    }
  }

  async #say({ ref, stream, client_id, text, files }: Say): Promise<void> {
    try {
      const kept = await this.ask<{ seq: number; at: string; masked: number }>(
        'POST',
        `/conversations/${stream}/messages`,
        {
          client_id,
          text,
          files,
        },
      );
      this.#tell({ op: 'ack', ref, stream, client_id, ...kept });
      await this.#look(stream);
    } catch (error) {
      this.#refuse(error, { ref, stream, client_id });
    }
  }

  /** What is new in a followed stream. */
  async #look(stream: string): Promise<void> {
    const after = this.#last.get(stream);
    if (after === undefined) return;
    const { items, more } = await this.#page(stream, after);
    const last = items.at(-1)?.seq;
    if (last === undefined || !this.#last.has(stream)) return;
    this.#last.set(stream, Math.max(last, this.#last.get(stream) ?? 0));
    this.#tell({ op: 'events', stream, events: items });
    if (more) await this.#look(stream);
  }

  #page(stream: string, after: number, limit = 200): Promise<{ items: WireEvent[]; more: boolean }> {
    return this.ask('GET', `/conversations/${stream}/events?after=${after}&limit=${limit}`);
  }

  #again(): void {
    this.#cancel = this.timers.later(EVERY, () => {
      Promise.all([...this.#last.keys()].map((stream) => this.#look(stream))).then(
        () => this.#open && this.#again(),
        (error: { code?: string }) => (error.code === 'offline' ? this.#lost() : this.#open && this.#again()),
      );
    });
  }

  #refuse(error: unknown, about: { ref: number; stream: string; client_id?: string }): void {
    const { code = 'internal' } = error as { code?: string };
    if (code === 'offline') this.#lost();
    else this.#tell({ op: 'error', code, message: '', ...about });
  }

  #lost(): void {
    if (!this.#open) return;
    this.close();
    this.onclose?.({ code: 1006 } as never);
  }

  #tell(frame: ServerFrame): void {
    if (this.#open) this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }
}
