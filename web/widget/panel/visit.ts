/** One visit: who the visitor is, their conversation, and the line to the server. The views draw `state` and call verbs. */

import { facts, newId, patiently, Session, SignedOut, type Talk } from '@troth/log';
import { dial, rememberedWay, rememberWay } from '@troth/log/dial';
import { type FileRef, MAX_TEXT, type Page, type WireEvent } from '@troth/wire';
import { today } from '../day.ts';
import { quiet } from '../signals.ts';
import { type Answer, Asking } from './asking.ts';
import { type First, open } from './beginning.ts';
import { chime } from './chime.ts';
import { tell } from './host.ts';
import { Identity } from './identity.ts';
import { type Conversation, type Events, honoured, type Site } from './shapes.ts';
import type { State } from './state.ts';
import type { Store } from './storage.ts';
import { Unsent } from './unsent.ts';

const PAGE = 50; // events
const NEWEST = 2 ** 31 - 1;
const FAREWELL = 3_000; // ms for the server to hear that we leave
const NOTICED = 400; // ms until another tab has said what it shows

export class Visit {
  state: State;
  readonly session: Session;
  readonly identity: Identity;
  readonly unsent: Unsent;
  readonly opening = new Set<string>(); // client ids of first messages on their way
  #listeners = new Set<() => void>();
  readonly #asking: Asking;
  #page: Page | null = null;

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
      withdrawn: '',
      gone: false,
      reading: false,
    };
    this.#asking = new Asking(site, store, language);
    this.unsent = new Unsent(store);
    this.identity = new Identity({
      store,
      begin: () => (this.state.open ? this.#asking.begin() : null),
      onChanged: () => {
        store.clear();
        location.reload(); // with the text of now
      },
      onForgotten: () => this.#forgotten(),
    });
    this.session = new Session({
      open: dial,
      way: rememberedWay(),
      onWay: (way) => {
        if (store.lasting) rememberWay(way);
      },
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
      else if (change.what === 'gone' && change.stream === this.state.conversation) this.#gone();
      else if (change.what === 'fresh') this.#fresh(change.event, change.live);
      if (change.what === 'talk') this.#kept();
    });
    store.onChange((name, there) => this.#otherTab(name, there));
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

  /** The message that opens the conversation, until the server has it. */
  get first(): First | null {
    return this.store.get<First>('first');
  }

  /** The panel was opened: from here on there may be storage, a visitor and a socket. */
  open(page: Page | null = null): void {
    this.#page = page;
    this.#set({ open: true });
    if (this.#asking.open) this.#set({ phase: 'consent' });
    else if (this.state.phase !== 'off') this.#come();
  }

  /** Only an unread badge is wanted: nothing happens unless a talk goes on. */
  wait(): void {
    if (this.#asking.open) this.#set({ phase: 'consent' });
    else if (this.state.conversation && this.store.get('token')) this.#come();
    else this.#set({ phase: 'start' });
  }

  /** What the site asks is answered. Whichever it is, the chat begins. */
  answer(said: Answer): void {
    if (this.#asking.again) return void this.#renew(said);
    this.#asking.take(said);
    this.#set({ phase: 'loading', conversation: null, withdrawn: '' });
    this.#come();
  }

  /** Whether they agreed once, and are asked since that changed. */
  get again(): boolean {
    return this.#asking.again;
  }

  /** The talk goes on, or ends with the consent. */
  async #renew(said: Answer): Promise<void> {
    if (said === 'refused') {
      await this.depart('withdrawn');
      return this.answer(said);
    }
    this.#set({ phase: 'loading', withdrawn: '' });
    if (await this.#asking.renew((answer) => this.ask('POST', '/me/consents', answer))) this.#come();
    else this.#set({ phase: 'consent' });
  }

  /** The chat is turned off here, or a consent withdrawn: nothing of it stays on the device, and the server knows this
   * visitor no more. */
  async depart(how: 'off' | 'withdrawn'): Promise<void> {
    const told = this.store.get('token') ? this.ask('POST', '/me/departure', {}) : Promise.resolve();
    const late = new Promise<never>((_, reject) => setTimeout(reject, FAREWELL));
    const heard = Promise.race([told, late]).then(
      () => true,
      () => false,
    );
    this.session.stop();
    const known = await heard;
    this.#leave(how === 'off' ? 'off' : 'consent');
    if (how === 'off') tell('off');
    else this.#set({ withdrawn: known ? 'told' : 'untold' });
  }

  /** Turned on again, on a page of its own. */
  back(): void {
    if (this.site.consent === null) this.store.keep();
    this.#set({ phase: 'loading' });
    this.open(this.#page);
  }

  #leave(phase: State['phase']): void {
    this.session.stop();
    this.identity.forget();
    this.forget();
    this.#asking.anew();
    this.#set({ phase });
  }

  close(): void {
    this.#set({ open: false });
    if (!this.state.conversation) this.session.stop();
  }

  setSound(on: boolean): void {
    this.store.set('sound', on);
    this.#set({ sound: on });
    if (on) void chime();
  }

  /** Begin a conversation. */
  begin(text: string, fields: Record<string, string>): void {
    const at = new Date().toISOString();
    const first: First = { id: newId(), clientId: newId(), text, fields, language: this.language, at };
    this.store.set('contact', fields);
    this.#set({ phase: 'talk', conversation: first.id, fieldErrors: {}, gone: false });
    void open(this, first);
  }

  say(text: string, files: readonly FileRef[] = []): void {
    if (this.state.conversation) this.session.say(this.state.conversation, text, files);
  }

  retry(clientId: string): void {
    const { first } = this;
    if (first?.clientId === clientId) void open(this, first);
    else if (this.state.conversation) this.session.retry(this.state.conversation, clientId);
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
    const { first, talk } = this;
    if (!talk) return;
    this.session.discard(talk.stream, clientId);
    if (first?.clientId !== clientId) return;
    const next = talk.outbox.find((one) => one.clientId !== clientId);
    if (next) void open(this, { ...first, clientId: next.clientId, text: next.text, at: next.at });
    else this.forget();
  }

  /** What the form said is wrong; all that was written is in the draft. */
  backToForm(fieldErrors: Record<string, string>): void {
    const { store } = this;
    const written = this.talk?.outbox.map((one) => one.text) ?? [];
    const draft = [...written, store.get('draft')].join('\n').trim(); // null is joined as nothing
    this.forget();
    store.set('draft', draft);
    this.#set({ fieldErrors });
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
    if (this.first) return;
    const gone = this.state.conversation !== null;
    if (this.site.consent) this.#leave('consent');
    else {
      this.store.set('contact', null);
      this.forget();
    }
    if (gone) this.#set({ gone });
  }

  /** The talk is nobody's any more: the device forgets with whom it was, too. */
  #gone(): void {
    this.store.set('contact', null);
    this.forget();
    this.#set({ gone: true });
  }

  async #here(): Promise<void> {
    const { telemetry } = this.site.profile;
    if (telemetry === 'off' || quiet(honoured(this.site))) return;
    const more = telemetry === 'full' ? (await import('./device.ts')).device() : null;
    if (this.#page ?? more) this.session.here({ page: { ...this.#page, ...more } });
  }

  #come(): void {
    const { store } = this;
    if (this.#asking.answer === 'given') tell('keep', 1);
    if (this.state.open && store.get('token')) store.set('used', today());
    this.session.start();
    void this.#here();
    if (this.state.phase !== 'loading') return;
    const { first } = this;
    if (first) {
      this.#set({ phase: 'talk', conversation: first.id });
      void open(this, first);
    } else if (this.state.conversation) void this.#load(this.state.conversation);
    else this.#set({ phase: 'start' });
  }

  async #load(id: string): Promise<void> {
    this.#set({ phase: 'talk', conversation: id, reading: true });
    try {
      const found = await patiently(
        () => this.state.conversation === id,
        () =>
          Promise.all([
            this.ask<Events>('GET', `/conversations/${id}/events?before=${NEWEST}&limit=${PAGE}`),
            this.ask<Conversation>('GET', `/conversations/${id}`),
          ]),
      );
      if (!found) return;
      const [page, conversation] = found;
      this.session.watch(id, { events: page.items, more: page.more }, this.unsent.get());
      this.session.marked(id, conversation.marks ?? []);
      this.#set({ reading: false });
      tell('talk', conversation.state === 'open' ? 1 : 0);
      this.#count();
    } catch (error) {
      this.#set({ reading: false });
      if (!(error instanceof SignedOut)) this.#gone();
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
    if (talk) this.unsent.keep(talk, this.first?.clientId);
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

  /** A second tab began or left a conversation, read it, switched the sound, or answered what the site asks. */
  #otherTab(name: string, there: boolean): void {
    if (name === 'agreed' && this.site.consent) {
      if (!there) this.#leave('consent');
      else if (this.#asking.open) {
        this.store.keep();
        this.#set({ phase: 'loading', conversation: this.store.get('conversation') });
        if (this.state.open) this.#come();
      }
    }
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
