/** Ask until there is an answer, or a refusal that does not pass. */

import { codeOf, passing } from './passing.ts';
import { again, systemTimers } from './timers.ts';

/** Null when it is not `wanted` any more. `hurried`: how often "too fast" is an answer to wait for a moment. */
export async function patiently<Answer>(
  wanted: () => boolean,
  ask: () => Promise<Answer>,
  hurried = Number.POSITIVE_INFINITY,
): Promise<Answer | null> {
  let fast = 0;
  for (let failures = 1; wanted(); failures++) {
    try {
      const answer = await ask();
      return wanted() ? answer : null;
    } catch (error) {
      const code = codeOf(error);
      if (!passing(code) || (code === 'too_many' && ++fast > hurried)) throw error;
      await new Promise<void>((resolve) => again(systemTimers, failures, resolve));
    }
  }
  return null;
}
