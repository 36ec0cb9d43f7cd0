/** All that happened to a request, the last on top. */
import type { JSX } from 'react';
import { Icon, type Sign } from '../../parts/Icon.tsx';
import { Since } from '../../parts/Time.tsx';
import { useWords } from '../../words.ts';
import { called } from '../called.ts';
import type { RequestDetail } from '../shapes.ts';
import css from './History.module.css';

const SIGNS: Readonly<Record<string, Sign>> = {
  filed: 'tray',
  paused: 'pause',
  resumed: 'on',
  extended: 'waiting',
  noted: 'edit',
  tied: 'link',
  accepted: 'check',
  refused: 'x',
  done: 'check',
  erased: 'trash',
  lifted: 'reopen',
};

export function History({ row }: { row: RequestDetail }): JSX.Element {
  const { t } = useWords();
  const steps = [...row.history].reverse();
  return (
    <section className={css.history} aria-label={t('desk.history')}>
      <h2>{t('desk.history')}</h2>
      <ol>
        {steps.map((step, at) => {
          const who = step.by?.name || t(step.what === 'filed' ? 'desk.by.person' : 'desk.by.nobody');
          return (
            <li key={`${step.at}${step.what}${at}`}>
              <span className={css.sign}>
                <Icon sign={SIGNS[step.what] ?? 'check'} size={14} />
              </span>
              <p>
                <span>{called(t, `desk.step.${step.what}`)}</span>
                <small>
                  <bdi>{who}</bdi> · <Since at={step.at} />
                </small>
              </p>
              {step.reason ? <p className={css.reason}>{called(t, `desk.reason.${step.reason}`)}</p> : null}
              {step.text ? (
                <p className={css.reason} dir="auto">
                  {step.text}
                </p>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
