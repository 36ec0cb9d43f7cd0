/** What one person said in a row: a head with name and time, bubbles, and under one's own last words their state. */
import { type Entry, facts, type Line, type Talk } from '@troth/log';
import type { FileRef, WireEvent } from '@troth/wire';
import type { JSX } from 'react';
import { Group as Together } from 'react-aria-components';
import type { Conversation } from '../door/shapes.ts';
import { useClient, useMe } from '../live/me.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Clock } from '../parts/Time.tsx';
import { useWords } from '../words.ts';
import { useAim } from './aim.ts';
import { Files } from './Files.tsx';
import css from './Group.module.css';
import { Linked } from './Linked.tsx';
import { State } from './State.tsx';

type GroupLine = Extract<Line, { type: 'group' }>;

interface Props {
  group: GroupLine;
  row: Conversation;
  talk: Talk;
  last: boolean;
}

interface Words {
  text: string;
  files: readonly FileRef[];
  masked: number;
  erased: boolean;
}

function wordsOf(entry: Entry): Words {
  if (entry.type === 'outgoing')
    return {
      text: entry.outgoing.text,
      files: entry.outgoing.files,
      masked: entry.outgoing.masked ?? 0,
      erased: false,
    };
  const { event } = entry;
  if (!event.body || (event.kind !== 'said' && event.kind !== 'noted'))
    return { text: '', files: [], masked: 0, erased: true };
  const files = event.kind === 'said' ? (event.body.files ?? []) : [];
  return { text: event.body.text ?? '', files, masked: event.body.masked ?? 0, erased: false };
}

export function Group({ group, row, talk, last }: Props): JSX.Element {
  const { t } = useWords();
  const first = group.entries[0];
  const event = first?.type === 'event' ? first.event : null;
  const kind = event?.kind === 'noted' ? 'note' : event?.author.kind === 'visitor' ? 'theirs' : 'ours';
  const speaker = useSpeaker(event, group, row, talk);
  const own = lastOwn(group, talk, last);
  return (
    <Together className={css.group ?? ''} data-kind={kind} aria-label={speaker.name}>
      {kind === 'theirs' ? (
        <span className={css.face}>
          <Avatar name={speaker.name} seed={row.visitor.id} size={28} unnamed={!row.visitor.name} />
        </span>
      ) : null}
      <header className={css.head}>
        <b>
          <bdi>{speaker.name}</bdi>
        </b>
        {speaker.alias ? <span>{t('talk.as', { alias: speaker.alias })}</span> : null}
        {kind === 'note' ? (
          <span className={css.lock}>
            <Icon sign="lock" size={14} />
            {t('note.only')}
          </span>
        ) : null}
        <Clock at={group.at} />
      </header>
      {group.entries.map((entry) => (
        <Bubble key={entry.key} entry={entry} conversation={row.id} />
      ))}
      {own ? <State entry={own} row={row} talk={talk} /> : null}
    </Together>
  );
}

function Bubble({ entry, conversation }: { entry: Entry; conversation: string }): JSX.Element {
  const { t } = useWords();
  const aim = useAim(conversation);
  const seq = entry.type === 'event' ? entry.event.seq : undefined;
  const found = aim !== null && aim.seq === seq;
  const { text, files, masked, erased } = wordsOf(entry);
  const state = entry.type === 'outgoing' ? entry.outgoing.state : 'kept';
  if (erased) return <p className={css.erased}>{t('talk.erased')}</p>;
  return (
    <>
      {text ? (
        <div className={css.bubble} data-state={state} data-seq={seq} data-found={found || undefined} dir="auto">
          <Linked text={text} found={found ? aim.words : []} />
        </div>
      ) : null}
      {files.length > 0 ? <Files files={files} /> : null}
      {masked > 0 ? <p className={css.masked}>{t('talk.masked', { n: masked })}</p> : null}
    </>
  );
}

/** The state is shown under the last words of ours, and under every one that is not kept yet. */
function lastOwn(group: GroupLine, talk: Talk, last: boolean): Entry | null {
  const entry = group.entries.at(-1);
  if (!entry) return null;
  if (entry.type === 'outgoing') return entry;
  if (entry.event.kind !== 'said' || entry.event.author.kind !== 'agent') return null;
  const newest = talk.events.findLast((event) => event.kind === 'said' && event.author.kind === 'agent');
  const answered = talk.events.at(-1)?.author.kind === 'visitor' && !last;
  return newest?.seq === entry.event.seq && !answered ? entry : null;
}

function useSpeaker(
  event: WireEvent | null,
  group: GroupLine,
  row: Conversation,
  talk: Talk,
): { name: string; alias: string } {
  const { t } = useWords();
  const { person } = useMe();
  const member = useClient(row.workspace_id, row.site_id)?.membership;
  if (event?.author.kind === 'visitor') return { name: row.visitor.name || row.visitor.label, alias: '' };
  const id = event?.author.id ?? member?.member_id ?? '';
  const alias = facts(talk).known[id]?.alias ?? row.agents.find((agent) => agent.member_id === id)?.alias ?? '';
  if (!event || group.mine || id === member?.member_id)
    return { name: t('talk.you'), alias: event?.kind === 'noted' ? '' : alias || member?.alias || person.name };
  const name = row.agents.find((agent) => agent.member_id === id)?.name;
  return { name: name || alias || t('talk.agent'), alias: name && name !== alias ? alias : '' };
}
