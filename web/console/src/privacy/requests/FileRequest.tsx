/** A request that came by letter or by phone, filed by the officer: the clock runs from the day it came. */
import { newId } from '@troth/log';
import { type FormEvent, type JSX, useState } from 'react';
import type { Membership } from '../../door/shapes.ts';
import { SignButton } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Pick } from '../../parts/Pick.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { tell } from '../../parts/toasts.tsx';
import { SPOKEN, useWords } from '../../words.ts';
import { post, useAgain } from '../door.ts';
import { type Found, type Request, RIGHTS, type Right } from '../shapes.ts';
import css from './Ask.module.css';
import { sentence } from './Ask.tsx';
import { AskEnd } from './AskEnd.tsx';
import { FindSubject } from './FindSubject.tsx';

/** What one may object to. */
const PURPOSES = ['follow-up', 'quality', 'board'] as const;

interface Props {
  membership: Membership;
  onClose: () => void;
  onFiled: (id: string) => void;
}

export function FileRequest({ membership, onClose, onFiled }: Props): JSX.Element {
  const { t, locale } = useWords();
  const workspace = membership.workspace.id;
  const again = useAgain(workspace);
  const [id] = useState(newId); // what is sent twice is filed once
  const [right, setRight] = useState<Right>('access');
  const [language, setLanguage] = useState(locale);
  const [subject, setSubject] = useState<Found | null>(null);
  const [reply, setReply] = useState('');
  const [words, setWords] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [purposes, setPurposes] = useState<readonly string[]>(PURPOSES);
  const [day, setDay] = useState(today());
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setWrong(null);
    const aboutIt =
      right === 'correction'
        ? { about: { ...(name.trim() ? { name: name.trim() } : {}), ...(email.trim() ? { email: email.trim() } : {}) } }
        : right === 'objection'
          ? { about: { purposes } }
          : {};
    try {
      const made = await post<Request>(workspace, '/requests', {
        id,
        right,
        language,
        words: words.trim(),
        ...(subject ? { subject: { kind: subject.kind, id: subject.id } } : {}),
        ...(reply.trim() ? { reply_to: reply.trim() } : {}),
        ...aboutIt,
        ...(day && day !== today() ? { received_at: `${day}T12:00:00Z` } : {}),
      });
      tell(t('desk.told.filed'));
      onClose();
      onFiled(made.id);
      await again();
    } catch (error) {
      setWrong(sentence(t, error));
      setBusy(false);
    }
  }
  return (
    <Sheet title={t('desk.file.title')} open onClose={onClose} size="wide">
      <form className={css.ask} onSubmit={(event) => void send(event)} noValidate>
        <p>{t('desk.file.text')}</p>
        <div className={css.lines}>
          <div className={css.line}>
            <span aria-hidden="true">{t('desk.file.right')}</span>
            <Pick
              says={t('desk.file.right')}
              value={right}
              options={RIGHTS.map((one) => [one, t(`desk.right.${one}`)] as const)}
              onChange={setRight}
            />
          </div>
          <label className={css.line}>
            <span>{t('desk.file.received')}</span>
            <input type="date" value={day} max={today()} onChange={(event) => setDay(event.target.value)} />
          </label>
          <div className={css.line}>
            <span aria-hidden="true">{t('desk.file.language')}</span>
            <Pick
              says={t('desk.file.language')}
              value={language}
              options={Object.entries(SPOKEN)}
              onChange={setLanguage}
            />
          </div>
        </div>
        {subject ? (
          <div className={css.chosen}>
            <span>
              <bdi>{subject.label}</bdi>
              <small>{t(`desk.kind.${subject.kind}`)}</small>
            </span>
            <SignButton sign="x" says={t('desk.file.other')} onPress={() => setSubject(null)} />
          </div>
        ) : (
          <FindSubject workspace={workspace} onFound={setSubject} />
        )}
        {right === 'correction' ? (
          <div className={css.two}>
            <Field label={t('desk.file.name')} value={name} onChange={setName} most={200} />
            <Field label={t('desk.file.email')} type="email" ltr value={email} onChange={setEmail} />
          </div>
        ) : null}
        {right === 'objection' ? (
          <fieldset className={css.checks}>
            <legend>{t('desk.about.purposes')}</legend>
            {PURPOSES.map((one) => (
              <label key={one}>
                <input
                  type="checkbox"
                  checked={purposes.includes(one)}
                  onChange={(event) =>
                    setPurposes(event.target.checked ? [...purposes, one] : purposes.filter((other) => other !== one))
                  }
                />
                {t(`desk.purpose.${one}`)}
              </label>
            ))}
          </fieldset>
        ) : null}
        <Field
          label={t('desk.file.reply')}
          hint={t('desk.file.reply.hint')}
          type="email"
          ltr
          value={reply}
          onChange={setReply}
        />
        <Field label={t('desk.words')} lines most={4000} value={words} onChange={setWords} />
        <AskEnd wrong={wrong} call={t('act.desk.file')} busy={busy} onClose={onClose} />
      </form>
    </Sheet>
  );
}

const today = (): string => new Date().toLocaleDateString('sv'); // YYYY-MM-DD where the officer is
