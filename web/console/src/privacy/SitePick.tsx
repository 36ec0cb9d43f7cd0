/** Which site of the client; with one there is nothing to choose. */
import type { JSX } from 'react';
import type { Membership, SiteBrief } from '../door/shapes.ts';
import { Pick } from '../parts/Pick.tsx';
import { useWords } from '../words.ts';
import css from './SitePick.module.css';

export const siteOf = ({ sites }: Membership, id: string | null): SiteBrief | undefined =>
  sites.find((one) => one.id === id) ?? sites[0];

interface Props {
  membership: Membership;
  site: string;
  onChange: (site: string) => void;
}

export function SitePick({ membership, site, onChange }: Props): JSX.Element | null {
  const { t } = useWords();
  if (membership.sites.length < 2) return null;
  return (
    <div className={css.pick}>
      <span aria-hidden="true">{t('desk.site')}</span>
      <Pick
        says={t('desk.site')}
        value={site}
        options={membership.sites.map((one) => [one.id, one.name] as const)}
        onChange={onChange}
      />
    </div>
  );
}
