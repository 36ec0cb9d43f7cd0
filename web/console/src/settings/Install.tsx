/** How the widget comes onto the website: one line, and two more where the website has a content policy. */
import { type FormEvent, type JSX, useState } from 'react';
import { Button, SignButton } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { useWords } from '../words.ts';
import { Code } from './Code.tsx';
import { Part } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

/** Where Troth is when only one machine reaches it: there any page may show the widget (src/troth/sites/domains.py). */
const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

export function Install({ site, may, wrong, change }: PartProps): JSX.Element {
  const { t } = useWords();
  const [fresh, setFresh] = useState('');
  const origin = location.origin;
  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (fresh.trim() && (await change({ domains: [...site.domains, fresh.trim()] }))) setFresh('');
  }
  return (
    <Part title={t('install.title')} text={t('install.text')}>
      <h3>{t('install.domains')}</h3>
      {site.domains.length ? null : (
        <p className={css.hintline}>
          {LOCAL.has(location.hostname)
            ? t('install.domains.none.local', { host: location.host })
            : t('install.domains.none')}
        </p>
      )}
      <ul className={css.rows}>
        {site.domains.map((domain) => (
          <li key={domain} className={css.row}>
            <bdi dir="ltr" style={{ minInlineSize: 220 }}>
              {domain}
            </bdi>
            {may ? (
              <SignButton
                sign="trash"
                says={t('install.domain.remove', { domain })}
                onPress={() => void change({ domains: site.domains.filter((one) => one !== domain) })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <form
          className={css.stack}
          onSubmit={(event) => void add(event)}
          noValidate
          style={{ marginBlock: '8px 18px' }}
        >
          <div className={css.line}>
            <Field
              label={t('install.domain.new')}
              ltr
              value={fresh}
              onChange={setFresh}
              error={wrong.domains ? t('install.domain.bad') : null}
            />
            <Button type="submit" sign="plus">
              {t('add')}
            </Button>
          </div>
        </form>
      ) : null}
      <h3>{t('install.line')}</h3>
      <Code text={`<script src="${origin}/w/${site.key}.js" async></script>`} />
      <h3>{t('install.csp')}</h3>
      <Code text={`script-src ${origin}/w/;\nframe-src ${origin}/w/;`} />
    </Part>
  );
}
