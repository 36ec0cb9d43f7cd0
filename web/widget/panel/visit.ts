/** One visit: who the visitor is, their conversation, and the line to the server. The views draw `state` and call verbs. */

import { facts, newId, type Outgoing, Session, SignedOut, type Status, type Talk } from '@troth/log';
import { type FileRef, MAX_TEXT, type Page, type WireEvent } from '@troth/wire';
import { tell } from './host.ts';
import { ApiError, PASSING } from './http.ts';
import { Identity } from './identity.ts';
import { lines } from './line.ts';
import type { Conversation, Events, Site } from './shapes.ts';
import type { Store } from './storage.ts';

export interface State {
  readonly phase: 'loading' | 'start' | 'talk';
  readonly status: Status;
  readonly available: boolean;
  readonly conversation: string | null;
  readonly open: boolean;
  readonly sound: boolean;
  readonly unread: number;
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** the page of history is on its way */
  readonly reading: boolean;
}

/** The first message of a conversation, until the server has it. */
interface First {
  id: string;
  clientId: string;
  text: string;
  fields: Record<string, string>;
  language: string;
  at: string;
}

const PAGE = 50; // events
const NEWEST = 2 ** 31 - 1;
const HURRIED = 3; // times that were too fast; then there is more to wait for than a moment
const NOTICED = 400; // ms until another tab has said what it shows

export class Visit {
  state: State;
  readonly session: Session;
  readonly identity: Identity;
  #listeners = new Set<() => void>();
  #page: Page | null = null;
  readonly #beginning = new Set<string>(); // conversations whose first message is on its way
  readonly #written = new Set<string>(); // client ids of what was written in this tab, or came back into it

