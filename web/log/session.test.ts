import type { WireEvent } from '@troth/wire';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from './changes.ts';
import { Inboxes } from './inboxes.ts';
import { AGENT, Clock, chain, Line, STREAM, said, settled, VISITOR } from './made.ts';
import { Session } from './session.ts';
import { SignedOut } from './socket.ts';

let clock: Clock;
let all: Line[];
let session: Session;
let inboxes: Inboxes;
let changes: Change[];
let renewals: number;
let signedOut: boolean;

const line = (): Line => all.at(-1) as Line;

beforeEach(() => {
  clock = new Clock();
  all = [];
  changes = [];
  renewals = 0;
  signedOut = false;
  session = new Session({
    open: () => {
      all.push(new Line());
      return line();
    },
    pass: async () => 'old pass',
    renew: async () => {
      if (signedOut) throw new SignedOut();
      return `pass ${++renewals}`;
    },
    post: async () => ({ at: '2026-01-01T10:00:00Z' }),
    timers: clock,
  });
  inboxes = session.add(Inboxes);
  session.on((change) => changes.push(change));
});

async function online(): Promise<void> {
  session.start();
  await settled();
  line().welcome();
}

function subscribed(last = 0): void {
  const { ref } = line().of('subscribe').at(-1) as { ref: number };
  line().tell({ op: 'subscribed', ref, stream: STREAM, last });
}

describe('the line', () => {
  it('says hello with the pass, then subscribes from the last seq held', async () => {
    session.watch(STREAM, { events: chain([3, 5]), more: true });
    await online();
    expect(line().heard).toEqual([
      { op: 'hello', v: 1, pass: 'old pass' },
      { op: 'subscribe', ref: expect.any(Number), stream: STREAM, after: 5 },
    ]);
  });

  it('comes back by itself and subscribes again from where it is', async () => {
    session.watch(STREAM);
    await online();
    subscribed();
    line().tell({ op: 'event', event: said(1, 0) });
    line().cut();
    expect(session.status).toBe('offline');
    await clock.pass(1_000);
    line().welcome();
    expect(all).toHaveLength(2);
    expect(line().of('subscribe')).toMatchObject([{ after: 1 }]);
  });

  it('waits longer after each failure and at most six seconds', async () => {
    session.start();
    await settled();
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      const [before, tries] = [clock.now(), all.length];
      line().cut();
      while (all.length === tries) await clock.pass(50);
      waits.push(clock.now() - before);
    }
    expect(waits.every((wait, at) => wait >= (waits[at - 1] ?? 0))).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(6_050);
  });

  it('asks for a new pass when its own has expired, and gives up when that is refused too', async () => {
    session.start();
    await settled();
    line().tell({ op: 'error', code: 'pass_expired', message: '' });
    await clock.pass(1_000);
    line().onopen?.();
    expect(line().of('hello')[0]).toMatchObject({ pass: 'pass 1' });
    for (let i = 0; i < 3; i++) {
      line().tell({ op: 'error', code: 'sign_in', message: '' });
      await clock.pass(20_000);
    }
    expect(session.status).toBe('signed_out');
  });

  it('stops when only signing in helps, and begins again with the pass at hand afterwards', async () => {
    signedOut = true;
    session.start();
    await settled();
    line().tell({ op: 'error', code: 'pass_expired', message: '' });
    await clock.pass(60_000);
    expect([session.status, all.length]).toEqual(['signed_out', 1]);
    await online();
    expect(session.status).toBe('online');
  });

  it('loads anew when the server says so and does not come back by itself', async () => {
    session.start();
    await settled();
    line().tell({ op: 'reload', v: 2 });
    await clock.pass(60_000);
    expect([session.status, all.length]).toEqual(['reload', 1]);
  });

  it('finds a dead line when the page wakes up', async () => {
    session.watch(STREAM);
    await online();
    subscribed();
    session.nudge();
    await clock.pass(5_000);
    expect(all.length).toBe(2);
  });

  it('tries at once when the network is back, and soon again if that was too early', async () => {
    session.start();
    await settled();
    for (let i = 0; i < 8; i++) {
      line().cut();
      await clock.pass(15_000);
    }
    line().cut();
    const tries = all.length;
    session.nudge();
    await settled();
    expect(all.length).toBe(tries + 1);
    line().cut();
    await clock.pass(500);
    expect(all.length).toBe(tries + 2);
  });

  it('ignores garbage and ops it does not know', async () => {
    await online();
    line().onmessage?.({ data: '{' });
    line().tell({ op: 'sparkle' } as never);
    expect(session.status).toBe('online');
  });
});

