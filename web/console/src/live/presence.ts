/** Who is there: available members and visitors on the sites, by workspace. Memory only, told by the socket. */
import type { VisitorHere } from '@troth/wire';
import { api } from '../door/http.ts';
import { store } from '../store.ts';
import { line } from './line.ts';

export interface Presence {
  members: ReadonlySet<string>;
  visitors: ReadonlyMap<string, VisitorHere>;
}

export const presence = store<ReadonlyMap<string, Presence>>(new Map());
const NOBODY: Presence = { members: new Set(), visitors: new Map() };

line.on((change) => {
  if (change.what !== 'presence') return;
  const { workspace, members = [], visitors = [], all = false } = change.frame; // nobody is left out on the wire
  presence.set((held) => {
    const before = held.get(workspace) ?? NOBODY;
    const now = new Map(all ? [] : before.visitors);
    for (const visitor of visitors) {
      if (visitor.gone) now.delete(visitor.visitor);
      else now.set(visitor.visitor, visitor);
    }
    return new Map(held).set(workspace, { members: new Set(members), visitors: now });
  });
});

/** Whether this person takes conversations. The socket repeats it; the server forgets it when the socket is silent. */
export const available = store<boolean>(false);

export function setAvailable(on: boolean): void {
  available.set(on);
  line.here({ available: on });
  void api('/me/availability', { method: 'PUT', body: { available: on } }).catch(() => {});
}
