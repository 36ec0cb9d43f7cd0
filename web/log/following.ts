/** The streams that are followed over a line that comes and goes: subscribed again, and gaps asked for. */

import type { Events, MarkOf, TypingNow, WireEvent } from '@troth/wire';
import type { Tell } from './changes.ts';
import type { Dispatch } from './dispatch.ts';
import type { Line } from './line.ts';
import { Marking } from './marking.ts';
import { passing } from './passing.ts';
import { Question } from './question.ts';
import { type Applied, apply, applyAll, mark, settle, typing } from './talk.ts';
import type { Talks } from './talks.ts';
import type { Timers } from './timers.ts';

interface Watch {
  readonly subscription: Question;
  readonly rest: Question; // what comes after the last event held
  readonly marking: Marking;
  typedAt: number;
}

const TYPING_EVERY = 3_000; // ms
const TYPING_LASTS = 6_000; // ms

export class Following {
  readonly #watches = new Map<string, Watch>();
  readonly #held = new Set<string>();

  constructor(
    private readonly line: Line,
    private readonly timers: Timers,
    private readonly talks: Talks,
    private readonly dispatch: Dispatch,
    private readonly tell: Tell,
  ) {}

  watch(stream: string): void {
    this.#held.delete(stream);
    if (this.#watches.has(stream)) return;
    const { line, timers } = this;
    const after = (): { ref: number; stream: string; after: number } => ({
      ref: line.ref(),
      stream,
      after: this.talks.of(stream).last,
    });
    const subscription = new Question(timers, () => line.send({ op: 'subscribe', ...after() }));
    const rest = new Question(timers, () => line.send({ op: 'after', ...after() }));
    const marking = new Marking(stream, timers, (frame) => line.send(frame));
    this.#watches.set(stream, { subscription, rest, marking, typedAt: 0 });
    subscription.ask();
  }

  unwatch(stream: string): void {
    if (!this.#end(stream)) return;
    this.line.send({ op: 'unsubscribe', ref: this.line.ref(), stream });
    this.dispatch.next(stream);
  }

  /** The server does not know this stream yet: nothing is sent to it before it is watched. */
  hold(stream: string): void {
    this.#held.add(stream);
  }

  /** Whether words may go out: what was missed comes before them. A stream that nobody looks at needs no past. */
  ready(stream: string): boolean {
    return !this.#held.has(stream) && (this.#watches.get(stream)?.subscription.answered ?? true);
  }

  resume(): void {
    for (const { subscription } of this.#watches.values()) subscription.ask();
  }

  lost(): void {
    for (const { subscription, rest } of this.#watches.values()) {
      subscription.drop();
      rest.drop();
    }
  }

  typing(stream: string, on: boolean): void {
    const watch = this.#watches.get(stream);
    const now = this.timers.now();
    if (!watch || (on ? now - watch.typedAt < TYPING_EVERY : watch.typedAt === 0)) return;
    watch.typedAt = on ? now : 0;
    this.line.send({ op: 'typing', stream, on });
  }

  /** Who has spoken types no more. */
  spoke(stream: string): void {
    const watch = this.#watches.get(stream);
    if (watch) watch.typedAt = 0;
  }

  seen(stream: string, seq: number): void {
    this.#watches.get(stream)?.marking.rise(0, seq);
  }

  // --- what the server says

  /** The subscription stands: marks are told again, what waited goes out. */
  subscribed(stream: string, marks: readonly MarkOf[]): void {
    const watch = this.#watches.get(stream);
    if (!watch) return;
    watch.subscription.answer();
    this.marked(stream, marks);
    watch.marking.say();
    watch.marking.rise(this.talks.of(stream).last, 0);
    this.dispatch.next(stream);
  }

  event(event: WireEvent): void {
    this.#take(apply(this.talks.of(event.stream), event), true);
  }

  events(frame: Events): void {
    const watch = this.#watches.get(frame.stream);
    if (frame.ref) watch?.rest.answer();
    const before = this.talks.of(frame.stream);
    let applied = applyAll(before, frame.events);
    const stuck = applied.missing && !frame.more && applied.talk.last === before.last;
    if (stuck && frame.ref) applied = settle(applied.talk);
    this.#take(applied, false);
    if (frame.more && applied.talk.last > before.last) watch?.rest.ask();
  }

  marked(stream: string, marks: readonly MarkOf[]): void {
    this.talks.keep(marks.reduce(mark, this.talks.of(stream)));
  }

  typed({ stream, id, who, on }: TypingNow): void {
    const until = this.timers.now() + TYPING_LASTS;
    this.talks.keep(typing(this.talks.of(stream), id, on ? { who, until } : null));
    if (on) this.timers.later(TYPING_LASTS, () => this.#stoppedTyping(stream, id));
  }

  refused(stream: string, code: string): void {
    const watch = this.#watches.get(stream);
    if (!watch) return;
    const question = watch.subscription.answered ? watch.rest : watch.subscription;
    if (passing(code)) question.refused();
    else if (code === 'not_found' || question === watch.subscription) this.gone(stream);
    else question.drop();
  }

  gone(stream: string): void {
    this.#end(stream);
    this.tell({ what: 'gone', stream, workspace: null });
    this.dispatch.next(stream); // what waits is refused, and shown so
  }

  #take({ talk, fresh, missing }: Applied, live: boolean): void {
    this.talks.keep(talk);
    const watch = this.#watches.get(talk.stream);
    for (const event of fresh) {
      this.dispatch.settled(talk.stream, event.client_id);
      this.tell({ what: 'fresh', stream: talk.stream, event, live });
    }
    if (fresh.length > 0) watch?.marking.rise(talk.last, 0);
    if (missing) watch?.rest.ask();
  }

  #end(stream: string): boolean {
    const watch = this.#watches.get(stream);
    watch?.subscription.drop();
    watch?.rest.drop();
    return this.#watches.delete(stream);
  }

  #stoppedTyping(stream: string, id: string): void {
    const talk = this.talks.of(stream);
    const typist = talk.typing[id];
    if (typist && typist.until <= this.timers.now()) this.talks.keep(typing(talk, id, null));
  }
}
