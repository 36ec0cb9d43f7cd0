/** List, talk and context beside each other; what does not fit folds away, the talk last. */
import type { JSX } from 'react';
import { Aside } from '../aside/Aside.tsx';
import { useAside, useToggleAside } from '../aside/shown.ts';
import { useAct } from '../keys/acts.ts';
import { absent, inbox } from '../live/inbox.ts';
import { Empty } from '../parts/Empty.tsx';
import { Keys } from '../parts/Keys.tsx';
import { Sentence } from '../parts/Sentence.tsx';
import { useTwoColumns } from '../parts/wide.ts';
import { useGo, usePlace } from '../places.ts';
import { FirstStep, useUnwritten } from '../settings/FirstStep.tsx';
import { useStore } from '../store.ts';
import { Talk } from '../talk/Talk.tsx';
import { useWords } from '../words.ts';
import css from './Inbox.module.css';
import { List } from './List.tsx';
import { counts, shown } from './rows.ts';

export function Inbox(): JSX.Element {
  const { conversation } = usePlace();
  const two = useTwoColumns();
  const unwritten = useUnwritten();
  const aside = useShown(conversation);
  const first = unwritten.length > 0 ? <FirstStep unwritten={unwritten} /> : null;
  const toggleAside = useToggleAside();
  useAct('talk.aside', toggleAside, conversation !== null);
  return (
    <div
      className={css.inbox}
      data-open={conversation !== null || undefined}
      data-aside={(aside && conversation !== null) || undefined}
    >
      {two || !conversation ? <List alone={!two} below={two ? null : first} /> : null}
      {two || conversation ? (
        <main id="main" className={css.talk} tabIndex={-1}>
          {conversation ? <Talk key={conversation} id={conversation} /> : (first ?? <NoTalk />)}
        </main>
      ) : null}
      {conversation && aside ? <Aside key={conversation} id={conversation} onClose={toggleAside} /> : null}
    </div>
  );
}

/** No context beside a conversation that is not there. */
function useShown(conversation: string | null): boolean {
  const missing = useStore(absent);
  return useAside() && (conversation === null || missing !== conversation);
}

/** Speaks of the same conversations as the list beside it, and leads only to where one is not yet. */
function NoTalk(): JSX.Element {
  const { t } = useWords();
  const { view, workspace } = usePlace();
  const go = useGo();
  const { rows } = useStore(inbox);
  const { waiting } = counts(rows, workspace);
  const some = shown(rows, view, workspace, '').length > 0;
  const elsewhere = view !== 'waiting' && waiting > 0;
  return (
    <Empty sign="open" title={t('talk.none')}>
      <p>{elsewhere ? t('talk.none.waiting', { n: waiting }) : some ? t('talk.none.text') : t('talk.none.nothing')}</p>
      {some ? (
        <p className={css.hint}>
          <Sentence
            words={t('talk.none.keys')}
            parts={{ next: <Keys keys="j" />, previous: <Keys keys="k" />, help: <Keys keys="?" /> }}
          />
        </p>
      ) : null}
      {elsewhere ? (
        <button type="button" className={css.go} onClick={() => go({ view: 'waiting', conversation: null })}>
          {t('talk.none.do')}
        </button>
      ) : null}
    </Empty>
  );
}
