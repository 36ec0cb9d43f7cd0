/** What the widget says in the site's own words, per language. */
import { type JSX, useState } from 'react';
import type { Language } from '../door/shapes.ts';
import { Field } from '../parts/Field.tsx';
import { Pick } from '../parts/Pick.tsx';
import { SPOKEN, useWords } from '../words.ts';
import { Part, Sentence } from './Part.tsx';
import type { View } from './Preview.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

const KEYS = ['title', 'greeting', 'offline', 'privacy', 'thanks'] as const;
/** Where the words stand. */
const VIEW_OF: Readonly<Record<(typeof KEYS)[number], View>> = {
  title: 'start',
  greeting: 'start',
  offline: 'away',
  privacy: 'start',
  thanks: 'talk',
};

export function Texts({
  site,
  may,
  change,
  show,
  ours,
  onView,
}: PartProps & { onView: (view: View) => void }): JSX.Element {
  const { t } = useWords();
  const [language, setLanguage] = useState<Language>(site.languages[0] ?? 'en');
  const [texts, setTexts] = useState(site.texts);
  const now = texts[language] ?? {};
  const write = (key: string, text: string): void => {
    const next = { ...texts, [language]: { ...now, [key]: text } };
    setTexts(next);
    show({ texts: next });
  };
  const keep = (key: string): void => {
    if ((now[key] ?? '') !== (site.texts[language]?.[key] ?? '')) void change({ texts });
  };
  return (
    <Part title={t('texts.head')} text={t('texts.text')}>
      <Sentence
        words={t('texts.language')}
        parts={{
          language: (
            <Pick
              says={t('language')}
              value={language}
              options={site.languages.map((one) => [one, SPOKEN[one] ?? one] as const)}
              onChange={setLanguage}
            />
          ),
        }}
      />
      <div className={css.stack}>
        {KEYS.map((key) => (
          <Field
            key={`${language}${key}`}
            onBlur={() => keep(key)}
            onFocus={() => onView(VIEW_OF[key])}
            label={t(`texts.${key}`)}
            lines={key !== 'title'}
            most={400}
            placeholder={ours[language]?.[key] ?? ''}
            value={now[key] ?? ''}
            onChange={(text) => write(key, text)}
            disabled={!may}
          />
        ))}
      </div>
    </Part>
  );
}
