/** What people asked for: the list, and beside it the one that is looked at. */
import { type JSX, useState } from 'react';
import { useLocation } from 'wouter';
import type { Membership } from '../../door/shapes.ts';
import { useAct } from '../../keys/acts.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Keys } from '../../parts/Keys.tsx';
import { Sentence } from '../../parts/Sentence.tsx';
import { useTwoColumns } from '../../parts/wide.ts';
import { useWords } from '../../words.ts';
import { deskAddress } from '../place.ts';
import { Detail } from './Detail.tsx';
import { FileRequest } from './FileRequest.tsx';
import { List } from './List.tsx';
import css from './Requests.module.css';

export function Requests({ membership, id }: { membership: Membership; id: string | null }): JSX.Element {
  const { t } = useWords();
  const two = useTwoColumns();
  const [, navigate] = useLocation();
  const [filing, setFiling] = useState(false);
  const { workspace } = membership;
  const open = (one: string | null): void => navigate(deskAddress(workspace.id, 'requests', one));
  useAct('desk.file', () => setFiling(true));
  useAct('list.back', () => open(null), id !== null);
  return (
    <div className={css.split}>
      {two || !id ? (
        <List membership={membership} here={id} alone={!two} onOpen={open} onFile={() => setFiling(true)} />
      ) : null}
      {two || id ? (
        <main id="main" className={css.detail} tabIndex={-1}>
          {id ? (
            <Detail key={id} membership={membership} id={id} />
          ) : (
            <Empty sign="shield" title={t('desk.request.none')}>
              <p>{t('desk.request.none.text')}</p>
              <p className={css.hint}>
                <Sentence
                  words={t('desk.request.none.keys')}
                  parts={{ next: <Keys keys="j" />, previous: <Keys keys="k" />, file: <Keys keys="c" /> }}
                />
              </p>
            </Empty>
          )}
        </main>
      ) : null}
      {filing ? <FileRequest membership={membership} onClose={() => setFiling(false)} onFiled={open} /> : null}
    </div>
  );
}
