/** What a search found, in the place of the list: who, for which client, when, and the words around the hit. */
import { type JSX, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Conversation } from '../door/shapes.ts';
import { Row } from '../inbox/Row.tsx';
import { useAct } from '../keys/acts.ts';
import { inbox } from '../live/inbox.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { RowBones } from '../parts/Skeleton.tsx';
import { addressOf, useGo, usePlace } from '../places.ts';
import { useStore } from '../store.ts';
import { aim } from '../talk/aim.ts';
import { useWords } from '../words.ts';
import { cut } from './cut.ts';
import { ResultRow } from './ResultRow.tsx';
import css from './Results.module.css';
import { change, type Found, findMore, forgetSearch, type Result, scrolled, tryAgain, type Wish } from './search.ts';

interface Props {
  wish: Wish;
  found: Found;
  stale: boolean;
  /** Conversations of the list that bear the words in their name or number, which no search looks at. */
  listed: readonly Conversation[];
  scroller: RefObject<HTMLDivElement | null>;
}

export function Results({ wish, found, stale, listed, scroller }: Props): JSX.Element {
  const { t } = useWords();
  const { view, conversation, workspace } = usePlace();
  const go = useGo();
  const { rows } = useStore(inbox);
  const virtual = useRef<VirtualizerHandle>(null);
  const known = new Set(found.items.map((one) => one.conversation.id));
  const others = stale || wish.by || wish.state !== 'any' ? [] : listed.filter((row) => !known.has(row.id));
  const all: (Result | Conversation)[] = [...found.items, ...others];
  const at = all.findIndex((one) => idOf(one) === conversation);

  const open = (index: number): void => {
    const one = all[index];
    if (!one) return;
    aim.set('hit' in one ? aimOf(one) : null);
    go({ conversation: idOf(one) });
    virtual.current?.scrollToIndex(index, { align: 'nearest' });
  };
  const step = (by: 1 | -1): void => open(at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by);
  useAct('list.next', () => step(1), all.length > 0);
  useAct('list.previous', () => step(-1), all.length > 0);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box) box.scrollTop = scrolled.at;
    const keep = (): void => {
      if (!box) return;
      scrolled.at = box.scrollTop;
      if (box.scrollHeight - box.scrollTop - box.clientHeight < 600) void findMore();
    };
    box?.addEventListener('scroll', keep, { passive: true });
    return () => box?.removeEventListener('scroll', keep);
  }, [scroller]);

  if (all.length === 0 && stale) return <RowBones says={t('search.busy')} />;
  if (found.status === 'failed')
    return (
      <Empty sign="warn" bad title={t('search.failed')}>
        <p>{t('failed.text')}</p>
        <Button onPress={tryAgain}>{t('retry')}</Button>
      </Empty>
    );
  if (all.length === 0 && found.next === null) return <Nothing wish={wish} behind={found.behind} />;
  return (
    <div data-stale={stale || undefined} className={css.results}>
      {found.behind ? <p className={css.behind}>{t('search.behind')}</p> : null}
      <Virtualizer ref={virtual} as="ul" item="li" scrollRef={scroller} itemSize={80} bufferSize={400}>
        {all.map((one, index) => {
          const id = idOf(one);
          const shared = {
            href: `/console${addressOf({ view, conversation: id, workspace })}`,
            here: id === conversation,
            tabbed: at < 0 ? index === 0 : index === at,
            onOpen: () => open(index),
          };
          return 'hit' in one ? (
            <ResultRow key={id} row={rows.get(id) ?? one.conversation} hit={one.hit} {...shared} />
          ) : (
            <Row key={id} row={one} {...shared} />
          );
        })}
      </Virtualizer>
      {found.next === null ? null : found.more ? (
        <RowBones says={t('search.busy')} />
      ) : (
        <p className={css.more}>
          <Button onPress={() => void findMore()}>{t('search.more')}</Button>
        </p>
      )}
    </div>
  );
}

/** Arrows lead from the field into the results; Enter opens the first. */
export function fromField(event: KeyboardEvent, scroller: HTMLDivElement | null): void {
  const first = scroller?.querySelector<HTMLElement>('a');
  if (!first || event.nativeEvent.isComposing) return;
  if (event.key === 'ArrowDown') first.focus();
  else if (event.key === 'Enter') first.click();
  else return;
  event.preventDefault();
}

function Nothing({ wish, behind }: { wish: Wish; behind: boolean }): JSX.Element {
  const { t } = useWords();
  const narrowed = wish.by !== '' || wish.state !== 'any';
  return (
    <Empty sign="search" title={t('search.none')}>
      <p>{t(behind ? 'search.behind' : narrowed ? 'search.none.narrowed' : 'search.none.text')}</p>
      {narrowed ? (
        <Button onPress={() => change({ by: '', state: 'any' })}>{t('search.widen')}</Button>
      ) : (
        <Button onPress={forgetSearch}>{t('search.clear')}</Button>
      )}
    </Empty>
  );
}

const idOf = (one: Result | Conversation): string => ('hit' in one ? one.conversation.id : one.id);

/** A name or address stands above the talk, and at no place in it. */
function aimOf({ conversation, hit }: Result): Parameters<typeof aim.set>[0] {
  if (hit.what === 'contact') return null;
  const words = cut(hit.text, hit.places).flatMap((piece) => (piece.found ? [piece.text] : []));
  return { conversation: conversation.id, seq: hit.seq, words: [...new Set(words)] };
}
