/** What all forms of the door share: the mark, a title, what went wrong, one button; and the language below. */
import { type ComponentProps, type FormEvent, type JSX, type ReactNode, type Ref, useId, useState } from 'react';
import { choose } from '../choices.ts';
import { Mark } from '../parts/Mark.tsx';
import { SPOKEN, useWords } from '../words.ts';
import css from './SignIn.module.css';

interface Props {
  title: string;
  lead: string;
  error: string | null;
  /** what the button says, and while one waits */
  act: readonly [string, string];
  /** resolves when the answer is there; a second press before that does nothing */
  onSend: (form: FormData) => Promise<void>;
  children: ReactNode;
  below?: ReactNode;
}

export function Card({ title, lead, error, act, onSend, children, below }: Props): JSX.Element {
  const { t, locale } = useWords();
  const id = useId();
  const [busy, setBusy] = useState(false);
  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    await onSend(new FormData(event.currentTarget));
    setBusy(false);
  }
  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => void send(event)} noValidate aria-labelledby={id}>
        <span className={css.mark}>
          <Mark size={40} />
        </span>
        <h1 id={id}>{title}</h1>
        <p className={css.lead}>{lead}</p>
        {children}
        <p className={css.error} role="alert">
          {error}
        </p>
        <button type="submit" className={css.send} aria-disabled={busy}>
          {act[busy ? 1 : 0]}
        </button>
        {below ? <p className={css.below}>{below}</p> : null}
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

interface LineProps extends ComponentProps<'input'> {
  label: string;
  hint?: string;
  wrong: boolean;
  field?: Ref<HTMLInputElement>;
}

/** Addresses, codes and passwords run from left to right in every language. */
export function Line({ label, hint, wrong, field, ...rest }: LineProps): JSX.Element {
  const id = useId();
  return (
    <div className={css.line}>
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        ref={field}
        dir="ltr"
        required
        aria-invalid={wrong}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      {hint ? <small id={`${id}-hint`}>{hint}</small> : null}
    </div>
  );
}

/** A way to another form of the door. */
export function Way({ onGo, children }: { onGo: () => void; children: ReactNode }): JSX.Element {
  return (
    <button type="button" className={css.way} onClick={onGo}>
      {children}
    </button>
  );
}
