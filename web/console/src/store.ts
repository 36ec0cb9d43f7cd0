/** A value that components follow. Setting it to itself tells nobody. */
import { useSyncExternalStore } from 'react';

export interface Store<T> {
  get(): T;
  set(next: T | ((held: T) => T)): void;
  follow(tell: () => void): () => void;
}

export function store<T>(first: T): Store<T> {
  let held = first;
  const followers = new Set<() => void>();
  return {
    get: () => held,
    set(next) {
      const value = typeof next === 'function' ? (next as (held: T) => T)(held) : next;
      if (Object.is(value, held)) return;
      held = value;
      for (const tell of [...followers]) tell();
    },
    follow(tell) {
      followers.add(tell);
      return () => followers.delete(tell);
    },
  };
}

export function useStore<T>(source: Store<T>): T {
  return useSyncExternalStore(source.follow, source.get);
}