describe('a line that died in silence', () => {
  it('is noticed by itself when nothing was heard for a while, and given up when nobody answers', async () => {
    await online();
    await clock.pass(60_000);
    expect(all.length).toBeGreaterThan(1);
  });

  it('is kept while the server answers', async () => {
    inboxes.follow('w', null);
    await online();
    for (let minutes = 0; minutes < 5; minutes++) {
      await clock.pass(41_000);
      const { ref, stream = null } = line().of('unsubscribe').at(-1) ?? { ref: 0 };
      line().tell({ op: 'unsubscribed', ref, stream });
    }
    expect([session.status, all.length, line().of('unsubscribe').length]).toEqual(['online', 1, 5]);
  });

  it('is found at waking, also where no talk is open', async () => {
    inboxes.follow('w', null);
    await online();
    session.nudge();
    await clock.pass(5_000);
    expect(all.length).toBe(2);
  });
});

describe('a question that is refused for now', () => {
  const refuse = (op: 'subscribe' | 'after', code = 'internal'): void => {
    const { ref } = line().of(op).at(-1) as { ref: number };
    line().tell({ op: 'error', code, message: '', ref, stream: STREAM });
  };

  it('to follow a talk is asked again, and what waits goes out then', async () => {
    session.watch(STREAM);
    await online();
    for (let i = 1; i <= 4; i++) {
      expect(line().of('subscribe')).toHaveLength(i);
      refuse('subscribe');
      await clock.pass(6_000);
    }
    session.say(STREAM, 'hello');
    expect(line().of('say')).toEqual([]);
    subscribed();
    expect(line().of('say')).toHaveLength(1);
  });

  it('for what is missing is asked again', async () => {
    session.watch(STREAM);
    await online();
    subscribed();
    line().tell({ op: 'event', event: said(3, 2) });
    refuse('after', 'busy');
    line().tell({ op: 'event', event: said(4, 3) });
    expect(line().of('after')).toHaveLength(1);
    await clock.pass(2_000);
    const [, again] = line().of('after');
    line().tell({ op: 'events', stream: STREAM, ref: again?.ref ?? 0, events: chain([1, 2, 3, 4]) });
    expect(session.talk(STREAM)).toMatchObject({ last: 4, early: [] });
  });

  it('to follow an inbox is asked again', async () => {
    inboxes.follow('w', 'c1');
    await online();
    const [{ ref = 0 } = {}] = line().of('subscribe');
    line().tell({ op: 'error', code: 'too_many', message: '', ref, workspace: 'w' });
    await clock.pass(2_000);
    expect(line().of('subscribe')).toMatchObject([{ cursor: 'c1' }, { cursor: 'c1' }]);
  });

  it('for good ends the talk, and says so of what waited', async () => {
    session.watch(STREAM);
    await online();
    session.say(STREAM, 'hello');
    refuse('subscribe', 'not_found');
    expect(changes).toContainEqual({ what: 'gone', stream: STREAM, workspace: null });
    const [{ client_id = '' } = {}] = line().of('say');
    line().tell({ op: 'error', code: 'not_found', message: '', stream: STREAM, client_id });
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'failed', error: 'not_found' }]);
  });
});

