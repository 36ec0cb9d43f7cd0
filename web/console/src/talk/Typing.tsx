/** Who writes right now. The line keeps its height, so nothing moves when it speaks. */
import { facts, type Talk } from '@troth/log';
import type { JSX } from 'react';
import type { Conversation } from '../door/shapes.ts';
import { useClient } from '../live/me.ts';
import { useWords } from '../words.ts';
import css from './Typing.module.css';

export function Typing({ row, talk }: { row: Conversation; talk: Talk }): JSX.Element {
  const { t, list } = useWords();
  const member = useClient(row.workspace_id, row.site_id)?.membership.member_id;
  const { known } = facts(talk);
  const names = Object.entries(talk.typing)
    .filter(([id]) => id !== member)
    .map(([id, { who }]) =>
      who === 'visitor' ? row.visitor.name || row.visitor.label : known[id]?.alias || t('talk.agent'),
    );
  return (
    <p className={css.typing} aria-live="polite">
      {names.length > 0 ? (
        <>
          <span className={css.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t('talk.typing', { names: list(names), n: names.length })}
        </>
      ) : null}
    </p>
  );
}
