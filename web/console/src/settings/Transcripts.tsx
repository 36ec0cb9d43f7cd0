/** Where every transcript of the site goes. Three addresses, and why a fourth is refused. */
import { type FormEvent, type JSX, useState } from 'react';
import { Button, SignButton } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { useWords } from '../words.ts';
import { Part } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

const MOST = 3;

export function Transcripts({ site, may, wrong, change }: PartProps): JSX.Element {
  const { t, number } = useWords();
  const [fresh, setFresh] = useState('');
  const list = site.transcript_addresses;
  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (fresh.trim() && (await change({ transcript_addresses: [...list, fresh.trim()] }))) setFresh('');
  }
  const bad = wrong.transcript_addresses
    ? t(list.length >= MOST ? 'transcripts.full' : 'error.email', { n: MOST, number: number(MOST) })
    : null;
  return (
    <Part title={t('transcripts.title')} text={t('transcripts.text', { n: MOST })}>
      <ul className={css.rows}>
        {list.map((address) => (
          <li key={address} className={css.row}>
            <bdi dir="ltr" style={{ minInlineSize: 220 }}>
              {address}
            </bdi>
            {may ? (
              <SignButton
                sign="trash"
                says={t('transcripts.remove', { address })}
                onPress={() => void change({ transcript_addresses: list.filter((one) => one !== address) })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may && (list.length < MOST || fresh) ? (
        <form className={css.stack} onSubmit={(event) => void add(event)} noValidate style={{ marginBlockStart: 8 }}>
          <div className={css.line}>
            <Field label={t('transcripts.new')} type="email" ltr value={fresh} onChange={setFresh} error={bad} />
            <Button type="submit" sign="plus">
              {t('add')}
            </Button>
          </div>
        </form>
      ) : (
        <p className={css.hintline}>{t('transcripts.full', { n: MOST, number: number(MOST) })}</p>
      )}
      <fieldset className={css.radios}>
        <label>
          <input
            type="checkbox"
            checked={site.transcript_proof === 'file'}
            disabled={!may}
            onChange={(event) => void change({ transcript_proof: event.target.checked ? 'file' : 'checkpoint' })}
          />
          <b>{t('transcripts.proof')}</b>
          <small>{t('transcripts.proof.text')}</small>
        </label>
      </fieldset>
    </Part>
  );
}
