import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import type { DataCode } from './shapes.ts';
import './style/data.css';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

/** The way to the page on which a visitor sees and decides what is kept of them: a code that shows there that this chat
 * is theirs. It is a page of its own, since a frame on another's website is no place to decide such things. */
export function MyData({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { t } = useWords();
  const [code, setCode] = useState('');
  const [state, setState] = useState<'' | 'failed' | 'many' | 'copied'>('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    visit.ask<DataCode>('POST', '/me/data-code', {}).then(
      (made) => setCode(made.code),
      (error: { code?: string }) => setState(error.code === 'too_many' ? 'many' : 'failed'),
    );
  }, []);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      setState('copied');
    } catch {
      // it is short enough to be typed
    }
  };
  return (
    <section class="sheet" aria-label={t('data.title')}>
      <h2 ref={heading} tabIndex={-1}>
        {t('data.title')}
      </h2>
      <p>{t('data.says')}</p>
      {state === 'failed' || state === 'many' ? (
        <p class="wrong" role="alert">
          {t(`data.${state}`)}
        </p>
      ) : (
        <div class="datacode">
          <output aria-label={t('data.code')} dir="ltr">
            {code || '····-····-··'}
          </output>
          <button type="button" class="plain" disabled={!code} onClick={() => void copy()}>
            {t(state === 'copied' ? 'data.copied' : 'data.copy')}
          </button>
        </div>
      )}
      <p>{t('data.lasts')}</p>
      <div class="acts">
        <button type="button" class="plain" onClick={onDone}>
          {t('data.back')}
        </button>
        <a
          class="main"
          href={`/my-data/${visit.site.site_key}?lang=${visit.language.split('-')[0]}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          {t('data.open')}
          <Icon name="out" size={16} />
        </a>
      </div>
    </section>
  );
}