describe('messages', () => {
  beforeEach(async () => {
    session.watch(STREAM);
    await online();
    subscribed();
  });

  it('are shown at once, sent after the acknowledgement, and leave the outbox with their event', () => {
    const id = session.say(STREAM, 'hello');
    expect(session.talk(STREAM).outbox).toMatchObject([{ clientId: id, state: 'sending' }]);
    line().tell({ op: 'ack', ref: 1, stream: STREAM, client_id: id, seq: 1, at: '2026-01-01T10:00:00Z' });
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'sent' }]);
    line().tell({
      op: 'event',
      event: said(1, 0, 'hello', { client_id: id, author: { kind: 'visitor', id: VISITOR } }),
    });
    expect(session.talk(STREAM).outbox).toEqual([]);
    expect(session.talk(STREAM).events).toHaveLength(1);
  });

  it('written without a line go out in order, each once, when it is back', async () => {
    line().cut();
    const ids = ['a', 'b', 'c'].map((text) => session.say(STREAM, text));
    await clock.pass(1_000);
    line().welcome();
    expect(line().of('say')).toEqual([]); // first the subscription, so that what was missed comes before
    subscribed();
    for (let i = 1; i <= 3; i++) {
      const { client_id, ref } = line().of('say').at(-1) as { client_id: string; ref: number };
      expect(line().of('say')).toHaveLength(i);
      line().tell({ op: 'ack', ref, stream: STREAM, client_id, seq: i, at: '2026-01-01T10:00:00Z' });
    }
    expect(
      line()
        .of('say')
        .map((frame) => frame.client_id),
    ).toEqual(ids);
  });

  it('that were not acknowledged are repeated under the same id', async () => {
    const id = session.say(STREAM, 'hello');
    await clock.pass(30_000); // the line is dead: it is given up
    line().welcome();
    subscribed();
    expect(
      line()
        .of('say')
        .map((frame) => frame.client_id),
    ).toEqual([id]);
  });

  it('that were kept although the answer was lost do not appear twice', async () => {
    const id = session.say(STREAM, 'hello');
    line().cut();
    await clock.pass(1_000);
    line().welcome();
    line().tell({ op: 'events', stream: STREAM, events: [said(1, 0, 'hello', { client_id: id })] });
    subscribed(1);
    expect(line().of('say')).toEqual([]);
    expect(session.talk(STREAM)).toMatchObject({ outbox: [], last: 1 });
  });

  it('fail honestly with the code, and are tried again on wish', () => {
    const id = session.say(STREAM, 'hello');
    line().tell({ op: 'error', code: 'closed', message: '', stream: STREAM, client_id: id });
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'failed', error: 'closed' }]);
    session.retry(STREAM, id);
    expect(line().of('say')).toHaveLength(2);
    session.discard(STREAM, id);
    expect(session.talk(STREAM).outbox).toEqual([]);
  });

  it('are repeated by themselves when the server was only busy', async () => {
    const id = session.say(STREAM, 'hello');
    line().tell({ op: 'error', code: 'busy', message: '', stream: STREAM, client_id: id });
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'sending' }]);
    await clock.pass(3_000);
    expect(
      line()
        .of('say')
        .map((frame) => frame.client_id),
    ).toEqual([id, id]);
  });

  it('behind one that the server cannot take go on in the end', async () => {
    session.say(STREAM, 'poison');
    session.say(STREAM, 'hello');
    for (let i = 0; i < 8; i++) {
      const { client_id } = line().of('say').at(-1) as { client_id: string };
      line().tell({ op: 'error', code: 'internal', message: '', stream: STREAM, client_id });
      await clock.pass(6_000);
      line().tell({ op: 'mark', stream: STREAM, mark: { participant: AGENT, kind: 'agent', delivered: 0, seen: 0 } });
    }
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'failed', error: 'internal' }, { state: 'sending' }]);
    expect(line().of('say').at(-1)?.text).toBe('hello');
  });

  it('of a frame that was not understood fail by their client id alone', () => {
    const id = session.say(STREAM, 'hello');
    line().tell({ op: 'error', code: 'invalid', message: '', client_id: id });
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'failed', error: 'invalid' }]);
  });

  it('written in a talk that nobody looks at any more go out when the line is back', async () => {
    line().cut();
    session.say(STREAM, 'reply');
    session.unwatch(STREAM);
    await clock.pass(1_000);
    line().welcome();
    expect(line().of('say')).toMatchObject([{ text: 'reply' }]);
  });

  it('of an earlier life of the page go out before their talk is opened', async () => {
    const other = STREAM.replace(/1$/, '2');
    session.restore(other, [{ clientId: 'c', text: 'reply', files: [], state: 'sending', at: '2026-01-01T10:00:00Z' }]);
    expect(line().of('say')).toMatchObject([{ stream: other, client_id: 'c' }]);
  });

  it('for a stream that is not there yet wait until it is', () => {
    const other = STREAM.replace(/1$/, '2');
    session.hold(other, { clientId: 'a', text: 'first', files: [], state: 'sending', at: '2026-01-01T10:00:00Z' });
    session.say(other, 'second');
    expect(line().of('say')).toEqual([]);
    session.kept(other, 'a', { at: '2026-01-01T10:00:00Z' });
    expect(line().of('say')).toEqual([]);
    session.watch(other);
    const { ref } = line().of('subscribe').at(-1) as { ref: number };
    line().tell({ op: 'subscribed', ref, stream: other, last: 2 });
    expect(line().of('say')).toMatchObject([{ stream: other, text: 'second' }]);
  });

  it('too long for a frame wait for the line like all others', async () => {
    line().cut();
    session.say(STREAM, '"'.repeat(10_000));
    await settled();
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'sending' }]);
    await clock.pass(1_000);
    line().welcome();
    subscribed();
    await settled();
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'sent' }]);
  });

  it('too long for a frame go by HTTP', async () => {
    session.say(STREAM, '"'.repeat(10_000));
    await settled();
    expect(line().of('say')).toEqual([]);
    expect(session.talk(STREAM).outbox).toMatchObject([{ state: 'sent' }]);
  });
});

