/** The law of the outbox: whatever the line, the server and the page do, in the end every message that was said is in the
 * stream exactly once and in the order it was said, or is shown as failed. */

import type { ClientFrame, WireEvent } from '@troth/wire';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Kept, Outgoing } from './index.ts';
import { Clock, Line, STREAM, said, settled, VISITOR } from './made.ts';
import { Session } from './session.ts';

type Outcome = 'kept' | 'unheard' | 'busy' | 'too_many' | 'internal' | 'closed';
type Act =
  | { do: 'say'; long: boolean }
  | { do: 'serve' | 'post'; how: Outcome }
  | { do: 'cut'; arrived: boolean }
  | { do: 'pass'; ms: number }
  | { do: 'reload' | 'leave' | 'look' | 'other' };

interface Post {
  outgoing: Outgoing;
  resolve(kept: Kept): void;
  reject(error: Error): void;
}

const LONG = 'x'.repeat(17_000);
const coded = (code: string): Error => Object.assign(new Error(code), { code });

/** A server, the way to it, and one page after the other. */
class World {
  readonly clock = new Clock();
  readonly events: WireEvent[] = [];
  readonly order: string[] = [];
  readonly refused = new Set<string>();
  line: Line | null = null;
  served = 0; // frames of this line that were answered
  subscribed = false;
  posts: Post[] = [];
  session = this.#page([]);

