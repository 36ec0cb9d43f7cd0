/** Where the panel keeps what must outlive the page: `localStorage`, else `sessionStorage`, else memory. Which of them
 * takes anything, the first write tells: before the chat is used nothing is written, not even to try. Where the site asks
 * first, memory is all there is until the visitor agreed. Keys bear the site's key, since two sites may share a partition. */

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
  let boxes: Storage[] = []; // of which the first keeps
  let proved = false; // that it takes what is written
  /** False: there is none, or it is full. */
  const write = (name: string, text: string): boolean => {
    const [box] = boxes;
    if (!box) return false;
    try {
      box.setItem(`${prefix}used`, String(today())); // what is not kept has no end
      proved = true;
      box.setItem(prefix + name, text);
      return true;
    } catch {
      if (proved) return false;
      boxes.shift();
      return write(name, text);
    }
  };
  const drop = (name: string): void => {
    for (const box of boxes) tried(() => box.removeItem(prefix + name));
  };
  const store: Store = {
    get lasting() {
      return boxes.length > 0;
    },
    get(name) {
      const kept = () => boxes.map((box) => box.getItem(prefix + name)).find(Boolean);
      return tried(() => JSON.parse(memory.get(name) ?? kept() ?? 'null')) ?? null;
    },
    set(name, value) {
      memory.delete(name);
      const text = JSON.stringify(value);
      if (value === null) drop(name);
      else if (passing.includes(name) || !write(name, text)) memory.set(name, text); // at least this page remembers
    },
    keep() {
      boxes = readable();
      proved = false;
      passing.forEach(drop);
      for (const [name, text] of [...memory]) store.set(name, JSON.parse(text));
    },
    clear() {
      boxes = [];
      memory.clear();
      for (const box of readable()) {
        const keys = Array.from({ length: box.length }, (_, at) => box.key(at) ?? '');
        for (const key of keys) if (key.startsWith(prefix) || key === 'troth.way') box.removeItem(key);
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
const read = (key: string): string | null => tried(() => localStorage.getItem(key)) ?? null;

/** Those that can be looked into. */
const readable = (): Storage[] =>
  [() => localStorage, () => sessionStorage].flatMap(
    (find) =>
      tried(() => {
        find().getItem('');
        return find();
      }) ?? [],
  );

/** Storage may be null, or throw whatever is asked of it; what lies there may be anything. */
function tried<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
