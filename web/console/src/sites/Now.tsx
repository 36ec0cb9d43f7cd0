/** Who is on the sites now, client by client, as far as each owner allows to know. */
import { useQueries } from '@tanstack/react-query';
import type { VisitorHere } from '@troth/wire';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { api } from '../door/http.ts';
import type { Membership, Page, Site } from '../door/shapes.ts';
import { inbox } from '../live/inbox.ts';
import { lost } from '../live/lost.ts';
import { useMe } from '../live/me.ts';
import { presence } from '../live/presence.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Client } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Span } from '../parts/Time.tsx';
import { addressOf, usePlace } from '../places.ts';
import { useStore } from '../store.ts';
import { useWords } from '../words.ts';
import css from './Now.module.css';

export default function Now(): JSX.Element {
  const { t } = useWords();
  const { memberships } = useMe();
  const { workspace } = usePlace();
  const held = useStore(presence);
  const shown = memberships.filter((one) => !workspace || one.workspace.id === workspace);
  const sites = useQueries({
    queries: shown.map((one) => ({
      queryKey: [one.workspace.id, 'sites'],
      queryFn: () => api<Page<Site>>(`/workspaces/${one.workspace.id}/sites`),
    })),
  });
  const down = useStore(lost);
  const total = shown.reduce((sum, one) => sum + (held.get(one.workspace.id)?.visitors.size ?? 0), 0);
  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <header>
        <h1>{t('view.now')}</h1>
        <p>
          <span className={css.live} data-on={(total > 0 && !down) || undefined} aria-hidden="true" />
          <span className="figures">
            {down ? t('now.unknown') : total > 0 ? t('now.total', { n: total }) : t('now.none')}
          </span>
        </p>
      </header>
      {shown.map((one, at) => (
        <Board
          key={one.workspace.id}
          membership={one}
          visitors={down ? [] : [...(held.get(one.workspace.id)?.visitors.values() ?? [])]}
          sites={sites[at]?.data?.items ?? []}
          quiet={down || total === 0}
        />
      ))}
      <p className={css.foot}>{t('now.honest')}</p>
    </main>
  );
}

interface BoardProps {
  membership: Membership;
  visitors: VisitorHere[];
  sites: readonly Site[];
  /** Nobody is anywhere, or nobody knows: said once, above. */
  quiet: boolean;
}

function Board({ membership, visitors, sites, quiet }: BoardProps): JSX.Element {
  const { t } = useWords();
  const { workspace } = membership;
  const off = sites.length > 0 && sites.every((site) => site.telemetry === 'off');
  const list = visitors.sort((a, b) => a.since.localeCompare(b.since));
  return (
    <section className={css.board} aria-label={workspace.name}>
      <h2>
        <Client name={workspace.name} colour={workspace.colour} kind="chip" />
        {off ? <span className={css.off}>{t('now.off')}</span> : null}
      </h2>
      {list.length === 0 ? (
        quiet ? null : (
          <p className={css.none}>{t('now.none')}</p>
        )
      ) : (
        <ul>
          {list.map((visitor) => (
            <Visitor key={visitor.visitor} visitor={visitor} membership={membership} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Visitor({ visitor, membership }: { visitor: VisitorHere; membership: Membership }): JSX.Element {
  const { t } = useWords();
  const rows = useStore(inbox).rows;
  const talk = [...rows.values()]
    .filter((row) => row.visitor.id === visitor.visitor)
    .sort((a, b) => b.last_at.localeCompare(a.last_at))[0];
  const name = talk ? talk.visitor.name || talk.visitor.label : t('now.visitor');
  const site = membership.sites.find((one) => one.id === visitor.site);
  return (
    <li>
      <Avatar name={name} seed={visitor.visitor} size={32} unnamed={!talk?.visitor.name} />
      <span className={css.who}>
        <b dir="auto">{name}</b>
        {site && site.name !== membership.workspace.name ? <small>{site.name}</small> : null}
      </span>
      <span className={css.where}>
        {visitor.page?.url ? (
          <>
            <b dir="auto">{visitor.page.title || visitor.page.url}</b>
            <small dir="ltr">{visitor.page.url.replace(/^https?:\/\//, '')}</small>
          </>
        ) : (
          <small>{t('now.nopage')}</small>
        )}
      </span>
      <span className={css.since}>
        <Icon sign="waiting" size={14} />
        <Span at={visitor.since} />
      </span>
      <span className={css.talk}>
        {talk ? (
          <Link
            href={addressOf({
              view: talk.state === 'closed' ? 'closed' : 'open',
              conversation: talk.id,
              workspace: null,
            })}
          >
            {t('now.open')}
          </Link>
        ) : null}
      </span>
    </li>
  );
}