  #page(outbox: readonly Outgoing[]): Session {
    const session = new Session({
      open: () => {
        [this.line, this.served, this.subscribed] = [new Line(), 0, false];
        return this.line;
      },
      pass: async () => '',
      renew: async () => '',
      post: (_, outgoing) => new Promise((resolve, reject) => this.posts.push({ outgoing, resolve, reject })),
      timers: this.clock,
    });
    session.restore(STREAM, outbox);
    session.watch(STREAM);
    session.start();
    return session;
  }

  async act(act: Act): Promise<void> {
    if (act.do === 'say') this.order.push(this.session.say(STREAM, act.long ? LONG : 'short'));
    else if (act.do === 'serve') this.#serve(act.how);
    else if (act.do === 'post') this.#answerPost(act.how);
    else if (act.do === 'cut') this.#cut(act.arrived);
    else if (act.do === 'pass') await this.clock.pass(act.ms);
    else if (act.do === 'reload') this.#reload();
    else if (act.do === 'leave') this.session.unwatch(STREAM);
    else if (act.do === 'look') this.session.watch(STREAM);
    else if (act.do === 'other') this.#tell(this.#append(`other ${this.events.length}`, 'agent'));
    await settled();
  }

  /** From now on everything works; let it come to rest. */
  async rest(): Promise<void> {
    this.session.watch(STREAM);
    for (let i = 0; i < 60; i++) {
      while (this.line && (this.line.heard.length === 0 || this.served < this.line.heard.length)) {
        await this.act({ do: 'serve', how: 'kept' });
      }
      while (this.posts.length > 0) await this.act({ do: 'post', how: 'kept' });
      await this.clock.pass(1_000);
    }
  }

  #serve(how: Outcome): void {
    if (this.line?.heard.length === 0) this.line.onopen?.();
    const frame = this.line?.heard[this.served];
    if (!this.line || !frame) return;
    this.served++;
    const { line } = this;
    const refusal = how === 'kept' || how === 'unheard' || how === 'closed' ? null : how;
    if (frame.op === 'hello') line.tell({ op: 'welcome', v: 1, now: '2026-01-01T10:00:00Z', session: STREAM });
    else if (frame.op === 'unsubscribe') this.#unsubscribe(frame);
    else if (frame.op === 'subscribe' || frame.op === 'after') {
      if (refusal) line.tell({ op: 'error', code: refusal, message: '', ref: frame.ref, stream: STREAM });
      else this.#answer(frame);
    } else if (frame.op === 'say') {
      const { ref, client_id } = frame;
      const result = this.#keep(client_id, how);
      if (how === 'unheard') return;
      if (typeof result === 'string')
        line.tell({ op: 'error', code: result, message: '', ref, stream: STREAM, client_id });
      else {
        line.tell({ op: 'ack', ref, stream: STREAM, client_id, seq: result.event.seq, at: result.event.at });
        if (result.fresh) this.#tell(result.event);
      }
    }
  }

  #answer(frame: Extract<ClientFrame, { op: 'subscribe' | 'after' }>): void {
    const events = this.events.filter((event) => event.seq > (frame.after ?? 0));
    if (frame.op === 'after') this.line?.tell({ op: 'events', stream: STREAM, ref: frame.ref, events });
    else {
      this.subscribed = true;
      this.line?.tell({ op: 'subscribed', ref: frame.ref, stream: STREAM, last: this.events.length });
      if (events.length > 0) this.line?.tell({ op: 'events', stream: STREAM, events });
    }
  }

  #unsubscribe({ ref, stream }: Extract<ClientFrame, { op: 'unsubscribe' }>): void {
    if (stream === STREAM) this.subscribed = false;
    this.line?.tell({ op: 'unsubscribed', ref, stream: stream ?? null });
  }

  #answerPost(how: Outcome): void {
    const post = this.posts.shift();
    if (!post) return;
    const result = this.#keep(post.outgoing.clientId, how);
    if (typeof result === 'string') post.reject(coded(result));
    else if (how === 'unheard') post.reject(coded('offline'));
    else post.resolve({ at: result.event.at });
    if (typeof result !== 'string' && result.fresh) this.#tell(result.event);
  }

  /** As the log does it: first whether it is there already, then whether it may be. */
  #keep(id: string, how: Outcome): { event: WireEvent; fresh: boolean } | string {
    const known = this.events.find((event) => event.client_id === id);
    if (known) return { event: known, fresh: false };
    if (how === 'closed') this.refused.add(id);
    if (how !== 'kept' && how !== 'unheard') return how;
    return { event: this.#append(id, 'visitor'), fresh: true };
  }

  #append(id: string, kind: 'visitor' | 'agent'): WireEvent {
    const seq = this.events.length + 1;
    const event = said(seq, seq - 1, 'text', { client_id: id, author: { kind, id: VISITOR } });
    this.events.push(event);
    return event;
  }

  #tell(event: WireEvent): void {
    if (this.subscribed) this.line?.tell({ op: 'event', event });
  }

  #cut(arrived: boolean): void {
    const { line } = this;
    if (!line) return;
    for (const frame of arrived ? line.heard.slice(this.served) : []) {
      if (frame.op === 'say') this.#keep(frame.client_id, 'kept');
    }
    this.line = null;
    line.cut();
  }

  #reload(): void {
    const waiting = this.session.talk(STREAM).outbox.filter((one) => one.state !== 'sent');
    this.session.stop();
    for (const post of this.posts.splice(0)) post.reject(coded('offline'));
    this.session = this.#page(waiting);
  }
}

const outcome = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Outcome>('kept') },
  { weight: 3, arbitrary: fc.constantFrom<Outcome>('unheard', 'busy', 'too_many', 'internal', 'closed') },
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), long: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('serve' as const), how: outcome }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('post' as const), how: outcome }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), arrived: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(300, 3_000, 50_000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('reload' as const, 'leave', 'look', 'other') }) },
);

it('every message is in the stream once and in its order, or shown as failed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const world = new World();
      await settled();
      for (const one of acts) await world.act(one);
      await world.rest();
      const kept = world.events.filter((event) => event.author.kind === 'visitor').map((event) => event.client_id);
      const { outbox, events } = world.session.talk(STREAM);
      const failed = outbox.map((one) => one.clientId);
      expect(kept).toEqual(world.order.filter((id) => !failed.includes(id)));
      expect(outbox.every((one) => one.state === 'failed')).toBe(true);
      expect(failed.every((id) => world.refused.has(id) || !kept.includes(id))).toBe(true);
      expect(events).toEqual(world.events);
    }),
    { numRuns: 300 },
  );
});
