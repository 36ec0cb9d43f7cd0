import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

/** What is wrong with the line, in plain words: the device is offline, we can't be reached, or it only goes another way. */
export function Notices({ visit, lost }: { visit: Visit; lost: boolean }) {
  const { t } = useWords();
  const { status, phase } = visit.state;
  return (
    <div class="notices" role="status">
      {status === 'reload' ? (
        <p>
          {t('notice.reload')}{' '}
          <button type="button" class="link" onClick={() => location.reload()}>
            {t('notice.reload.act')}
          </button>
        </p>
      ) : lost && phase === 'talk' ? (
        <p>
          {navigator.onLine ? t('notice.away') : t('notice.offline')}{' '}
          <button type="button" class="link" onClick={() => visit.session.nudge()}>
            {t('notice.offline.act')}
          </button>
        </p>
      ) : visit.session.detour && phase === 'talk' ? (
        <p class="calm">{t('notice.detour')}</p>
      ) : null}
    </div>
  );
}
