import { beforeEach, describe, expect, it } from 'vitest';
import { AGENT, STREAM, said, settled, VISITOR } from './made.ts';
import { clock, line, online, session, subscribed } from './stage.ts';

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
