import { useEffect, useState } from 'preact/hooks';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

/** What is wrong with the line or the storage, in plain words. Short interruptions are not worth a word. */
export function Notices({ visit }: { visit: Visit }) {
  const { t } = useWords();
  const { status, phase } = visit.state;
  const away = status === 'offline' || status === 'connecting';
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!away) return;
    const timer = setTimeout(() => setLong(true), 2_500);
    return () => clearTimeout(timer);
  }, [away]);
  return (
    <div class="notices" role="status">
      {status === 'reload' ? (
        <p>
          {t('notice.reload')}{' '}
          <button type="button" class="link" onClick={() => location.reload()}>
            {t('notice.reload.act')}
          </button>
        </p>
      ) : away && long && phase === 'talk' ? (
        <p>
          {t('notice.offline')}{' '}
          <button type="button" class="link" onClick={() => visit.session.nudge()}>
            {t('notice.offline.act')}
          </button>
        </p>
      ) : !visit.store.lasting && phase === 'talk' ? (
        <p class="calm">{t('notice.memory')}</p>
      ) : null}
    </div>
  );
}
