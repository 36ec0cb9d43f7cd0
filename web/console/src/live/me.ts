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

export const manages = (one: Membership | undefined): boolean => one?.role === 'owner' || one?.role === 'admin';
