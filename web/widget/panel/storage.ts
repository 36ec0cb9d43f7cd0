/** Where the panel keeps what must outlive the page: `localStorage`, else `sessionStorage`, else memory. Each is tried by
 * a write: it may throw, or be null. Where the site asks first, memory is all there is until the visitor agreed. Keys
 * bear the site's key, since two sites may share a partition. */

import { today } from '../day.ts';

export interface Store {
  /** false: the talk ends with the page */
  readonly lasting: boolean;
  get<Value>(name: string): Value | null;
  /** null removes */
  set(name: string, value: unknown): void;
  /** from here on what is set outlives the page, with all that was set before */
  keep(): void;
  /** nothing of the chat is left on this device, and nothing is kept from here on */
  clear(): void;
  /** another tab changed something; there: or took it away */
  onChange(listener: (name: string, there: boolean) => void): void;
}

interface How {
  /** keep nothing before `keep` was called, on this page or on one before */
  asks?: boolean;
  /** names that live in memory alone */
  passing?: readonly string[];
  /** so many days after the chat was last used all of it goes */
  days?: number;
}

export function openStore(siteKey: string, { asks = false, passing = [], days = 365 }: How = {}): Store {
  const prefix = `troth.${siteKey}.`;
  const memory = new Map<string, string>();
  let box: Storage | null = null;
  const store: Store = {
    get lasting() {
      return box !== null;
    },
    get(name) {
      try {
        const text = memory.get(name) ?? box?.getItem(prefix + name) ?? null;
        return text === null ? null : JSON.parse(text);
      } catch {
        return null;
      }
    },
    set(name, value) {
      memory.delete(name);
      try {
        if (value === null) box?.removeItem(prefix + name);
        else if (box && !passing.includes(name)) {
          box.setItem(prefix + name, JSON.stringify(value));
          box.setItem(`${prefix}used`, String(today())); // never alone: what is not kept has no end
        } else memory.set(name, JSON.stringify(value));
      } catch {
        memory.set(name, JSON.stringify(value)); // full: at least this page remembers
      }
    },
    keep() {
      box ??= usable(() => localStorage) ?? usable(() => sessionStorage);
      for (const [name, text] of [...memory]) store.set(name, JSON.parse(text));
    },
    clear() {
      box = null;
      memory.clear();
      for (const find of [() => localStorage, () => sessionStorage]) {
        try {
          const all = find();
          const keys = Array.from({ length: all.length }, (_, at) => all.key(at) ?? '');
          for (const key of keys) if (key.startsWith(prefix) || key === 'troth.way') all.removeItem(key);
        } catch {
          // there is none, so there is nothing in it
        }
      }
    },
    onChange(listener) {
      addEventListener('storage', ({ key, newValue }) => {
        if (key?.startsWith(prefix)) listener(key.slice(prefix.length), newValue !== null);
      });
    },
  };
  if (Number(read(`${prefix}used`) ?? Infinity) + days < today()) store.clear();
  if (!asks || read(`${prefix}agreed`) !== null) store.keep();
  return store;
}

/** Of what lives longer than a tab. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function usable(find: () => Storage | null): Storage | null {
  try {
    const box = find();
    if (!box) return null;
    box.setItem('troth.try', '1');
    box.removeItem('troth.try');
    return box;
  } catch {
    return null;
  }
}
