import { facts, type Status } from '@troth/log';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { Head } from './head.tsx';
import { framed, leave } from './host.ts';
import { later } from './later.tsx';
import { Notices } from './notices.tsx';
import type { Sheet } from './sheets.tsx';
import { Start } from './start.tsx';
import { askedView, talkView } from './talk_view.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

const Asked = later(async () => (await askedView()).Asked, 'grow'); // few sites ask: a file of its own
const TurnOff = later(async () => {
  await talkView(); // it has the words
  return (await import('./sheets.tsx')).TurnOff;
});
const MyData = later(async () => {
  await talkView();
  return (await import('./data.tsx')).MyData;
});
const Talk = later(async () => (await talkView()).Talk, 'grow');

export function App({ visit }: { visit: Visit }) {
  useChanges(visit);
  const [sheet, setSheet] = useState<Sheet>(null);
  const { t } = useWords();
  const { state, talk } = visit;
  const known = talk ? facts(talk) : null;
  const lost = useLost(state.status);

  // the visitor is here: the talk's view comes while they write their first words
  useEffect(() => {
    if (state.open && state.phase !== 'consent') void Talk.fetch().catch(() => {});
  }, [state.open, state.phase]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (sheet) setSheet(null);
      else leave(() => visit.close());
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [sheet, visit]);

  return (
    <main class={`panel ${state.phase === 'talk' ? 'talk' : 'start'} ${framed ? '' : 'page'}`} aria-label={t('panel')}>
      <Head visit={visit} facts={known} lost={lost} onSheet={setSheet} />
      <Notices visit={visit} lost={lost} />
      {state.phase === 'talk' && talk ? (
        <Talk visit={visit} talk={talk} sheet={sheet} onSheet={setSheet} />
      ) : state.phase === 'start' ? (
        <Start visit={visit} />
      ) : state.phase === 'consent' || state.phase === 'off' ? (
        <Asked visit={visit} />
      ) : (
        <div class="grow" />
      )}
      {sheet === 'data' && <MyData visit={visit} onDone={() => setSheet(null)} />}
      {sheet === 'off' && <TurnOff visit={visit} onDone={() => setSheet(null)} />}
    </main>
  );
}

/** Whether the line has been away for a while. Short interruptions are not worth a word. */
function useLost(status: Status): boolean {
  const away = status === 'offline' || status === 'connecting';
  const [lost, setLost] = useState(false);
  useEffect(() => {
    setLost(false);
    if (!away) return;
    const timer = setTimeout(() => setLost(true), 2_500);
    return () => clearTimeout(timer);
  }, [away]);
  return away && lost;
}

/** Draw again after a change, at most once a frame: a burst of messages is one drawing. */
function useChanges(visit: Visit): void {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    let due = false;
    const drawn = (): void => {
      due = false;
      draw(undefined);
    };
    drawn(); // what changed between the first drawing and this moment
    return visit.subscribe(() => {
      if (due) return;
      due = true;
      if (document.hidden) setTimeout(drawn);
      else requestAnimationFrame(drawn);
    });
  }, [visit]);
}
