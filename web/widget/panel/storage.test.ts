import { afterEach, describe, expect, it, vi } from 'vitest';
import { today } from '../day.ts';
import { openStore } from './storage.ts';

class Box {
  kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
  key = (at: number): string | null => [...this.kept.keys()][at] ?? null;
  get length(): number {
    return this.kept.size;
  }
}

const refusing = new Proxy(
  {},
  {
    get: () => {
      throw new DOMException('no', 'SecurityError');
    },
  },
);

afterEach(() => vi.unstubAllGlobals());

describe('the storage ladder', () => {
  it('takes localStorage, with keys that bear the site', () => {
    const box = new Box();
    vi.stubGlobal('localStorage', box);
    const store = openStore('shop');
    store.set('token', 'x');
    expect([store.lasting, store.get('token'), [...box.kept.keys()]]).toEqual([
      true,
      'x',
      ['troth.shop.token', 'troth.shop.used'],
    ]);
    store.set('token', null);
    expect([store.get('token'), [...box.kept.keys()]]).toEqual([null, ['troth.shop.used']]);
  });

  it.each([null, refusing])('falls to sessionStorage', (local) => {
    const box = new Box();
    vi.stubGlobal('localStorage', local);
    vi.stubGlobal('sessionStorage', box);
    openStore('shop').set('a', [1]);
    expect(box.kept.get('troth.shop.a')).toBe('[1]');
  });

  it('ends in memory, and says that nothing lasts', () => {
    vi.stubGlobal('localStorage', refusing);
    vi.stubGlobal('sessionStorage', null);
    const store = openStore('shop');
    store.set('a', { b: 1 });
    expect([store.lasting, store.get('a'), store.get('c')]).toEqual([false, { b: 1 }, null]);
  });

  it('keeps nothing before it may, then all that was set, and nothing after it is cleared', () => {
    const box = new Box();
    vi.stubGlobal('localStorage', box);
    const store = openStore('shop', { asks: true, passing: ['sound'] });
    store.set('draft', 'half');
    store.set('sound', false);
    expect([store.lasting, store.get('draft'), box.kept.size]).toEqual([false, 'half', 0]);
    store.keep();
    expect([store.lasting, store.get('sound'), [...box.kept.keys()]]).toEqual([
      true,
      false,
      ['troth.shop.draft', 'troth.shop.used'],
    ]);
    store.clear();
    store.set('draft', 'more');
    expect([store.lasting, store.get('draft'), store.get('sound'), box.kept.size]).toEqual([false, 'more', null, 0]);
  });

  it('leaves what is another site’s', () => {
    const box = new Box();
    vi.stubGlobal('localStorage', box);
    openStore('tea').set('a', 1);
    openStore('shop').set('a', 2);
    openStore('shop').clear();
    expect([...box.kept.keys()]).toEqual(['troth.tea.a', 'troth.tea.used']);
  });

  it('forgets all of it on the first look after its time, and writes nothing by looking', () => {
    const box = new Box();
    vi.stubGlobal('localStorage', box);
    openStore('shop').set('token', 'x');
    box.kept.set('troth.shop.used', String(today() - 30));
    expect([openStore('shop', { days: 30 }).get('token'), box.kept.get('troth.shop.used')]).toEqual([
      'x',
      String(today() - 30),
    ]);
    box.kept.set('troth.shop.used', String(today() - 31));
    const store = openStore('shop', { days: 30 });
    expect([store.get('token'), store.lasting, box.kept.size]).toEqual([null, true, 0]);
  });

  it('reads garbage as nothing', () => {
    const box = new Box();
    box.kept.set('troth.shop.a', '{');
    vi.stubGlobal('localStorage', box);
    expect(openStore('shop').get('a')).toBeNull();
  });
});
