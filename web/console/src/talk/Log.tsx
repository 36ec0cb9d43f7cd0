/** The talk as it is read. Only what is near the screen is drawn; older pages come without a jump, new words without a push. */
import { lines, type Talk } from '@troth/log';
import { type JSX, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Conversation } from '../door/shapes.ts';
import { markRead } from '../live/inbox.ts';
import { line } from '../live/line.ts';
import { useClient } from '../live/me.ts';
import { Icon } from '../parts/Icon.tsx';
import { useNow } from '../parts/now.ts';
import { useWords } from '../words.ts';
import { type Aim, useAim } from './aim.ts';
import { Group } from './Group.tsx';
import css from './Log.module.css';
import { Quiet } from './Quiet.tsx';
import { Typing } from './Typing.tsx';
import { type Drawn, firstUnread, marked } from './unread.ts';

interface Props {
  row: Conversation;
  talk: Talk;
  onOlder: () => Promise<void>;
}

const NEAR = 80; // px from the end that count as "at the end"

export function Log({ row, talk, onOlder }: Props): JSX.Element {
  const { t } = useWords();
  const member = useClient(row.workspace_id, row.site_id)?.membership.member_id ?? '';
  const left = useRef(firstUnread(talk, row.unread)).current; // as it was when the conversation was opened
  const drawn = useMemo(
    () => marked(lines(talk, { mine: (event) => event.author.id === member, spoken: ['said', 'noted'] }), left),
    [talk, member, left],
  );
  const box = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const atEnd = useRef(true);
  const [missed, setMissed] = useState(0);
  const [loading, setLoading] = useState(false);
  const older = useOlder(talk, onOlder, setLoading);
  const prepended = usePrepended(talk.first);

  const toEnd = useCallback((smooth = false): void => {
    virtual.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end', smooth });
    setMissed(0);
  }, []);

  const aim = useAim(row.id);
  const size = talk.events.length + talk.outbox.length;
  const held = useRef({ last: talk.last, outbox: talk.outbox.length, size: 0 });
  useLayoutEffect(() => {
    const before = held.current;
    held.current = { last: talk.last, outbox: talk.outbox.length, size };
    const first = before.size === 0;
    const wrote = talk.outbox.length > before.outbox;
    if (first && aim && aim !== reached.aim) {
      atEnd.current = false;
    } else if (first || wrote || (atEnd.current && talk.last > before.last)) {
      atEnd.current = true;
      virtual.current?.scrollToIndex(drawn.length - 1, { align: 'end' });
    } else if (talk.last > before.last) {
      const fresh = talk.events.filter((event) => event.seq > before.last && event.kind === 'said').length;
      setMissed((count) => count + fresh);
    }
  }, [talk, size, drawn.length, aim]);
  useAimed(aim, drawn, box, virtual, atEnd);

  useEndKept(box, atEnd);
  const look = useSeen(row.id, talk.last, atEnd);

  const onScroll = (offset: number): void => {
    const handle = virtual.current;
    if (!handle) return;
    atEnd.current = handle.scrollSize - offset - handle.viewportSize < NEAR;
    if (atEnd.current) {
      setMissed(0);
      look();
    }
    if (offset < 400) older();
  };

  return (
    <div className={css.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div ref={box} className={css.log} role="log" aria-live="off" aria-label={t('talk.log')} tabIndex={0}>
        <div className={css.spring} />
        <p className={css.older} aria-live="polite">
          {loading ? t('talk.older') : talk.more ? '' : t('talk.beginning')}
        </p>
        <Virtualizer
          ref={virtual}
          scrollRef={box}
          shift={prepended}
          startMargin={36}
          bufferSize={2000}
          onScroll={onScroll}
        >
          {drawn.map((one, at) => (
            <OneLine key={one.key} line={one} row={row} talk={talk} last={at === drawn.length - 1} />
          ))}
        </Virtualizer>
        <Typing row={row} talk={talk} />
      </div>
      <Announced row={row} />
      {missed > 0 ? (
        <button type="button" className={css.pill} onClick={() => toEnd(true)}>
          {t('talk.missed', { n: missed })}
          <Icon sign="down" size={16} />
        </button>
      ) : null}
    </div>
  );
}

/** What just came, read out once. The log itself is silent: drawing older lines while scrolling is no news. */
function Announced({ row }: { row: Conversation }): JSX.Element {
  const [news, setNews] = useState('');
  useEffect(
    () =>
      line.on((change) => {
        if (change.what !== 'fresh' || !change.live || change.stream !== row.id) return;
        const { event } = change;
        if (event.kind !== 'said' || event.author.kind !== 'visitor') return;
        setNews(`${row.visitor.name || row.visitor.label}: ${event.body?.text ?? ''}`);
      }),
    [row],
  );
  return (
    <p className="unseen" aria-live="polite">
      {news}
    </p>
  );
}

interface LineProps {
  line: Drawn;
  row: Conversation;
  talk: Talk;
  last: boolean;
}

function OneLine({ line, row, talk, last }: LineProps): JSX.Element {
  if (line.type === 'day') return <Day at={`${line.day}T12:00:00`} />;
  if (line.type === 'new') return <New />;
  if (line.type === 'quiet') return <Quiet event={line.event} row={row} />;
  return <Group group={line} row={row} talk={talk} last={last} />;
}

function New(): JSX.Element {
  const { t } = useWords();
  return (
    <div className={css.day} data-new>
      <span>{t('talk.new')}</span>
    </div>
  );
}

function Day({ at }: { at: string }): JSX.Element {
  const { day } = useWords();
  const now = useNow();
  return (
    <div className={css.day}>
      <span>{day(at, now)}</span>
    </div>
  );
}

/** Asks for one page at a time, and not again at once after a failure. */
function useOlder(talk: Talk, onOlder: () => Promise<void>, setLoading: (on: boolean) => void): () => void {
  const busy = useRef(false);
  return () => {
    if (busy.current || !talk.more || talk.first === 0) return;
    busy.current = true;
    setLoading(true);
    void onOlder()
      .then(
        () => 0,
        () => 3000,
      )
      .then((pause) => {
        setLoading(false);
        setTimeout(() => {
          busy.current = false;
        }, pause);
      });
  };
}

/** The aim that was shown last: who looks on is not brought back to it. */
const reached: { aim: Aim | null } = { aim: null };

/** Once what is aimed at is there, it stands in the middle. */
function useAimed(
  aim: Aim | null,
  drawn: readonly Drawn[],
  box: { current: HTMLDivElement | null },
  virtual: { current: VirtualizerHandle | null },
  atEnd: { current: boolean },
): void {
  useEffect(() => {
    if (!aim || aim === reached.aim) return;
    const at = drawn.findIndex((line) => holds(line, aim.seq));
    if (at < 0) return;
    reached.aim = aim;
    atEnd.current = false;
    virtual.current?.scrollToIndex(at, { align: 'center' });
    let frames = 0;
    let frame = requestAnimationFrame(function center() {
      box.current?.querySelector(`[data-seq="${aim.seq}"]`)?.scrollIntoView({ block: 'center' });
      frames += 1; // heights are known after a drawing or two
      if (frames < 4) frame = requestAnimationFrame(center);
    });
    return () => cancelAnimationFrame(frame);
  }, [aim, drawn, box, virtual, atEnd]);
}

function holds(line: Drawn, seq: number): boolean {
  if (line.type === 'quiet') return line.event.seq === seq;
  return line.type === 'group' && line.entries.some((entry) => entry.type === 'event' && entry.event.seq === seq);
}

/** True for the one drawing in which lines were put before the others. */
function usePrepended(first: number): boolean {
  const held = useRef(first);
  const prepended = held.current > 0 && first < held.current;
  useLayoutEffect(() => {
    held.current = first;
  }, [first]);
  return prepended;
}

/** When the window or the composer changes its height, who was at the end stays at the end. */
function useEndKept(box: { current: HTMLDivElement | null }, atEnd: { current: boolean }): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    watch.observe(element);
    for (const child of element.children) watch.observe(child);
    return () => watch.disconnect();
  }, [box, atEnd]);
}

/** Seen means: the end of the log is on the screen of somebody who looks. */
function useSeen(stream: string, last: number, atEnd: { current: boolean }): () => void {
  const look = useCallback(() => {
    if (last === 0 || !atEnd.current || document.visibilityState !== 'visible') return;
    line.seen(stream, last);
    markRead(stream);
  }, [stream, last, atEnd]);
  useEffect(() => {
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [look]);
  return look;
}
