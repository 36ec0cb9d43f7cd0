import { beforeEach, describe, expect, it } from 'vitest';
import { Clock, Line, STREAM, settled } from './made.ts';
import { Session } from './session.ts';
import { type Way, Ways } from './ways.ts';

describe('which way to go', () => {
  let ways: Ways;
  beforeEach(() => {
    ways = new Ways();
  });
  const after = (...acts: ((ways: Ways) => void)[]): Way => {
    for (const act of acts) act(ways);
    return ways.way;
  };
  const refused = (ways: Ways): void => ways.failed(false);
  const silent = (ways: Ways): void => ways.failed(true);
  const cut = (ways: Ways): void => ways.cut(60_000);

  it('is a stream after two sockets that were refused, and not after one', () => {
    expect(after(refused)).toBe('socket');
    expect(after((ways) => ways.welcomed(), refused)).toBe('socket');
    expect(after(refused)).toBe('stream');
  });

  it('is a stream at once after a socket that nobody answered', () => {
    expect(after(silent)).toBe('stream');
  });

  it('is a poll when nothing of the stream arrives', () => {
    expect(after(silent, silent)).toBe('poll');
  });

  it('goes by turns while the server is away, and remembers what gets through', () => {
    expect(after(refused, refused, refused)).toBe('socket');
    expect(after(refused)).toBe('stream');
    expect(after(silent, refused)).toBe('socket');
    expect(after(refused)).toBe('poll');
  });

  it('changes when three in a row are cut young, one way after the other', () => {
    expect(after(cut, cut)).toBe('socket');
    expect(after(cut)).toBe('stream');
    expect(after(cut, cut, cut)).toBe('poll');
    expect(after(cut, cut, cut, cut)).toBe('poll');
  });

  it('stays when they were old', () => {
    expect(after(cut, cut, (ways) => ways.cut(90_000), cut, cut)).toBe('socket');
  });

  it('is given up after one cut when it was only just taken up again', () => {
    expect(after(silent, (ways) => ways.back())).toBe('socket');
    expect(after(cut)).toBe('stream');
    expect(
      after(
        (ways) => ways.back(),
        (ways) => ways.cut(90_000),
        cut,
      ),
    ).toBe('socket');
  });

  it('is looked at again after growing pauses, half an hour at most', () => {
    const pauses = Array.from({ length: 8 }, () => ways.pause(0.5) / 60_000);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('begins as it went before', () => {
    expect(new Ways('poll').way).toBe('poll');
  });
});

describe('the line', () => {
  let clock: Clock;
  let all: { way: Way; line: Line }[];
  let session: Session;
  let kept: Way[];
  beforeEach(() => {
    [clock, all, kept] = [new Clock(), [], []];
    session = new Session({
      open: (way) => {
        const line = new Line();
        all.push({ way, line });
        return way === 'socket' ? line : Promise.resolve(line);
      },
      onWay: (way) => kept.push(way),
      pass: async () => 'pass',
      renew: async () => 'pass',
      timers: clock,
    });
    session.watch(STREAM);
    session.start();
  });
  const last = (): Line => all.at(-1)?.line as Line;
  const taken = (): Way[] => all.map(({ way }) => way);

  it('goes by event stream when upgrades are refused', async () => {
    for (let i = 0; i < 2; i++) {
      await settled();
      last().cut();
      await clock.pass(1_000);
    }
    last().welcome();
    expect([taken(), session.status, session.detour, kept]).toEqual([
      ['socket', 'socket', 'stream'],
      'online',
      true,
      ['stream'],
    ]);
    expect(last().of('subscribe')).toHaveLength(1);
  });

  it('goes by event stream when an upgrade is swallowed, by polls when the stream is held back', async () => {
    await clock.pass(7_000);
    await clock.pass(11_000);
    last().welcome();
    expect([taken(), kept]).toEqual([['socket', 'stream', 'poll'], ['poll']]);
  });

  it('takes no server that is slow to answer hello for a blocked network', async () => {
    await settled();
    last().onopen?.();
    await clock.pass(9_000);
    last().welcome();
    expect([taken(), session.detour]).toEqual([['socket'], false]);
  });

  const onStream = async (): Promise<Line> => {
    await clock.pass(7_000);
    const line = last();
    line.welcome();
    await settled();
    return line;
  };

  /** Time passes, and the server gives signs of life. */
  const alive = async (stream: Line, ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 10_000) {
      await clock.pass(10_000);
      stream.tell({ op: 'typing', stream: STREAM, id: 'a', who: 'agent', on: false });
    }
  };

  it('moves back when a socket gets through again, and sends what was under way once more', async () => {
    const stream = await onStream();
    stream.tell({ op: 'subscribed', ref: stream.of('subscribe')[0]?.ref ?? 0, stream: STREAM, last: 0 });
    await alive(stream, 80_000);
    expect(taken()).toEqual(['socket', 'stream', 'socket']);
    const id = session.say(STREAM, 'while it moves');
    const seen: string[] = [];
    session.on((change) => change.what === 'status' && seen.push(change.status));
    last().welcome();
    expect([session.status, session.detour, stream.closed]).toEqual(['online', false, 1000]);
    expect(seen).toEqual(['offline', 'online']); // in one go
    last().tell({ op: 'subscribed', ref: last().of('subscribe')[0]?.ref ?? 0, stream: STREAM, last: 0 });
    expect(last().of('say')).toMatchObject([{ client_id: id }]);
    await clock.pass(1_000);
    expect(taken()).toHaveLength(3);
  });

  it('stays where it is while sockets are held back, and looks again later', async () => {
    const stream = await onStream();
    await alive(stream, 90_000);
    last().cut();
    await alive(stream, 60_000);
    expect([taken(), session.status]).toEqual([['socket', 'stream', 'socket'], 'online']);
    await alive(stream, 60_000);
    expect(taken()).toEqual(['socket', 'stream', 'socket', 'socket']);
    await alive(stream, 30_000); // nobody answers this one
    expect([last().closed, session.status, stream.closed]).toEqual([1000, 'online', null]);
  });
});
