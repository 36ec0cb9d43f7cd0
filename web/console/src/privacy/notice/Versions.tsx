/** All versions of a site's notice, each as it was. */
import type { JSX } from 'react';
import type { SiteBrief } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import page from '../../settings/page.module.css';
import { useWords } from '../../words.ts';
import { useDeskSettings, usePages } from '../door.ts';
import type { NoticeVersion } from '../shapes.ts';
import { useDay } from '../zone.ts';
import css from './Notice.module.css';

export function Versions({ workspace, site }: { workspace: string; site: SiteBrief }): JSX.Element | null {
  const { t, exact } = useWords();
  const day = useDay(useDeskSettings(workspace).data?.time_zone);
  const { rows, hasNextPage, fetchNextPage } = usePages<NoticeVersion>(workspace, `/sites/${site.id}/notices`);
  if (!rows || rows.length === 0) return null;
  return (
    <section className={css.versions} aria-label={t('desk.notice.versions')}>
      <header>
        <h2 className={css.title}>{t('desk.notice.versions')}</h2>
        {rows.some((row) => row.state === 'in_force') ? (
          <a className={css.public} href={`/privacy/${site.key}`} target="_blank" rel="noopener noreferrer">
            {t('desk.notice.public')}
            <Icon sign="external" size={14} />
          </a>
        ) : null}
      </header>
      <table className={page.table} aria-label={t('desk.notice.versions')}>
        <thead>
          <tr>
            <th scope="col">{t('desk.notice.version')}</th>
            <th scope="col">{t('desk.notice.state')}</th>
            <th scope="col" className={page.figure}>
              {t('desk.notice.since')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td data-label={t('desk.notice.version')}>
                {row.state === 'withdrawn' ? (
                  row.number
                ) : (
                  <a className={css.public} href={row.url} target="_blank" rel="noopener noreferrer">
                    {t('desk.notice.number', { number: row.number })}
                    <Icon sign="external" size={14} />
                  </a>
                )}
              </td>
              <td data-label={t('desk.notice.state')}>
                <span className={css.state} data-state={row.state}>
                  {t(`desk.notice.${row.state}`)}
                </span>
              </td>
              <td className={page.figure} data-label={t('desk.notice.since')}>
                <time dateTime={row.in_force_at} title={exact(row.in_force_at)}>
                  {day(row.in_force_at)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasNextPage ? <Button onPress={() => void fetchNextPage()}>{t('more.load')}</Button> : null}
    </section>
  );
}
