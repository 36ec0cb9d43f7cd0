/** Where one can be, as addresses below /console. The client filter is a search parameter, so a link keeps it. */
import { useCallback, useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import { VIEWS, type View } from './door/shapes.ts';

export interface Place {
  view: View;
  conversation: string | null;
  workspace: string | null;
}

const isView = (word: string | undefined): word is View => VIEWS.includes(word as View);

const APART = ['now', 'settings', 'privacy'] as const;
type Apart = (typeof APART)[number];
const isApart = (word: string | undefined): word is Apart => APART.includes(word as Apart);

export function usePlace(): Place & { screen: 'inbox' | Apart } {
  const [path] = useLocation();
  const workspace = new URLSearchParams(useSearch()).get('client');
  const [first, second] = path.split('/').filter(Boolean);
  if (isApart(first)) return { screen: first, view: 'open', conversation: null, workspace };
  return { screen: 'inbox', view: isView(first) ? first : 'open', conversation: second ?? null, workspace };
}

/** What leads nowhere, or to the console as a whole, shows the open conversations, and says so in the address; who
 * answers none has the privacy desk instead. */
export function useRightAddress(serving: boolean): void {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const [first, second, ...rest] = path.split('/').filter(Boolean);
  const right =
    first === 'settings' || first === 'privacy'
      ? path
      : !serving
        ? '/privacy'
        : first === 'now'
          ? '/now'
          : !isView(first)
            ? '/open'
            : rest.length > 0
              ? `/${first}/${second}`
              : path;
  useEffect(() => {
    if (right !== path) navigate(search ? `${right}?${search}` : right, { replace: true });
  }, [right, path, search, navigate]);
}

export function addressOf({ view, conversation, workspace }: Place): string {
  const client = workspace ? `?client=${workspace}` : '';
  return `/${view}${conversation ? `/${conversation}` : ''}${client}`;
}

/** Go somewhere, changing only what is said. */
export function useGo(): (change: Partial<Place>, replace?: boolean) => void {
  const [, navigate] = useLocation();
  const { view, conversation, workspace } = usePlace();
  return useCallback(
    (change, replace = false) => navigate(addressOf({ view, conversation, workspace, ...change }), { replace }),
    [navigate, view, conversation, workspace],
  );
}
