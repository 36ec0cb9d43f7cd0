/** The part of Troth that lives in the host page: a button, and on intent a frame. Before the click it asks for nothing,
 * stores nothing and sets no cookie. What it hears from the frame is wishes and a number, never words. */

import { choose, direction, makeT, texts } from '@troth/words';
import ar from '@troth/words/loader.ar.json';
import en from '@troth/words/loader.en.json';
import { today } from '../day.ts';
import { quiet } from '../signals.ts';
import { draw, element } from './draw.ts';
import { forget, remember, remembered } from './memory.ts';
import './site.ts';

type Happening = 'ready' | 'open' | 'close' | 'unread';
type Listener = (n: number) => void;

const ANSWER_WITHIN = 4_000; // ms; a refused frame raises no event
const site = __TROTH_SITE__;
const script = document.currentScript as HTMLScriptElement | null;
const origin = script?.src ? new URL(script.src).origin : new URL(site.base).origin;
const spoken = site.languages.length ? site.languages : ['en'];
const language = choose([script?.dataset.lang ?? '', document.documentElement.lang, ...navigator.languages], spoken);
const t = makeT(texts(language === 'ar' ? ar : en), language);
const listeners = new Map<string, Set<Listener>>();

function begin(): void {
  const { host, launcher, badge, box } = draw(site, direction(language));
  let frame: HTMLIFrameElement | null = null;
  let ready = false;
  let card: HTMLElement | null = null; // says that the frame does not come, as long as it does not
  let opened = false;
  let leaving = false; // it is being turned off: the frame clears what it keeps
  let late = 0;
  const before = remembered(site.key);
  const over = Number(before?.used) + site.days < today();
  const hushed = quiet(site.signals);
  const chooses = site.choices && !hushed; // whether it was open is remembered
  if (over) forget(site.key);
  else if (before?.open && !chooses) remember(site.key, { open: undefined, used: before.used });
  let may = !site.ask; // keep anything here; what was answered before, and whether that holds still, the frame knows

  const tell = (what: object): void => frame?.contentWindow?.postMessage({ troth: 1, ...what }, origin);
  const narrow = (): boolean => matchMedia('(max-width: 480px)').matches;

  /** On intent: hover, focus, touch or click. */
  const load = (): void => {
    if (frame) return;
    frame = element('iframe', '');
    frame.title = t('frame');
    frame.setAttribute(
      'sandbox',
      'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads',
    );
    frame.allow = 'clipboard-write; autoplay'; // a sound where the browser lets the page itself make one
    frame.referrerPolicy = 'origin';
    frame.src = `${origin}/w/${site.key}/panel`;
    box.append(frame);
    late = window.setTimeout(missed, ANSWER_WITHIN);
  };

  const note = (what: 'open' | 'talk', yes: boolean): void => {
    if (!may) return;
    const kept = remembered(site.key);
    const value = (yes && (chooses || what === 'talk')) || undefined;
    // a talk that goes on while somebody looks at pages is no use of the chat; opening it is, where anything is kept
    if (what === 'open' && yes ? value || kept : kept?.[what] !== value) remember(site.key, { [what]: value });
  };

  /** Without query and fragment: those may hold secrets of the host page, and of the one before. */
  const where = (): object | null => {
    if (site.telemetry === 'off' || hushed) return null;
    const from = site.telemetry === 'full' && document.referrer ? new URL(document.referrer) : null;
    return {
      url: (location.origin + location.pathname).slice(0, 500),
      title: document.title.slice(0, 200),
      ...(from && { referrer: (from.host + from.pathname).slice(0, 300) }),
    };
  };

  /** The page refuses the frame, or the line is slow: then it takes the card's place when it comes. */
  const missed = (): void => {
    if (leaving) {
      gone(true);
      return;
    }
    if (frame) frame.inert = true;
    card = element('div', 'refused');
    const line = element('div', '');
    line.textContent = t('refused');
    const link = element('a', '');
    link.href = hosted();
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = t('hosted');
    card.append(line, link);
    box.append(card);
    if (opened) link.focus();
  };

  const hosted = (): string => `${origin}/chat/${site.key}`;

  const open = (): void => {
    // a page without a viewport is drawn 980 wide on a phone: a panel in it would be a stamp
    if (screen.width <= 480 && innerWidth > screen.width * 1.5) {
      window.open(hosted(), '_blank', 'noopener');
      return;
    }
    if (opened || !host.isConnected || leaving) return;
    opened = true;
    load();
    box.parentElement?.classList.add('open');
    launcher.setAttribute('aria-expanded', 'true');
    label();
    note('open', true);
    if (ready) show();
    happened('open', 0);
  };

  const show = (): void => {
    frame?.focus();
    tell({ do: 'open', language, page: where() });
  };

  const close = (): void => {
    if (!opened) return;
    opened = false;
    box.parentElement?.classList.remove('open');
    launcher.setAttribute('aria-expanded', 'false');
    label();
    launcher.focus({ preventScroll: true });
    note('open', false);
    tell({ do: 'close' });
    happened('close', 0);
  };

  let unread = 0;
  let [title, counted] = ['', ''];
  /** While nobody looks at the page its title bears the number. A title the page has set meanwhile is left alone. */
  const count = (): void => {
    if (counted && document.title === counted) document.title = title;
    counted = '';
    if (!document.hidden || !unread) return;
    title = document.title;
    document.title = counted = `(${unread}) ${title}`;
  };

  const label = (): void => {
    const name = opened ? t('close') : unread ? t('unread', { n: unread }) : t('open');
    launcher.setAttribute('aria-label', name);
    badge.hidden = opened || unread === 0;
    badge.dataset.n = unread > 9 ? '9+' : String(unread); // drawn by the sheet: the name says it in words
  };

  const heard: Record<string, (n: unknown) => void> = {
    __proto__: null as never,
    ready() {
      clearTimeout(late);
      card?.remove();
      card = null;
      if (frame) frame.inert = false;
      ready = true;
      if (leaving) tell({ do: 'off', language });
      else if (opened) show();
      else tell({ do: 'wait', language });
      happened('ready', 0);
    },
    close,
    unread(n) {
      unread = Math.min(99, Math.max(0, Number(n) || 0));
      label();
      count();
      happened('unread', unread);
    },
    talk(n) {
      note('talk', Boolean(n));
    },
    /** the visitor said whether anything may be kept */
    keep(n) {
      may = Boolean(n);
      if (may) note('open', opened);
      else forget(site.key);
    },
    off: () => gone(true),
  };

  addEventListener('message', (event: MessageEvent) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin || event.data?.troth !== 1) return;
    heard[String(event.data.do)]?.(event.data.n);
  });
  for (const intent of ['pointerenter', 'focus', 'pointerdown']) launcher.addEventListener(intent, load);
  document.addEventListener('visibilitychange', count);
  launcher.addEventListener('click', () => (opened ? close() : open()));
  label();

  /** As if it had never been there. */
  const gone = (told: boolean): void => {
    host.remove();
    clearTimeout(late);
    frame?.remove();
    card?.remove();
    frame = card = null;
    ready = opened = leaving = false;
    unread = 0;
    count();
    label();
    box.parentElement?.classList.remove('open');
    if (!told) return;
    forget(site.key);
    remember(site.key, { off: true });
  };

  const optOut = (): void => {
    const used = frame ?? remembered(site.key);
    remember(site.key, { off: true });
    leaving = host.hidden = Boolean(used) && !card;
    unread = 0;
    count();
    if (leaving) load();
    else gone(true);
    if (ready) tell({ do: 'off', language });
  };

  const optIn = (): void => {
    if (host.isConnected) return;
    forget(site.key);
    may = !site.ask;
    host.hidden = false;
    document.body.append(host);
  };

  /** A link to #troth opens the chat, also one that was turned off. */
  const linked = (): void => {
    if (location.hash !== '#troth') return;
    optIn();
    open();
  };

  window.Troth = {
    open,
    close,
    on(happening, listener) {
      const all = listeners.get(happening) ?? new Set();
      listeners.set(happening, all.add(listener));
      return () => all.delete(listener);
    },
    optOut,
    optIn,
  };
  addEventListener('hashchange', linked);
  addEventListener('storage', () => remembered(site.key)?.off && !leaving && gone(false)); // in another tab

  // the visitor used the chat before: an open panel comes back, and a badge needs the frame
  if (over || !before?.off) document.body.append(host);
  if (before?.open && chooses && !before.off && !over && !narrow()) open();
  else if ((over || before?.talk) && !before?.off) load(); // what is over goes on the frame's own side too
  linked();
}

function happened(what: Happening, n: number): void {
  for (const listener of listeners.get(what) ?? []) listener(n);
}

declare global {
  interface Window {
    Troth?: {
      open(): void;
      close(): void;
      /** `unread` comes with the number of messages; returns how to stop listening */
      on(what: Happening, listener: Listener): () => void;
      /** turn the chat off on this website, in this browser: what it kept here is removed, and it is not shown again */
      optOut(): void;
      /** turn it on again */
      optIn(): void;
    };
  }
}

if (!window.Troth) {
  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin);
}
