import { facts, type Line, lines, type Talk } from '@troth/log';
import type { Joined as JoinedBody, WireEvent } from '@troth/wire';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Awaited, addressOf } from './awaited.tsx';
import { Face } from './face.tsx';
import { Group } from './group.tsx';
import { Icon } from './icons.tsx';
import type { Visit } from './visit.ts';
import { useWords, type Words } from './words.ts';

const NEAR = 64; // px from the end that still count as "at the end"
const mine = (event: WireEvent): boolean => event.author.kind === 'visitor';

/** The talk. It stays at the end while it is read there; when the reader is elsewhere nothing moves under them. */
export function Log({ visit, talk, onTranscript }: { visit: Visit; talk: Talk; onTranscript: () => void }) {
  const words = useWords();
  const { t } = words;
  const { state } = visit;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef({ first: 0, last: 0, height: 0, own: '' });
  const [waiting, setWaiting] = useState(0);
  const drawn = useMemo(() => lines(talk, { mine }), [talk.events, talk.outbox]);
  const typists = Object.values(talk.typing).filter((typist) => typist.who === 'agent').length > 0;
  const own = talk.outbox.at(-1)?.clientId ?? '';
  const latest = drawn.filter((line) => line.type === 'group' && line.mine).at(-1);

  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const was = before.current;
    const older = was.first > 0 && talk.first < was.first;
    if (older) log.scrollTop += log.scrollHeight - was.height;
    else if (atEnd.current || (own !== was.own && talk.outbox.at(-1)?.state === 'sending')) toEnd(log);
    else if (was.last > 0) {
      const fresh = talk.events.filter(
        ({ seq, kind, author }) => seq > was.last && kind === 'said' && author.kind !== 'visitor',
      );
      if (fresh.length > 0) setWaiting((n) => n + fresh.length);
    }
    before.current = { first: talk.first, last: talk.last, height: log.scrollHeight, own };
  }, [drawn, typists]);

  useEffect(() => {
    const read = (): void => {
      if (state.open && !document.hidden && atEnd.current) visit.seen();
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [talk.last, state.open, waiting]);

  useEffect(() => {
    const log = box.current;
    if (!log) return;
    const resized = new ResizeObserver(() => atEnd.current && toEnd(log));
    resized.observe(log);
    if (log.firstElementChild) resized.observe(log.firstElementChild);
    return () => resized.disconnect();
  }, []);

  const scrolled = (): void => {
    const log = box.current;
    if (!log) return;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (atEnd.current && waiting > 0) setWaiting(0);
    if (log.scrollTop < 200 && talk.more && !state.reading) void visit.older().catch(() => {});
  };

  return (
    <div class="scroll">
      <div
        class="log"
        ref={box}
        onScroll={scrolled}
        role="log"
        aria-label={t('log')}
        aria-live="polite"
        aria-busy={state.reading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
      >
        <div class="lines">
          {talk.events.length === 0 && state.reading ? (
            <Skeleton />
          ) : (
            <>
              {talk.more && <div class="earlier">{state.reading ? t('log.reading') : ''}</div>}
              {drawn.map((line) => (
                <One key={line.key} line={line} last={line === latest} visit={visit} talk={talk} words={words} />
              ))}
              <Awaited visit={visit} talk={talk} onTranscript={onTranscript} />
              {typists && (
                <div class="typing">
                  <span class="unseen">{t('log.typing')}</span>
                  <i />
                  <i />
                  <i />
                </div>
              )}
            </>
          )}
        </div>
      </div>
      {waiting > 0 && (
        <button type="button" class="pill" onClick={() => box.current && toEnd(box.current)}>
          {t('log.new', { n: waiting })}
          <Icon name="down" size={16} />
        </button>
      )}
    </div>
  );
}

function toEnd(log: HTMLElement): void {
  log.scrollTop = log.scrollHeight;
}

function One({
  line,
  last,
  visit,
  talk,
  words,
}: {
  line: Line;
  last: boolean;
  visit: Visit;
  talk: Talk;
  words: Words;
}) {
  if (line.type === 'day') return <h2 class="day">{dayName(line.day, words)}</h2>;
  if (line.type === 'group') return <Group group={line} last={last} visit={visit} talk={talk} />;
  if (line.event.kind === 'joined' && line.event.body) return <Joined who={line.event.body} words={words} />;
  const said = quiet(line.event, talk, words);
  return said ? (
    <p class="line" dir="auto">
      {said}
    </p>
  ) : null;
}

/** What happened, in one quiet line; null for what the visitor did themselves and sees elsewhere. */
function quiet(event: WireEvent, talk: Talk, { t }: Words): string | null {
  // whoever joined has left the company since, and is nobody
  if (!event.body) return event.kind === 'joined' ? t('line.joined', { name: t('agent') }) : t('line.erased');
  switch (event.kind) {
    case 'opened':
      if (!event.body.offline) return null;
      return addressOf(talk) ? t('line.offline') : t('line.offline.here');
    case 'form_answered':
      return null;
    case 'left':
      return t('line.left', { name: facts(talk).known[event.body.member]?.alias ?? t('agent') });
    case 'closed':
      return event.body.by === 'visitor' ? t('line.closed.you') : t('line.closed');
    case 'reopened':
      return t('line.reopened');
    case 'rated':
      return t('line.rated', { n: event.body.score });
    case 'erased':
      return t('line.erased');
    case 'transcript_asked':
      return t('line.transcript', { address: event.body.address });
    default:
      return t('line.unknown');
  }
}

/** The agent's card, as they come. */
function Joined({ who, words }: { who: JoinedBody; words: Words }) {
  return (
    <div class="joined">
      <Face face={who} size={40} />
      <p>
        <bdi>{words.t('line.joined', { name: who.alias })}</bdi>
        {who.title && <small>{who.title}</small>}
      </p>
    </div>
  );
}

function dayName(day: string, { t, language }: Words): string {
  const at = new Date(`${day}T12:00:00`);
  const apart = Math.round((new Date().setHours(12, 0, 0, 0) - at.getTime()) / 86_400_000);
  if (apart === 0) return t('day.today');
  if (apart === 1) return t('day.yesterday');
  const year = at.getFullYear() === new Date().getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(at);
}

/** The true layout, grey, until the words are here. */
function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      {[60, 42, 70].map((width, at) => (
        <span key={width} class={at === 1 ? 'own' : ''} style={{ inlineSize: `${width}%` }} />
      ))}
    </div>
  );
}
