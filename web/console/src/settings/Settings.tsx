/** Settings: per client its team, its sites and what became of its mails. */
import { useQuery } from '@tanstack/react-query';
import { type JSX, lazy, Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../door/http.ts';
import type { Membership, Page, Site } from '../door/shapes.ts';
import { manages, useMe } from '../live/me.ts';
import { clientStyle } from '../parts/Client.tsx';
import { Icon, type Sign } from '../parts/Icon.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { useTwoColumns } from '../parts/wide.ts';
import { useWords } from '../words.ts';
import { AccountPage } from './AccountPage.tsx';
import { Mails } from './Mails.tsx';
import css from './Settings.module.css';
import { SitePage } from './SitePage.tsx';
import { Team } from './Team.tsx';

const Closing = lazy(() => import('./closing/Closing.tsx'));

export default function Settings(): JSX.Element {
  const { t } = useWords();
  const { memberships } = useMe();
  const [path] = useLocation();
  const [, chosen, part = 'team', site] = path.split('/').filter(Boolean);
  const membership = memberships.find((one) => one.workspace.id === chosen) ?? memberships[0];
  const two = useTwoColumns();
  const here = chosen || !two ? path : membership ? `/settings/${membership.workspace.id}/team` : '/settings/account';
  const places = (
    <>
      <ul>
        <Place href="/settings/account" sign="mine" here={here}>
          {t('account.title')}
        </Place>
      </ul>
      {memberships.map((one) => (
        <Places key={one.workspace.id} membership={one} here={here} />
      ))}
    </>
  );
  if (!two && !chosen)
    return (
      <main id="main" className={css.nav}>
        <h1>{t('settings')}</h1>
        {places}
      </main>
    );
  return (
    <div className={css.settings}>
      {two ? (
        <nav className={css.nav} aria-label={t('settings')}>
          <h1>{t('settings')}</h1>
          {places}
        </nav>
      ) : null}
      <main id="main" className={css.main} tabIndex={-1}>
        {two ? null : (
          <Link className={css.back} href="/settings">
            <Icon sign="back" size={16} />
            {t('settings')}
          </Link>
        )}
        {chosen === 'account' || !membership ? (
          <AccountPage />
        ) : (
          <Part
            key={`${membership.workspace.id}${part}${site ?? ''}`}
            membership={membership}
            part={part}
            site={site}
          />
        )}
      </main>
    </div>
  );
}

function Part({
  membership,
  part,
  site,
}: {
  membership: Membership;
  part: string;
  site: string | undefined;
}): JSX.Element {
  const { t } = useWords();
  if (part === 'site' && site) return <SitePage membership={membership} id={site} />;
  if (part === 'mail') return <Mails membership={membership} />;
  if (part === 'closing')
    return (
      <Suspense fallback={<FieldBones says={t('loading')} />}>
        <Closing membership={membership} />
      </Suspense>
    );
  return <Team membership={membership} />;
}

export const useSites = (workspace: string): readonly Site[] =>
  useQuery({
    queryKey: [workspace, 'sites'],
    queryFn: () => api<Page<Site>>(`/workspaces/${workspace}/sites`),
  }).data?.items ?? [];

function Place({ href, sign, here, children }: { href: string; sign: Sign; here: string; children: string }) {
  return (
    <li>
      <Link href={href} aria-current={here === href ? 'page' : undefined}>
        <Icon sign={sign} />
        <bdi>{children}</bdi>
      </Link>
    </li>
  );
}

function Places({ membership, here }: { membership: Membership; here: string }): JSX.Element {
  const { t } = useWords();
  const { workspace } = membership;
  const sites = useSites(workspace.id);
  const at = `/settings/${workspace.id}`;
  const place = (href: string, sign: Sign, words: string): JSX.Element => (
    <Place key={href} href={href} sign={sign} here={here}>
      {words}
    </Place>
  );
  return (
    <section style={clientStyle(workspace.colour)}>
      <h2>
        <i aria-hidden="true" />
        {workspace.name}
      </h2>
      <ul>
        {place(`${at}/team`, 'people', t('team'))}
        {sites.map((site) => place(`${at}/site/${site.id}`, 'globe', site.name))}
        {manages(membership) ? place(`${at}/mail`, 'mail', t('mail')) : null}
        {workspace.closes_at || here === `${at}/closing`
          ? place(`${at}/closing`, 'waiting', t(workspace.closes_at ? 'closing.place' : 'closing'))
          : null}
      </ul>
    </section>
  );
}
