/** Who is there decides what is drawn: the sign-in, or the console. */
import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useCallback, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Router } from 'wouter';
import { choices, choose } from './choices.ts';
import { Console } from './console.tsx';
import { api, onSignedOut, Problem } from './door/http.ts';
import { signedIn, signOut } from './door/session.ts';
import type { Me } from './door/shapes.ts';
import { openInbox } from './live/inbox.ts';
import { hangUp, line } from './live/line.ts';
import { me } from './live/me.ts';
import { available } from './live/presence.ts';
import { NoTeam } from './NoTeam.tsx';
import { Button } from './parts/Button.tsx';
import { Empty } from './parts/Empty.tsx';
import { Toasts } from './parts/toasts.tsx';
import { SignIn } from './signin/SignIn.tsx';
import { useStore } from './store.ts';
import { transcriptFor } from './talk/deeds.ts';
import { SPOKEN, useWords } from './words.ts';

const PERSON = 'troth.person';

/** A number made of an id, from which nothing leads back to it: the tab tells people apart, and names nobody. */
const mark = (id: string): string =>
  String([...id].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0, 7));

/** Somebody else than before signs in in this tab. */
function isAnother(id: string): boolean {
  try {
    const before = sessionStorage.getItem(PERSON);
    if (before === null) sessionStorage.setItem(PERSON, mark(id));
    return before !== null && before !== mark(id);
  } catch {
    return false;
  }
}

/** Nothing of one person stays for the next: drafts are forgotten, and the page with all it holds is loaded anew. */
function leaveNothing(): void {
  hangUp();
  try {
    sessionStorage.clear();
  } catch {
    // storage refused: nothing was kept
  }
  location.assign('/console/');
}

type State = 'asking' | 'out' | 'in' | 'failed';

export function App(): JSX.Element {
  const [state, setState] = useState<State>('asking');
  const person = useStore(me);
  const cache = useQueryClient();
  const { t, locale } = useWords();

  const enter = useCallback(async (): Promise<void> => {
    try {
      if (!(await signedIn())) return setState('out');
      const found = await api<Me>('/me');
      if (isAnother(found.person.id)) return leaveNothing();
      me.set(found);
      const { language } = found.person;
      if (!choices.get().locale && Object.hasOwn(SPOKEN, language)) choose({ locale: language });
      openInbox(found);
      available.set(choices.get().available);
      line.here({ available: choices.get().available });
      if (found.memberships.length > 0) line.start();
      setState('in');
    } catch (error) {
      setState(error instanceof Problem && error.status === 401 ? 'out' : 'failed');
    }
  }, []);

  /** The session ended by itself: what was being written waits for the same person to come back. */
  const out = useCallback((): void => {
    hangUp();
    transcriptFor.set(null);
    cache.clear();
    me.set(null);
    setState('out');
  }, [cache]);

  useEffect(() => void enter(), [enter]);
  useEffect(() => line.on((change) => change.what === 'status' && change.status === 'signed_out' && out()), [out]);
  useEffect(() => {
    onSignedOut.add(out);
    return () => void onSignedOut.delete(out);
  }, [out]);
  const leave = (): void => void signOut().finally(leaveNothing);
  const lost = state === 'in' && !person;
  useEffect(() => {
    if (lost) out();
  }, [lost, out]);

  return (
    <I18nProvider locale={locale}>
      <Router base="/console">
        {state === 'in' && person ? (
          person.memberships.length > 0 ? (
            <Console onSignOut={leave} />
          ) : (
            <NoTeam onSignOut={leave} />
          )
        ) : state === 'out' ? (
          <SignIn onDone={() => void enter()} />
        ) : state === 'failed' ? (
          <main style={{ blockSize: '100%' }}>
            <Empty sign="warn" bad whole title={t('failed.title')}>
              <p>{t('failed.text')}</p>
              <Button kind="solid" onPress={() => void enter()}>
                {t('retry')}
              </Button>
            </Empty>
          </main>
        ) : null}
      </Router>
      <Toasts />
    </I18nProvider>
  );
}
