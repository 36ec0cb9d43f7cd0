/** The last word: the name is written by hand. Where a legal hold stands it says so, and nothing is asked. */
import type { ClosingOut, ClosingPlanOut } from '@troth/wire/api';
import { type FormEvent, type JSX, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { sentence } from '../../privacy/requests/Ask.tsx';
import { plain } from '../../privacy/requests/ConfirmErasure.tsx';
import { useDay } from '../../privacy/zone.ts';
import { apart, useWords } from '../../words.ts';
import { Part } from '../Part.tsx';
import css from './Closing.module.css';
import { post } from './door.ts';
import { Held } from './Held.tsx';

interface Props {
  workspace: string;
  name: string;
  plan: ClosingPlanOut;
  onClosed: (now: ClosingOut) => Promise<void>;
}

export function Confirm({ workspace, name, plan, onClosed }: Props): JSX.Element {
  const { t } = useWords();
  const day = useDay();
  const [written, setWritten] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const then = day(new Date(Date.now() + plan.days * 86_400_000).toISOString());

  async function close(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    if (plain(written) !== plain(name)) return setWrong(t('closing.type.wrong', { name: apart(name) }));
    setBusy(true);
    setWrong(null);
    try {
      await onClosed(await post<ClosingOut>(workspace, '', { confirm: name }));
    } catch (error) {
      setWrong(sentence(t, error));
      setBusy(false);
    }
  }

  if (plan.blockers.length > 0)
    return (
      <Part title={t('closing.do.title')} text={t('closing.held.before')}>
        <Held workspace={workspace} title={t('closing.held')} all={plan.blockers} reasons={plan.reasons} />
      </Part>
    );
  return (
    <Part title={t('closing.do.title')} text={t('closing.do.text', { day: then })}>
      <form className={css.confirm} onSubmit={(event) => void close(event)} noValidate>
        <Field
          label={t('closing.type', { name: apart(name) })}
          value={written}
          onChange={(value) => {
            setWritten(value);
            setWrong(null);
          }}
          autoComplete="off"
          error={wrong}
        />
        <Button kind="danger" type="submit" isDisabled={busy}>
          {t('closing.do', { name: apart(name) })}
        </Button>
      </form>
    </Part>
  );
}
