/** Time as the session sees it, so that a test can move it by hand. */

export interface Timers {
  now(): number;
  /** run once after `ms`; returns how to call it off */
  later(ms: number, run: () => void): () => void;
  /** 0 <= n < 1 */
  random(): number;
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  later: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

const LONGEST = 6_000; // ms

/** Try again: between a third and the whole of 0.4 s, 0.8 s ... 6 s after so many failures, by chance, so that many
 * clients don't come at once. Returns how to call it off. */
export function again(timers: Timers, failures: number, run: () => void, atLeast = 0): () => void {
  const most = Math.max(atLeast, Math.min(LONGEST, 400 * 2 ** Math.min(failures, 10)));
  return timers.later((most * (1 + 2 * timers.random())) / 3, run);
}

const MOST_SPREAD = 30_000; // ms; src/troth/wire/closing.py names no more

/** At any moment within so many ms, by chance: a server that restarts names how long its clients shall spread over. */
export function soon(timers: Timers, within: number, run: () => void): () => void {
  return timers.later(Math.min(MOST_SPREAD, within) * timers.random(), run);
}
