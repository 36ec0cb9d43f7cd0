/** How many requests press, of all clients whose officer the person is: late, urgent, or due within the week. */
import { useQueries } from '@tanstack/react-query';
import type { Page } from '../door/shapes.ts';
import { guards, useMe } from '../live/me.ts';
import { desk, MINUTE, requestsAt } from './door.ts';
import { pressing } from './order.ts';
import type { Request } from './shapes.ts';

export function usePressing(): number {
  const { memberships } = useMe();
  const answers = useQueries({
    queries: memberships.filter(guards).map(({ workspace: { id } }) => ({
      queryKey: [id, 'privacy', 'pressing'],
      refetchInterval: 5 * MINUTE,
      queryFn: () => desk<Page<Request>>(id, requestsAt('open', '')),
    })),
  });
  return answers.reduce((sum, { data }) => sum + pressing(data?.items ?? []), 0);
}
