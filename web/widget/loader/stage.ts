/** For tests of the loader: a page that runs it, and a frame that says what it is told to; made anew before each test. */

import { afterEach, beforeEach, expect, vi } from 'vitest';

export const TROTH = 'http://troth.example';
const SITE = {
  key: 'shop',
  base: TROTH,
  languages: ['en', 'ar'],
  position: 'end',
  launcher: 'bubble',
  theme: 'auto',
  light: { fill: '#000', on_fill: '#fff' },
  dark: { fill: '#000', on_fill: '#fff' },
  telemetry: 'off',
  signals: ['gpc', 'dnt'],
  ask: false,
  days: 365,
  choices: true,
};

export let root: ShadowRoot;
export let told: unknown[];
const attach = globalThis.Element.prototype.attachShadow;
const add = globalThis.addEventListener.bind(globalThis);
const listening: (() => void)[] = []; // a page ends with its test

/** Run the loader as a page does; `root` is its closed shadow root. */
export async function load(more: object = {}): Promise<void> {
  vi.stubGlobal('__TROTH_SITE__', { ...SITE, ...more });
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
    expect(init.mode).toBe('closed');
    root = attach.call(this, init);
    return root;
  });
  vi.resetModules();
  await import('./index.ts');
}

export const launcher = (): HTMLButtonElement => root.querySelector('button') as HTMLButtonElement;
export const frame = (): HTMLIFrameElement | null => root.querySelector('iframe');
/** What lies on the page's side. */
export const kept = (): unknown => JSON.parse(localStorage['troth.shop'] ?? 'null');
export const open = (): boolean => root.querySelector('.open') !== null;

/** A message as the frame would send it. */
export function say(data: object, { origin = TROTH, source = frame()?.contentWindow ?? null } = {}): void {
  dispatchEvent(new MessageEvent('message', { data: { troth: 1, ...data }, origin, source }));
}

export function ready(): void {
  const inside = frame()?.contentWindow as Window;
  told = [];
  inside.postMessage = ((what: unknown, origin: string) => told.push([what, origin])) as never;
  say({ do: 'ready' });
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  localStorage.clear();
  delete window.Troth;
  document.title = 'A shop';
  vi.stubGlobal('addEventListener', (...what: Parameters<typeof addEventListener>) => {
    add(...what);
    listening.push(() => removeEventListener(...what));
  });
  vi.stubGlobal('screen', { width: 1280 });
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
});

afterEach(() => {
  for (const end of listening.splice(0)) end();
  location.hash = '';
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
