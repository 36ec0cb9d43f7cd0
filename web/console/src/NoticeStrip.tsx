/** Above the console: the privacy notice of a site changes, or has changed; until the person puts that away. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { NoticeNews, NoticesNew } from '@troth/wire/api';
import type { JSX } from 'react';
import { useMe } from './live/me.ts';
import { Icon } from './parts/Icon.tsx';
import { desk, post } from './privacy/door.ts';
import { useDay } from './privacy/zone.ts';
import css from './Strip.module.css';
import { apart, useWords } from './words.ts';

const EVERY = 3_600_000; // ms: nothing is said on the socket when a notice is published

interface News extends NoticeNews {
  workspace: string;
}

/** One workspace after the other: an agency may have many. */
async function look(workspaces: readonly string[]): Promise<News[]> {
  const found: News[] = [];
  for (const workspace of workspaces)
    for (const one of (await desk<NoticesNew>(workspace, '/notices/news')).items) found.push({ ...one, workspace });
  return found;
}

export function NoticeStrip(): JSX.Element | null {
  const { t } = useWords();
  const day = useDay();
  const cache = useQueryClient();
  const workspaces = useMe().memberships.map(({ workspace }) => workspace.id);
  const key = ['notices', ...workspaces];
  const { data } = useQuery({ queryKey: key, queryFn: () => look(workspaces), refetchInterval: EVERY });
  const one = data?.[0];
  if (!one) return null;
  const away = async (): Promise<void> => {
    await post(one.workspace, `/notices/${one.id}/seen`);
    cache.setQueryData<News[]>(key, (all) => all?.filter(({ id }) => id !== one.id));
  };
  return (
    <aside aria-label={t('news')}>
      <p className={css.strip}>
        <Icon sign="file" size={16} />
        <span>
          {t(Date.parse(one.in_force_at) > Date.now() ? 'news.soon' : 'news.now', {
            site: apart(one.site),
            day: day(one.in_force_at),
          })}
        </span>
        <a href={one.url} target="_blank" rel="noopener noreferrer">
          {t('news.read')}
        </a>
        <button type="button" onClick={() => void away()}>
          {t('news.away')}
        </button>
      </p>
    </aside>
  );
}
