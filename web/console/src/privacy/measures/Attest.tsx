/** Somebody answers for a measure: who, by what it is shown, and until when that counts. The evidence stays where it is:
 * its hash is made here, and nothing else of it is sent. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type JSX, useRef, useState } from 'react';
import { api } from '../../door/http.ts';
import type { Member, Membership, Page } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Pick } from '../../parts/Pick.tsx';
import { Sheet } from '../../parts/Sheet.tsx';
import { useWords } from '../../words.ts';
import { post } from '../door.ts';
import css from '../requests/Ask.module.css';
import { dayAfter, sentence } from '../requests/Ask.tsx';
import { AskEnd } from '../requests/AskEnd.tsx';
import type { AttestationWish, Measure } from '../shapes.ts';
import { hashOf } from './measures.ts';

interface Props {
  membership: Membership;
  measure: Measure;
  onClose: () => void;
  onAttested: (now: Measure) => void;
}

export function Attest({ membership, measure, onClose, onAttested }: Props): JSX.Element {
  const { t } = useWords();
  const workspace = membership.workspace.id;
  const { data } = useQuery({
    queryKey: [workspace, 'members'],
    queryFn: () => api<Page<Member>>(`/workspaces/${workspace}/members`),
  });
  const file = useRef<HTMLInputElement>(null);
  const [owner, setOwner] = useState(measure.last?.owner?.id ?? membership.member_id);
  const [evidence, setEvidence] = useState('');
  const [sha256, setSha256] = useState('');
  const [due, setDue] = useState(measure.latest);
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const team = (data?.items ?? []).map((one) => [one.id, one.name] as const);

  async function take(chosen: File): Promise<void> {
    try {
      setSha256(await hashOf(chosen));
      setEvidence((before) => before.trim() || chosen.name);
      setWrong(null);
    } catch {
      setWrong(t('desk.measure.unread')); // it is gone, or this page came by plain HTTP, where browsers make no hash
    }
  }

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!evidence.trim() || sha256.trim().length !== 64) return setWrong(t('desk.measure.noevidence'));
    setBusy(true);
    setWrong(null);
    try {
      const wish: AttestationWish = { owner, evidence: evidence.trim(), sha256: sha256.trim(), due };
      onAttested(await post<Measure>(workspace, `/measures/${measure.control}/attestations`, wish));
    } catch (error) {
      setWrong(sentence(t, error));
      setBusy(false);
    }
  }
  return (
    <Sheet title={t('desk.measure.attest.of', { name: measure.control })} open onClose={onClose} size="wide">
      <form className={css.ask} onSubmit={(event) => void send(event)} noValidate>
        {measure.what ? <p dir="auto">{measure.what}</p> : null}
        <div className={css.line}>
          <span aria-hidden="true">{t('desk.measure.owner')}</span>
          <Pick says={t('desk.measure.owner')} value={owner} options={team} onChange={setOwner} disabled={busy} />
        </div>
        <div className={css.line}>
          <Button sign="file" isDisabled={busy} onPress={() => file.current?.click()}>
            {t('desk.measure.file')}
          </Button>
          <small>{t('desk.measure.file.hint')}</small>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={t('desk.measure.file')}
            onChange={({ target }) => {
              const chosen = target.files?.[0];
              if (chosen) void take(chosen);
              target.value = ''; // the same file again, once it was mended
            }}
          />
        </div>
        <Field
          label={t('desk.measure.named')}
          hint={t('desk.measure.named.hint')}
          most={500}
          value={evidence}
          onChange={setEvidence}
        />
        <Field label={t('desk.measure.sha256')} ltr most={64} value={sha256} onChange={setSha256} />
        <label className={css.line}>
          <span>{t('desk.measure.due')}</span>
          <input
            type="date"
            value={due}
            min={dayAfter(new Date().toISOString())}
            max={measure.latest}
            onChange={(event) => setDue(event.target.value)}
          />
        </label>
        <p>{t('desk.measure.text')}</p>
        <AskEnd wrong={wrong} call={t('desk.measure.attest')} busy={busy} onClose={onClose} />
      </form>
    </Sheet>
  );
}
