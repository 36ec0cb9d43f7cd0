/** A new hold: on somebody, or on a whole site, with its reason, and until when where that is known. */
import { type FormEvent, type JSX, useState } from 'react';
import type { Membership } from '../../door/shapes.ts';
import { SignButton } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Pick } from '../../parts/Pick.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { useWords } from '../../words.ts';
import { post } from '../door.ts';
import css from '../requests/Ask.module.css';
import { dayAfter, sentence } from '../requests/Ask.tsx';
import { AskEnd } from '../requests/AskEnd.tsx';
import { FindSubject } from '../requests/FindSubject.tsx';
import type { Found } from '../shapes.ts';

type What = 'subject' | 'conversation' | 'site';
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

interface Props {
  membership: Membership;
  onClose: () => void;
  onAdded: () => void;
}

export function AddHold({ membership, onClose, onAdded }: Props): JSX.Element {
  const { t } = useWords();
  const workspace = membership.workspace.id;
  const [what, setWhat] = useState<What>('subject');
  const [subject, setSubject] = useState<Found | null>(null);
  const [conversation, setConversation] = useState('');
  const [site, setSite] = useState(membership.sites[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const talk = ID.exec(conversation)?.[0];

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const held =
      what === 'subject'
        ? subject && { subject: { kind: subject.kind, id: subject.id } }
        : what === 'conversation'
          ? talk && { conversation: talk }
          : { site };
    if (!held) return setWrong(t(what === 'subject' ? 'desk.hold.nobody' : 'desk.hold.notalk'));
    if (!reason.trim()) return setWrong(t('desk.hold.noreason'));
    setBusy(true);
    setWrong(null);
    try {
      await post(workspace, '/holds', {
        ...held,
        reason: reason.trim(),
        ...(until ? { until: `${until}T23:59:59Z` } : {}),
      });
      onAdded();
    } catch (error) {
      setWrong(sentence(t, error));
      setBusy(false);
    }
  }
  return (
    <Sheet title={t('desk.hold.add')} open onClose={onClose} size="wide">
      <form className={css.ask} onSubmit={(event) => void send(event)} noValidate>
        <p>{t('desk.hold.text')}</p>
        <div className={css.line}>
          <span aria-hidden="true">{t('desk.hold.what')}</span>
          <Pick<What>
            says={t('desk.hold.what')}
            value={what}
            options={(['subject', 'conversation', 'site'] as const).map((one) => [one, t(`desk.held.${one}`)] as const)}
            onChange={setWhat}
          />
          {what === 'site' ? (
            <Pick
              says={t('desk.site')}
              value={site}
              options={membership.sites.map((one) => [one.id, one.name] as const)}
              onChange={setSite}
            />
          ) : null}
        </div>
        {what === 'conversation' ? (
          <Field
            label={t('desk.hold.talk')}
            hint={t('desk.hold.talk.hint')}
            ltr
            value={conversation}
            onChange={setConversation}
          />
        ) : null}
        {what !== 'subject' ? null : subject ? (
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
        <Field label={t('desk.hold.reason')} lines most={1000} value={reason} onChange={setReason} />
        <label className={css.line}>
          <span>{t('desk.hold.until')}</span>
          <input
            type="date"
            value={until}
            min={dayAfter(new Date().toISOString())}
            onChange={(event) => setUntil(event.target.value)}
          />
        </label>
        <AskEnd wrong={wrong} call={t('desk.hold.do')} busy={busy} onClose={onClose} />
      </form>
    </Sheet>
  );
}
