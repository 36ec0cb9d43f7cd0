/** A conversation in the list: who and how long they wait, their last words, for which client. Two lines, always. */
import type { JSX } from 'react';
import type { Conversation } from '../door/shapes.ts';
import { useMe } from '../live/me.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Client } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useNow } from '../parts/now.ts';
import { Span } from '../parts/Time.tsx';
import { useWords } from '../words.ts';
import css from './Row.module.css';
import { age } from './rows.ts';

interface Props {
  row: Conversation;
  href: string;
  here: boolean;
  tabbed: boolean;
  onOpen: () => void;
}

export function Row({ row, href, here, tabbed, onOpen }: Props): JSX.Element {
  const { t, number } = useWords();
  const { memberships } = useMe();
  const workspace = memberships.find((one) => one.workspace.id === row.workspace_id)?.workspace;
  const name = row.visitor.name || row.visitor.label;
  return (
    <a
      className={css.row}
      href={href}
      data-id={row.id}
      data-unread={row.unread > 0 || undefined}
      aria-current={here ? 'true' : undefined}
      tabIndex={tabbed ? 0 : -1}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
    >
      <Avatar name={name} seed={row.visitor.id} size={32} unnamed={!row.visitor.name} />
      <span className={css.lines}>
        <span className={css.first}>
          <span className={css.name} dir="auto">
            {name}
          </span>
          {workspace && memberships.length > 1 ? <Client name={workspace.name} colour={workspace.colour} /> : null}
          <Waits row={row} />
        </span>
        <span className={css.second}>
          <Words row={row} />
          {row.unread > 0 ? (
            <b className="figures">
              {number(row.unread)}
              <span className="unseen"> {t('row.unread', { n: row.unread })}</span>
            </b>
          ) : row.mine && row.state === 'open' ? (
            <i className={css.mine} title={t('row.mine')}>
              <Icon sign="mine" size={14} />
              <span className="unseen">{t('row.mine')}</span>
            </i>
          ) : null}
        </span>
      </span>
    </a>
  );
}

/** The longest wait is felt at a glance: words, then a filled mark in ochre, then in madder. */
function Waits({ row }: { row: Conversation }): JSX.Element {
  const { t } = useWords();
  const now = useNow();
  if (row.state === 'closed')
    return (
      <span className={css.when}>
        <Icon sign="closed" size={13} />
        <span className="unseen">{t('state.closed')}</span>
        <Span at={row.closed_at ?? row.last_at} />
      </span>
    );
  if (!row.waiting_since)
    return (
      <span className={css.when}>
        <Span at={row.last_at} />
      </span>
    );
  return (
    <span className={css.when} data-age={age(row.waiting_since, now)} data-waits>
      <Icon sign="waiting" size={13} />
      <span className="unseen">{t('row.waits')}</span>
      <Span at={row.waiting_since} />
    </span>
  );
}

function Words({ row }: { row: Conversation }): JSX.Element {
  const { t } = useWords();
  const { preview } = row;
  if (!preview) return <span className={css.words}>{t('row.opened')}</span>;
  const words = preview.text || (preview.files ? t('row.files', { n: preview.files }) : '');
  return (
    <>
      {preview.author_kind === 'agent' ? <span className={css.by}>{t('row.you')}</span> : null}
      <span className={css.words} dir="auto">
        {words}
      </span>
    </>
  );
}
