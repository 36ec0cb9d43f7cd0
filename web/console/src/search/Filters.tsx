/** What a search is narrowed to: a client, a state, a person of the team. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { api } from '../door/http.ts';
import type { Member, Page } from '../door/shapes.ts';
import { useMe } from '../live/me.ts';
import { Pick } from '../parts/Pick.tsx';
import { useGo, usePlace } from '../places.ts';
import { useWords } from '../words.ts';
import css from './Results.module.css';
import { change, type StateWanted, type Wish } from './search.ts';

export function Filters({ wish }: { wish: Wish }): JSX.Element {
  const { t } = useWords();
  const { memberships } = useMe();
  const { workspace } = usePlace();
  const go = useGo();
  const only = workspace ?? (memberships.length === 1 ? (memberships[0]?.workspace.id ?? null) : null);
  return (
    <div className={css.filters}>
      {memberships.length > 1 ? (
        <Pick
          says={t('search.client')}
          value={workspace ?? ''}
          options={[
            ['', t('search.client.any')],
            ...memberships.map((one) => [one.workspace.id, one.workspace.name] as const),
          ]}
          onChange={(id) => {
            change({ by: '' }); // a person has another id with each client
            go({ workspace: id || null });
          }}
        />
      ) : null}
      <Pick<StateWanted>
        says={t('search.state')}
        value={wish.state}
        options={[
          ['any', t('search.state.any')],
          ['open', t('view.open')],
          ['closed', t('view.closed')],
        ]}
        onChange={(state) => change({ state })}
      />
      {only ? <By workspace={only} value={wish.by} /> : null}
    </div>
  );
}

function By({ workspace, value }: { workspace: string; value: string }): JSX.Element | null {
  const { t } = useWords();
  const { data } = useQuery({
    queryKey: [workspace, 'members'],
    queryFn: () => api<Page<Member>>(`/workspaces/${workspace}/members`),
  });
  if (!data) return null;
  return (
    <Pick
      says={t('search.by')}
      value={data.items.some((one) => one.id === value) ? value : ''}
      options={[['', t('search.by.any')], ...data.items.map((one) => [one.id, one.name] as const)]}
      onChange={(by) => change({ by })}
    />
  );
}
