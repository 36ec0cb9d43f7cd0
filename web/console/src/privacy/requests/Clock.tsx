/** The clock of a request: in the list a few words, beside the request a line from the day it came to the day it is due. */
import type { JSX } from 'react';
import { Icon } from '../../parts/Icon.tsx';
import { useNow } from '../../parts/now.ts';
import { Span } from '../../parts/Time.tsx';
import { useWords } from '../../words.ts';
import { gone, heat } from '../order.ts';
import type { Request } from '../shapes.ts';
import { useDay } from '../zone.ts';
import css from './Clock.module.css';

/** "3 days left"; felt before it is read where there are few. */
export function Left({ row }: { row: Request }): JSX.Element {
  const { t, exact } = useWords();
  if (row.closed_at)
    return (
      <span className={css.left}>
        <Icon sign={row.state === 'refused' ? 'x' : 'check'} size={13} />
        <span className="unseen">{t(`desk.state.${row.state}`)}</span>
        <Span at={row.closed_at} />
      </span>
    );
  if (row.paused_since)
    return (
      <span className={css.left} data-paused>
        <Icon sign="pause" size={13} />
        {t('desk.state.paused')}
      </span>
    );
  return (
    <time className={css.left} data-heat={heat(row.days_left)} dateTime={row.due_at} title={exact(row.due_at)}>
      <LeftWords days={row.days_left} />
    </time>
  );
}

function LeftWords({ days }: { days: number }): JSX.Element {
  const { t } = useWords();
  if (days < 0) return <>{t('desk.late', { n: -days })}</>;
  return <>{days === 0 ? t('desk.today') : t('desk.left', { n: days })}</>;
}

export function Clock({ row }: { row: Request }): JSX.Element {
  const { t } = useWords();
  const now = useNow();
  const day = useDay(row.zone);
  const felt = row.closed_at ? 'over' : row.paused_since ? 'still' : heat(row.days_left);
  const part = `${Math.round(gone(row, now) * 1000) / 10}%`;
  return (
    <section className={css.clock} data-heat={felt} aria-label={t('desk.clock')}>
      <p className={css.says}>
        {row.closed_at ? (
          t(row.state === 'refused' ? 'desk.clock.refused' : 'desk.clock.done', { day: day(row.closed_at) })
        ) : row.paused_since ? (
          t('desk.clock.paused', { day: day(row.paused_since) })
        ) : (
          <LeftWords days={row.days_left} />
        )}
      </p>
      <div className={css.bar} aria-hidden="true">
        <i style={{ inlineSize: part }} />
      </div>
      <p className={css.ends}>
        <span>{t('desk.clock.received', { day: day(row.received_at) })}</span>
        <span>{t(row.extended_until ? 'desk.clock.due.extended' : 'desk.clock.due', { day: day(row.due_at) })}</span>
      </p>
    </section>
  );
}
