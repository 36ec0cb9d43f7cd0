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
      ['troth.shop.used', 'troth.shop.token'],
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

  it('writes nothing before something is to be kept, not even to try', () => {
    const written: string[] = [];
    const box = new Box();
    const [set, remove] = [box.setItem, box.removeItem];
    box.setItem = (key, value) => {
      written.push(key);
      set(key, value);
    };
    box.removeItem = (key) => {
      written.push(key);
      remove(key);
    };
    vi.stubGlobal('localStorage', box);
    const store = openStore('shop');
    expect([store.lasting, store.get('token'), written]).toEqual([true, null, []]);
    store.set('token', 'x');
    expect(new Set(written)).toEqual(new Set(['troth.shop.used', 'troth.shop.token']));
  });

  it('falls on where nothing can be written, and finds it again', () => {
    const [full, box] = [new Box(), new Box()];
    full.setItem = () => {
      throw new DOMException('no', 'QuotaExceededError');
    };
    vi.stubGlobal('localStorage', full);
    vi.stubGlobal('sessionStorage', box);
    const store = openStore('shop');
    store.set('a', 1);
    store.clear();
    store.keep();
    store.set('a', 2);
    expect([store.lasting, full.kept.size, openStore('shop').get('a')]).toEqual([true, 0, 2]);
    box.setItem = full.setItem;
    const forgetful = openStore('shop');
    forgetful.set('a', 3);
    expect([forgetful.lasting, forgetful.get('a')]).toEqual([false, 3]);
  });

  it('keeps on the page what is too long, and the rest on the device', () => {
    const box = new Box();
    const set = box.setItem;
    box.setItem = (key, value) => {
      if (value.length > 20) throw new DOMException('no', 'QuotaExceededError');
      set(key, value);
    };
    vi.stubGlobal('localStorage', box);
    const store = openStore('shop');
    store.set('draft', 'more than twenty characters');
    store.set('token', 'x');
    expect([store.lasting, store.get('draft'), box.kept.get('troth.shop.token')]).toEqual([
      true,
      'more than twenty characters',
      '"x"',
    ]);
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
      ['troth.shop.used', 'troth.shop.draft'],
    ]);
    store.clear();
    store.set('draft', 'more');
    expect([store.lasting, store.get('draft'), store.get('sound'), box.kept.size]).toEqual([false, 'more', null, 0]);
  });

  it('takes away what it no longer keeps', () => {
    const box = new Box();
    vi.stubGlobal('localStorage', box);
    openStore('shop').set('sound', false);
    const store = openStore('shop', { passing: ['sound'] });
    expect([store.get('sound'), [...box.kept.keys()]]).toEqual([null, ['troth.shop.used']]);
    store.set('sound', false);
    expect([store.get('sound'), openStore('shop').get('sound')]).toEqual([false, null]);
  });

  it('leaves what is another site’s', () => {
    const box = new Box();
    vi.stubGlobal('localStorage', box);
    openStore('tea').set('a', 1);
    openStore('shop').set('a', 2);
    openStore('shop').clear();
    expect([...box.kept.keys()]).toEqual(['troth.tea.used', 'troth.tea.a']);
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
