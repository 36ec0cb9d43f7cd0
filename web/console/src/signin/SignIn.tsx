/** The door: address and password, or a password by a mailed code. What goes wrong is said in words, and what was typed
 * stays. */
import { type JSX, useEffect, useRef, useState } from 'react';
import { codeAwaited, type SignInError, signIn } from '../door/session.ts';
import { useWords } from '../words.ts';
import { AskCode } from './AskCode.tsx';
import { Card, Line, Way } from './Card.tsx';
import { ChoosePassword } from './ChoosePassword.tsx';

type Step = 'enter' | 'ask' | 'choose';

export function SignIn({ onDone }: { onDone: () => void }): JSX.Element {
  const [step, setStep] = useState<Step>('enter');
  const [email, setEmail] = useState('');
  const typed = useRef(false);
  useEffect(() => {
    // Who read the mail on this phone comes back to a page that was loaded anew.
    void codeAwaited().then((awaited) => awaited && !typed.current && setStep('choose'));
  }, []);
  if (step === 'ask')
    return (
      <AskCode
        email={email}
        onBack={() => setStep('enter')}
        onAsked={(address) => {
          setEmail(address);
          setStep('choose');
        }}
      />
    );
  if (step === 'choose')
    return (
      <ChoosePassword email={email} onDone={onDone} onBack={() => setStep('enter')} onAskAnew={() => setStep('ask')} />
    );
  return (
    <Enter
      email={email}
      onType={() => {
        typed.current = true;
      }}
      onDone={onDone}
      onForgot={(address) => {
        setEmail(address);
        setStep('ask');
      }}
    />
  );
}

interface EnterProps {
  email: string;
  onType: () => void;
  onDone: () => void;
  onForgot: (email: string) => void;
}

function Enter({ email, onType, onDone, onForgot }: EnterProps): JSX.Element {
  const { t } = useWords();
  const [error, setError] = useState<SignInError | 'empty' | null>(null);
  const address = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => address.current?.focus(), []);

  async function send(form: FormData): Promise<void> {
    const [who, secret] = [String(form.get('email')).trim(), String(form.get('password'))];
    if (!who || !secret) return setError('empty');
    const wrong = await signIn(who, secret);
    setError(wrong);
    if (!wrong) return onDone();
    if (wrong === 'wrong') password.current?.select();
  }

  return (
    <Card
      title={t('signin.title')}
      lead={t('signin.lead')}
      error={error ? t(`signin.error.${error}`) : null}
      act={[t('signin.send'), t('signin.busy')]}
      onSend={send}
      below={<Way onGo={() => onForgot(address.current?.value.trim() ?? '')}>{t('signin.forgot')}</Way>}
    >
      <Line
        label={t('signin.email')}
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={email}
        onInput={onType}
        wrong={error === 'wrong'}
        field={address}
      />
      <Line
        label={t('signin.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        onInput={onType}
        wrong={error === 'wrong'}
        field={password}
      />
    </Card>
  );
}
