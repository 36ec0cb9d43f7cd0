/** A request in the list: what is asked and how long there is, who asks and from where. */
import type { JSX } from 'react';
import { Link } from 'wouter';
import { Icon, type Sign } from '../../parts/Icon.tsx';
import { useWords } from '../../words.ts';
import { deskAddress } from '../place.ts';
import type { Request, Right } from '../shapes.ts';
import { Left } from './Clock.tsx';
import css from './List.module.css';

export const RIGHT_SIGNS: Readonly<Record<Right, Sign>> = {
  access: 'eye',
  portability: 'download',
  correction: 'edit',
  erasure: 'trash',
  restriction: 'lock',
  objection: 'stop',
  withdrawal: 'reopen',
  complaint: 'warn',
  child: 'mine',
};

interface Props {
  row: Request;
  workspace: string;
  /** where the client has several */
  site: string | undefined;
  here: boolean;
  tabbed: boolean;
}

export function Row({ row, workspace, site, here, tabbed }: Props): JSX.Element {
  const { t } = useWords();
  return (
    <Link
      className={css.row ?? ''}
      href={deskAddress(workspace, 'requests', row.id)}
      aria-current={here ? 'true' : undefined}
      tabIndex={tabbed ? 0 : -1}
      data-id={row.id}
    >
      <span className={css.sign} data-urgent={row.urgent || undefined}>
        <Icon sign={RIGHT_SIGNS[row.right]} />
      </span>
      <span className={css.lines}>
        <span className={css.first}>
          <b>{t(`desk.right.${row.right}`)}</b>
          <Left row={row} />
        </span>
        <span className={css.second}>
          {row.urgent ? <em>{t('desk.urgent')}</em> : null}
          <bdi>{row.subject?.label ?? t(row.closed_at ? 'desk.gone' : 'desk.untied')}</bdi>
          <small>{site ?? t(`desk.channel.${row.channel}`)}</small>
        </span>
      </span>
    </Link>
  );
}