describe('what is missed', () => {
  beforeEach(async () => {
    session.watch(STREAM);
    await online();
    subscribed();
  });

  it('is asked for once and put in its place', () => {
    const events = chain([1, 2, 3, 4]) as [WireEvent, WireEvent, WireEvent, WireEvent];
    line().tell({ op: 'event', event: events[0] });
    line().tell({ op: 'event', event: events[2] });
    line().tell({ op: 'event', event: events[3] });
    const [ask] = line().of('after');
    expect(line().of('after')).toHaveLength(1);
    expect(ask).toMatchObject({ stream: STREAM, after: 1 });
    line().tell({ op: 'events', stream: STREAM, ref: ask?.ref ?? 0, events: [events[1]] });
    expect(session.talk(STREAM).events).toEqual(events);
  });

  it('comes in pages', () => {
    const events = chain(Array.from({ length: 6 }, (_, at) => at + 1));
    line().tell({ op: 'events', stream: STREAM, events: events.slice(0, 3), more: true });
    expect(line().of('after')).toMatchObject([{ after: 3 }]);
    line().tell({ op: 'events', stream: STREAM, events: events.slice(3), ref: line().of('after')[0]?.ref ?? 0 });
    expect(session.talk(STREAM).last).toBe(6);
  });

  it('never ends in asking for ever', () => {
    line().tell({ op: 'event', event: said(9, 8) });
    line().tell({ op: 'events', stream: STREAM, events: [], ref: line().of('after')[0]?.ref ?? 0 });
    expect(session.talk(STREAM).events.map((event) => event.seq)).toEqual([9]);
    expect(line().of('after')).toHaveLength(1);
  });

  it('is whole in the end, whatever was lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), async (lost) => {
        const events = chain(lost.map((_, at) => at + 1));
        const fresh = new Session({
          open: () => {
            all.push(new Line());
            return line();
          },
          pass: async () => '',
          renew: async () => '',
          timers: clock,
        });
        fresh.watch(STREAM);
        fresh.start();
        await settled();
        line().welcome();
        subscribed();
        let answered = 0;
        const serve = (): void => {
          for (const { after, ref } of line().of('after').slice(answered)) {
            answered++;
            line().tell({ op: 'events', stream: STREAM, ref, events: events.filter((event) => event.seq > after) });
          }
        };
        for (const [at, event] of events.entries()) {
          if (!lost[at] || at === events.length - 1) line().tell({ op: 'event', event });
          serve();
        }
        expect(fresh.talk(STREAM).events).toEqual(events);
      }),
      { numRuns: 50 },
    );
  });
});

