import { describe, expect, it } from 'vitest';
import { chain, STREAM, said, settled } from './made.ts';
import { all, clock, door, inboxes, line, online, session, subscribed } from './stage.ts';

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

  it('comes back over the seconds that a restarting server names, at a moment of its own', async () => {
    const returned: number[] = [];
    for (const chance of [0, 0.25, 0.5, 0.999]) {
      await online();
      clock.chance = chance;
      const [before, tries] = [clock.now(), all.length];
      line().cut(1012, 'restart 8');
      while (all.length === tries) await clock.pass(50);
      returned.push(clock.now() - before);
      session.stop();
    }
    expect(returned.map((ms) => Math.round(ms / 1000))).toEqual([0, 2, 4, 8]);
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

  it('goes on trying with new passes while those end before they begin', async () => {
    session.start();
    await settled();
    for (let i = 0; i < 6; i++) {
      line().tell({ op: 'error', code: 'pass_expired', message: '' });
      await clock.pass(20_000);
      line().onopen?.();
    }
    line().tell({ op: 'welcome', v: 1, now: '', session: '' });
    expect(session.status).toBe('online');
  });

  it('stops when only signing in helps, and begins again with the pass at hand afterwards', async () => {
    door.signedOut = true;
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
