/** Where the transcript should go: to one address by mail, when the talk is closed, or at once if it is; or into a file
 * here, with its proof. */
import { type FormEvent, type JSX, useState } from 'react';
import { askTranscript } from '../door/acts.ts';
import { Problem } from '../door/http.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { fetchTo } from '../parts/save.ts';
import { tell } from '../parts/toasts.tsx';
import { useStore } from '../store.ts';
import { useWords } from '../words.ts';
import css from './AskTranscript.module.css';
import { transcriptFor, trouble } from './deeds.ts';

export function AskTranscript(): JSX.Element | null {
  const { t, locale } = useWords();
  const row = useStore(transcriptFor);
  const [error, setError] = useState<string | null>(null);
  if (!row) return null;
  const done = (): void => {
    setError(null);
    transcriptFor.set(null);
  };
  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const address = String(new FormData(event.currentTarget).get('address')).trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) return setError(t('error.email'));
    try {
      await askTranscript(row?.id ?? '', address);
      tell(t(row?.state === 'closed' ? 'transcript.told.now' : 'transcript.told.later', { address }));
      done();
    } catch (problem) {
      if (problem instanceof Problem && problem.fields.address) setError(t('error.email'));
      else trouble(problem);
    }
  }
  const keep = (form: 'html' | 'json'): void => {
    fetchTo(`/api/v1/conversations/${row.id}/transcript?form=${form}&language=${locale.slice(0, 2)}`);
    done();
  };
  return (
    <Sheet title={t('act.talk.transcript')} open onClose={done}>
      <form onSubmit={(event) => void send(event)} noValidate style={{ display: 'grid', gap: 14 }}>
        <p>{t(row.state === 'closed' ? 'transcript.text.now' : 'transcript.text.later')}</p>
        <Field
          label={t('transcript.address')}
          name="address"
          type="email"
          first={row.visitor.email ?? ''}
          error={error}
          autoFocus
          ltr
        />
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8 }}>
          <Button kind="plain" onPress={done}>
            {t('cancel')}
          </Button>
          <Button kind="solid" type="submit">
            {t('transcript.send')}
          </Button>
        </div>
      </form>
      <section className={css.proven} aria-labelledby="proven">
        <h3 id="proven">{t('transcript.proven')}</h3>
        <p>{t('transcript.proven.text')}</p>
        <Button sign="download" onPress={() => keep('html')}>
          {t('transcript.proven.page')}
        </Button>
        <Button kind="plain" sign="download" onPress={() => keep('json')}>
          {t('transcript.proven.data')}
        </Button>
      </section>
    </Sheet>
  );
}
