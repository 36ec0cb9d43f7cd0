import { describe, expect, it } from 'vitest';
import { hear, named, type Press } from './presses.ts';
import { ACT_NAMES, ACTS } from './table.ts';

const press = (key: string, some: Partial<Press> = {}): Press => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...some,
});

describe('keys', () => {
  it('are one press', () => expect(hear(press('j'), null, 0).act).toBe('list.next'));

  it('are two presses in a row', () => {
    const first = hear(press('g'), null, 0);
    expect(first).toEqual({ act: null, held: { key: 'g', at: 0 } });
    expect(hear(press('w'), first.held, 900)).toEqual({ act: 'go.waiting', held: null });
  });

  it('forget the first press after a while', () => {
    expect(hear(press('m'), { key: 'g', at: 0 }, 5000).act).toBe('talk.transcript');
  });

  it('take the second press alone when the two mean nothing', () => {
    expect(hear(press('j'), { key: 'g', at: 0 }, 100).act).toBe('list.next');
  });

  it('are chords with Ctrl or the command key', () => {
    expect(hear(press('k', { ctrlKey: true }), null, 0).act).toBe('palette');
    expect(hear(press('K', { metaKey: true }), null, 0).act).toBe('palette');
  });

  it('leave the browser its own chords', () => expect(hear(press('r', { ctrlKey: true }), null, 0).act).toBeNull());

  it('work on keyboards of other alphabets by the place of the key', () => {
    expect(named(press('ت', { code: 'KeyJ' }))).toBe('j');
    expect(named(press('؟', { code: 'Slash' }))).toBe('؟');
  });

  it('are not taken twice in the table', () => {
    const keys = ACT_NAMES.map((name) => ACTS[name].keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('never hide one another: what begins a sequence is no act of its own', () => {
    const keys = ACT_NAMES.map((name): string => ACTS[name].keys);
    const firsts = keys.filter((one) => one.includes(' ')).map((one) => one.split(' ')[0]);
    for (const first of firsts) expect(keys).not.toContain(first);
  });
});
