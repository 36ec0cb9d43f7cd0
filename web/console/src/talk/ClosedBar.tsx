/** Where the composer would be when the talk is over. */
import type { JSX } from 'react';
import type { Conversation } from '../door/shapes.ts';
import { keysOf } from '../keys/table.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Since } from '../parts/Time.tsx';
import { useWords } from '../words.ts';
import css from './ClosedBar.module.css';
import { useDeeds } from './deeds.ts';

export function ClosedBar({ row }: { row: Conversation }): JSX.Element {
  const { t } = useWords();
  const { reopen, transcript } = useDeeds(row);
  return (
    <footer className={css.bar}>
      <p>
        <Icon sign="closed" />
        <span>
          {t('closed.text')} <Since at={row.closed_at ?? row.last_at} />
        </span>
      </p>
      <Button kind="plain" sign="mail" keys={keysOf('talk.transcript')} onPress={transcript}>
        {t('act.talk.transcript')}
      </Button>
      <Button sign="reopen" keys={keysOf('talk.reopen')} onPress={reopen}>
        {t('act.talk.reopen')}
      </Button>
    </footer>
  );
}
