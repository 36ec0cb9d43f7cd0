/** Talks over one socket: subscriptions that survive a reconnect, gaps that are asked for, an outbox that is repeated
 * until it is kept, marks and typing. Both apps draw what it holds. */

import type {
  ClientFrame,
  ErrorFrame,
  Events,
  FileRef,
  MarkOf,
  Presence,
  ServerFrame,
  Summary,
  WireEvent,
} from '@troth/wire';
import { Dispatch, type Kept } from './dispatch.ts';
import { Here, type Place } from './here.ts';
import { newId } from './ids.ts';
import { Marking } from './marking.ts';
import { discarded, type Outgoing, queued, retried, unsent } from './outbox.ts';
import { type Plug, Socket, type Status, systemTimers, type Timers } from './socket.ts';
import { type Applied, apply, applyAll, emptyTalk, mark, prepend, settle, type Talk, typing } from './talk.ts';

export type Change =
  | { readonly what: 'status'; readonly status: Status }
  | { readonly what: 'talk'; readonly stream: string }
  /** an event of somebody that became part of a talk; `live` when it was not a catch-up */
  | { readonly what: 'fresh'; readonly stream: string; readonly event: WireEvent; readonly live: boolean }
  | { readonly what: 'inbox'; readonly workspace: string; readonly cursor: string | null }
  | { readonly what: 'summary'; readonly frame: Summary }
  | { readonly what: 'presence'; readonly frame: Presence }
  | { readonly what: 'gone'; readonly stream: string | null; readonly workspace: string | null }
  | { readonly what: 'error'; readonly frame: ErrorFrame };

export interface SessionOptions {
  open(): Plug;
  pass(): Promise<string>;
  renew(): Promise<string>;
  onPass?(pass: string, expires: string): void;
  /** says by HTTP what is too long for a frame; rejects with an Error whose `code` is the wire's */
  post?(stream: string, outgoing: Outgoing): Promise<Kept>;
  timers?: Timers;
}

interface Watch {
  live: boolean; // the server confirmed the subscription on this connection
  asking: boolean; // an `after` is on its way
  typedAt: number;
  readonly marking: Marking;
}

const TYPING_EVERY = 3_000; // ms
const TYPING_LASTS = 6_000; // ms
const ANSWER_WITHIN = 4_000; // ms, to the question whether the line still lives

export class Session {
  readonly #socket: Socket;
  readonly #timers: Timers;
  readonly #talks = new Map<string, Talk>();
  readonly #watches = new Map<string, Watch>();
  readonly #inboxes = new Map<string, string | null>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #dispatch: Dispatch;
  readonly #here: Here;
  readonly #send = (frame: ClientFrame): boolean => this.#socket.send(frame);
  #ref = 0;
  #probe: (() => void) | null = null;

