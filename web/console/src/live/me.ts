/** Who is signed in, and what they are in each workspace. */
import type { Me, Membership, SiteBrief } from '../door/shapes.ts';
import { store, useStore } from '../store.ts';

export const me = store<Me | null>(null);

export const membership = (workspace: string): Membership | undefined =>
  me.get()?.memberships.find((one) => one.workspace.id === workspace);

/** The person; only for screens that are drawn when somebody is signed in. */
export function useMe(): Me {
  const found = useStore(me);
  if (!found) throw new Error('nobody is signed in');
  return found;
}

export interface Client {
  workspace: Membership['workspace'];
  site: SiteBrief | undefined;
  membership: Membership;
}

export function useClient(workspace: string, site: string): Client | null {
  const found = useMe().memberships.find((one) => one.workspace.id === workspace);
  if (!found) return null;
  return { workspace: found.workspace, membership: found, site: found.sites.find((one) => one.id === site) };
}

/** The clients whose talks the person reads. */
export const useServed = (): Membership[] => useMe().memberships.filter(serves);

/** Whether they read the talks there: a privacy officer does not. */
export const serves = (one: Membership): boolean => one.role !== 'officer';

/** Whether they read the talks of any client. */
export const useServing = (): boolean => useMe().memberships.some(serves);

/** Whether they see there to what people ask about their data. */
export const guards = (one: Membership): boolean => one.role === 'owner' || one.role === 'officer';

/** Whether they have a privacy desk of any client. */
export const useGuarding = (): boolean => useMe().memberships.some(guards);

export const owns = (one: Membership): boolean => one.role === 'owner';

export const manages = (one: Membership | undefined): boolean => one?.role === 'owner' || one?.role === 'admin';
