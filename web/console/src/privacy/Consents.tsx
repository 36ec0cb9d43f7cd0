/** What the visitors of a site answered when it asked before anything was stored, with the words they saw. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useLocation } from 'wouter';
import { api } from '../door/http.ts';
import type { Membership, Page } from '../door/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Icon, type Sign } from '../parts/Icon.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { Since } from '../parts/Time.tsx';
import page from '../settings/page.module.css';
import { useWords } from '../words.ts';
import css from './Consents.module.css';
import { deskAddress } from './place.ts';
import { SitePick, siteOf } from './SitePick.tsx';
import type { Consent } from './shapes.ts';

const SIGNS: Readonly<Record<Consent['state'], Sign>> = { given: 'check', refused: 'x', withdrawn: 'reopen' };

export function Consents({ membership, site }: { membership: Membership; site: string | null }): JSX.Element {
  const { t } = useWords();
  const [, navigate] = useLocation();
  const chosen = siteOf(membership, site);
  const workspace = membership.workspace.id;
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.consents')}</h1>
        <p className={page.lead}>{t('desk.consents.lead')}</p>
      </header>
      {chosen ? (
        <>
          <SitePick
            membership={membership}
            site={chosen.id}
            onChange={(id) => navigate(deskAddress(workspace, 'consents', id))}
          />
          <Records key={chosen.id} workspace={workspace} site={chosen.id} />
        </>
      ) : (
        <Empty sign="check" title={t('desk.nosite')}>
          <p>{t('desk.nosite.text')}</p>
        </Empty>
      )}
    </div>
  );
}

function Records({ workspace, site }: { workspace: string; site: string }): JSX.Element {
  const { t, locale } = useWords();
  const { data, isError, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [workspace, 'privacy', 'consents', site],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      api<Page<Consent>>(
        `/workspaces/${workspace}/sites/${site}/consents${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ''}`,
      ),
    getNextPageParam: (last) => last.next,
  });
  if (isError)
    return (
      <Empty sign="warn" bad title={t('desk.consents.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;
  const rows = data.pages.flatMap((one) => one.items);
  if (rows.length === 0)
    return (
      <Empty sign="check" title={t('desk.consents.none')}>
        <p>{t('desk.consents.none.text')}</p>
      </Empty>
    );
  const language = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <>
      <table className={page.table} aria-label={t('desk.consents')}>
        <thead>
          <tr>
            <th scope="col">{t('desk.consent.state')}</th>
            <th scope="col">{t('desk.consent.who')}</th>
            <th scope="col">{t('desk.consent.text')}</th>
            <th scope="col" className={page.figure}>
              {t('desk.consent.at')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td data-label={t('desk.consent.state')}>
                <span className={css.state} data-state={row.state}>
                  <Icon sign={SIGNS[row.state]} size={14} />
                  {t(`desk.consent.${row.state}`)}
                </span>
              </td>
              <td data-label={t('desk.consent.who')}>
                {row.visitor ? (
                  <code className={css.id}>{row.visitor.slice(-8)}</code>
                ) : (
                  <span className={css.nobody}>{t('desk.consent.nobody')}</span>
                )}
              </td>
              <td className={page.wide} data-label={t('desk.consent.text')}>
                <details className={css.text}>
                  <summary>
                    {t('desk.consent.version', {
                      version: row.version,
                      language: language.of(row.language) ?? row.language,
                    })}
                  </summary>
                  <p dir="auto" lang={row.language}>
                    {row.text || t('desk.consent.lost')}
                  </p>
                </details>
              </td>
              <td className={page.figure} data-label={t('desk.consent.at')}>
                <Since at={row.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasNextPage ? <Button onPress={() => void fetchNextPage()}>{t('more.load')}</Button> : null}
    </>
  );
}
