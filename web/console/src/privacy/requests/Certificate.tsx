/** The certificate of an erasure: how deep it is shown to reach, what was cleared, what is out of reach. */
import type { JSX } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { save } from '../../parts/save.ts';
import { apart, useWords } from '../../words.ts';
import type { Certificate } from '../shapes.ts';
import { useDay } from '../zone.ts';
import css from './Certificate.module.css';
import { PlanTable } from './PlanTable.tsx';

const LEVELS = [0, 1, 2, 3, 4] as const;

export function CertificateOf({ told, zone }: { told: Certificate; zone: string }): JSX.Element {
  const { t, exact, list } = useWords();
  const day = useDay(zone);
  return (
    <article className={css.certificate}>
      <header>
        <span className={css.seal}>
          <Icon sign="seal" size={28} />
        </span>
        <p>
          <b>{t('desk.certificate.done', { day: day(told.done) })}</b>
          <small>{t('desk.certificate.nobody')}</small>
        </p>
      </header>
      <ol className={css.levels} aria-label={t('desk.levels')}>
        {LEVELS.map((level) => (
          <li key={level} data-on={level <= told.level || undefined}>
            <i aria-hidden="true">{level <= told.level ? <Icon sign="check" size={12} /> : null}</i>
            <span>
              {t(`desk.level.${level}`)}
              {told.next?.level === level && told.next.due ? (
                <small>{t('desk.level.by', { day: day(told.next.due) })}</small>
              ) : told.next?.level === level && told.next.tables ? (
                <small>{t('desk.level.waits', { tables: apart(list(told.next.tables)) })}</small>
              ) : level > told.level ? (
                <small>{t('desk.level.later')}</small>
              ) : (
                <span className="unseen">{t('desk.level.reached')}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
      <PlanTable plan={told} levels={told.steps.map((step) => step.level)} />
      <dl className={css.marks}>
        <div>
          <dt>{t('desk.certificate.began')}</dt>
          <dd>
            <time dateTime={told.began}>{exact(told.began)}</time>
          </dd>
        </div>
        <div>
          <dt>{t('desk.certificate.plan')}</dt>
          <dd>
            <code>{told.plan}</code>
          </dd>
        </div>
        <div>
          <dt>{t('desk.certificate.signature')}</dt>
          <dd>
            <code>{told.signature}</code>
          </dd>
        </div>
      </dl>
      <Button
        sign="download"
        onPress={() => save(`erasure-${told.id}.json`, JSON.stringify(told, null, 2), 'application/json')}
      >
        {t('desk.certificate.save')}
      </Button>
    </article>
  );
}
