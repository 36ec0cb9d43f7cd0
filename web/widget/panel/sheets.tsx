import { facts } from '@troth/log';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ApiError } from './http.ts';
import { endTalk, transcript } from './verbs.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

export { EndCard } from './end.tsx';

export type Sheet = 'end' | 'transcript' | 'data' | 'off' | null;

/** A visitor can't reopen what they ended, so this is asked, and it says what remains. */
export function Confirm({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { t } = useWords();
  const [state, setState] = useState<'' | 'busy' | 'failed'>('');
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const end = async (): Promise<void> => {
    setState('busy');
    try {
      await endTalk(visit);
      onDone();
    } catch (error) {
      if (error instanceof ApiError && error.code === 'closed') onDone();
      else setState('failed');
    }
  };
  return (
    <section class="sheet" role="alertdialog" aria-label={t('end.title')}>
      <h2>{t('end.title')}</h2>
      <p>{t('end.says')}</p>
      {state === 'failed' && (
        <p class="wrong" role="alert">
          {t('end.failed')}
        </p>
      )}
      <div class="acts">
        <button type="button" class="plain" ref={keep} onClick={onDone}>
          {t('end.keep')}
        </button>
        <button type="button" class="main" disabled={state === 'busy'} onClick={() => void end()}>
          {t('end.act')}
        </button>
      </div>
    </section>
  );
}

export function TranscriptSheet({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { t } = useWords();
  const id = useId();
  const [address, setAddress] = useState(visit.store.get<Record<string, string>>('contact')?.email ?? '');
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address.trim())) {
      setWrong(t('field.email'));
      input.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await transcript(visit, address.trim());
      onDone();
    } catch (error) {
      const code = error instanceof ApiError ? error.code : '';
      setWrong(
        code === 'invalid' ? t('field.email') : code === 'too_many' ? t('transcript.many') : t('transcript.failed'),
      );
      setBusy(false);
    }
  };
  return (
    <form class="sheet" aria-label={t('transcript.title')} onSubmit={(event) => void send(event)} noValidate>
      <h2>{t('transcript.title')}</h2>
      {visit.talk && !facts(visit.talk).closed && <p id={`${id}-when`}>{t('transcript.when')}</p>}
      <div class="row">
        <label for={id}>{t('transcript.address')}</label>
        <input
          id={id}
          ref={input}
          type="email"
          inputMode="email"
          autocomplete="email"
          dir="ltr"
          value={address}
          aria-invalid={Boolean(wrong)}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onInput={(event) => {
            setAddress(event.currentTarget.value);
            setWrong('');
          }}
        />
        {wrong && (
          <p class="wrong" id={`${id}-wrong`} role="alert">
            {wrong}
          </p>
        )}
      </div>
      <div class="acts">
        <button type="button" class="plain" onClick={onDone}>
          {t('transcript.back')}
        </button>
        <button type="submit" class="main" disabled={busy}>
          {t('transcript.send')}
        </button>
      </div>
    </form>
  );
}

/** What was said can't be found again from this device, so this is asked, and it says how the chat comes back. */
export function TurnOff({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const off = async (): Promise<void> => {
    setBusy(true);
    await visit.depart('off');
    onDone();
  };
  return (
    <section class="sheet" role="alertdialog" aria-label={t('turn.title')}>
      <h2>{t('turn.title')}</h2>
      <p>{t('turn.says')}</p>
      <div class="acts">
        <button type="button" class="plain" ref={keep} onClick={onDone}>
          {t('turn.keep')}
        </button>
        <button type="button" class="main" disabled={busy} onClick={() => void off()}>
          {t('turn.act')}
        </button>
      </div>
    </section>
  );
}
