/** One rule as a sentence: what goes, how many days after what. */
import { type JSX, useId } from 'react';
import { Pick } from '../../parts/Pick.tsx';
import { Sentence } from '../../settings/Part.tsx';
import { useWords } from '../../words.ts';
import { called } from '../called.ts';
import type { Bound, Rule } from '../shapes.ts';
import css from './Retention.module.css';
import { isBad, LEAST, MOST } from './rules.ts';

interface Props {
  rule: Rule;
  bound: Bound | undefined;
  /** what holds where nobody chose */
  usual: Rule | undefined;
  onChange: (some: Partial<Rule>) => void;
}

export function RuleLine({ rule, bound, usual, onChange }: Props): JSX.Element {
  const { t } = useWords();
  const hint = useId();
  const what = called(t, `desk.what.${rule.what}`);
  const [least, most] = [bound?.least ?? LEAST, bound?.most ?? MOST];
  const bad = isBad(rule, bound ? [bound] : []);
  const events = bound && bound.after.length > 0 ? bound.after : [rule.after];
  const differs = usual !== undefined && (usual.days !== rule.days || usual.after !== rule.after);
  return (
    <li>
      <Sentence
        words={t('desk.rule')}
        parts={{
          what: <b className={css.what}>{what}</b>,
          days: (
            <input
              className={css.days}
              type="number"
              inputMode="numeric"
              min={least}
              max={most}
              value={Number.isNaN(rule.days) ? '' : rule.days}
              aria-label={t('desk.rule.days', { what })}
              aria-describedby={hint}
              aria-invalid={bad || undefined}
              onChange={(event) => onChange({ days: event.target.valueAsNumber })}
            />
          ),
          event:
            events.length > 1 ? (
              <Pick
                says={t('desk.rule.event', { what })}
                value={rule.after}
                options={events.map((one) => [one, called(t, `desk.after.${one}`)] as const)}
                onChange={(after) => onChange({ after })}
              />
            ) : (
              <span>{called(t, `desk.after.${rule.after}`)}</span>
            ),
        }}
      />
      <small id={hint} data-bad={bad || undefined}>
        {bad
          ? t('desk.rule.bad', { least, most })
          : differs
            ? t('desk.rule.usual', { n: usual.days, event: called(t, `desk.after.${usual.after}`) })
            : t('desk.rule.bounds', { least, most })}
      </small>
    </li>
  );
}
