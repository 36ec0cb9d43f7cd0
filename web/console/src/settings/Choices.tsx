import type { JSX } from 'react';
import type { FieldChoice, Language } from '../door/shapes.ts';
import { SPOKEN, useWords } from '../words.ts';
import { textsOf, written } from './choice.ts';
import css from './Fields.module.css';

interface Edited {
  says: string;
  choices: readonly FieldChoice[];
  languages: readonly Language[];
  may: boolean;
  keep: (next: FieldChoice[]) => void;
}

const MOST = 30;

/** What can be chosen, a row each, and an empty row for one more; an emptied row is gone. */
export function Choices({ says, choices, languages, may, keep }: Edited): JSX.Element {
  const { t } = useWords();
  const rows = may && choices.length < MOST ? [...choices, ''] : choices;
  return (
    <fieldset className={`${css.plain} ${css.choices}`} aria-label={says}>
      {rows.map((choice, at) => {
        const texts = textsOf(choice, languages);
        const inputs = languages.map((language) => {
          const says = t('field.choice_in', { language: SPOKEN[language] ?? language });
          const text = texts[language] ?? '';
          return (
            <input
              key={`${language} ${text}`} // what an input holds is its own until it is left: another text, another input
              defaultValue={text}
              placeholder={says}
              aria-label={says}
              dir="auto"
              lang={language}
              maxLength={120}
              disabled={!may}
              onBlur={(event) => {
                if (event.target.value.trim() !== text.trim())
                  keep(written(choices, at, language, event.target.value, languages));
              }}
            />
          );
        });
        const row = `${at}`; // the empty row stays the same one while it is filled
        return (
          <div key={row} className={css.labels}>
            {inputs}
          </div>
        );
      })}
    </fieldset>
  );
}
