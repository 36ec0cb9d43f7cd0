/** Forgot the password, or never had one: a code by mail. Known and unknown addresses are answered alike. */
import { type JSX, useEffect, useRef, useState } from 'react';
import { askCode, type CodeError } from '../door/session.ts';
import { useWords } from '../words.ts';
import { Card, Line, Way } from './Card.tsx';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

interface Props {
  email: string;
  onAsked: (email: string) => void;
  onBack: () => void;
}

export function AskCode({ email, onAsked, onBack }: Props): JSX.Element {
  const { t } = useWords();
  const [error, setError] = useState<CodeError | null>(null);
  const address = useRef<HTMLInputElement>(null);
  useEffect(() => address.current?.focus(), []);

  async function send(form: FormData): Promise<void> {
    const who = String(form.get('email')).trim();
    const wrong = ADDRESS.test(who) ? await askCode(who) : 'email';
    setError(wrong);
    if (!wrong) return onAsked(who);
    address.current?.focus();
  }

  return (
    <Card
      title={t('signin.ask.title')}
      lead={t('signin.ask.lead')}
      error={error ? t(`signin.error.${error}`) : null}
      act={[t('signin.ask.send'), t('signin.ask.busy')]}
      onSend={send}
      below={<Way onGo={onBack}>{t('signin.back')}</Way>}
    >
      <Line
        label={t('signin.email')}
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={email}
        wrong={error === 'email'}
        field={address}
      />
    </Card>
  );
}
