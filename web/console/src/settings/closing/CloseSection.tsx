/** At the very end of a workspace's settings, for its owner: the way to close it, or what became of that wish. */
import type { JSX } from 'react';
import { Link } from 'wouter';
import type { Membership } from '../../door/shapes.ts';
import { useDay } from '../../privacy/zone.ts';
import { apart, useWords } from '../../words.ts';
import { Part } from '../Part.tsx';
import css from './Closing.module.css';

export function CloseSection({ membership }: { membership: Membership }): JSX.Element {
  const { t } = useWords();
  const day = useDay();
  const { id, name, closes_at: at } = membership.workspace;
  return (
    <div className={css.section}>
      <Part
        title={t('closing')}
        text={at ? t('closing.strip', { name: apart(name), day: day(at) }) : t('closing.section')}
      >
        <Link href={`/settings/${id}/closing`}>{t(at ? 'closing.see' : 'closing.look')}</Link>
      </Part>
    </div>
  );
}
