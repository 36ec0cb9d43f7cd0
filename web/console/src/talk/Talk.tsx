/** The open conversation: head, log, composer. Opening shows what is held at once and asks for the rest. */

import type { WireEvent } from '@troth/wire';
import { type JSX, useEffect, useState } from 'react';
import { api, Problem } from '../door/http.ts';
import type { Conversation } from '../door/shapes.ts';
import { absent, fetchRow, inbox, watching } from '../live/inbox.ts';
import { line, useTalk } from '../live/line.ts';
import { unsent } from '../live/unsent.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { TalkBones } from '../parts/Skeleton.tsx';
import { useGo } from '../places.ts';
import { useStore } from '../store.ts';
import { useWords } from '../words.ts';
import { reach, useAim } from './aim.ts';
import { ClosedBar } from './ClosedBar.tsx';
import { Composer } from './Composer.tsx';
import { DropZone } from './DropZone.tsx';
import { Head } from './Head.tsx';
import { Log } from './Log.tsx';

export interface EventsPage {
  items: WireEvent[];
  more: boolean;
}

const PAGE = 60;

/** Asked with `before` far ahead: the newest page. */
const pageBefore = (id: string, before: number): Promise<EventsPage> =>
  api<EventsPage>(`/conversations/${id}/events?before=${before}&limit=${PAGE}`);

type State = 'loading' | 'ready' | 'missing' | 'failed';

export function Talk({ id }: { id: string }): JSX.Element {
  const { t } = useWords();
  const go = useGo();
  const row = useStore(inbox).rows.get(id);
  const talk = useTalk(id);
  const [state, setState] = useState<State>(talk.last > 0 && row ? 'ready' : 'loading');
  const [turn, setTurn] = useState(0);

  // `turn` is the wish to try again.
  useEffect(() => {
    let here = true;
    watching.set(id);
    const held = line.talk(id).last > 0;
    const first = held ? null : pageBefore(id, 2 ** 31 - 1);
    Promise.all([inbox.get().rows.get(id) ?? fetchRow(id), first])
      .then(([found, page]) => {
        if (!here) return;
        if (!found) return setState('missing');
        line.watch(id, page ? { events: page.items, more: page.more } : undefined, unsent(id));
        setState('ready');
      })
      .catch((error: unknown) => {
        // An address that is no conversation's (422) is not there either.
        if (here) setState(error instanceof Problem && [404, 422].includes(error.status) ? 'missing' : 'failed');
      });
    return () => {
      here = false;
      if (watching.get() === id) watching.set(null);
      line.unwatch(id);
    };
  }, [id, turn]);

  useEffect(() => line.on((change) => change.what === 'gone' && change.stream === id && setState('missing')), [id]);

  // Removed from the workspace while looking: the row went with it.
  const gone = state === 'missing' || (state === 'ready' && !row);
  useEffect(() => absent.set(gone ? id : null), [gone, id]);
  if (gone)
    return (
      <Empty sign="search" whole title={t('talk.missing')}>
        <p>{t('talk.missing.text')}</p>
        <Button onPress={() => go({ conversation: null })}>{t('talk.missing.do')}</Button>
      </Empty>
    );
  if (state === 'failed')
    return (
      <Empty sign="warn" bad whole title={t('talk.failed')}>
        <p>{t('failed.text')}</p>
        <Button
          onPress={() => {
            setState('loading');
            setTurn(turn + 1);
          }}
        >
          {t('retry')}
        </Button>
      </Empty>
    );
  if (!row) return <TalkBones says={t('loading')} />;
  return <Ready row={row} loading={state === 'loading'} />;
}

function Ready({ row, loading }: { row: Conversation; loading: boolean }): JSX.Element {
  const { t } = useWords();
  const talk = useTalk(row.id);
  const older = async (): Promise<void> => {
    const page = await pageBefore(row.id, line.talk(row.id).first);
    line.older(row.id, page.items, page.more);
  };
  const aim = useAim(row.id);
  useEffect(() => {
    if (aim && !loading) void reach(aim).catch(() => {}); // whoever scrolls up asks again
  }, [aim, loading]);
  return (
    <DropZone conversation={row.id} can={row.state === 'open'}>
      <Head row={row} />
      {loading ? <TalkBones says={t('loading')} /> : <Log row={row} talk={talk} onOlder={older} />}
      {row.state === 'closed' ? <ClosedBar row={row} /> : <Composer key={row.id} row={row} talk={talk} />}
    </DropZone>
  );
}
