/** What another version changes, in words, what follows from that, and which language it lacks words in. */
import type { JSX } from 'react';
import { useWords } from '../../words.ts';
import { called } from '../called.ts';
import type { NoticeDraft } from '../shapes.ts';
import css from './Notice.module.css';

type Change = NoticeDraft['changes'][number];

export function Changes({ draft }: { draft: NoticeDraft }): JSX.Element {
  const { t, locale } = useWords();
  const language = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <>
      {draft.changes.length > 0 ? (
        <ul className={css.changes}>
          {draft.changes.map((one) => (
            <li key={`${one.kind} ${one.what}`}>
              <span>
                {called(t, `desk.notice.kind.${one.kind}`)}
                <small>{t(`desk.notice.${wayOf(one)}`)}</small>
              </span>
              <div>
                <p dir="auto">{one.kind === 'words' ? (language.of(one.what) ?? one.says) : one.says}</p>
                {one.was ? (
                  <small>
                    <del dir="auto">{one.was}</del>
                  </small>
                ) : null}
                {one.now ? <small dir="auto">{one.now}</small> : null}
              </div>
              {one.material ? <em>{t('desk.notice.material')}</em> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {draft.asks_again ? <p>{t('desk.notice.asks')}</p> : null}
      {Object.entries(draft.lacking).map(([one, keys]) => (
        <p key={one} className={css.wrong}>
          {t('desk.notice.lacking', { language: language.of(one) ?? one, what: keys.slice(0, 5).join(', ') })}
        </p>
      ))}
    </>
  );
}

function wayOf({ before, after }: Change): 'new' | 'gone' | 'other' {
  if (!before && after) return 'new';
  return before && !after ? 'gone' : 'other';
}
