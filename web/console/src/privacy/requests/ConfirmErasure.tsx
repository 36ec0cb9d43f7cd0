/** What can't be undone says exactly what will be gone, and wants the name written. */
import { type FormEvent, type JSX, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { apart, useWords } from '../../words.ts';
import type { Plan } from '../shapes.ts';
import ask from './Ask.module.css';
import css from './Erasing.module.css';
import { useStores } from './stores.ts';

interface Props {
  name: string;
  plan: Plan;
  busy: boolean;
  onErase: () => void;
  onClose: () => void;
}

export function ConfirmErasure({ name, plan, busy, onErase, onClose }: Props): JSX.Element {
  const { t, number } = useWords();
  const { nameOf, fateOf } = useStores();
  const [written, setWritten] = useState('');
  const right = plain(written) === plain(name);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    if (right && !busy) onErase();
  };
  return (
    <Sheet title={t('desk.erase.title', { name: apart(name) })} open onClose={busy ? () => {} : onClose}>
      <form className={ask.ask} onSubmit={go} noValidate>
        <p>{t('desk.erase.text')}</p>
        <ul className={css.gone}>
          {plan.steps
            .filter((step) => step.count > 0)
            .map((step) => (
              <li key={step.store}>
                <b className="figures">{number(step.count)}</b>
                <span dir="auto">
                  {nameOf(step.store)}
                  <small>{fateOf(step.store, step.what)}</small>
                </span>
              </li>
            ))}
        </ul>
        <Field
          label={t('desk.erase.type', { name: apart(name) })}
          value={written}
          onChange={setWritten}
          autoComplete="off"
          autoFocus
        />
        <div className={ask.foot}>
          <Button kind="plain" isDisabled={busy} onPress={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" sign="trash" type="submit" isDisabled={!right || busy}>
            {t(busy ? 'desk.erase.now' : 'desk.erase')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** As somebody may write it who sees it: letters alone count, not their case or invisible marks. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2066-\u2069]/g, '')
    .trim()
    .toLocaleLowerCase();
