/** Short notices at the foot of the page; one may carry the act that undoes what was done. */
import { type JSX, useEffect } from 'react';
import { store, useStore } from '../store.ts';
import { useWords } from '../words.ts';
import { Button, SignButton } from './Button.tsx';
import css from './toasts.module.css';

interface Notice {
  id: number;
  text: string;
  bad: boolean;
  undo: (() => void) | null;
  /** What the act is called: "Undo", "Try again". */
  call: string | null;
  /** What it speaks of: of one thing only the last notice holds. */
  about: string | null;
}

const notices = store<readonly Notice[]>([]);
let last = 0;

export function tell(text: string, more: Partial<Omit<Notice, 'id' | 'text'>> = {}): void {
  last += 1;
  const notice: Notice = { id: last, text, bad: false, undo: null, call: null, about: null, ...more };
  const stale = (one: Notice): boolean => one.text === text || (one.about !== null && one.about === notice.about);
  notices.set((held) => [...held.filter((one) => !stale(one)).slice(-2), notice]);
}

const drop = (id: number): void => notices.set((held) => held.filter((one) => one.id !== id));

export function Toasts(): JSX.Element {
  const held = useStore(notices);
  const { t } = useWords();
  return (
    <section className={css.toasts} aria-label={t('toasts')} aria-live="polite">
      {held.map((notice) => (
        <One key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function One({ notice }: { notice: Notice }): JSX.Element {
  const { t } = useWords();
  useEffect(() => {
    const timer = setTimeout(() => drop(notice.id), notice.undo ? 8000 : 5000);
    return () => clearTimeout(timer);
  }, [notice]);
  const { undo } = notice;
  return (
    <div className={css.toast} data-bad={notice.bad || undefined}>
      <p>{notice.text}</p>
      {undo ? (
        <Button
          kind="plain"
          onPress={() => {
            drop(notice.id);
            undo();
          }}
        >
          {notice.call ?? t('undo')}
        </Button>
      ) : null}
      <SignButton sign="x" says={t('dismiss')} side="top" onPress={() => drop(notice.id)} />
    </div>
  );
}
