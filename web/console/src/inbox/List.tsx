/** The list of a view: filter, rows, and what to say when there are none. Keys j and k walk it. */
import { type JSX, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Button as Base, Input, SearchField } from 'react-aria-components';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useAct } from '../keys/acts.ts';
import { inbox, loadClosed, loadOpen } from '../live/inbox.ts';
import { useMe, useServed } from '../live/me.ts';
import { Button, SignButton } from '../parts/Button.tsx';
import { Client } from '../parts/Client.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Choice, Menu } from '../parts/Menu.tsx';
import { RowBones } from '../parts/Skeleton.tsx';
import { useTwoColumns } from '../parts/wide.ts';
import { addressOf, useGo, usePlace } from '../places.ts';
import { Filters } from '../search/Filters.tsx';
import { fromField, Results } from '../search/Results.tsx';
import { change, forgetSearch, isSearching, useSearch, wanted } from '../search/search.ts';
import { useStore } from '../store.ts';
import { aim } from '../talk/aim.ts';
import { useWords } from '../words.ts';
import css from './List.module.css';
import { Offer } from './Offer.tsx';
import { Row } from './Row.tsx';
import { belongs, shown } from './rows.ts';

/** `below`: what follows where there is nothing to list. */
export function List({ alone, below }: { alone: boolean; below?: ReactNode }): JSX.Element {
  const { t, number } = useWords();
  const { view, conversation, workspace } = usePlace();
  const { memberships } = useMe();
  const go = useGo();
  const { rows, state, older, olderBusy } = useStore(inbox);
  const { wish, found, stale } = useSearch(workspace);
  const sought = wish.words;
  const searching = isSearching(wish);
  const field = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const list = useMemo(
    () => shown(rows, view, workspace, sought, searching ? null : conversation),
    [rows, view, workspace, sought, searching, conversation],
  );
  const count = list.filter((row) => belongs(row, view)).length;
  const at = list.findIndex((row) => row.id === conversation);
  const client = memberships.find((one) => one.workspace.id === workspace)?.workspace;
  const Root = alone ? 'main' : 'section'; // a page has one main place: on a phone the list is it

  useEffect(() => {
    if (view === 'closed' && older === undefined) void loadClosed();
  }, [view, older]);

  const open = (index: number): void => {
    const row = list[index];
    if (!row) return;
    aim.set(null);
    go({ conversation: row.id });
    virtual.current?.scrollToIndex(index, { align: 'nearest' });
  };
  const step = (by: 1 | -1): void => open(at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by);
  useAct('list.next', () => step(1), list.length > 0 && !searching);
  useAct('list.previous', () => step(-1), list.length > 0 && !searching);
  useAct('list.search', () => field.current?.focus());
  useAct('list.back', () => go({ conversation: null }), conversation !== null);

  useEffect(() => {
    if (!wanted.get()) return;
    wanted.set(false);
    field.current?.focus();
  });

  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...(scroller.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    const here = links.indexOf(document.activeElement as HTMLElement);
    if (!by || here < 0) return;
    event.preventDefault();
    links[here + by]?.focus();
  };

  const more = (): void => {
    const box = scroller.current;
    if (view === 'closed' && !searching && box && box.scrollHeight - box.scrollTop - box.clientHeight < 600)
      void loadClosed();
  };

  return (
    <Root className={css.list} aria-label={t(`view.${view}`)} {...(alone ? { id: 'main' } : {})}>
      <header>
        <h1>
          {t(searching ? 'search.title' : `view.${view}`)}{' '}
          {view !== 'closed' && count > 0 && !searching ? <span className="figures">{number(count)}</span> : null}
        </h1>
        {searching ? null : <ClientFilter />}
        {client ? (
          <Base
            className={css.only ?? ''}
            onPress={() => go({ workspace: null })}
            aria-label={`${client.name}: ${t('clients.all')}`}
          >
            <Client name={client.name} colour={client.colour} kind="chip" />
            <Icon sign="x" size={14} />
          </Base>
        ) : null}
      </header>
      <SearchField
        className={css.search ?? ''}
        aria-label={t('list.search')}
        value={sought}
        onChange={(words) => (words.trim() ? change({ words }) : forgetSearch())}
      >
        <Icon sign="search" size={16} />
        <Input
          ref={field}
          placeholder={t('list.search')}
          maxLength={200}
          onKeyDown={(event) => {
            if (event.key === 'Escape') field.current?.blur();
            else if (searching) fromField(event, scroller.current);
          }}
        />
        {sought ? null : <kbd>/</kbd>}
      </SearchField>
      {searching ? <Filters wish={wish} /> : null}
      <p className="unseen" aria-live="polite">
        {searching && !stale && found.status === 'ready' ? t('search.found', { n: found.items.length }) : ''}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows walk the links inside */}
      <div ref={scroller} className={css.scroller} onKeyDown={walk} onScroll={more}>
        {searching ? (
          <Results wish={wish} found={found} stale={stale} listed={list} scroller={scroller} />
        ) : state === 'loading' || (view === 'closed' && list.length === 0 && older !== null && state !== 'failed') ? (
          <RowBones says={t('loading')} />
        ) : state === 'failed' ? (
          <Empty sign="warn" bad title={t('list.failed')}>
            <p>{t('failed.text')}</p>
            <Button onPress={() => void loadOpen()}>{t('retry')}</Button>
          </Empty>
        ) : list.length === 0 ? (
          <>
            <Nothing />
            {below}
          </>
        ) : (
          <Virtualizer ref={virtual} as="ul" item="li" scrollRef={scroller} itemSize={62} bufferSize={400}>
            {list.map((row, index) => (
              <Row
                key={row.id}
                row={row}
                href={`/console${addressOf({ view, conversation: row.id, workspace })}`}
                here={row.id === conversation}
                tabbed={at < 0 ? index === 0 : index === at}
                onOpen={() => open(index)}
              />
            ))}
          </Virtualizer>
        )}
        {olderBusy && list.length > 0 && !searching ? <RowBones says={t('loading')} /> : null}
      </div>
      <Offer />
    </Root>
  );
}

/** On a phone the rail has no room for clients. */
function ClientFilter(): JSX.Element | null {
  const { t } = useWords();
  const memberships = useServed();
  const { workspace } = usePlace();
  const go = useGo();
  if (useTwoColumns() || memberships.length < 2) return null;
  return (
    <Menu says={t('filter')} button={<SignButton sign="settings" says={t('filter')} pressed={workspace !== null} />}>
      <Choice<string>
        title={t('clients')}
        chosen={[workspace ?? '']}
        options={[['', t('clients.all')], ...memberships.map((one) => [one.workspace.id, one.workspace.name] as const)]}
        onChoose={(chosen) => go({ workspace: [...chosen][0] || null })}
      />
    </Menu>
  );
}

function Nothing(): JSX.Element {
  const { t } = useWords();
  const { view } = usePlace();
  const go = useGo();
  return (
    <Empty sign={view === 'closed' ? 'closed' : view} title={t(`list.none.${view}`)}>
      <p>{t(`list.none.${view}.text`)}</p>
      {view === 'waiting' || view === 'mine' ? (
        <Button
          onPress={() => go({ view: view === 'mine' ? 'waiting' : 'open' })}
          keys={view === 'mine' ? 'g w' : 'g o'}
        >
          {t(view === 'mine' ? 'list.none.mine.do' : 'list.none.waiting.do')}
        </Button>
      ) : null}
    </Empty>
  );
}
