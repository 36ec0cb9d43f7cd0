/** A workspace that is closing: on which day, by whose wish, what it waits for, and the way back. */
import type { ClosingOut } from '@troth/wire/api';
import { type JSX, useState } from 'react';
import type { Membership } from '../../door/shapes.ts';
import { owns } from '../../live/me.ts';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Since } from '../../parts/Time.tsx';
import { tell } from '../../parts/toasts.tsx';
import { sentence } from '../../privacy/requests/Ask.tsx';
import { useDay } from '../../privacy/zone.ts';
import { apart, useWords } from '../../words.ts';
import page from '../page.module.css';
import css from './Closing.module.css';
import { post } from './door.ts';
import { Held } from './Held.tsx';

interface Props {
  membership: Membership;
  told: ClosingOut;
  onChange: (now: ClosingOut) => Promise<void>;
}

export function Standing({ membership, told, onChange }: Props): JSX.Element {
  const { t } = useWords();
  const day = useDay();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const { id, name } = membership.workspace;
  const mine = owns(membership);
  const holes = { name: apart(name), day: day(told.closes_at) };

  async function keep(): Promise<void> {
    setBusy(true);
    setWrong(null);
    try {
      await onChange(await post<ClosingOut>(id, '/undo'));
      tell(t('closing.kept', { name: apart(name) }));
    } catch (error) {
      setWrong(sentence(t, error));
      setBusy(false);
    }
  }

  return (
    <header className={css.standing}>
      <div className={page.head}>
        <h1>{t(`closing.state.${told.state}`, holes)}</h1>
        <p className={page.lead}>
          {told.asked_by
            ? t('closing.asked.by', { who: apart(told.asked_by.name), day: day(told.asked_at) })
            : t('closing.asked', { day: day(told.asked_at) })}{' '}
          {told.state === 'closing' ? (
            <>
              {t('closing.comes')} <Since at={told.closes_at} />.
            </>
          ) : null}
        </p>
      </div>
      {told.waits_for.length > 0 ? (
        <Held
          workspace={id}
          title={t(told.state === 'waiting' ? 'closing.waits' : 'closing.will.wait')}
          all={told.waits_for}
          reasons={told.reasons}
        />
      ) : null}
      {told.state === 'deleting' ? null : (
        <>
          <ul className={css.meanwhile}>
            {(['chat', 'team', 'keep'] as const).map((one) => (
              <li key={one}>{t(`closing.meanwhile.${one}`)}</li>
            ))}
          </ul>
          {wrong ? (
            <p className={css.wrong} role="alert" dir="auto">
              <Icon sign="warn" size={16} />
              {wrong}
            </p>
          ) : null}
          {mine ? (
            <Button kind="solid" sign="reopen" isDisabled={busy} onPress={() => void keep()}>
              {t('closing.keep')}
            </Button>
          ) : null}
        </>
      )}
    </header>
  );
}