  constructor(
    readonly site: Site,
    readonly store: Store,
    readonly language: string,
  ) {
    this.state = {
      phase: 'loading',
      status: 'stopped',
      available: site.available,
      conversation: store.get('conversation'),
      open: false,
      sound: store.get<boolean>('sound') ?? true,
      unread: 0,
      fieldErrors: {},
      reading: false,
    };
    this.identity = new Identity({
      siteKey: site.site_key,
      language,
      store,
      mayBegin: () => this.state.open,
      onForgotten: () => this.#forgotten(),
    });
    this.session = new Session({
      open: lines((method, path, body) => this.ask(method, path, body)),
      pass: () => this.identity.pass(),
      renew: () => this.identity.renew(),
      onPass: (pass) => this.identity.take(pass),
      post: (stream, { clientId, text, files }) =>
        this.ask('POST', `/conversations/${stream}/messages`, {
          client_id: clientId,
          text,
          files: files.map((one) => one.id),
        }),
    });
    this.session.on((change) => {
      if (change.what === 'status') this.#set({ status: change.status });
      else if (change.what === 'presence')
        this.#set({ available: (change.frame.agents ?? 0) > 0 && this.site.hours.open_now });
      else if (change.what === 'gone' && change.stream === this.state.conversation) this.forget();
      else if (change.what === 'fresh') this.#fresh(change.event, change.live);
      if (change.what === 'talk') this.#kept();
    });
    store.onChange((name) => this.#otherTab(name));
    for (const change of ['online', 'offline']) addEventListener(change, () => this.session.nudge());
    document.addEventListener('visibilitychange', () => document.hidden || this.session.nudge());
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get talk(): Talk | null {
    return this.state.conversation ? this.session.talk(this.state.conversation) : null;
  }

  /** The panel was opened: from here on there may be storage, a visitor and a socket. */
  open(page: Page | null = null): void {
    this.#page = page;
    this.#set({ open: true });
    this.#come();
  }

  /** Only an unread badge is wanted: nothing happens unless a talk goes on. */
  wait(): void {
    if (this.state.conversation && this.store.get('token')) this.#come();
    else this.#set({ phase: 'start' });
  }

  close(): void {
    this.#set({ open: false });
    if (!this.state.conversation) this.session.stop();
  }

  setSound(on: boolean): void {
    this.store.set('sound', on);
    this.#set({ sound: on });
    if (on) chime();
  }

  /** Begin a conversation. Shown at once; the same ids are used until the server has it. */
  begin(text: string, fields: Record<string, string>): void {
    const at = new Date().toISOString();
    const first: First = { id: newId(), clientId: newId(), text, fields, language: this.language, at };
    this.store.set('first', first);
    this.store.set('contact', fields);
    this.#set({ phase: 'talk', conversation: first.id, fieldErrors: {} });
    void this.#post(first);
  }

  say(text: string, files: readonly FileRef[] = []): void {
    if (this.state.conversation) this.session.say(this.state.conversation, text, files);
  }

  retry(clientId: string): void {
    const first = this.store.get<First>('first');
    if (!this.state.conversation) return;
    if (first?.clientId === clientId) void this.#post(first);
    else this.session.retry(this.state.conversation, clientId);
  }

  /** What missed the end of the talk begins a new one, in its order, with what is known of the visitor. */
  anew(): void {
    const missed = (this.talk?.outbox ?? []).filter((one) => one.error === 'closed');
    const text = missed.flatMap((one) => one.text.trim() || []).join('\n');
    this.forget();
    if ([...text].length > MAX_TEXT) this.store.set('draft', text);
    else this.begin(text, this.store.get<Record<string, string>>('contact') ?? {});
  }

  discard(clientId: string): void {
    const first = this.store.get<First>('first');
    if (this.state.conversation) this.session.discard(this.state.conversation, clientId);
    if (first?.clientId === clientId) this.forget();
  }

  /** Everything shown was seen. */
  seen(): void {
    const { talk } = this;
    if (!talk || talk.last === 0) return;
    this.session.seen(talk.stream, talk.last);
    if ((this.store.get<number>('seen') ?? 0) < talk.last) this.store.set('seen', talk.last);
    this.#count();
  }

  async older(): Promise<void> {
    const { talk } = this;
    if (!talk?.more || this.state.reading) return;
    this.#set({ reading: true });
    try {
      const page = await this.ask<Events>(
        'GET',
        `/conversations/${talk.stream}/events?before=${talk.first}&limit=${PAGE}`,
      );
      this.session.older(talk.stream, page.items, page.more);
    } finally {
      this.#set({ reading: false });
    }
  }

  async end(): Promise<void> {
    await this.ask('POST', `/conversations/${this.state.conversation}/closure`, { client_id: newId() });
  }

  async rate(score: number, comment: string): Promise<void> {
    await this.ask('POST', `/conversations/${this.state.conversation}/rating`, { client_id: newId(), score, comment });
  }

  async transcript(address: string): Promise<void> {
    await this.ask('POST', `/conversations/${this.state.conversation}/transcripts`, { client_id: newId(), address });
    this.store.set('contact', { ...this.store.get<Record<string, string>>('contact'), email: address });
  }

  /** Leave this conversation behind and begin anew. What is half written stays, for the next one. */
  forget(): void {
    const { conversation } = this.state;
    if (conversation) this.session.unwatch(conversation);
    for (const name of ['conversation', 'first', 'outbox', 'seen']) this.store.set(name, null);
    this.#set({ conversation: null, phase: 'start', unread: 0 });
    tell('talk', 0);
    tell('unread', 0);
  }

  /** An API call as this visitor. */
  ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.identity.ask<Answer>(method, path, body);
  }

  /** The server knows us no more: then we don't know them either. First words on their way are the new visitor's. */
  #forgotten(): void {
    if (this.store.get('first')) return;
    this.store.set('contact', null);
    this.forget();
  }

  #come(): void {
    this.session.start();
    if (this.#page && this.site.profile.telemetry === 'basic') this.session.here({ page: this.#page });
    if (this.state.phase !== 'loading') return;
    const first = this.store.get<First>('first');
    if (first) {
      this.#set({ phase: 'talk', conversation: first.id });
      void this.#post(first);
    } else if (this.state.conversation) void this.#load(this.state.conversation);
    else this.#set({ phase: 'start' });
  }

