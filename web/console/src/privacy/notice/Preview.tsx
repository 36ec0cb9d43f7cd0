/** The notice as people will see it, drawn in a frame with the style of the public pages. No script runs there. */
import { direction } from '@troth/words';
import { type JSX, useState } from 'react';
import { Pick } from '../../parts/Pick.tsx';
import { useWords } from '../../words.ts';
import type { NoticeDraft } from '../shapes.ts';
import css from './Notice.module.css';

type Part = 'notice' | 'cookies';

export function Preview({ draft }: { draft: NoticeDraft }): JSX.Element | null {
  const { t, locale } = useWords();
  const languages = Object.keys(draft.pages);
  const [part, setPart] = useState<Part>('notice');
  const [chosen, setLanguage] = useState(locale);
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? '');
  const drawn = draft.pages[language]?.[part];
  if (!drawn) return null;
  const name = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <figure className={css.preview} aria-label={t('desk.notice.preview')}>
      <figcaption>
        <span>{t('desk.notice.preview')}</span>
        <Pick<Part>
          says={t('desk.notice.preview.page')}
          value={part}
          options={[
            ['notice', t('desk.notice.preview.notice')],
            ['cookies', t('desk.notice.preview.cookies')],
          ]}
          onChange={setPart}
        />
        {languages.length > 1 ? (
          <Pick
            says={t('desk.notice.preview.language')}
            value={language}
            options={languages.map((one) => [one, name.of(one) ?? one] as const)}
            onChange={setLanguage}
          />
        ) : null}
      </figcaption>
      <iframe
        key={`${part} ${language}`}
        title={t(`desk.notice.preview.${part}`)}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcDoc={whole(drawn, language, draft.styles)}
      />
    </figure>
  );
}

/** Its links to other pages open beside the console; those within it lead on in the frame. */
function whole(drawn: string, language: string, styles: readonly string[]): string {
  const links = styles.map((path) => `<link rel="stylesheet" href="${path}">`).join('');
  const article = drawn.replaceAll('<a href="/', '<a target="_blank" href="/');
  return (
    `<!doctype html><html lang="${language}" dir="${direction(language)}"><head><meta charset="utf-8">` +
    `<meta name="color-scheme" content="light dark">${links}</head>` +
    `<body><div class="page"><main>${article}</main></div></body></html>`
  );
}
