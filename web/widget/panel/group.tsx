import { type Entry, facts, type Line, type Outgoing, type Talk } from '@troth/log';
import type { Said } from '@troth/wire';
import { Face } from './face.tsx';
import { FileView } from './files.tsx';
import { Icon } from './icons.tsx';
import { linked } from './rich.tsx';
import type { Visit } from './visit.ts';
import { clock, useWords, type Words } from './words.ts';

type GroupLine = Extract<Line, { type: 'group' }>;

/** What one speaker said in a row. The name and the time are said once; the state stands under one's own last words. */
export function Group({ group, last, visit, talk }: { group: GroupLine; last: boolean; visit: Visit; talk: Talk }) {
  const words = useWords();
  const { t, language } = words;
  const who = facts(talk).known[group.speaker];
  const time = new Intl.DateTimeFormat(language, clock).format(new Date(group.at));
  const exact = new Date(group.at).toLocaleString(language);
  const end = group.entries.at(-1);
  return (
    <div class={group.mine ? 'group mine' : 'group'}>
      {!group.mine && <Face face={who ?? { alias: t('agent') }} size={28} />}
      <div class="bubbles">
        <p class="by">
          {group.mine ? <span class="unseen">{t('you')}</span> : <bdi>{who?.alias ?? t('agent')}</bdi>}
          <time dateTime={group.at} title={exact}>
            {time}
          </time>
        </p>
        {group.entries.map((entry) => (
          <Bubble key={entry.key} entry={entry} visit={visit} />
        ))}
        {group.mine && end && (last || end.type === 'outgoing') && !failed(end) && (
          <p class="state">{stateOf(end, talk, visit, words)}</p>
        )}
      </div>
    </div>
  );
}

function Bubble({ entry, visit }: { entry: Entry; visit: Visit }) {
  const { t } = useWords();
  const outgoing = entry.type === 'outgoing' ? entry.outgoing : null;
  const body: Said | null =
    entry.type === 'outgoing'
      ? { text: entry.outgoing.text, files: [...entry.outgoing.files] }
      : entry.event.kind === 'said'
        ? entry.event.body
        : null;
  if (!body) return <div class="bubble gone">{t('line.erased')}</div>;
  const text = body.text ?? '';
  const big =
    text.length < 24 &&
    /^(?:\p{Extended_Pictographic}[\u{fe0f}\u{1f3fb}-\u{1f3ff}]?(?:\u200d\p{Extended_Pictographic}\u{fe0f}?)*\s*){1,3}$/u.test(
      text,
    );
  return (
    <>
      {body.files?.map((file) => (
        <FileView key={file.id} file={file} visit={visit} />
      ))}
      {text && (
        // the words have a direction of their own; the bubble has the panel's, for its corners
        <div class={`bubble${big ? ' big' : ''}${outgoing?.state === 'failed' ? ' failed' : ''}`}>
          <p dir="auto">{linked(text)}</p>
        </div>
      )}
      {(body.masked ?? outgoing?.masked ?? 0) > 0 && (
        <p class="aside">
          <Icon name="shield" size={16} />
          {t('masked')}
        </p>
      )}
      {outgoing?.state === 'failed' && <Failed outgoing={outgoing} visit={visit} />}
    </>
  );
}

const FINAL = new Set(['too_large', 'invalid', 'forbidden']); // the same words again are refused again

/** What happened, what was kept, what to do. */
function Failed({ outgoing, visit }: { outgoing: Outgoing; visit: Visit }) {
  const { t } = useWords();
  const error = outgoing.error ?? '';
  const known = ['closed', 'too_large', 'too_many', 'invalid', 'forbidden'].includes(error);
  const ended = error === 'closed' && visit.talk && facts(visit.talk).closed;
  return (
    <p class="aside failed" role="alert">
      <span>
        {known ? t(`failed.${error}`) : t('failed')}
        {ended && outgoing.files.length > 0 && ` ${t('failed.files')}`}
      </span>
      {ended
        ? outgoing.text.trim() && (
            <button type="button" class="link" onClick={() => visit.anew()}>
              {t('failed.anew')}
            </button>
          )
        : !FINAL.has(error) && (
            <button type="button" class="link" onClick={() => visit.retry(outgoing.clientId)}>
              {t('failed.retry')}
            </button>
          )}
      <button type="button" class="link" onClick={() => visit.discard(outgoing.clientId)}>
        {t('failed.discard')}
      </button>
    </p>
  );
}

/** What happened stands with the message itself. */
const failed = (entry: Entry): boolean => entry.type === 'outgoing' && entry.outgoing.state === 'failed';

function stateOf(entry: Entry, talk: Talk, visit: Visit, { t }: Words): string {
  if (entry.type === 'outgoing') {
    if (entry.outgoing.state === 'sent') return t('state.sent');
    return visit.state.status === 'online' || visit.state.status === 'connecting'
      ? t('state.sending')
      : t('state.waiting');
  }
  const agents = Object.values(talk.marks).filter((mark) => mark.kind === 'agent');
  if (agents.some((mark) => mark.seen >= entry.event.seq)) return t('state.seen');
  if (agents.some((mark) => mark.delivered >= entry.event.seq)) return t('state.delivered');
  return t('state.sent');
}
