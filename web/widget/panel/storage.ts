/** Where the panel keeps what must outlive the page: `localStorage`, else `sessionStorage`, else memory. Each is tried by
 * a write: it may throw, or be null. Keys bear the site's key, since two sites may share a partition. */

export interface Store {
  /** false: the talk ends with the page */
  readonly lasting: boolean;
  get<Value>(name: string): Value | null;
  /** null removes */
  set(name: string, value: unknown): void;
  /** another tab changed something */
  onChange(listener: (name: string) => void): void;
}

export function openStore(siteKey: string): Store {
  const prefix = `troth.${siteKey}.`;
  const box = usable(() => localStorage) ?? usable(() => sessionStorage);
  const memory = new Map<string, string>();
  return {
    lasting: box !== null,
    get(name) {
      try {
        const text = box ? box.getItem(prefix + name) : (memory.get(name) ?? null);
        return text === null ? null : JSON.parse(text);
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        if (value === null) box ? box.removeItem(prefix + name) : memory.delete(name);
        else if (box) box.setItem(prefix + name, JSON.stringify(value));
        else memory.set(name, JSON.stringify(value));
      } catch {
        memory.set(name, JSON.stringify(value)); // full: at least this page remembers
      }
    },
    onChange(listener) {
      addEventListener('storage', (event) => {
        if (event.key?.startsWith(prefix)) listener(event.key.slice(prefix.length));
      });
    },
  };
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