  constructor(options: SessionOptions) {
    this.#timers = options.timers ?? systemTimers;
    this.#socket = new Socket({
      open: options.open,
      pass: options.pass,
      renew: options.renew,
      ...(options.onPass ? { onPass: options.onPass } : {}),
      timers: this.#timers,
      onStatus: (status) => this.#statusIs(status),
      onFrame: (frame) => this.#hear(frame),
    });
    this.#here = new Here(this.#timers, this.#send);
    this.#dispatch = new Dispatch({
      timers: this.#timers,
      talk: (stream) => this.talk(stream),
      keep: (talk) => this.#keep(talk),
      send: this.#send,
      ready: (stream) => this.#watches.get(stream)?.live ?? true,
      dead: () => this.#socket.reset(),
      ref: () => this.#next(),
      ...(options.post ? { post: options.post } : {}),
    });
  }

  get status(): Status {
    return this.#socket.status;
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
    this.#dispatch.clear();
    this.#here.pause();
  }

  /** The page woke up or the network came back: connect now, or make sure the line still answers. */
  nudge(): void {
    if (this.status !== 'online') {
      this.#socket.hurry();
      return;
    }
    const [stream] = this.#watches.keys();
    if (!stream || this.#probe) return;
    this.#socket.send({ op: 'after', ref: this.#next(), stream, after: this.talk(stream).last, limit: 1 });
    this.#probe = this.#timers.later(ANSWER_WITHIN, () => this.#socket.reset());
  }

  on(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  talk(stream: string): Talk {
    return this.#talks.get(stream) ?? emptyTalk(stream);
  }

  /** Hold a stream, from a page of events already at hand or from its beginning. Outgoing of an earlier life come along. */
  watch(
    stream: string,
    known?: { events: readonly WireEvent[]; more: boolean },
    outbox: readonly Outgoing[] = [],
  ): void {
    let talk = this.talk(stream);
    if (known && talk.last === 0) talk = prepend(talk, known.events, known.more);
    for (const outgoing of outbox) talk = queued(talk, outgoing);
    this.#keep(talk);
    if (this.#watches.has(stream)) return;
    const marking = new Marking(stream, this.#timers, this.#send);
    this.#watches.set(stream, { live: false, asking: false, typedAt: 0, marking });
    this.#subscribe(stream);
  }

  unwatch(stream: string): void {
    if (!this.#watches.delete(stream)) return;
    this.#socket.send({ op: 'unsubscribe', ref: this.#next(), stream });
  }

  /** Follow a workspace's live inbox from a cursor (null: from now). */
  inbox(workspace: string, cursor: string | null): void {
    this.#inboxes.set(workspace, cursor);
    this.#socket.send({ op: 'subscribe', ref: this.#next(), workspace, cursor });
  }

  leaveInbox(workspace: string): void {
    if (this.#inboxes.delete(workspace)) this.#socket.send({ op: 'unsubscribe', ref: this.#next(), workspace });
  }

  /** Written at once, sent when there is a line, repeated under one client id until it is kept. Returns that id. */
  say(stream: string, text: string, files: readonly FileRef[] = [], clientId: string = newId()): string {
    const at = new Date(this.#timers.now()).toISOString();
    this.#keep(queued(this.talk(stream), { clientId, text, files, state: 'sending', at }));
    const watch = this.#watches.get(stream);
    if (watch) watch.typedAt = 0; // who has spoken types no more
    this.#dispatch.send(stream, clientId);
    return clientId;
  }

  /** Show an outgoing message that goes another way than the socket (the first one, by HTTP). */
  hold(stream: string, outgoing: Outgoing): void {
    this.#keep(retried(queued(this.talk(stream), outgoing), outgoing.clientId));
  }

  retry(stream: string, clientId: string): void {
    this.#keep(retried(this.talk(stream), clientId));
    this.#dispatch.send(stream, clientId);
  }

  discard(stream: string, clientId: string): void {
    this.#keep(discarded(this.talk(stream), clientId));
  }

  /** The outcome of a message that went by HTTP (the first one opens the conversation). */
  kept(stream: string, clientId: string, kept: Kept): void {
    this.#dispatch.kept(stream, clientId, kept);
  }

  failed(stream: string, clientId: string, code: string): void {
    this.#dispatch.failed(stream, clientId, code);
  }

  typing(stream: string, on: boolean): void {
    const watch = this.#watches.get(stream);
    const now = this.#timers.now();
    if (!watch || (on ? now - watch.typedAt < TYPING_EVERY : watch.typedAt === 0)) return;
    watch.typedAt = on ? now : 0;
    this.#socket.send({ op: 'typing', stream, on });
  }

  /** Everything up to this seq was seen by this reader. */
  seen(stream: string, seq: number): void {
    this.#watches.get(stream)?.marking.rise(0, seq);
  }

  older(stream: string, events: readonly WireEvent[], more: boolean): void {
    this.#keep(prepend(this.talk(stream), events, more));
  }

  /** An event learnt over HTTP, before the socket brings it. */
  absorb(stream: string, event: WireEvent): void {
    this.#take(apply(this.talk(stream), event), false);
  }

  /** Marks learnt over HTTP. */
  marked(stream: string, marks: readonly MarkOf[]): void {
    this.#keep(marks.reduce(mark, this.talk(stream)));
  }

  /** An agent's availability, repeated while it holds; a visitor's page, said once and after a reconnect. */
  here(place: Place | null): void {
    this.#here.set(place);
  }

  #next(): number {
    this.#ref = (this.#ref + 1) % 2 ** 31;
    return this.#ref;
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  #keep(talk: Talk): void {
    if (this.#talks.get(talk.stream) === talk) return;
    this.#talks.set(talk.stream, talk);
    this.#tell({ what: 'talk', stream: talk.stream });
  }

  #statusIs(status: Status): void {
    this.#probe?.();
    this.#probe = null;
    if (status === 'online') {
      for (const stream of this.#watches.keys()) this.#subscribe(stream);
      for (const [workspace, cursor] of this.#inboxes) {
        this.#socket.send({ op: 'subscribe', ref: this.#next(), workspace, cursor });
      }
      this.#here.say();
    } else {
      this.#here.pause();
      for (const watch of this.#watches.values()) [watch.live, watch.asking] = [false, false];
      this.#dispatch.clear();
    }
    this.#tell({ what: 'status', status });
  }

  #subscribe(stream: string): void {
    this.#socket.send({ op: 'subscribe', ref: this.#next(), stream, after: this.talk(stream).last });
  }

  #ask(stream: string): void {
    const watch = this.#watches.get(stream);
    if (!watch || watch.asking) return;
    watch.asking = this.#socket.send({ op: 'after', ref: this.#next(), stream, after: this.talk(stream).last });
  }

  #take(applied: Applied, live: boolean): void {
    const { talk, fresh, missing } = applied;
    this.#keep(talk);
    for (const event of fresh) {
      this.#dispatch.settled(event.client_id);
      this.#tell({ what: 'fresh', stream: talk.stream, event, live });
    }
    if (fresh.length > 0) this.#watches.get(talk.stream)?.marking.rise(talk.last, 0);
    if (missing) this.#ask(talk.stream);
  }

  #hear(frame: ServerFrame): void {
    switch (frame.op) {
      case 'welcome':
        this.#here.every = (frame.here_every ?? 10) * 1000;
        return;
      case 'subscribed':
        if (frame.workspace) this.#follows(frame.workspace, frame.cursor ?? null);
        if (frame.stream) this.#stands(frame.stream, frame.marks ?? []);
        return;
      case 'ack':
        this.kept(frame.stream, frame.client_id, { at: frame.at, masked: frame.masked ?? 0 });
        return;
      case 'event':
        this.#take(apply(this.talk(frame.event.stream), frame.event), true);
        return;
      case 'events':
        this.#caughtUp(frame);
        return;
      case 'typing': {
        const until = this.#timers.now() + TYPING_LASTS;
        this.#keep(typing(this.talk(frame.stream), frame.id, frame.on ? { who: frame.who, until } : null));
        if (frame.on) this.#timers.later(TYPING_LASTS, () => this.#stoppedTyping(frame.stream, frame.id));
        return;
      }
      case 'mark':
        this.marked(frame.stream, [frame.mark]);
        return;
      case 'summary':
        this.#inboxes.set(frame.workspace, frame.cursor);
        this.#tell({ what: 'summary', frame });
        return;
      case 'here':
        this.#tell({ what: 'presence', frame });
        return;
      case 'gone':
        this.#gone(frame.stream ?? null, frame.workspace ?? null);
        return;
      case 'error':
        if (frame.client_id && frame.stream) this.#dispatch.trouble(frame.stream, frame.client_id, frame.code);
        else if (frame.stream && frame.code === 'not_found') this.#gone(frame.stream, null);
        else this.#tell({ what: 'error', frame });
        return;
      default:
        return;
    }
  }

  #follows(workspace: string, cursor: string | null): void {
    if (cursor) this.#inboxes.set(workspace, cursor);
    this.#tell({ what: 'inbox', workspace, cursor });
  }

  /** The subscription stands: marks are told again, what waited goes out. */
  #stands(stream: string, marks: readonly MarkOf[]): void {
    const watch = this.#watches.get(stream);
    if (!watch) return;
    watch.live = true;
    this.marked(stream, marks);
    watch.marking.say();
    watch.marking.rise(this.talk(stream).last, 0);
    for (const outgoing of unsent(this.talk(stream))) this.#dispatch.send(stream, outgoing.clientId);
  }

  #gone(stream: string | null, workspace: string | null): void {
    if (stream) this.#watches.delete(stream);
    if (workspace) this.#inboxes.delete(workspace);
    this.#tell({ what: 'gone', stream, workspace });
  }

  #caughtUp(frame: Events): void {
    this.#probe?.();
    this.#probe = null;
    const watch = this.#watches.get(frame.stream);
    if (watch && frame.ref) watch.asking = false;
    const before = this.talk(frame.stream);
    let applied = applyAll(before, frame.events);
    const stuck = applied.missing && !frame.more && applied.talk.last === before.last;
    if (stuck && frame.ref) applied = settle(applied.talk);
    this.#take(applied, false);
    if (frame.more && applied.talk.last > before.last) this.#ask(frame.stream);
  }

  #stoppedTyping(stream: string, id: string): void {
    const typist = this.talk(stream).typing[id];
    if (typist && typist.until <= this.#timers.now()) this.#keep(typing(this.talk(stream), id, null));
  }
}
