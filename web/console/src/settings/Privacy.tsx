/** What the site lets us know about visitors, and the policy the widget links to. */
import { type JSX, useState } from 'react';
import { Field } from '../parts/Field.tsx';
import { useWords } from '../words.ts';
import { Part } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

export function Privacy({ site, may, wrong, change }: PartProps): JSX.Element {
  const { t } = useWords();
  const [url, setUrl] = useState(site.privacy_url);
  return (
    <Part title={t('privacy.title')} text={t('privacy.text')}>
      <div className={css.radios} role="radiogroup" aria-label={t('privacy.telemetry')}>
        {(['off', 'basic'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="telemetry"
              checked={site.telemetry === one}
              disabled={!may}
              onChange={() => void change({ telemetry: one })}
            />
            <b>{t(`privacy.${one}`)}</b>
            <small>{t(`privacy.${one}.text`)}</small>
          </label>
        ))}
      </div>
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
