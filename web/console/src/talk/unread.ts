/** Where one left off: a line before the first words that were new when the conversation was opened. */
import type { Line, Talk } from '@troth/log';

export type Drawn = Line | { readonly type: 'new'; readonly key: string };

/** The seq of the first of the last `unread` messages of the visitor; 0 where everything is new, or nothing. */
export function firstUnread({ events }: Talk, unread: number): number {
  if (unread === 0) return 0;
  const said = events.filter((event) => event.kind === 'said');
  const first = said.filter((event) => event.author.kind === 'visitor').at(-unread);
  return first && first !== said[0] ? first.seq : 0;
}

/** A group that holds the message is cut in two, so that the line stands before it. */
export function marked(lines: readonly Line[], seq: number): readonly Drawn[] {
  if (seq === 0) return lines;
  return lines.flatMap((line): Drawn[] => {
    if (line.type !== 'group') return [line];
    const at = line.entries.findIndex((entry) => entry.type === 'event' && entry.event.seq === seq);
    const first = line.entries[at];
    if (!first) return [line];
    const after: Drawn[] = [
      { type: 'new', key: 'new' },
      { ...line, key: first.key, entries: line.entries.slice(at) },
    ];
    return at === 0 ? after : [{ ...line, entries: line.entries.slice(0, at) }, ...after];
  });
}
