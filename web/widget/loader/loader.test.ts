// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { today } from '../day.ts';
import { frame, kept, launcher, load, open, ready, root, say, TROTH, told } from './stage.ts';

describe('before the click', () => {
  it('there is a button and nothing else', async () => {
    await load();
    expect(launcher().getAttribute('aria-label')).toBe('Open chat');
    expect([frame(), localStorage.length]).toEqual([null, 0]);
  });

  it.each(['pointerenter', 'focus', 'pointerdown'])('%s fetches the frame, once, unopened', async (intent) => {
    await load();
    launcher().dispatchEvent(new Event(intent));
    launcher().dispatchEvent(new Event(intent));
    expect(root.querySelectorAll('iframe')).toHaveLength(1);
    expect(frame()?.src).toBe(`${TROTH}/w/shop/panel`);
    expect([open(), localStorage.length]).toEqual([false, 0]);
    ready();
    expect(told).toEqual([[expect.objectContaining({ do: 'wait' }), TROTH]]);
  });

  it('a visitor who opted out sees nothing', async () => {
    localStorage.setItem('troth.shop', '{"off":true}');
    await load();
    window.Troth?.open();
    expect([document.body.childElementCount, document.querySelector('iframe')]).toEqual([0, null]);
  });

  it('speaks the page’s language', async () => {
    document.documentElement.lang = 'ar-EG';
    await load();
    expect(launcher().getAttribute('aria-label')).toBe('فتح المحادثة');
    expect(document.getElementById('troth-shop')?.dir).toBe('rtl');
    document.documentElement.lang = '';
  });
});

describe('the frame', () => {
  it('can not navigate the page', async () => {
    await load();
    launcher().click();
    const sandbox = frame()?.getAttribute('sandbox') ?? '';
    expect(sandbox).toContain('allow-same-origin');
    expect(sandbox).not.toContain('top-navigation');
    expect(frame()?.referrerPolicy).toBe('origin');
  });

  it('that does not come leaves a way to the hosted chat, and takes its place when it comes late', async () => {
    await load();
    launcher().click();
    vi.advanceTimersByTime(4_000);
    const way = (): HTMLAnchorElement | null => root.querySelector('.refused a');
    expect([way()?.href, way()?.rel]).toEqual([`${TROTH}/chat/shop`, 'noopener']);
    expect(frame()?.inert).toBe(true); // the way is all that a key or a finger reaches
    ready();
    expect([way(), frame()?.inert, open()]).toEqual([null, false, true]);
    expect(told).toMatchObject([[{ do: 'open' }, TROTH]]);
  });

  it('that never comes is gone with the chat, and asked for again when that comes back', async () => {
    await load();
    launcher().click();
    vi.advanceTimersByTime(4_000);
    window.Troth?.optOut();
    expect([document.body.childElementCount, root.querySelector('.refused'), frame()]).toEqual([0, null, null]);
    window.Troth?.optIn();
    launcher().click();
    expect([root.querySelector('.refused'), frame()?.inert]).toEqual([null, undefined]);
  });

  it('opens when it is ready, closes on its wish, and gives the focus back', async () => {
    await load();
    launcher().click();
    expect([open(), launcher().getAttribute('aria-expanded')]).toEqual([true, 'true']);
    ready();
    expect(told).toMatchObject([[{ do: 'open', page: null }, TROTH]]);
    say({ do: 'close' });
    expect([open(), launcher().getAttribute('aria-expanded')]).toEqual([false, 'false']);
    expect(document.activeElement?.id).toBe('troth-shop');
  });

  it('tells where it is only when the site’s profile allows, without query and fragment', async () => {
    history.replaceState(null, '', '/offers?secret=1#part');
    await load({ telemetry: 'basic' });
    launcher().click();
    ready();
    expect(told).toMatchObject([[{ page: { url: `${location.origin}/offers` } }, TROTH]]);
  });

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['another window', { source: window }],
  ])('is not heard from %s', async (_, from) => {
    await load();
    launcher().click();
    ready();
    say({ do: 'close' }, from);
    say({ do: 'unread', n: 5 }, from);
    expect(open()).toBe(true);
  });

  it('knows no words but its own', async () => {
    await load();
    launcher().click();
    ready();
    for (const word of ['constructor', '__proto__', 'toString', 'open', '']) say({ do: word });
    expect(open()).toBe(true);
  });

  it('counts in the page’s title while nobody looks at the page, and gives the title back', async () => {
    const look = (hidden: boolean): void => {
      vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    document.title = 'A shop';
    await load();
    launcher().dispatchEvent(new Event('focus'));
    ready();
    say({ do: 'unread', n: 1 });
    expect(document.title).toBe('A shop');
    look(true);
    expect(document.title).toBe('(1) A shop');
    say({ do: 'unread', n: 2 });
    expect(document.title).toBe('(2) A shop');
    look(false);
    expect(document.title).toBe('A shop');

    look(true);
    say({ do: 'unread', n: 0 });
    expect(document.title).toBe('A shop');

    say({ do: 'unread', n: 3 });
    document.title = 'Another page of the shop'; // the page's own word counts
    look(false);
    expect(document.title).toBe('Another page of the shop');
    window.Troth?.optOut();
    look(true);
    expect(document.title).toBe('Another page of the shop');
  });

  it('shows a number and never more than a number', async () => {
    const numbers: number[] = [];
    await load();
    window.Troth?.on('unread', (n) => numbers.push(n));
    launcher().dispatchEvent(new Event('focus'));
    ready();
    for (const n of [3, 1e9, -4, '<b>', null]) say({ do: 'unread', n });
    expect(numbers).toEqual([3, 99, 0, 0, 0]);
    say({ do: 'unread', n: 12 });
    expect(root.querySelector<HTMLElement>('.badge')?.dataset.n).toBe('9+');
    expect(launcher().getAttribute('aria-label')).toBe('Open chat, 12 new messages');
  });
});

