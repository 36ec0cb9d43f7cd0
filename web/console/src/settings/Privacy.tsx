/** What the site lets us know about visitors, whether it asks them first, and the policy the widget links to. */
import { type JSX, useState } from 'react';
import type { Language, Site } from '../door/shapes.ts';
import { Field } from '../parts/Field.tsx';
import { SPOKEN, useWords } from '../words.ts';
import { Part } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

export function Privacy({ site, may, wrong, change, ours }: PartProps): JSX.Element {
  const { t } = useWords();
  const [url, setUrl] = useState(site.privacy_url);
  return (
    <Part title={t('privacy.title')} text={t('privacy.text')}>
      <Choices
        name="telemetry"
        says={t('privacy.telemetry')}
        all={(['off', 'basic', 'full'] as const).map((one) => [one, t(`privacy.${one}`), t(`privacy.${one}.text`)])}
        now={site.telemetry}
        may={may}
        onChange={(telemetry) => void change({ telemetry })}
      />
      <Choices
        name="consent"
        says={t('privacy.consent')}
        all={(['off', 'ask'] as const).map((one) => [
          one,
          t(`privacy.consent.${one}`),
          t(`privacy.consent.${one}.text`),
        ])}
        now={site.consent}
        may={may}
        onChange={(consent) => void change({ consent })}
      />
      {site.consent === 'ask' && <Asked site={site} may={may} change={change} ours={ours} />}
      <Signals site={site} may={may} change={change} />
      <Age site={site} may={may} change={change} />
      <div className={css.stack}>
        <Field
          onBlur={() => url.trim() !== site.privacy_url && void change({ privacy_url: url.trim() })}
          label={t('privacy.url')}
          type="url"
          ltr
          value={url}
          onChange={setUrl}
          disabled={!may}
          error={wrong.privacy_url ? t('privacy.url.bad') : null}
        />
      </div>
    </Part>
  );
}

interface ChoicesProps<One extends string> {
  name: string;
  says: string;
  /** what it is, what it is called, what it means */
  all: readonly (readonly [One, string, string])[];
  now: One;
  may: boolean;
  onChange: (one: One) => void;
}

function Choices<One extends string>({ name, says, all, now, may, onChange }: ChoicesProps<One>): JSX.Element {
  return (
    <fieldset className={css.radios}>
      <legend>{says}</legend>
      {all.map(([one, called, means]) => (
        <label key={one}>
          <input type="radio" name={name} checked={now === one} disabled={!may} onChange={() => onChange(one)} />
          <b>{called}</b>
          <small>{means}</small>
        </label>
      ))}
    </fieldset>
  );
}

type Some = Pick<PartProps, 'site' | 'may' | 'change'>;

/** The question in the site's own words, by language. */
function Asked({ site, may, change, ours }: Some & Pick<PartProps, 'ours'>): JSX.Element {
  const { t } = useWords();
  const [texts, setTexts] = useState<Site['texts']>({});
  const said = (one: Language): string => (texts[one] ?? site.texts[one])?.consent ?? '';
  return (
    <div className={css.stack}>
      {site.languages.map((one) => (
        <Field
          key={one}
          label={t('privacy.consent.words.in', { language: SPOKEN[one] ?? one })}
          lines
          most={400}
          placeholder={ours[one]?.consent ?? ''}
          value={said(one)}
          onChange={(consent) => setTexts({ ...texts, [one]: { ...site.texts[one], consent } })}
          onBlur={() => texts[one] && void change({ texts: { ...site.texts, [one]: texts[one] } })}
          disabled={!may}
        />
      ))}
    </div>
  );
}

/** What is done when a browser itself asks. */
function Signals({ site, may, change }: Some): JSX.Element {
  const { t } = useWords();
  return (
    <fieldset className={css.radios}>
      <legend>{t('privacy.signals')}</legend>
      {(['gpc', 'dnt'] as const).map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={site.signals[one] === 'honour'}
            disabled={!may}
            onChange={(event) =>
              void change({ signals: { ...site.signals, [one]: event.target.checked ? 'honour' : 'ignore' } })
            }
          />
          <b>{t(`privacy.${one}`)}</b>
        </label>
      ))}
      <small>{t('privacy.signals.text')}</small>
    </fieldset>
  );
}

/** Whether visitors say before a chat that they are old enough. */
function Age({ site, may, change }: Some): JSX.Element {
  const { t } = useWords();
  const { gate, min_age } = site.children;
  const [age, setAge] = useState(String(min_age));
  const years = Number(age);
  const good = /^\d{1,2}$/.test(age.trim()) && years <= 18;
  return (
    <>
      <fieldset className={css.radios}>
        <legend>{t('privacy.age')}</legend>
        <label>
          <input
            type="checkbox"
            checked={gate !== 'off'}
            disabled={!may}
            onChange={(event) =>
              void change({ children: { ...site.children, gate: event.target.checked ? 'declare' : 'off' } })
            }
          />
          <b>{t('privacy.age.ask')}</b>
        </label>
        <small>{t('privacy.age.text')}</small>
      </fieldset>
      {gate !== 'off' && (
        <div className={css.stack}>
          <Field
            label={t('privacy.age.years')}
            ltr
            value={age}
            onChange={setAge}
            onBlur={() => good && years !== min_age && void change({ children: { ...site.children, min_age: years } })}
            disabled={!may}
            error={good ? null : t('privacy.age.bad')}
          />
        </div>
      )}
    </>
  );
}
