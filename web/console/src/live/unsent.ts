/** What was written and is not kept by the server yet survives a reload of the tab, and goes out whether or not its talk is
 * opened again: nothing is dropped in silence. */
import type { Outgoing, Talk } from '@troth/log';
import { line } from './line.ts';

const PREFIX = 'troth.unsent.';
const name = (stream: string): string => PREFIX + stream;
const open = new Set<string>();

/** Messages of an earlier life of this tab; sent again under their own ids, so none can arrive twice. */
export function unsent(stream: string): readonly Outgoing[] {
  try {
    return JSON.parse(sessionStorage.getItem(name(stream)) ?? '[]') as Outgoing[];
  } catch {
    return [];
  }
}

function keep({ stream, outbox }: Talk): void {
  const waiting = outbox.filter((one) => one.state !== 'sent');
  if (waiting.length > 0) open.add(stream);
  else if (!open.delete(stream)) return;
  try {
    if (waiting.length > 0) sessionStorage.setItem(name(stream), JSON.stringify(waiting));
    else sessionStorage.removeItem(name(stream));
  } catch {
    // storage refused: leaving the page asks first, see below
  }
}

line.on((change) => {
  if (change.what === 'talk') keep(line.talk(change.stream));
});

function restore(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const stream = key.slice(PREFIX.length);
      line.restore(stream, unsent(stream));
    }
  } catch {
    // storage refused: nothing was kept
  }
}
restore();

addEventListener('beforeunload', (event) => {
  if (open.size > 0) event.preventDefault();
});
