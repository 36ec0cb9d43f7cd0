/** List, talk and context beside each other; what does not fit folds away, the talk last. */
import type { JSX } from 'react';
import { Aside } from '../aside/Aside.tsx';
import { toggleAside, useAside } from '../aside/shown.ts';
import { useAct } from '../keys/acts.ts';
import { absent, inbox } from '../live/inbox.ts';
import { Empty } from '../parts/Empty.tsx';
import { Keys } from '../parts/Keys.tsx';
import { useTwoColumns } from '../parts/wide.ts';
import { useGo, usePlace } from '../places.ts';
import { useStore } from '../store.ts';
import { Talk } from '../talk/Talk.tsx';
import { useWords } from '../words.ts';
import css from './Inbox.module.css';
import { List } from './List.tsx';
import { counts } from './rows.ts';

export function Inbox(): JSX.Element {
  const { conversation } = usePlace();
  const two = useTwoColumns();
  const aside = useShown(conversation);
  useAct('talk.aside', toggleAside, conversation !== null);
  return (
    <div
      className={css.inbox}
      data-open={conversation !== null || undefined}
      data-aside={(aside && conversation !== null) || undefined}
    >
      {two || !conversation ? <List alone={!two} /> : null}
      {two || conversation ? (
        <main id="main" className={css.talk} tabIndex={-1}>
          {conversation ? <Talk key={conversation} id={conversation} /> : <NoTalk />}
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

function NoTalk(): JSX.Element {
  const { t } = useWords();
  const go = useGo();
  const { waiting } = counts(useStore(inbox).rows, null);
  return (
    <Empty sign="open" title={t('talk.none')}>
      <p>{waiting > 0 ? t('talk.none.waiting', { n: waiting }) : t('talk.none.text')}</p>
      <p className={css.hint}>
        <Keys keys="j" /> <Keys keys="k" /> {t('talk.none.keys')} <Keys keys="?" />
      </p>
      {waiting > 0 ? (
        <button
          type="button"
          className={css.go}
          onClick={() => go({ view: 'waiting', conversation: null, workspace: null })}
        >
          {t('talk.none.do')}
        </button>
      ) : null}
    </Empty>
  );
}
