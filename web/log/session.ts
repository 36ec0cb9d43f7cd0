/** Talks over one socket: subscriptions that survive a reconnect, gaps that are asked for, an outbox that is repeated
 * until it is kept, marks and typing. Both apps draw what it holds. */

import type { FileRef, MarkOf, ServerFrame, WireEvent } from '@troth/wire';
import type { Change } from './changes.ts';
import { Dispatch, type Kept } from './dispatch.ts';
import { Following } from './following.ts';
import { Here, type Place } from './here.ts';
import { newId } from './ids.ts';
import type { Line, Part } from './line.ts';
import { discarded, type Outgoing, queued, retried } from './outbox.ts';
import { Pulse } from './pulse.ts';
import { type Dial, Socket, type Status } from './socket.ts';
import { prepend, type Talk } from './talk.ts';
import { Talks } from './talks.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { Way } from './ways.ts';

export interface SessionOptions {
  open: Dial;
  /** how the first attempt goes */
  way?: Way;
  /** it goes well this way */
  onWay?(way: Way): void;
  pass(): Promise<string>;
  renew(): Promise<string>;
  onPass?(pass: string, expires: string): void;
  /** says by HTTP what is too long for a frame; rejects with an Error whose `code` is the wire's */
  post?(stream: string, outgoing: Outgoing): Promise<Kept>;
  timers?: Timers;
}

export class Session {
  readonly #socket: Socket;
  readonly #line: Line;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #talks: Talks;
  readonly #dispatch: Dispatch;
  readonly #following: Following;
  readonly #here: Here;
  readonly #pulse: Pulse;
  readonly #parts: Part[];

  constructor(options: SessionOptions) {
    this.#socket = new Socket({
      ...options,
      onStatus: (status) => this.#statusIs(status),
      onFrame: (frame) => this.#hear(frame),
    });
    let ref = 0;
    this.#line = {
      timers: options.timers ?? systemTimers,
      tell: (change) => this.#tell(change),
      send: (frame) => this.#socket.send(frame),
      dead: () => this.#socket.reset(),
      ref: () => {
        ref = (ref + 1) % 2 ** 31;
        return ref;
      },
    };
    this.#talks = new Talks(this.#line.tell);
    this.#dispatch = new Dispatch({
      ...this.#line,
      talks: this.#talks,
      ready: (stream) => this.status === 'online' && this.#following.ready(stream),
      post: options.post,
    });
    this.#following = new Following(this.#line, this.#talks, this.#dispatch);
    this.#here = new Here(this.#line);
    this.#pulse = new Pulse(this.#line);
    this.#parts = [this.#following, this.#here, this.#dispatch];
  }

  /** A part that only some need: inboxes are for agents. */
  add<More extends Part>(Kind: new (line: Line) => More): More {
    const part = new Kind(this.#line);
    this.#parts.push(part);
    return part;
  }

  get status(): Status {
    return this.#socket.status;
  }

  /** Whether this network holds sockets back, and the line goes another way. */
  get detour(): boolean {
    return this.#socket.way !== 'socket';
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
  }

  /** The page woke up or the network came back: connect now, or make sure the line still answers. */
  nudge(): void {
    if (this.status === 'online') this.#pulse.probe();
    else this.#socket.hurry();
  }

  on(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  talk(stream: string): Talk {
    return this.#talks.of(stream);
  }

  /** Hold a stream, from a page of events already at hand or from its beginning. Outgoing of an earlier life come along. */
  watch(
    stream: string,
    known?: { events: readonly WireEvent[]; more: boolean },
    outbox: readonly Outgoing[] = [],
  ): void {
    if (known && this.talk(stream).last === 0) this.older(stream, known.events, known.more);
    this.#queue(stream, outbox);
    this.#following.watch(stream);
  }

  unwatch(stream: string): void {
    this.#following.unwatch(stream);
  }

  /** Written at once, sent when there is a line, repeated under one client id until it is kept. Returns that id. */
  say(stream: string, text: string, files: readonly FileRef[] = [], clientId: string = newId()): string {
    const at = new Date(this.#line.timers.now()).toISOString();
    this.#following.spoke(stream);
    this.restore(stream, [{ clientId, text, files, state: 'sending', at }]);
    return clientId;
  }

  /** Messages of an earlier life of the page: they go out whether or not somebody looks at their talk. */
  restore(stream: string, outbox: readonly Outgoing[]): void {
    this.#queue(stream, outbox);
    this.#dispatch.next(stream);
  }

  /** Show a message that goes another way than the socket: the first one, by HTTP, opens the conversation. Others wait
   * behind it until the stream is watched. */
  hold(stream: string, first: Outgoing, behind: readonly Outgoing[] = []): void {
    this.#following.hold(stream);
    this.#queue(stream, [first, ...behind]);
    this.retry(stream, first.clientId);
  }

  retry(stream: string, clientId: string): void {
    this.#talks.keep(retried(this.talk(stream), clientId));
    this.#dispatch.next(stream);
  }

  discard(stream: string, clientId: string): void {
    this.#talks.keep(discarded(this.talk(stream), clientId));
  }

  /** The outcome of a message that went by HTTP. */
  kept(stream: string, clientId: string, kept: Kept): void {
    this.#dispatch.kept(stream, clientId, kept);
  }

  failed(stream: string, clientId: string, code: string): void {
    this.#dispatch.failed(stream, clientId, code);
  }

  typing(stream: string, on: boolean): void {
    this.#following.typing(stream, on);
  }

  /** Everything up to this seq was seen by this reader. */
  seen(stream: string, seq: number): void {
    this.#following.seen(stream, seq);
  }

  older(stream: string, events: readonly WireEvent[], more: boolean): void {
    this.#talks.keep(prepend(this.talk(stream), events, more));
  }

  /** Marks learnt over HTTP. */
  marked(stream: string, marks: readonly MarkOf[]): void {
    this.#following.marked(stream, marks);
  }

  /** An agent's availability, repeated while it holds; a visitor's page, said once and after a reconnect. */
  here(place: Place | null): void {
    this.#here.set(place);
  }

  #queue(stream: string, outbox: readonly Outgoing[]): void {
    this.#talks.keep(outbox.reduce(queued, this.talk(stream)));
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  #statusIs(status: Status): void {
    if (status !== 'online') this.#pulse.stop();
    for (const part of this.#parts) status === 'online' ? part.resume() : part.lost();
    this.#tell({ what: 'status', status });
  }

  #hear(frame: ServerFrame): void {
    this.#pulse.beat();
    if (frame.op === 'here') this.#tell({ what: 'presence', frame });
    for (const part of this.#parts) part.hear(frame);
  }
}
