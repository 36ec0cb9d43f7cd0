import { facts } from '@troth/log';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { Composer } from './composer.tsx';
import { EndCard } from './end.tsx';
import { Head } from './head.tsx';
import { framed, tell } from './host.ts';
import { Log } from './log.tsx';
import { Notices } from './notices.tsx';
import { Confirm, type Sheet, TranscriptSheet } from './sheets.tsx';
import { Start } from './start.tsx';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

export function App({ visit }: { visit: Visit }) {
  const [, changed] = useReducer((n: number) => n + 1, 0);
  useEffect(() => visit.subscribe(() => changed(undefined)), [visit]);
  const [sheet, setSheet] = useState<Sheet>(null);
  const { t } = useWords();
  const { state, talk } = visit;
  const known = talk ? facts(talk) : null;

  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (sheet) setSheet(null);
      else tell('close');
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [sheet]);

  return (
    <main class={`panel ${state.phase} ${framed ? '' : 'page'}`} aria-label={t('panel')}>
      <Head visit={visit} facts={known} onSheet={setSheet} />
      <Notices visit={visit} />
      {state.phase === 'talk' && talk ? (
        <>
          <Log visit={visit} talk={talk} />
          {sheet === 'end' ? (
            <Confirm visit={visit} onDone={() => setSheet(null)} />
          ) : sheet === 'transcript' ? (
            <TranscriptSheet visit={visit} onDone={() => setSheet(null)} />
          ) : known?.closed ? (
            <EndCard visit={visit} facts={known} onTranscript={() => setSheet('transcript')} />
          ) : (
            <Composer visit={visit} key={talk.stream} />
          )}
        </>
      ) : state.phase === 'start' ? (
        <Start visit={visit} />
      ) : (
        <div class="grow" />
      )}
    </main>
  );
}
