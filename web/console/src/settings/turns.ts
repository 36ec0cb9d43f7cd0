/** Changes of one thing, sent one after the other in the order they were made. */
import { useRef } from 'react';

export interface Turns {
  /** Does it when all asked before are done, whatever became of them. */
  take: <Answer>(act: () => Promise<Answer>) => Promise<Answer>;
  /** nothing was asked after what is just done: its answer is the newest there is */
  last: () => boolean;
}

export function useTurns(): Turns {
  const turns = useRef<Turns>(null);
  turns.current ??= inTurn();
  return turns.current;
}

export function inTurn(): Turns {
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    take: (act) => {
      waiting++;
      const done = before.then(act).finally(() => {
        waiting--;
      });
      before = done.catch(() => {});
      return done;
    },
    last: () => waiting === 0,
  };
}
