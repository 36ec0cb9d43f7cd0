/** What the desk asks the server, and what it keeps of the answers. */
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Wish } from '../door/http.ts';
import type { Page } from '../door/shapes.ts';
import type { DeskSettings, Request, RequestDetail } from './shapes.ts';

export const MINUTE = 60_000;

export const desk = <T>(workspace: string, path: string, wish?: Wish): Promise<T> =>
  api<T>(`/workspaces/${workspace}/privacy${path}`, wish);

export const post = <T>(workspace: string, path: string, body: unknown = {}): Promise<T> =>
  desk<T>(workspace, path, { method: 'POST', body });

/** A list of the desk, page after page. `every`: ms after which it is asked for again. */
export function usePages<T>(workspace: string, path: string, every: number | false = false) {
  const query = useInfiniteQuery({
    queryKey: [workspace, 'privacy', path],
    initialPageParam: '',
    refetchInterval: every,
    queryFn: ({ pageParam }) =>
      desk<Page<T>>(
        workspace,
        pageParam ? `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(pageParam)}` : path,
      ),
    getNextPageParam: (last: Page<T>) => last.next,
  });
  const rows = query.data?.pages.flatMap((page) => page.items);
  return { ...query, rows };
}

export const requestsAt = (state: 'open' | 'closed', right: string): string =>
  `/requests?state=${state}${right ? `&right=${right}` : ''}`;

export const useRequest = (workspace: string, id: string) =>
  useQuery({
    queryKey: [workspace, 'privacy', 'request', id],
    queryFn: () => desk<RequestDetail>(workspace, `/requests/${id}`),
  });

export const useDeskSettings = (workspace: string) =>
  useQuery({
    queryKey: [workspace, 'privacy', 'settings'],
    queryFn: () => desk<DeskSettings>(workspace, '/settings'),
  });

/** What is held of a request and of the lists is asked for again. */
export function useAgain(workspace: string): (id?: string) => Promise<void> {
  const cache = useQueryClient();
  return async (id) => {
    await Promise.all([
      id ? cache.invalidateQueries({ queryKey: [workspace, 'privacy', 'request', id] }) : null,
      cache.invalidateQueries({
        predicate: ({ queryKey: [where, room, path] }) =>
          where === workspace &&
          room === 'privacy' &&
          typeof path === 'string' &&
          (path === 'pressing' || path.startsWith('/requests')),
      }),
    ]);
  };
}

/** What a list knows of a request shows at once, while all of it is on its way. */
export function known(cache: QueryClient, workspace: string, id: string): Request | undefined {
  const lists = cache.getQueriesData<InfiniteData<Page<Request>>>({ queryKey: [workspace, 'privacy'] });
  for (const [, list] of lists)
    for (const page of list?.pages ?? []) {
      const found = page.items?.find((one) => one.id === id && 'right' in one);
      if (found) return found;
    }
  return undefined;
}