describe('marks, typing, inbox', () => {
  beforeEach(async () => {
    session.watch(STREAM);
    await online();
    subscribed();
  });

  it('tells once what was delivered and seen, and again after a reconnect', async () => {
    line().tell({ op: 'event', event: said(1, 0) });
    line().tell({ op: 'event', event: said(2, 1) });
    session.seen(STREAM, 1);
    await clock.pass(300);
    expect(line().of('mark')).toEqual([{ op: 'mark', stream: STREAM, delivered: 2, seen: 1 }]);
    line().cut();
    await clock.pass(1_000);
    line().welcome();
    subscribed(2);
    expect(line().of('mark')).toMatchObject([{ delivered: 2, seen: 1 }]);
  });

  it('shows typing until it stops, speaks or six seconds pass', async () => {
    const types = (on: boolean): void => line().tell({ op: 'typing', stream: STREAM, who: 'agent', id: AGENT, on });
    types(true);
    expect(Object.keys(session.talk(STREAM).typing)).toEqual([AGENT]);
    line().tell({ op: 'event', event: said(1, 0) });
    expect(session.talk(STREAM).typing).toEqual({});
    types(true);
    await clock.pass(7_000);
    expect(session.talk(STREAM).typing).toEqual({});
  });

  it('says that it types every three seconds at most, and when it stopped', async () => {
    for (let i = 0; i < 5; i++) session.typing(STREAM, true);
    await clock.pass(3_500);
    session.typing(STREAM, true);
    session.typing(STREAM, false);
    session.typing(STREAM, false);
    expect(
      line()
        .of('typing')
        .map((frame) => frame.on),
    ).toEqual([true, true, false]);
  });

  it('resumes an inbox from its newest cursor', async () => {
    inboxes.follow('w', null);
    line().tell({ op: 'summary', workspace: 'w', cursor: 'c7', event: said(1, 0) });
    line().cut();
    await clock.pass(1_000);
    line().welcome();
    expect(
      line()
        .of('subscribe')
        .find((frame) => frame.workspace === 'w'),
    ).toMatchObject({ cursor: 'c7' });
  });

  it('begins an inbox anew when its cursor is too old, and says so', async () => {
    inboxes.follow('w', 'old');
    const refused = line().of('subscribe').at(-1) as { ref: number };
    line().tell({ op: 'error', code: 'invalid', message: 'too old', ref: refused.ref, workspace: 'w' });
    const again = line().of('subscribe').at(-1) as { ref: number; cursor?: string | null };
    expect(again.cursor).toBeNull();
    line().tell({ op: 'subscribed', ref: again.ref, workspace: 'w', cursor: 'new' });
    expect(changes).toContainEqual({ what: 'inbox', workspace: 'w', anew: true });
    line().cut();
    await clock.pass(1_000);
    line().welcome();
    expect(
      line()
        .of('subscribe')
        .find((frame) => frame.workspace === 'w'),
    ).toMatchObject({ cursor: 'new' });
  });

  it('does not pass over what an inbox was still to be told', async () => {
    inboxes.follow('w', 'c1');
    const { ref } = line().of('subscribe').at(-1) as { ref: number };
    line().tell({ op: 'subscribed', ref, workspace: 'w', cursor: 'c9' }); // the summaries to c9 follow it
    line().cut();
    await clock.pass(1_000);
    line().welcome();
    expect(
      line()
        .of('subscribe')
        .find((frame) => frame.workspace === 'w'),
    ).toMatchObject({ cursor: 'c1' });
  });

  it('repeats an availability while it holds', async () => {
    session.here({ available: true });
    await clock.pass(25_000);
    expect(line().of('here')).toHaveLength(3);
    session.here({ available: false });
    expect(line().of('here').at(-1)).toMatchObject({ available: false });
  });

  it('lets go of a stream that is gone', async () => {
    line().tell({ op: 'gone', stream: STREAM });
    expect(changes).toContainEqual({ what: 'gone', stream: STREAM, workspace: null });
    line().cut();
    await clock.pass(1_000);
    line().welcome();
    expect(line().of('subscribe')).toEqual([]);
  });
});
