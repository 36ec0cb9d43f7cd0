/** The acts on a conversation as a person does them: at once, told, and undone instead of asked about. */
import { useMemo } from 'react';
import * as acts from '../door/acts.ts';
import { Problem } from '../door/http.ts';
import type { Conversation } from '../door/shapes.ts';
import { tell } from '../parts/toasts.tsx';
import { store } from '../store.ts';
import { useWords, words } from '../words.ts';

/** Tells what went wrong in words; the code decides, the server's sentence is for codes without words of ours. */
export function trouble(error: unknown, again?: () => void, about: string | null = null): void {
  const { t } = words.get();
  const code = error instanceof Problem ? error.code : 'internal';
  const known = t(`error.${code}`);
  const which = error instanceof Problem && code === 'promise_broken' ? Object.values(error.fields) : [];
  const text = known === `error.${code}` ? t('error.internal') : [known, ...which].join(' ');
  tell(text, { bad: true, about, ...(again ? { undo: again, call: t('retry') } : {}) });
}

/** The conversation whose transcript is being asked for, if any. */
export const transcriptFor = store<Conversation | null>(null);

export interface Deeds {
  take(): void;
  leave(): void;
  close(): void;
  reopen(): void;
  transcript(): void;
}

export function useDeeds(row: Conversation): Deeds {
  const { t } = useWords();
  return useMemo(() => {
    const run = (deed: (id: string) => Promise<unknown>, done: () => void): void => {
      deed(row.id).then(done, (error: unknown) => trouble(error, () => run(deed, done), row.id));
    };
    const take = (): void => run(acts.take, () => {});
    const reopen = (): void => run(acts.reopen, () => tell(t('told.reopened'), { about: row.id }));
    return {
      take,
      leave: () => run(acts.leave, () => tell(t('told.left'), { undo: take, about: row.id })),
      close: () => run(acts.close, () => tell(t('told.closed'), { undo: reopen, about: row.id })),
      reopen,
      transcript: () => transcriptFor.set(row),
    };
  }, [row, t]);
}
