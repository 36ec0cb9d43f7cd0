/** The line above the console: the device is offline, Troth can't be reached, the network lets only slower ways through,
 * or a newer version waits to be loaded. */
import type { JSX } from 'react';
import { useDetour, useStatus } from './live/line.ts';
import { lost } from './live/lost.ts';
import { Icon } from './parts/Icon.tsx';
import css from './Strip.module.css';
import { useStore } from './store.ts';
import { useWords } from './words.ts';

export function Strip(): JSX.Element | null {
  const { t } = useWords();
  const status = useStatus();
  const down = useStore(lost);
  const detour = useDetour();
  if (status === 'reload')
    return (
      <div className={css.strip} role="status">
        {t('reload.text')}
        <button type="button" onClick={() => location.reload()}>
          {t('reload.do')}
        </button>
      </div>
    );
  if (down)
    return (
      <div className={css.strip} role="status">
        <Icon sign="warn" />
        <span>{navigator.onLine ? t('away') : t('offline')}</span>
      </div>
    );
  return detour ? (
    <div className={`${css.strip} ${css.calm}`} role="status">
      {t('detour')}
    </div>
  ) : null;
}
