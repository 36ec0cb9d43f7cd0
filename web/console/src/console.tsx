/** The console of somebody who is signed in: the rail, and beside it one screen. */
import { useQueryClient } from '@tanstack/react-query';
import { type JSX, lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { ClosingStrip } from './ClosingStrip.tsx';
import { choices, choose } from './choices.ts';
import css from './console.module.css';
import { Inbox } from './inbox/Inbox.tsx';
import { Rail } from './inbox/Rail.tsx';
import { listen, useAct } from './keys/acts.ts';
import { onNotice } from './live/alerts.ts';
import { followChanges } from './live/changes.ts';
import { useGuarding, useServing } from './live/me.ts';
import { available, setAvailable } from './live/presence.ts';
import { NoticeStrip } from './NoticeStrip.tsx';
import { FieldBones } from './parts/Skeleton.tsx';
import { tell } from './parts/toasts.tsx';
import { addressOf, useGo, usePlace, useRightAddress } from './places.ts';
import { Strip } from './Strip.tsx';
import { wanted } from './search/search.ts';
import { useStore } from './store.ts';
import { AskTranscript } from './talk/AskTranscript.tsx';
import { useWords } from './words.ts';

const LATER = {
  now: () => import('./sites/Now.tsx'),
  settings: () => import('./settings/Settings.tsx'),
  privacy: () => import('./privacy/Desk.tsx'),
  help: () => import('./keys/Help.tsx'),
  palette: () => import('./keys/Palette.tsx'),
};
const Now = lazy(LATER.now);
const Settings = lazy(LATER.settings);
const Desk = lazy(LATER.privacy);
const Help = lazy(LATER.help);
const Palette = lazy(LATER.palette);

/** What is not drawn at first is fetched soon after it, so that it is there when the line is not. */
function fetchTheRest(): () => void {
  const timer = setTimeout(() => {
    for (const load of Object.values(LATER)) void load().catch(() => {});
  }, 2000);
  return () => clearTimeout(timer);
}

export function Console({ onSignOut }: { onSignOut: () => void }): JSX.Element {
  const { t } = useWords();
  const { screen } = usePlace();
  const [, navigate] = useLocation();
  const go = useGo();
  const cache = useQueryClient();
  const [over, setOver] = useState<'help' | 'palette' | null>(null);
  const on = useStore(available);
  const guarding = useGuarding();
  const serving = useServing();

  useEffect(listen, []);
  useEffect(fetchTheRest, []);
  useRightAddress(serving);
  useEffect(() => followChanges(cache), [cache]);
  useEffect(
    () => onNotice((row) => navigate(addressOf({ view: 'open', conversation: row.id, workspace: null }))),
    [navigate],
  );

  const toggle = (): void => {
    choose({ available: !on });
    setAvailable(!on);
    tell(t(on ? 'available.off.told' : 'available.on.told'));
  };
  useAct('go.waiting', () => go({ view: 'waiting', conversation: null }), serving);
  useAct('go.mine', () => go({ view: 'mine', conversation: null }), serving);
  useAct('go.open', () => go({ view: 'open', conversation: null }), serving);
  useAct('go.closed', () => go({ view: 'closed', conversation: null }), serving);
  useAct('go.now', () => navigate('/now'), serving);
  useAct('go.privacy', () => navigate('/privacy'), guarding);
  useAct(
    'list.search',
    () => {
      wanted.set(true);
      navigate('/open');
    },
    serving && screen !== 'inbox',
  );
  useAct('go.settings', () => navigate('/settings'));
  useAct('help', () => setOver('help'));
  useAct('palette', () => setOver('palette'));
  useAct('available', toggle, serving);
  useAct('theme', nextTheme);

  return (
    <div className={css.console}>
      <a className={css.skip} href="#main">
        {t('skip')}
      </a>
      <div className={css.strips}>
        <Strip />
        <ClosingStrip />
        <NoticeStrip />
      </div>
      <Rail onSignOut={onSignOut} onToggle={toggle} />
      <div className={css.screen}>
        {screen === 'inbox' ? (
          <Inbox />
        ) : (
          <Suspense fallback={<FieldBones says={t('loading')} />}>
            {screen === 'now' ? <Now /> : screen === 'privacy' ? <Desk /> : <Settings />}
          </Suspense>
        )}
      </div>
      <AskTranscript />
      <Suspense fallback={null}>
        {over === 'help' ? <Help onClose={() => setOver(null)} /> : null}
        {over === 'palette' ? <Palette onClose={() => setOver(null)} onSignOut={onSignOut} /> : null}
      </Suspense>
    </div>
  );
}

function nextTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const { theme } = choices.get();
  const wearsDark = theme === 'dark' || (theme === 'system' && dark);
  choose({ theme: wearsDark ? 'light' : 'dark' });
}
