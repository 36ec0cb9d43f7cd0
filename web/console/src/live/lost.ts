/** Whether the line is down. Said only after a moment: most breaks mend themselves before anybody would notice. */
import { store } from '../store.ts';
import { line } from './line.ts';

const LATE = 2500; // ms

export const lost = store(false);

let timer: ReturnType<typeof setTimeout> | undefined;

line.on((change) => {
  if (change.what !== 'status') return;
  const broken = line.status === 'offline' || line.status === 'connecting';
  if (broken) {
    timer ??= setTimeout(() => lost.set(true), LATE);
    return;
  }
  clearTimeout(timer);
  timer = undefined;
  lost.set(false);
});
