/** A conversation that was found, with a line of its words. */
import type { JSX } from 'react';
import type { Conversation } from '../door/shapes.ts';
import rows from '../inbox/Row.module.css';
import { useMe } from '../live/me.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Client } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Span } from '../parts/Time.tsx';
import { useWords } from '../words.ts';
import { cut } from './cut.ts';
import css from './Results.module.css';
import type { Hit } from './search.ts';

interface Props {
  row: Conversation;
  hit: Hit;
  href: string;
  here: boolean;
  tabbed: boolean;
  onOpen: () => void;
}

export function ResultRow({ row, hit, href, here, tabbed, onOpen }: Props): JSX.Element {
  const { t } = useWords();
  const { memberships } = useMe();
  const workspace = memberships.find((one) => one.workspace.id === row.workspace_id)?.workspace;
  const name = row.visitor.name || row.visitor.label;
  return (
    <a
      className={`${rows.row} ${css.row}`}
      href={href}
      data-id={row.id}
      aria-current={here ? 'true' : undefined}
      tabIndex={tabbed ? 0 : -1}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
    >
      <Avatar name={name} seed={row.visitor.id} size={32} unnamed={!row.visitor.name} />
      <span className={rows.lines}>
        <span className={rows.first}>
          <span className={rows.name} dir="auto">
            {name}
          </span>
          {workspace && memberships.length > 1 ? <Client name={workspace.name} colour={workspace.colour} /> : null}
          <span className={rows.when}>
            {row.state === 'closed' ? (
              <>
                <Icon sign="closed" size={13} />
                <span className="unseen">{t('state.closed')}</span>
              </>
            ) : null}
            <Span at={hit.at} />
          </span>
        </span>
        <span className={css.snippet} dir="auto">
          <From hit={hit} />
          {cut(hit.text, hit.places).map((piece, at) => {
            const key = `${at} ${piece.text}`;
            return piece.found ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>;
          })}
        </span>
      </span>
    </a>
  );
}

/** Whose words these are, where they are not the visitor's in the talk. */
function From({ hit }: { hit: Hit }): JSX.Element | null {
  const { t } = useWords();
  if (hit.what === 'noted')
    return (
      <span className={css.from} data-note>
        <Icon sign="lock" size={13} />
        {t('search.in.note')}{' '}
      </span>
    );
  if (hit.what === 'answered') return <span className={css.from}>{t('search.in.form')} </span>;
  if (hit.what === 'contact') return <span className={css.from}>{t('search.in.contact')} </span>;
  return hit.author.kind === 'agent' ? <span className={css.from}>{t('row.you')} </span> : null;
}
