/** Somebody who works nowhere has nothing to do here but wait, or leave. The socket would refuse them, so the page asks now and then whether they were added. */
import { type JSX, useEffect } from 'react';
import { api } from './door/http.ts';
import type { Me } from './door/shapes.ts';
import { hangUp } from './live/line.ts';
import { useMe } from './live/me.ts';
import { Button } from './parts/Button.tsx';
import { Empty } from './parts/Empty.tsx';
import { apart, useWords } from './words.ts';

const EVERY = 15_000; // ms

export function NoTeam({ onSignOut }: { onSignOut: () => void }): JSX.Element {
  const { t } = useWords();
  const { person } = useMe();
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
    <main id="main" style={{ blockSize: '100%' }}>
      <Empty whole sign="people" title={t('noteam')}>
        <p>{t('noteam.text')}</p>
        <p>{t('noteam.as', { email: apart(person.email) })}</p>
        <Button sign="leave" onPress={onSignOut}>
          {t('signout')}
        </Button>
      </Empty>
    </main>
  );
}
