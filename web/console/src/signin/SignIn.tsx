/** The door: address and password. What goes wrong is said in words, and what was typed stays. */
import { type FormEvent, type JSX, useEffect, useRef, useState } from 'react';
import { choose } from '../choices.ts';
import { type SignInError, signIn } from '../door/session.ts';
import { Mark } from '../parts/Mark.tsx';
import { SPOKEN, useWords } from '../words.ts';
import css from './SignIn.module.css';

export function SignIn({ onDone }: { onDone: () => void }): JSX.Element {
  const { t, locale } = useWords();
  const [error, setError] = useState<SignInError | 'empty' | null>(null);
  const [busy, setBusy] = useState(false);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => email.current?.focus(), []);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const [address, secret] = [String(form.get('email')).trim(), String(form.get('password'))];
    if (!address || !secret) return setError('empty');
    setBusy(true);
    const wrong = await signIn(address, secret);
    setBusy(false);
    setError(wrong);
    if (!wrong) return onDone();
    if (wrong === 'wrong') password.current?.select();
  }

  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => void send(event)} noValidate aria-labelledby="sign-in">
        <span className={css.mark}>
          <Mark size={40} />
        </span>
        <h1 id="sign-in">{t('signin.title')}</h1>
        <p className={css.lead}>{t('signin.lead')}</p>
        <label>
          <span>{t('signin.email')}</span>
          <input
            name="email"
            type="email"
            autoComplete="username"
            required
            ref={email}
            dir="ltr"
            aria-invalid={error === 'wrong'}
          />
        </label>
        <label>
          <span>{t('signin.password')}</span>
          <input
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            dir="ltr"
            aria-invalid={error === 'wrong'}
          />
        </label>
        <p className={css.error} role="alert">
          {error ? t(`signin.error.${error}`) : null}
        </p>
        <button type="submit" aria-disabled={busy}>
          {busy ? t('signin.busy') : t('signin.send')}
        </button>
      </form>
      <nav className={css.tongues} aria-label={t('language')}>
        {Object.entries(SPOKEN).map(([code, name]) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={code === locale}
            onClick={() => choose({ locale: code })}
          >
            {name}
          </button>
        ))}
      </nav>
    </main>
  );
}
