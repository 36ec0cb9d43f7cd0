/** The line above the console: there is no connection, or a newer version waits to be loaded. */
import type { JSX } from 'react';
import { useStatus } from './live/line.ts';
import { lost } from './live/lost.ts';
import { Icon } from './parts/Icon.tsx';
import css from './Strip.module.css';
import { useStore } from './store.ts';
import { useWords } from './words.ts';

export function Strip(): JSX.Element | null {
  const { t } = useWords();
  const status = useStatus();
  const down = useStore(lost);
  if (status === 'reload')
    return (
      <div className={css.strip} role="status">
        {t('reload.text')}
        <button type="button" onClick={() => location.reload()}>
          {t('reload.do')}
        </button>
      </div>
    );
  return down ? (
    <div className={css.strip} role="status">
      <Icon sign="warn" />
      <span>{t('offline')}</span>
    </div>
  ) : null;
}
