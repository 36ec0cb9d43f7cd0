/** All there is, to take along: ordered, made, and fetched. It is offered before anything is closed, and until the end. */
import type { WorkspaceExportOut, WorkspaceExportTicket } from '@troth/wire/api';
import { type JSX, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { fetchTo } from '../../parts/save.ts';
import { sentence } from '../../privacy/requests/Ask.tsx';
import { useDay } from '../../privacy/zone.ts';
import { useWords } from '../../words.ts';
import { Part } from '../Part.tsx';
import css from './Closing.module.css';
import { post, useNewestCopy } from './door.ts';

interface Props {
  workspace: string;
  /** it closes already, and the copy is not the first thing any more */
  closing?: boolean;
}

export function Copy({ workspace, closing = false }: Props): JSX.Element {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [taken, setTaken] = useState('');
  const { data, isError, isPending, refetch } = useNewestCopy(workspace, taken);

  async function run(what: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setWrong(null);
    try {
      await what();
    } catch (error) {
      setWrong(sentence(t, error));
    } finally {
      setBusy(false);
      await refetch();
    }
  }
  const make = (): void => void run(() => post(workspace, '/exports'));
  const take = (one: WorkspaceExportOut): void =>
    void run(async () => {
      const ticket = await post<WorkspaceExportTicket>(workspace, `/exports/${one.id}/ticket`);
      fetchTo(new URL(ticket.url, location.href).pathname);
      setTaken(one.id);
    });

  return (
    <Part title={t(closing ? 'closing.copy.still' : 'closing.copy')} text={t('closing.copy.text')}>
      {wrong ? (
        <p className={css.wrong} role="alert" dir="auto">
          <Icon sign="warn" size={16} />
          {wrong}
        </p>
      ) : null}
      {isError ? (
        <div className={css.foot}>
          <span className={css.quiet}>{t('closing.copy.failed')}</span>
          <Button onPress={() => void refetch()}>{t('retry')}</Button>
        </div>
      ) : data?.state === 'making' ? (
        <Making copy={data} />
      ) : data?.state === 'ready' ? (
        <Ready copy={data} kind={closing ? 'quiet' : 'solid'} busy={busy} onTake={() => take(data)} onAgain={make} />
      ) : (
        <div className={css.foot}>
          <Button sign="download" isDisabled={busy || isPending} onPress={make}>
            {t(data ? 'closing.copy.again' : 'closing.copy.make')}
          </Button>
          {data ? <span className={css.quiet}>{t(`closing.copy.${data.state}`)}</span> : null}
        </div>
      )}
    </Part>
  );
}

function Making({ copy }: { copy: WorkspaceExportOut }): JSX.Element {
  const { t } = useWords();
  const share = copy.of > 0 ? Math.min(1, copy.done / copy.of) : 0;
  return (
    <div className={css.making}>
      <p role="status">
        <b>{t('closing.copy.making')}</b> <span>{t('closing.copy.making.text')}</span>
      </p>
      <div
        className={css.bar}
        role="progressbar"
        aria-label={t('closing.copy.making')}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(copy.of > 0 ? { 'aria-valuenow': Math.round(100 * share) } : {})}
      >
        <i style={{ inlineSize: `${100 * share}%` }} />
      </div>
    </div>
  );
}

interface ReadyProps {
  kind: 'solid' | 'quiet';
  copy: WorkspaceExportOut;
  busy: boolean;
  onTake: () => void;
  onAgain: () => void;
}

function Ready({ copy, kind, busy, onTake, onAgain }: ReadyProps): JSX.Element {
  const { t, bytes } = useWords();
  const day = useDay();
  return (
    <div className={css.foot}>
      <Button kind={kind} sign="download" isDisabled={busy} onPress={onTake}>
        {t('closing.copy.fetch')}
      </Button>
      <span className={css.ready}>
        <Icon sign="check" size={16} />
        {t('closing.copy.ready', { size: bytes(copy.size), day: day(copy.ends_at) })}
      </span>
      <Button kind="plain" sign="retry" isDisabled={busy} onPress={onAgain}>
        {t('closing.copy.again')}
      </Button>
    </div>
  );
}
