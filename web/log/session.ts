/** Talks over one socket: subscriptions that survive a reconnect, gaps that are asked for, an outbox that is repeated
 * until it is kept, marks and typing. Both apps draw what it holds. */

import type { ClientFrame, FileRef, MarkOf, ServerFrame, WireEvent } from '@troth/wire';
import type { Change } from './changes.ts';
import { Dispatch, type Kept } from './dispatch.ts';
import { Following } from './following.ts';
import { Here, type Place } from './here.ts';
import { newId } from './ids.ts';
import { Inboxes } from './inboxes.ts';
import type { Line } from './line.ts';
import { discarded, type Outgoing, queued, retried } from './outbox.ts';
import { Pulse } from './pulse.ts';
import { type Plug, Socket, type Status } from './socket.ts';
import { prepend, type Talk } from './talk.ts';
import { Talks } from './talks.ts';
import { systemTimers, type Timers } from './timers.ts';

export interface SessionOptions {
  open(): Plug;
  pass(): Promise<string>;
  renew(): Promise<string>;
  onPass?(pass: string, expires: string): void;
  /** says by HTTP what is too long for a frame; rejects with an Error whose `code` is the wire's */
  post?(stream: string, outgoing: Outgoing): Promise<Kept>;
  timers?: Timers;
}

const NOTHING = '00000000-0000-0000-0000-000000000000'; // a stream nobody follows

export class Session {
  readonly #socket: Socket;
  readonly #timers: Timers;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #talks: Talks;
  readonly #dispatch: Dispatch;
  readonly #following: Following;
  readonly #inboxes: Inboxes;
  readonly #here: Here;
  readonly #pulse: Pulse;
  #ref = 0;

  constructor(options: SessionOptions) {
    this.#timers = options.timers ?? systemTimers;
    this.#socket = new Socket({
      ...options,
      timers: this.#timers,
      onStatus: (status) => this.#statusIs(status),
      onFrame: (frame) => this.#hear(frame),
    });
    const timers = this.#timers;
    const tell = (change: Change): void => this.#tell(change);
    const dead = (): void => this.#socket.reset();
    const line: Line = {
      send: (frame: ClientFrame) => this.#socket.send(frame),
      ref: () => {
        this.#ref = (this.#ref + 1) % 2 ** 31;
        return this.#ref;
      },
    };
    this.#talks = new Talks(tell);
    this.#dispatch = new Dispatch({
      ...line,
      timers,
      talks: this.#talks,
      dead,
      ready: (stream) => this.status === 'online' && this.#following.ready(stream),
      ...(options.post ? { post: options.post } : {}),
    });
    this.#following = new Following(line, timers, this.#talks, this.#dispatch, tell);
    this.#inboxes = new Inboxes(line, timers, tell);
    this.#here = new Here(timers, line.send);
    this.#pulse = new Pulse(timers, () => line.send({ op: 'unsubscribe', ref: line.ref(), stream: NOTHING }), dead);
  }

  get status(): Status {
    return this.#socket.status;
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

  /** Follow a workspace's live inbox from a cursor (null: from now). */
  inbox(workspace: string, cursor: string | null): void {
    this.#inboxes.follow(workspace, cursor);
  }

  /** Written at once, sent when there is a line, repeated under one client id until it is kept. Returns that id. */
  say(stream: string, text: string, files: readonly FileRef[] = [], clientId: string = newId()): string {
    const at = new Date(this.#timers.now()).toISOString();
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
   * until it is watched. */
  hold(stream: string, outgoing: Outgoing): void {
    this.#following.hold(stream);
    this.#queue(stream, [outgoing]);
    this.#talks.keep(retried(this.talk(stream), outgoing.clientId));
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
    if (status === 'online') {
      this.#following.resume();
      this.#inboxes.resume();
      this.#here.say();
      for (const stream of this.#talks.streams()) this.#dispatch.next(stream);
    } else {
      this.#pulse.stop();
      this.#here.pause();
      this.#following.lost();
      this.#inboxes.lost();
      this.#dispatch.lost();
    }
    this.#tell({ what: 'status', status });
  }

  #hear(frame: ServerFrame): void {
    this.#pulse.beat();
    switch (frame.op) {
      case 'welcome':
        this.#here.every = (frame.here_every ?? 10) * 1000;
        return;
      case 'subscribed':
        if (frame.workspace) this.#inboxes.subscribed(frame.workspace, frame.cursor ?? null);
        if (frame.stream) this.#following.subscribed(frame.stream, frame.marks ?? []);
        return;
      case 'ack':
        return this.#dispatch.kept(frame.stream, frame.client_id, frame);
      case 'event':
        return this.#following.event(frame.event);
      case 'events':
        return this.#following.events(frame);
      case 'typing':
        return this.#following.typed(frame);
      case 'mark':
        return this.#following.marked(frame.stream, [frame.mark]);
      case 'summary':
        return this.#inboxes.summary(frame);
      case 'here':
        return this.#tell({ what: 'presence', frame });
      case 'gone':
        if (frame.stream) this.#following.gone(frame.stream);
        if (frame.workspace) this.#inboxes.gone(frame.workspace);
        return;
      case 'error':
        if (frame.client_id) this.#dispatch.trouble(frame.client_id, frame.code);
        else if (frame.stream && frame.ref) this.#following.refused(frame.stream, frame.code);
        else if (frame.workspace) this.#inboxes.refused(frame.workspace, frame.code);
        return;
      default:
        return;
    }
  }
}
