/** What closing a workspace does: when, in three moments; and what goes with it, in figures. */
import type { ClosingCounts, ClosingPlanOut } from '@troth/wire/api';
import { type JSX, useId } from 'react';
import { useReasons } from '../../privacy/reasons.ts';
import { useDay } from '../../privacy/zone.ts';
import { useWords } from '../../words.ts';
import { Part } from '../Part.tsx';
import css from './Closing.module.css';

const DAY = 86_400_000; // ms
const SHOWN = [
  'conversations',
  'messages',
  'files',
  'contacts',
  'visitors',
  'sites',
  'members',
] as const satisfies readonly (keyof ClosingCounts)[];

export function Moments({ days }: { days: number }): JSX.Element {
  const { t } = useWords();
  const day = useDay()(new Date(Date.now() + days * DAY).toISOString());
  const all = [
    ['now', t('closing.now'), t('closing.now.text')],
    ['until', t('closing.until', { day }), t('closing.until.text', { n: days })],
    ['then', t('closing.then', { day }), t('closing.then.text')],
  ] as const;
  return (
    <ol className={css.moments} aria-label={t('closing.moments')}>
      {all.map(([name, when, what]) => (
        <li key={name} data-last={name === 'then' || undefined}>
          <b>{when}</b>
          <span>{what}</span>
        </li>
      ))}
    </ol>
  );
}

export function Gone({ plan }: { plan: ClosingPlanOut }): JSX.Element {
  const { t, number } = useWords();
  const { counts } = plan;
  return (
    <Part title={t('closing.gone')} text={t('closing.gone.text')}>
      <dl className={css.figures}>
        {SHOWN.map((what) => (
          <div key={what}>
            <dt>{t(`closing.of.${what}`)}</dt>
            <dd>{number(counts[what])}</dd>
          </div>
        ))}
      </dl>
      {counts.people > 0 ? <p className={css.note}>{t('closing.people', { n: counts.people })}</p> : null}
      <Reasons title={t('desk.plan.retained')} all={plan.retained} of={plan.reasons} />
      <Reasons title={t('desk.plan.outside')} all={plan.out_of_scope} of={plan.reasons} />
    </Part>
  );
}

type ReasonsProps = { title: string; all: readonly string[]; of: ClosingPlanOut['reasons'] };

function Reasons({ title, all, of }: ReasonsProps): JSX.Element | null {
  const said = useReasons();
  const id = useId();
  if (all.length === 0) return null;
  return (
    <div className={css.reasons}>
      <h3 id={id}>{title}</h3>
      <ul aria-labelledby={id}>
        {all.map((one) => (
          <li key={one} dir="auto">
            {said(one, of)}
          </li>
        ))}
      </ul>
    </div>
  );
}
