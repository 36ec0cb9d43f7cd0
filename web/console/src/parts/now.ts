/** The present minute, shared: everything that shows an age looks at one clock that ticks every ten seconds. */
import { store, useStore } from '../store.ts';

const now = store(Date.now());
setInterval(() => now.set(Date.now()), 10_000);
document.addEventListener('visibilitychange', () => now.set(Date.now()));

export const useNow = (): number => useStore(now);
