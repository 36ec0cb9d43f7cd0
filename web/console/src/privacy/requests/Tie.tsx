/** Whom a request, or a hold, is about: found by address, name or number. */
import type { JSX } from 'react';
import { useState } from 'react';
import { Sheet } from '../../parts/Sheet.tsx';
import { useWords } from '../../words.ts';
import type { Found } from '../shapes.ts';
import css from './Ask.module.css';
import { sentence } from './Ask.tsx';
import { FindSubject } from './FindSubject.tsx';

interface Props {
  workspace: string;
  /** what is sought at first */
  first: string;
  onFound: (one: Found) => Promise<void>;
  onClose: () => void;
}

export function Tie({ workspace, first, onFound, onClose }: Props): JSX.Element {
  const { t } = useWords();
  const [wrong, setWrong] = useState<string | null>(null);
  const choose = (one: Found): void => {
    setWrong(null);
    onFound(one).catch((error: unknown) => setWrong(sentence(t, error)));
  };
  return (
    <Sheet title={t('act.desk.tie')} open onClose={onClose}>
      <div className={css.ask}>
        <p>{t('desk.tie.text')}</p>
        <FindSubject workspace={workspace} first={first} onFound={choose} />
        {wrong ? (
          <p className={css.wrong} role="alert" dir="auto">
            {wrong}
          </p>
        ) : null}
      </div>
    </Sheet>
  );
}
