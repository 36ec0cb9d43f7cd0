/** What an erasure would do, store by store: how many, and what becomes of them; then what stays and what is out of
 * reach, each with its reason. */
import type { JSX } from 'react';
import { useWords } from '../../words.ts';
import { useReasons } from '../reasons.ts';
import type { Plan, Reason } from '../shapes.ts';
import erasing from './Erasing.module.css';
import css from './PlanTable.module.css';
import { useStores } from './stores.ts';

type Shown = Pick<Plan, 'steps' | 'retained' | 'out_of_scope'> & { reasons?: Reason[] };

export function PlanTable({ plan, levels = null }: { plan: Shown; levels?: readonly number[] | null }): JSX.Element {
  const { t, number } = useWords();
  const { nameOf, fateOf } = useStores();
  const rows = plan.steps.map((step, at) => ({ ...step, level: levels?.[at] })).filter((step) => step.count > 0);
  const none = plan.steps.length - rows.length;
  return (
    <>
      {rows.length > 0 ? (
        <table className={css.table} aria-label={t('desk.plan')}>
          <thead>
            <tr>
              <th scope="col">{t('desk.plan.store')}</th>
              <th scope="col">{t('desk.plan.fate')}</th>
              <th scope="col" className={css.figure}>
                {t('desk.plan.count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((step) => (
              <tr key={step.store}>
                <th scope="row" dir="auto">
                  {nameOf(step.store)}
                </th>
                <td dir="auto">
                  {fateOf(step.store, step.what)}
                  {step.level === undefined ? null : <small>{t(`desk.level.${step.level}`)}</small>}
                </td>
                <td className={css.figure}>{number(step.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className={erasing.quiet}>{t('desk.plan.nothing')}</p>
      )}
      {none > 0 && rows.length > 0 ? <p className={css.note}>{t('desk.plan.none', { n: none })}</p> : null}
      <Reasons title={t('desk.plan.retained')} all={plan.retained} of={plan.reasons} />
      <Reasons title={t('desk.plan.outside')} all={plan.out_of_scope} of={plan.reasons} />
    </>
  );
}

interface ReasonsProps {
  title: string;
  all: readonly string[];
  of: readonly Reason[] | undefined;
}

function Reasons({ title, all, of }: ReasonsProps): JSX.Element | null {
  const said = useReasons();
  if (all.length === 0) return null;
  return (
    <div className={css.reasons}>
      <h3>{title}</h3>
      <ul>
        {all.map((one) => (
          <li key={one} dir="auto">
            {said(one, of)}
          </li>
        ))}
      </ul>
    </div>
  );
}
