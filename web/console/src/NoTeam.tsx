/** Somebody who works nowhere: the socket would refuse them, so the page asks now and then whether they were added. */
import { type JSX, useEffect } from 'react';
import { api } from './door/http.ts';
import type { Me } from './door/shapes.ts';
import { hangUp } from './live/line.ts';
import { Empty } from './parts/Empty.tsx';
import { useWords } from './words.ts';

const EVERY = 15_000; // ms

export function NoTeam(): JSX.Element {
  const { t } = useWords();
  useEffect(() => {
    hangUp();
    const timer = setInterval(() => {
      void api<Me>('/me').then(
        (found) => found.memberships.length > 0 && location.reload(),
        () => {},
      );
    }, EVERY);
    return () => clearInterval(timer);
  }, []);
  return (
    <main id="main">
      <Empty whole sign="people" title={t('noteam')}>
        <p>{t('noteam.text')}</p>
      </Empty>
    </main>
  );
}
