/** Where nobody has written yet: the line for the website, a chat to try, the way to the hours. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { api } from '../door/http.ts';
import type { Conversation, Membership, Page } from '../door/shapes.ts';
import { inbox } from '../live/inbox.ts';
import { manages, useMe } from '../live/me.ts';
import { Client } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { usePlace } from '../places.ts';
import { useStore } from '../store.ts';
import { useWords } from '../words.ts';
import { Code } from './Code.tsx';
import css from './FirstStep.module.css';

const MOST = 3; // sites shown at once

/** The memberships of those workspaces, among the shown, that have never had a conversation; for who can set them up. */
export function useUnwritten(): readonly Membership[] {
  const { memberships } = useMe();
  const { workspace } = usePlace();
  const rows = useStore(inbox).rows;
  const some = new Set([...rows.values()].map((row) => row.workspace_id));
  const asked = memberships.filter(
    (one) => manages(one) && !some.has(one.workspace.id) && (workspace === null || workspace === one.workspace.id),
  );
  const ids = asked.map((one) => one.workspace.id);
  const { data } = useQuery({
    queryKey: ['unwritten', ...ids],
    queryFn: () => Promise.all(ids.map((id) => api<Page<Conversation>>(`/conversations?workspace=${id}&limit=1`))),
    enabled: ids.length > 0,
  });
  return data ? asked.filter((_, at) => data[at]?.items.length === 0) : [];
}

export function FirstStep({ unwritten }: { unwritten: readonly Membership[] }): JSX.Element {
  const { t } = useWords();
  const sites = unwritten
    .flatMap((one) => one.sites.map((site) => ({ site, workspace: one.workspace })))
    .slice(0, MOST);
  return (
    <section className={css.first} aria-label={t('first.title')}>
      <h2>{t('first.title')}</h2>
      <p>{t('first.text')}</p>
      <ul>
        {sites.map(({ site, workspace }) => (
          <li key={site.id}>
            <Client name={site.name} colour={site.colour} />
            <Code text={`<script src="${location.origin}/w/${site.key}.js" async></script>`} />
            <p className={css.ways}>
              <a
                href={`/chat/${site.key}`}
                target="_blank"
                rel="noreferrer"
                aria-label={t('first.try.of', { name: site.name })}
              >
                {t('first.try')}
                <Icon sign="external" size={14} />
              </a>
              <Link
                href={`/settings/${workspace.id}/site/${site.id}#hours`}
                aria-label={t('first.hours.of', { name: site.name })}
              >
                {t('first.hours')}
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