describe('a phone on a page that was not made for phones', () => {
  it('gets the chat in a tab: a panel would be a stamp', async () => {
    const opened = vi.fn();
    vi.stubGlobal('open', opened);
    vi.stubGlobal('screen', { width: 390 });
    vi.stubGlobal('innerWidth', 980);
    await load();
    launcher().click();
    expect(opened).toHaveBeenCalledWith(`${TROTH}/chat/shop`, '_blank', 'noopener');
    expect(open()).toBe(false);
  });
});

describe('what is remembered on the page’s side', () => {
  it('is one key, after the click, without a token', async () => {
    await load();
    launcher().click();
    ready();
    say({ do: 'talk', n: 1 });
    expect(Object.keys(localStorage)).toEqual(['troth.shop']);
    expect(kept()).toEqual({ open: true, talk: true, used: today() });
  });

  it('brings an open panel back on the next page', async () => {
    localStorage.setItem('troth.shop', '{"open":true}');
    await load();
    expect(open()).toBe(true);
  });

  it('fetches the frame of a talk that goes on, for its badge', async () => {
    localStorage.setItem('troth.shop', '{"talk":true}');
    await load();
    expect([open(), frame() !== null]).toEqual([false, true]);
  });

  it('ends so many days after the last use, and the frame is told to look at its own side', async () => {
    localStorage.setItem('troth.shop', JSON.stringify({ open: true, talk: true, used: today() - 30 }));
    await load({ days: 30 });
    expect([open(), localStorage.length]).toEqual([true, 1]);
    delete window.Troth;
    localStorage.setItem('troth.shop', JSON.stringify({ open: true, talk: true, used: today() - 31 }));
    await load({ days: 30 });
    expect([open(), localStorage.length, frame() !== null]).toEqual([false, 0, true]);
    delete window.Troth;
    localStorage.setItem('troth.shop', JSON.stringify({ off: true, used: today() - 31 }));
    await load({ days: 30 });
    expect([open(), localStorage.length, frame()]).toEqual([false, 0, null]);
  });

  it('is not used by looking at pages while a talk goes on', async () => {
    const before = { open: true, talk: true, used: today() - 5 };
    localStorage.setItem('troth.shop', JSON.stringify({ ...before, open: undefined }));
    await load();
    ready();
    say({ do: 'talk', n: 1 });
    expect(kept()).toEqual({ talk: true, used: today() - 5 });
    launcher().click();
    expect(kept()).toEqual({ ...before, used: today() });
  });

  it('is no choice where the site keeps none: whether a talk goes on, and on which day the chat was used', async () => {
    await load({ choices: false });
    launcher().click();
    ready();
    expect(localStorage.length).toBe(0);
    say({ do: 'talk', n: 1 });
    expect(kept()).toEqual({ talk: true, used: today() });
  });

  it('loses the choice of before, and is no younger for it', async () => {
    localStorage.setItem('troth.shop', JSON.stringify({ open: true, talk: true, used: today() - 5 }));
    await load({ choices: false });
    expect([open(), kept()]).toEqual([false, { talk: true, used: today() - 5 }]);
    launcher().click();
    expect(kept()).toEqual({ talk: true, used: today() });
  });

  it('may be refused', async () => {
    vi.stubGlobal('localStorage', null);
    await load();
    launcher().click();
    expect(open()).toBe(true);
  });
});

describe('Troth', () => {
  it('opens, closes, tells, and leaves for good', async () => {
    const happened: string[] = [];
    await load();
    for (const what of ['open', 'close', 'ready'] as const) window.Troth?.on(what, () => happened.push(what));
    const off = window.Troth?.on('open', () => happened.push('never'));
    off?.();
    window.Troth?.open();
    ready();
    window.Troth?.close();
    expect(happened).toEqual(['open', 'ready', 'close']);
    window.Troth?.optOut();
    expect(document.getElementById('troth-shop')?.hidden).toBe(true);
    expect(told.at(-1)).toMatchObject([{ do: 'off' }, TROTH]); // the frame clears what it keeps
    say({ do: 'off' });
    expect([document.body.childElementCount, kept()]).toEqual([0, { off: true, used: today() }]);
  });

  it('is there once, also when the script stands twice in the page', async () => {
    await load();
    await load();
    expect(document.querySelectorAll('#troth-shop')).toHaveLength(1);
  });
});
