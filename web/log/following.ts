/** The streams that are followed over a line that comes and goes: subscribed again, and gaps asked for. */

import type { ErrorFrame, Events, MarkOf, ServerFrame, Subscribed, TypingNow } from '@troth/wire';
import type { Dispatch } from './dispatch.ts';
import type { Line, Part } from './line.ts';
import { Marking } from './marking.ts';
import { passing } from './passing.ts';
import { Question } from './question.ts';
import { type Applied, apply, applyAll, mark, settle, typing } from './talk.ts';
import type { Talks } from './talks.ts';

interface Watch {
  readonly subscription: Question;
  readonly rest: Question; // what comes after the last event held
  readonly marking: Marking;
  typedAt: number;
}

const TYPING_EVERY = 3_000; // ms
const TYPING_LASTS = 6_000; // ms

export class Following implements Part {
  readonly #watches = new Map<string, Watch>();
  readonly #held = new Set<string>();

  constructor(
    private readonly line: Line,
    private readonly talks: Talks,
    private readonly dispatch: Dispatch,
  ) {}

  watch(stream: string): void {
    this.#held.delete(stream);
    if (this.#watches.has(stream)) return;
    const { line, talks } = this;
    const question = (op: 'subscribe' | 'after'): Question =>
      new Question(line.timers, () => line.send({ op, ref: line.ref(), stream, after: talks.of(stream).last }));
    const subscription = question('subscribe');
    this.#watches.set(stream, {
      subscription,
      rest: question('after'),
      marking: new Marking(stream, line),
      typedAt: 0,
    });
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
    const now = this.line.timers.now();
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

  marked(stream: string, marks: readonly MarkOf[]): void {
    this.talks.keep(marks.reduce(mark, this.talks.of(stream)));
  }

  hear(frame: ServerFrame): void {
    if (frame.op === 'event') this.#take(apply(this.talks.of(frame.event.stream), frame.event), true);
    else if (frame.op === 'events') this.#events(frame);
    else if (frame.op === 'subscribed') this.#stands(frame);
    else if (frame.op === 'mark') this.marked(frame.stream, [frame.mark]);
    else if (frame.op === 'typing') this.#typed(frame);
    else if (frame.op === 'gone' && frame.stream) this.#gone(frame.stream);
    else if (frame.op === 'error') this.#refused(frame);
  }

  /** The subscription stands: marks are told again, what waited goes out. */
  #stands({ stream, marks = [] }: Subscribed): void {
    const watch = stream && this.#watches.get(stream);
    if (!watch) return;
    watch.subscription.answer();
    this.marked(stream, marks);
    watch.marking.say();
    watch.marking.rise(this.talks.of(stream).last, 0);
    this.dispatch.next(stream);
  }

  #events(frame: Events): void {
    const watch = this.#watches.get(frame.stream);
    if (frame.ref) watch?.rest.answer();
    const before = this.talks.of(frame.stream);
    let applied = applyAll(before, frame.events);
    const stuck = applied.missing && !frame.more && applied.talk.last === before.last;
    if (stuck && frame.ref) applied = settle(applied.talk);
    this.#take(applied, false);
    if (frame.more && applied.talk.last > before.last) watch?.rest.ask();
  }

  #typed({ stream, id, who, on }: TypingNow): void {
    const until = this.line.timers.now() + TYPING_LASTS;
    this.talks.keep(typing(this.talks.of(stream), id, on ? { who, until } : null));
    if (on) {
      this.line.timers.later(TYPING_LASTS, () => {
        const talk = this.talks.of(stream);
        if ((talk.typing[id]?.until ?? until) <= until) this.talks.keep(typing(talk, id, null));
      });
    }
  }

  /** Of a message or of typing it is not ours. */
  #refused({ ref, stream, client_id, code }: ErrorFrame): void {
    const watch = ref && !client_id && stream && this.#watches.get(stream);
    if (!watch) return;
    const question = watch.subscription.answered ? watch.rest : watch.subscription;
    if (passing(code)) question.refused();
    else if (code === 'not_found' || question === watch.subscription) this.#gone(stream);
    else question.drop();
  }

  #gone(stream: string): void {
    this.#end(stream);
    this.line.tell({ what: 'gone', stream, workspace: null });
    this.dispatch.next(stream); // what waits is refused, and shown so
  }

  #take({ talk, fresh, missing }: Applied, live: boolean): void {
    this.talks.keep(talk);
    const watch = this.#watches.get(talk.stream);
    for (const event of fresh) {
      this.dispatch.settled(talk.stream, event.client_id);
      this.line.tell({ what: 'fresh', stream: talk.stream, event, live });
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
}
