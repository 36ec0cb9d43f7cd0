/** What happens to a workspace itself: its members and sites. Answers held about them are asked for again. */
import type { QueryClient } from '@tanstack/react-query';
import { api } from '../door/http.ts';
import type { Me } from '../door/shapes.ts';
import { openInbox } from './inbox.ts';
import { line } from './line.ts';
import { me, serves } from './me.ts';

export function followChanges(cache: QueryClient): () => void {
  return line.on((change) => {
    if (change.what === 'gone' && change.workspace) void refreshMe(); // removed, or no one who reads talks any more
    if (change.what !== 'summary' || change.frame.event.stream !== change.frame.workspace) return;
    const { workspace, event } = change.frame;
    void cache.invalidateQueries({ queryKey: [workspace] });
    const person = event.body && 'person' in event.body ? event.body.person : null;
    const own = person !== null && person === me.get()?.person.id;
    if (own || event.kind === 'site_changed') void refreshMe();
  });
}

/** What the server now says of the person and their workspaces. */
export async function refreshMe(): Promise<void> {
  const before = me.get()?.memberships.filter(serves).length ?? 0;
  const found = await api<Me>('/me').catch(() => null);
  if (!found) return;
  me.set(found);
  if (found.memberships.filter(serves).length > before) openInbox(found);
}
