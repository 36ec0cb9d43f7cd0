/** Above the console: which of the person's workspaces are closing, and on which day. */
import { type JSX, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { refreshMe } from './live/changes.ts';
import { useMe } from './live/me.ts';
import { Icon } from './parts/Icon.tsx';
import { useDay } from './privacy/zone.ts';
import css from './Strip.module.css';
import { apart, useWords } from './words.ts';

const EVERY = 300_000; // ms: nothing is said on the socket when an owner decides so

export function ClosingStrip(): JSX.Element | null {
  const { t } = useWords();
  const day = useDay();
  const [path] = useLocation();
  const { memberships } = useMe();
  useEffect(() => {
    const timer = setInterval(() => void refreshMe(), EVERY);
    return () => clearInterval(timer);
  }, []);
  const closing = memberships.filter(({ workspace }) => workspace.closes_at);
  if (closing.length === 0) return null;
  return (
    <aside aria-label={t('closing')}>
      {closing.map(({ workspace: { id, name, closes_at: at } }) => (
        <p key={id} className={css.strip}>
          <Icon sign="waiting" size={16} />
          <span>
            {t(Date.parse(at ?? '') > Date.now() ? 'closing.strip' : 'closing.strip.due', {
              name: apart(name),
              day: day(at ?? ''),
            })}
          </span>
          {path === `/settings/${id}/closing` ? null : <Link href={`/settings/${id}/closing`}>{t('closing.see')}</Link>}
        </p>
      ))}
    </aside>
  );
}
