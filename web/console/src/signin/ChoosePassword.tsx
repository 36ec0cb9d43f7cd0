/** The code from the mail and a new password; whoever gets both right is in. */
import { type JSX, useEffect, useRef, useState } from 'react';
import { codeIn } from '../door/code.ts';
import { askCode, type ChooseError, type CodeError, choosePassword } from '../door/session.ts';
import { tell } from '../parts/toasts.tsx';
import { useWords } from '../words.ts';
import { Card, Line, Way } from './Card.tsx';

export const LEAST = 12; // characters, as AUTH_PASSWORD_VALIDATORS of the server says

interface Props {
  /** empty when the page was loaded again since the code was asked for */
  email: string;
  onDone: () => void;
  onBack: () => void;
  onAskAnew: () => void;
}

export function ChoosePassword({ email, onDone, onBack, onAskAnew }: Props): JSX.Element {
  const { t } = useWords();
  const [error, setError] = useState<ChooseError | CodeError | 'code' | null>(null);
  const code = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => code.current?.focus(), []);
  const ofCode = error === 'code' || error === 'wrong_code' || error === 'expired';
  const ofPassword = error === 'short' || error === 'common' || error === 'similar' || error === 'weak';

  async function send(form: FormData): Promise<void> {
    const [typed, secret] = [String(form.get('code')), String(form.get('password'))];
    const wrong = !codeIn(typed) ? 'code' : secret.length < LEAST ? 'short' : await choosePassword(typed, secret);
    setError(wrong);
    if (!wrong) return onDone();
    if (wrong === 'code' || wrong === 'wrong_code') code.current?.select();
    else if (wrong !== 'expired') password.current?.focus();
  }

  async function again(): Promise<void> {
    if (!email) return onAskAnew();
    const wrong = await askCode(email);
    setError(wrong);
    if (wrong) return;
    if (code.current) code.current.value = '';
    code.current?.focus();
    tell(t('signin.choose.sent'));
  }

  return (
    <Card
      title={t('signin.choose.title')}
      lead={email ? t('signin.choose.lead', { email: `\u2066${email}\u2069` }) : t('signin.choose.lead.again')}
      error={error ? t(`signin.error.${error}`) : null}
      act={[t('signin.choose.send'), t('signin.busy')]}
      onSend={send}
      below={
        <>
          <Way onGo={() => void again()}>{t('signin.choose.again')}</Way>
          <Way onGo={onBack}>{t('signin.back')}</Way>
        </>
      }
    >
      {/* for the browser's own keeper of passwords */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Line
        label={t('signin.code')}
        name="code"
        type="text"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        wrong={ofCode}
        field={code}
      />
      <Line
        label={t('signin.new')}
        hint={t('signin.new.hint')}
        name="password"
        type="password"
        autoComplete="new-password"
        wrong={ofPassword}
        field={password}
      />
    </Card>
  );
}
