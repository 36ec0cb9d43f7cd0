/** A sheet that asks for what an act needs: a reason, a day, some words. What the server refuses is said in it. */
import { newId } from '@troth/log';
import { type FormEvent, type JSX, useState } from 'react';
import { Problem } from '../../door/http.ts';
import { Field } from '../../parts/Field.tsx';
import { Pick } from '../../parts/Pick.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { useWords } from '../../words.ts';
import css from './Ask.module.css';
import { AskEnd } from './AskEnd.tsx';

export interface Answered {
  /** made here, so that what is sent twice counts once */
  id: string;
  text: string;
  reason: string;
  /** a day, YYYY-MM-DD */
  until: string;
}

interface Props {
  title: string;
  text: string;
  /** what the words are; without it none are asked for */
  label?: string;
  needed?: boolean;
  reasons?: readonly string[];
  /** a day after that of an instant, not after the last */
  until?: { after: string; last: string };
  danger?: boolean;
  call: string;
  onDone: (answered: Answered) => Promise<void>;
  onClose: () => void;
}

export function Ask(props: Props): JSX.Element {
  const { title, text, label, needed = false, reasons = [], until, danger = false, call, onDone, onClose } = props;
  const { t } = useWords();
  const [reason, setReason] = useState(reasons[0] ?? '');
  const [id] = useState(newId);
  const [said, setSaid] = useState('');
  const [day, setDay] = useState(until?.last ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  const [empty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (needed && !said.trim()) return setEmpty(true);
    setBusy(true);
    setWrong(null);
    try {
      await onDone({ id, text: said.trim(), reason, until: day });
    } catch (error) {
      setWrong(sentence(t, error));
      setBusy(false);
    }
  }
  return (
    <Sheet title={title} open onClose={onClose}>
      <form className={css.ask} onSubmit={(event) => void send(event)} noValidate>
        <p>{text}</p>
        {reasons.length > 0 ? (
          <div className={css.line}>
            <span aria-hidden="true">{t('desk.reason')}</span>
            <Pick
              says={t('desk.reason')}
              value={reason}
              options={reasons.map((one) => [one, t(`desk.reason.${one}`)] as const)}
              onChange={setReason}
            />
          </div>
        ) : null}
        {until ? (
          <label className={css.line}>
            <span>{t('desk.until')}</span>
            <input
              type="date"
              value={day}
              min={dayAfter(until.after)}
              max={until.last}
              onChange={(event) => setDay(event.target.value)}
            />
          </label>
        ) : null}
        {label ? (
          <Field
            label={label}
            lines
            most={4000}
            value={said}
            onChange={(next) => {
              setSaid(next);
              setEmpty(false);
            }}
            error={empty ? t('desk.needed') : null}
            autoFocus={reasons.length === 0 && !until}
          />
        ) : null}
        <AskEnd wrong={wrong} call={call} danger={danger} busy={busy} onClose={onClose} />
      </form>
    </Sheet>
  );
}

/** Why it was not done, in words of ours where we have some; else as the server says it. */
export function sentence(t: ReturnType<typeof useWords>['t'], error: unknown): string {
  if (!(error instanceof Problem)) return t('error.internal');
  const ours = t(`error.${error.code}`);
  if (error.code === 'promise_broken') return [ours, ...Object.values(error.fields)].join(' ');
  const ownWords = ours !== `error.${error.code}` && !['conflict', 'invalid'].includes(error.code);
  return ownWords ? ours : error.detail || t('error.internal');
}

/** The day after an instant, as inputs write days. */
export const dayAfter = (at: string): string => new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10);
