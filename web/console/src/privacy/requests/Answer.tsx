/** How a request ended, and what the person was told. */
import type { JSX } from 'react';
import { useWords } from '../../words.ts';
import { called } from '../called.ts';
import type { RequestDetail } from '../shapes.ts';
import css from './Detail.module.css';

export function Answer({ row }: { row: RequestDetail }): JSX.Element {
  const { t } = useWords();
  const why = row.state === 'refused' ? called(t, `desk.reason.${row.outcome}`) : '';
  return (
    <section className={css.part} aria-label={t('desk.outcome')}>
      <h2>{t('desk.outcome')}</h2>
      {why ? <p>{t('desk.outcome.refused', { reason: why })}</p> : null}
      {row.answer ? (
        <blockquote dir="auto">{row.answer}</blockquote>
      ) : (
        <p className={css.quiet}>{t('desk.outcome.none')}</p>
      )}
    </section>
  );
}
