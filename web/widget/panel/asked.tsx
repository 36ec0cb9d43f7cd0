/** What is seen instead of a chat: the site asks before anything is kept, or the visitor turned the chat off. */

import english from '@troth/words/widget.en.json?asked';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { policyOf } from './shapes.ts';
import './style/asked.css';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

export { english };

export function Asked({ visit }: { visit: Visit }) {
  const { t } = useWords();
  const { phase, open, withdrawn, gone } = visit.state;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (open) heading.current?.focus({ preventScroll: true });
  }, [open, phase, withdrawn]);
  return (
    <div class="form asked">
      <section class="welcome">
        {(withdrawn || gone) && (
          <p class="done" role="status">
            {withdrawn ? t(`consent.${withdrawn}`) : t('start.gone')}
          </p>
        )}
        <h2 ref={heading} tabIndex={-1}>
          {t(phase === 'off' ? 'off.done' : 'consent.title')}
        </h2>
      </section>
      {phase === 'off' ? <Off visit={visit} /> : <Question visit={visit} />}
    </div>
  );
}

/** Both answers are as near, as large and as bright: neither is the way it is meant to go. */
function Question({ visit }: { visit: Visit }) {
  const { t, own } = useWords();
  const { name } = visit.site;
  const policy = policyOf(visit.site, visit.language);
  return (
    <div class="card">
      {visit.again && <p>{t('consent.again')}</p>}
      <p dir="auto">{own('consent')}</p>
      <p class="privacy">
        <Icon name="shield" size={16} />
        <span>
          {t('consent.who', { name })}{' '}
          {policy && (
            <a href={policy} target="_blank" rel="noopener noreferrer">
              {t('start.policy')}
            </a>
          )}
        </span>
      </p>
      <div class="answers">
        <button type="button" class="main" onClick={() => visit.answer('given')}>
          {t('consent.give')}
        </button>
        <button type="button" class="main" onClick={() => visit.answer('refused')}>
          {t('consent.refuse')}
        </button>
      </div>
      <p class="quietly">{t('consent.without')}</p>
    </div>
  );
}

function Off({ visit }: { visit: Visit }) {
  const { t } = useWords();
  return (
    <div class="card">
      <p>{t('off.says')}</p>
      <button type="button" class="main" onClick={() => visit.back()}>
        {t('off.back')}
      </button>
    </div>
  );
}
