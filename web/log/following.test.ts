import type { WireEvent } from '@troth/wire';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { AGENT, chain, Line, STREAM, said, settled } from './made.ts';
import { Session } from './session.ts';
import { all, changes, clock, inboxes, line, online, session, subscribed } from './stage.ts';

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
