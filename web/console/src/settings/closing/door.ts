/** What the page of a closing asks the server. */
import { useQuery } from '@tanstack/react-query';
import type { ClosingNow, ClosingPlanOut, WorkspaceExportOut, WorkspaceExports } from '@troth/wire/api';
import { api, type Wish } from '../../door/http.ts';

const LOOK = 1500; // ms between two looks at a copy that is being made

export const closing = <T>(workspace: string, path = '', wish?: Wish): Promise<T> =>
  api<T>(`/workspaces/${workspace}/closing${path}`, wish);

export const post = <T>(workspace: string, path = '', body: unknown = {}): Promise<T> =>
  closing<T>(workspace, path, { method: 'POST', body });

export const useClosing = (workspace: string) =>
  useQuery({ queryKey: [workspace, 'closing'], queryFn: () => closing<ClosingNow>(workspace) });

/** What would go. Only for owners. */
export const useClosingPlan = (workspace: string) =>
  useQuery({ queryKey: [workspace, 'closing', 'plan'], queryFn: () => closing<ClosingPlanOut>(workspace, '/plan') });

/** The newest copy of all there is. `taken`: whose download was begun here; the server says when it is over. */
export const useNewestCopy = (workspace: string, taken: string) =>
  useQuery({
    queryKey: [workspace, 'closing', 'exports'],
    queryFn: () => closing<WorkspaceExports>(workspace, '/exports'),
    select: (found): WorkspaceExportOut | null => found.items[0] ?? null,
    refetchInterval: ({ state }) => {
      const newest = state.data?.items[0];
      return newest?.state === 'making' || (newest?.state === 'ready' && newest.id === taken) ? LOOK : false;
    },
  });
