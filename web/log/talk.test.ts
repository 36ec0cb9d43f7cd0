import type { WireEvent } from '@troth/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chain, said } from './made.ts';
import { acknowledged, queued, refused, retried } from './outbox.ts';
import { apply, applyAll, emptyTalk, mark, prepend, settle, type Talk } from './talk.ts';

const start = emptyTalk('s');
const seqs = (talk: Talk): number[] => talk.events.map((event) => event.seq);
const rising = fc
  .uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 30 })
  .map((all) => all.sort((a, b) => a - b));

/** Every event once or twice, in any order. */
const arriving = (order: number[]): fc.Arbitrary<WireEvent[]> => {
  const events = chain(order);
  return fc.shuffledSubarray([...events, ...events], { minLength: events.length }).map((some) => [...some, ...events]);
};

describe('apply', () => {
  it('appends what follows, ignores what it has', () => {
    const [one, two] = chain([1, 4]) as [WireEvent, WireEvent];
    const talk = apply(apply(start, one).talk, two).talk;
    expect(seqs(talk)).toEqual([1, 4]);
    expect(apply(talk, two).talk).toBe(talk);
  });

  it('lets an event that skips ahead wait and says that something is missing', () => {
    const [one, two, three] = chain([1, 2, 3]) as [WireEvent, WireEvent, WireEvent];
    const gap = apply(apply(start, one).talk, three);
    expect(gap.missing).toBe(true);
    expect(gap.talk.last).toBe(1);
    const filled = apply(gap.talk, two);
    expect(filled).toMatchObject({ missing: false });
    expect(seqs(filled.talk)).toEqual([1, 2, 3]);
  });

  it('brings any order, with any repeats, to the one true order', () => {
    fc.assert(
      fc.property(
        rising.chain((order) => fc.tuple(fc.constant(order), arriving(order))),
        ([order, events]) => {
          let talk = start;
          for (const event of events) talk = apply(talk, event).talk;
          expect(seqs(talk)).toEqual(order);
          expect(talk.early).toEqual([]);
        },
      ),
    );
  });

  it('never holds an event whose predecessor it lacks', () => {
    fc.assert(
      fc.property(rising, fc.infiniteStream(fc.boolean()), (order, kept) => {
        const some = chain(order).filter(() => kept.next().value);
        const { talk } = applyAll(start, some);
        for (const [at, event] of talk.events.entries()) expect(event.after).toBe(talk.events[at - 1]?.seq ?? 0);
      }),
    );
  });

  it('takes what waits as it stands when the server knows nothing between', () => {
    const gap = apply(start, said(7, 5));
    expect(seqs(settle(gap.talk).talk)).toEqual([7]);
  });
});

describe('prepend', () => {
  it('gives the same talk whether read in pages or at once', () => {
    fc.assert(
      fc.property(rising, fc.nat(), (order, cut) => {
        const events = chain(order);
        const at = cut % (events.length + 1);
        const paged = prepend(prepend(start, events.slice(at), true), events.slice(0, at), false);
        const whole = applyAll(start, events).talk;
        expect(paged.events).toEqual(whole.events);
        expect([paged.first, paged.last]).toEqual([whole.first, whole.last]);
      }),
    );
  });
});

describe('the outbox', () => {
  const outgoing = {
    clientId: 'client-1',
    text: 'hello',
    files: [],
    state: 'sending',
    at: '2026-01-01T10:00:00Z',
  } as const;

  it('ends where the event arrives, also when that was first', () => {
    const talk = queued(start, outgoing);
    expect(apply(talk, said(1, 0)).talk.outbox).toEqual([]);
    expect(queued(apply(start, said(1, 0)).talk, outgoing).outbox).toEqual([]);
  });

  it('does not turn a kept message into a failed one', () => {
    const kept = acknowledged(queued(start, outgoing), 'client-1', '2026-01-01T10:00:01Z', 1);
    expect(refused(kept, 'client-1', 'busy').outbox[0]).toMatchObject({ state: 'sent', masked: 1 });
  });

  it('keeps its client id over a retry and forgets the error', () => {
    const failed = refused(queued(start, outgoing), 'client-1', 'invalid');
    expect(failed.outbox[0]).toMatchObject({ state: 'failed', error: 'invalid' });
    expect(retried(failed, 'client-1').outbox).toEqual([outgoing]);
  });
});

describe('marks', () => {
  it('only rise, and seen is delivered', () => {
    const of = (delivered: number, seen: number) => ({ participant: 'a', kind: 'agent', delivered, seen }) as const;
    const talk = mark(mark(mark(start, of(3, 5)), of(9, 2)), of(1, 1));
    expect(talk.marks.a).toMatchObject({ delivered: 9, seen: 5 });
    expect(mark(talk, of(2, 2))).toBe(talk);
  });
});
