/** What became of one's own words: sending, sent, delivered, seen, or not sent and what can be done. */
import type { Entry, Talk } from '@troth/log';
import type { JSX } from 'react';
import type { Conversation } from '../door/shapes.ts';
import { line, useStatus } from '../live/line.ts';
import { Icon } from '../parts/Icon.tsx';
import { useWords } from '../words.ts';
import css from './State.module.css';

export function State({ entry, row, talk }: { entry: Entry; row: Conversation; talk: Talk }): JSX.Element {
  const { t } = useWords();
  const online = useStatus() === 'online';
  if (entry.type === 'outgoing') {
    const { state, clientId, error } = entry.outgoing;
    if (state !== 'failed')
      return <p className={css.state}>{t(state === 'sent' ? 'sent' : online ? 'sending' : 'sending.later')}</p>;
    const why = t(`error.${error ?? 'internal'}`);
    return (
      <p className={css.state} data-bad role="alert">
        <Icon sign="warn" size={14} />
        {t('notsent')} {why.startsWith('error.') ? t('error.internal') : why}
        <button type="button" onClick={() => line.retry(row.id, clientId)}>
          {t('retry')}
        </button>
        <button type="button" onClick={() => line.discard(row.id, clientId)}>
          {t('discard')}
        </button>
      </p>
    );
  }
  const { seq } = entry.event;
  const marks = Object.values(talk.marks).filter((mark) => mark.kind === 'visitor');
  const seen = marks.some((mark) => mark.seen >= seq);
  const delivered = marks.some((mark) => mark.delivered >= seq);
  return (
    <p className={css.state}>
      {seen ? <Icon sign="seen" size={14} /> : delivered ? <Icon sign="check" size={14} /> : null}
      {t(seen ? 'seen' : delivered ? 'delivered' : 'sent')}
    </p>
  );
}
