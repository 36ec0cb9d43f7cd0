/** What the nightly runs took, run by run: numbers alone, which stay when the data is gone. */
import type { JSX } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Since } from '../../parts/Time.tsx';
import page from '../../settings/page.module.css';
import { useWords } from '../../words.ts';
import { called } from '../called.ts';
import { usePages } from '../door.ts';
import type { RetentionRun } from '../shapes.ts';
import css from './Retention.module.css';

export function Runs({ workspace, site }: { workspace: string; site: string }): JSX.Element | null {
  const { t, list, number } = useWords();
  const { rows, hasNextPage, fetchNextPage } = usePages<RetentionRun>(workspace, `/retention/runs?site_id=${site}`);
  if (!rows) return null;
  const took = (run: RetentionRun): string => {
    const some = Object.entries(run.counts).filter(([, count]) => count > 0);
    return some.length === 0
      ? t('desk.run.nothing')
      : list(
          some.map(([what, count]) =>
            t('desk.run.some', { what: called(t, `desk.what.${what}`), count: number(count) }),
          ),
        );
  };
  return (
    <section className={css.runs} aria-label={t('desk.runs')}>
      <h2>{t('desk.runs')}</h2>
      {rows.length === 0 ? (
        <p className={page.lead}>{t('desk.runs.none')}</p>
      ) : (
        <ul>
          {rows.map((run) => (
            <li key={run.id}>
              <span>{took(run)}</span>
              <small>{run.done_at ? <Since at={run.done_at} /> : t('desk.run.now')}</small>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage ? <Button onPress={() => void fetchNextPage()}>{t('more.load')}</Button> : null}
    </section>
  );
}
