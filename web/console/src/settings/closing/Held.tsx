/** What a closing waits for, each by its name, and where a hold is lifted. */
import type { ReasonOut } from '@troth/wire/api';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { Icon } from '../../parts/Icon.tsx';
import { deskAddress } from '../../privacy/place.ts';
import { useReasons } from '../../privacy/reasons.ts';
import { useWords } from '../../words.ts';
import css from './Closing.module.css';

interface Props {
  workspace: string;
  title: string;
  all: readonly string[];
  reasons: readonly ReasonOut[];
}

export function Held({ workspace, title, all, reasons }: Props): JSX.Element {
  const { t } = useWords();
  const said = useReasons();
  return (
    <div className={css.held}>
      <Icon sign="lock" />
      <div>
        <b>{title}</b>
        <ul>
          {all.map((one) => (
            <li key={one} dir="auto">
              {said(one, reasons)}
            </li>
          ))}
        </ul>
        {reasons.some((one) => one.code === 'held' && all.includes(one.sentence)) ? (
          <Link href={deskAddress(workspace, 'holds')}>{t('desk.plan.holds')}</Link>
        ) : null}
      </div>
    </div>
  );
}
