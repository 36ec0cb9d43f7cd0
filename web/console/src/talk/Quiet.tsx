/** What happened, said quietly between the words. A kind this console does not know is a quiet line too. */
import type { WireEvent } from '@troth/wire';
import type { JSX, ReactNode } from 'react';
import type { Conversation } from '../door/shapes.ts';
import { useClient } from '../live/me.ts';
import { Icon, type Sign } from '../parts/Icon.tsx';
import { Sentence } from '../parts/Sentence.tsx';
import { Clock } from '../parts/Time.tsx';
import { useWords } from '../words.ts';
import { useAim } from './aim.ts';
import { Linked } from './Linked.tsx';
import css from './Quiet.module.css';

const SIGNS: Readonly<Record<string, Sign>> = {
  opened: 'open',
  joined: 'take',
  left: 'leave',
  closed: 'closed',
  reopened: 'reopen',
  rated: 'star',
  transcript_asked: 'mail',
  erased: 'trash',
};

export function Quiet({ event, row }: { event: WireEvent; row: Conversation }): JSX.Element | null {
  const { t } = useWords();
  const says = useSays(event, row);
  const aim = useAim(row.id);
  if (event.kind === 'form_answered' && event.body)
    return (
      <dl
        className={css.form}
        aria-label={t('form.answered')}
        data-seq={event.seq}
        data-found={aim?.seq === event.seq || undefined}
      >
        {event.body.answers.map((answer) => (
          <div key={answer.field}>
            <dt dir="auto">{answer.label}</dt>
            <dd dir="auto">
              <Linked text={answer.value} found={aim?.seq === event.seq ? aim.words : []} />
            </dd>
          </div>
        ))}
      </dl>
    );
  return (
    <p className={css.quiet}>
      <Icon sign={SIGNS[event.kind] ?? 'more'} size={14} />
      {says} <Clock at={event.at} />
    </p>
  );
}

/** Names keep their own direction in the sentence. */
function useSays(event: WireEvent, row: Conversation): ReactNode {
  const { t, number } = useWords();
  const own = useClient(row.workspace_id, row.site_id)?.membership.member_id;
  const visitor = row.visitor.name || row.visitor.label;
  const agent = row.agents.find((one) => one.member_id === event.author.id);
  const author = event.author.kind === 'visitor' ? visitor : agent?.name || agent?.alias || t('talk.agent');
  const by = event.author.id === own ? 'you' : event.author.kind === 'system' ? 'system' : 'name';
  const of = (name: string, words: string): JSX.Element => (
    <Sentence words={words} parts={{ name: <bdi>{name}</bdi>, alias: <bdi>{name}</bdi> }} />
  );
  // whoever joined has left the company since, and is nobody
  if (!event.body) return event.kind === 'joined' ? of(author, t('quiet.joined')) : t('talk.erased');
  switch (event.kind) {
    case 'opened':
      return of(visitor, t(event.body.offline ? 'quiet.opened.offline' : 'quiet.opened'));
    case 'joined':
      return of(event.body.alias, t(event.body.member === own ? 'quiet.joined.you' : 'quiet.joined'));
    case 'left':
      return event.body.member === own ? t('quiet.left.you') : of(author, t('quiet.left'));
    case 'closed':
    case 'reopened':
      return of(author, t(`quiet.${event.kind}.${by}`));
    case 'rated':
      return (
        <>
          {of(visitor, t('quiet.rated', { score: number(event.body.score), of: number(5) }))}
          {event.body.comment ? (
            <span className={css.said}>
              {' '}
              {t('quote.open')}
              <bdi>{event.body.comment}</bdi>
              {t('quote.close')}
            </span>
          ) : null}
        </>
      );
    case 'erased':
      return t('quiet.erased');
    case 'corrected':
      return t('quiet.corrected');
    case 'transcript_asked':
      return t('quiet.transcript', { address: event.body.address });
    default:
      return t('quiet.unknown');
  }
}
