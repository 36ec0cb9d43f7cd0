/** All that keeps a profile from being taken, each at its place; where it is the sites alone, they can be made as strict. */
import type { JSX } from 'react';
import { Button } from '../../parts/Button.tsx';
import { useWords } from '../../words.ts';
import type { ProfileWish } from '../shapes.ts';
import css from './Profile.module.css';
import type { Refusal } from './Profile.tsx';

interface Props {
  of: Refusal;
  busy: boolean;
  onApply: (wish: ProfileWish) => void;
}

export function Faults({ of, busy, onApply }: Props): JSX.Element {
  const { t } = useWords();
  const laxer = of.code === 'sites_laxer';
  return (
    <div className={css.faults} role="alert">
      <h3>{t(laxer ? 'error.sites_laxer' : 'error.profile_refused')}</h3>
      <dl>
        {Object.entries(of.fields).map(([where, why]) => (
          <div key={where}>
            <dt dir="ltr">{laxer ? where.slice(where.indexOf('.') + 1) : where}</dt>
            <dd dir="auto">{why}</dd>
          </div>
        ))}
      </dl>
      {laxer ? (
        <>
          <p>{t('desk.profile.apply.text')}</p>
          <Button kind="solid" isDisabled={busy} onPress={() => onApply({ ...of.wish, apply: true })}>
            {t('desk.profile.apply')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
