import { facts, type Talk as TalkState } from '@troth/log';
import english from '@troth/words/widget.en.json?talk';
import { askedFor } from './awaited.tsx';
import { Composer } from './composer.tsx';
import { later } from './later.tsx';
import { Log } from './log.tsx';

import type { Sheet } from './sheets.tsx';
import './talk_icons.ts';
import './style/menu.css';
import './style/log.css';
import './style/composer.css';
import './style/sheets.css';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

const Confirm = later(async () => (await import('./sheets.tsx')).Confirm);
const TranscriptSheet = later(async () => (await import('./sheets.tsx')).TranscriptSheet);
const EndCard = later(async () => (await import('./sheets.tsx')).EndCard);

export { Menu } from './menu.tsx';
export { english };

interface Props {
  visit: Visit;
  talk: TalkState;
  sheet: Sheet;
  onSheet: (sheet: Sheet) => void;
}

/** The talk, and below it what can be done: write, or what a sheet asks, or what is left after the end. */
export function Talk({ visit, talk, sheet, onSheet }: Props) {
  const { t } = useWords();
  const known = facts(talk);
  const transcript = (): void => onSheet('transcript');
  const done = (): void => onSheet(null);
  return (
    <>
      {!visit.store.lasting && (
        <div class="notices" role="status">
          <p class="calm">
            {t('memory')}{' '}
            {!askedFor(talk) && (
              <button type="button" class="link" onClick={transcript}>
                {t('memory.act')}
              </button>
            )}
          </p>
        </div>
      )}
      <Log visit={visit} talk={talk} onTranscript={transcript} />
      {sheet === 'end' && !known.closed ? (
        <Confirm visit={visit} onDone={done} />
      ) : sheet === 'transcript' ? (
        <TranscriptSheet visit={visit} onDone={done} />
      ) : known.closed ? (
        <EndCard visit={visit} facts={known} onTranscript={transcript} />
      ) : null}
      {!known.closed && <Composer visit={visit} key={talk.stream} hidden={sheet !== null} />}
    </>
  );
}