  async #load(id: string): Promise<void> {
    this.#set({ phase: 'talk', conversation: id, reading: true });
    for (;;) {
      try {
        const [page, conversation] = await Promise.all([
          this.ask<Events>('GET', `/conversations/${id}/events?before=${NEWEST}&limit=${PAGE}`),
          this.ask<Conversation>('GET', `/conversations/${id}`),
        ]);
        this.session.watch(id, { events: page.items, more: page.more }, this.store.get<Outgoing[]>('outbox') ?? []);
        this.session.marked(id, conversation.marks ?? []);
        this.#set({ reading: false });
        tell('talk', conversation.state === 'open' ? 1 : 0);
        this.#count();
        return;
      } catch (error) {
        if (error instanceof ApiError && !PASSING.has(error.code)) {
          this.#set({ reading: false });
          this.forget();
          return;
        }
        if (error instanceof SignedOut) return;
        await pause(2_000 + 3_000 * Math.random());
        if (this.state.conversation !== id) return;
      }
    }
  }

  async #post(first: First): Promise<void> {
    const { id, clientId, text, fields, language, at } = first;
    if (this.#beginning.has(id)) return;
    this.#beginning.add(id);
    this.session.hold(id, { clientId, text, files: [], state: 'sending', at });
    let hurried = 0;
    try {
      for (;;) {
        try {
          await this.ask<Conversation>('POST', '/conversations', { id, client_id: clientId, text, fields, language });
          break;
        } catch (error) {
          if (!(error instanceof ApiError) || !PASSING.has(error.code)) throw error;
          if (error.code === 'too_many' && ++hurried > HURRIED) throw error;
          await pause(1_500 + 2_500 * Math.random());
          if (this.state.conversation !== id) return;
        }
      }
      if (this.state.conversation !== id) return; // left meanwhile
      this.session.kept(id, clientId, { at });
      this.store.set('conversation', id);
      this.store.set('first', null);
      this.session.watch(id);
      tell('talk', 1);
    } catch (error) {
      const { code, fields: wrong } = error instanceof ApiError ? error : { code: 'internal', fields: {} };
      if (Object.keys(wrong).length > 0) {
        // back to the form: nothing that was written is lost
        this.store.set('first', null);
        this.store.set('draft', text);
        this.session.discard(id, clientId);
        this.#set({ phase: 'start', conversation: null, fieldErrors: wrong });
      } else this.session.failed(id, clientId, code);
    } finally {
      this.#beginning.delete(id);
    }
  }

  #fresh({ author, kind, seq }: WireEvent, live: boolean): void {
    if (author.kind === 'agent' && kind === 'said' && live && this.state.sound && !this.#reading())
      setTimeout(() => {
        // another tab may show it
        if ((this.store.get<number>('seen') ?? 0) < seq) chime();
      }, NOTICED);
    if (kind === 'closed' || kind === 'reopened') tell('talk', this.talk && facts(this.talk).closed ? 0 : 1);
    this.#count();
  }

  /** What was not yet sent survives a reload. */
  #kept(): void {
    const { talk } = this;
    if (talk && !this.store.get('first')) {
      for (const one of talk.outbox) this.#written.add(one.clientId);
      const before = this.store.get<Outgoing[]>('outbox') ?? [];
      const waiting = [
        ...before.filter((one) => !this.#written.has(one.clientId)), // another tab's
        ...talk.outbox.filter((one) => one.state !== 'sent'),
      ];
      if (waiting.length > 0 || before.length > 0) this.store.set('outbox', waiting.length > 0 ? waiting : null);
    }
    this.#changed();
  }

  #reading(): boolean {
    return this.state.open && !document.hidden;
  }

  #count(): void {
    const seen = this.store.get<number>('seen') ?? 0;
    const events = this.talk?.events ?? [];
    const unread = events.filter(
      (event) => event.seq > seen && event.kind === 'said' && event.author.kind === 'agent',
    ).length;
    if (unread !== this.state.unread) {
      this.#set({ unread });
      tell('unread', unread);
    }
  }

  /** A second tab began or left a conversation, read it, or switched the sound. */
  #otherTab(name: string): void {
    if (name === 'seen') this.#count();
    if (name === 'sound') this.#set({ sound: this.store.get<boolean>('sound') ?? true });
    if (name !== 'conversation') return;
    const id = this.store.get<string>('conversation');
    if (id === this.state.conversation) return;
    if (this.state.conversation) this.session.unwatch(this.state.conversation);
    if (id) void this.#load(id);
    else this.#set({ conversation: null, phase: 'start', unread: 0 });
  }

  #set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Not in the first view's file: nobody has spoken yet. */
function chime(): void {
  import('./sound.ts').then((sound) => sound.chime()).catch(() => {}); // no line or no loudspeaker: no sound
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
