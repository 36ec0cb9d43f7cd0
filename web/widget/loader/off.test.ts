// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { today } from '../day.ts';
import { kept, launcher, load, open, ready, root, say, TROTH, told } from './stage.ts';

describe('turned off', () => {
  it('by the visitor, it is gone at once, and stays so', async () => {
    await load();
    launcher().click();
    ready();
    say({ do: 'off' });
    expect([document.body.childElementCount, kept()]).toEqual([0, { off: true, used: today() }]);
    delete window.Troth;
    await load();
    expect(document.body.childElementCount).toBe(0);
  });

  it('by a page whose visitor never used it, it asks for nothing', async () => {
    await load();
    window.Troth?.optOut();
    expect([document.body.childElementCount, root.querySelector('iframe')]).toEqual([0, null]);
  });

  it('by a page whose visitor used it before, it has the frame cleared first', async () => {
    localStorage.setItem('troth.shop', '{}');
    await load();
    window.Troth?.optOut();
    ready();
    expect(told).toMatchObject([[{ do: 'off' }, TROTH]]);
  });

  it('goes also when the frame never answers', async () => {
    localStorage.setItem('troth.shop', '{}');
    await load();
    window.Troth?.optOut();
    vi.advanceTimersByTime(4_000);
    expect(document.body.childElementCount).toBe(0);
  });

  it('comes back by the page’s script, as if new', async () => {
    localStorage.setItem('troth.shop', '{"off":true}');
    await load();
    window.Troth?.optIn();
    expect([document.body.childElementCount, localStorage.length]).toEqual([1, 0]);
    launcher().click();
    expect(open()).toBe(true);
  });

  it('comes back, opened, by a link', async () => {
    localStorage.setItem('troth.shop', '{"off":true}');
    await load();
    location.hash = '#troth';
    dispatchEvent(new HashChangeEvent('hashchange'));
    expect([document.body.childElementCount, open()]).toEqual([1, true]);
  });

  it('in another tab, it goes here too', async () => {
    await load();
    localStorage.setItem('troth.shop', '{"off":true}');
    dispatchEvent(new StorageEvent('storage', { key: 'troth.shop' }));
    expect(document.body.childElementCount).toBe(0);
  });
});

describe('where the site asks first', () => {
  it('nothing is kept before the visitor agreed', async () => {
    await load({ ask: true });
    launcher().click();
    ready();
    say({ do: 'talk', n: 1 });
    launcher().click();
    launcher().click();
    expect(localStorage.length).toBe(0);
    say({ do: 'keep', n: 1 });
    expect(kept()).toEqual({ open: true, used: today() });
  });

  it('nor when they refused, nor any more when they took it back', async () => {
    await load({ ask: true });
    launcher().click();
    ready();
    say({ do: 'keep', n: 0 });
    say({ do: 'talk', n: 1 });
    expect(localStorage.length).toBe(0);
    say({ do: 'keep', n: 1 });
    say({ do: 'keep', n: 0 });
    say({ do: 'talk', n: 1 });
    expect(localStorage.length).toBe(0);
  });

  it('looking at pages is no use of the chat for who agreed either', async () => {
    localStorage.setItem('troth.shop', JSON.stringify({ talk: true, used: today() - 5 }));
    await load({ ask: true });
    ready();
    say({ do: 'keep', n: 1 });
    say({ do: 'talk', n: 1 });
    expect(kept()).toEqual({ talk: true, used: today() - 5 });
  });

  it('an agreement holds on the next page, once the frame says that it still does', async () => {
    localStorage.setItem('troth.shop', '{"open":true,"talk":true}');
    await load({ ask: true });
    launcher().click();
    ready();
    expect(localStorage['troth.shop']).toBe('{"open":true,"talk":true}'); // they may be asked anew
    say({ do: 'keep', n: 1 });
    expect(kept()).toEqual({ talk: true, used: today() });
  });
});

describe('a browser that asks not to be watched', () => {
  const heard = async (more: object): Promise<unknown> => {
    await load({ telemetry: 'full', ...more });
    launcher().click();
    ready();
    return (told as [{ page: unknown }][])[0]?.[0].page;
  };

  afterEach(() => {
    Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    Reflect.deleteProperty(navigator, 'doNotTrack');
  });

  it.each([
    ['globalPrivacyControl', true, 'gpc'],
    ['doNotTrack', '1', 'dnt'],
  ])('by %s is asked for no page, unless the site ignores it', async (name, value, signal) => {
    Object.defineProperty(navigator, name, { value, configurable: true });
    expect(await heard({})).toBeNull();
    say({ do: 'talk', n: 1 });
    expect(kept()).toEqual({ talk: true, used: today() }); // an answer is waited for
    delete window.Troth;
    localStorage.clear();
    document.body.replaceChildren();
    expect(await heard({ signals: ['gpc', 'dnt'].filter((one) => one !== signal) })).toMatchObject({ title: 'A shop' });
  });

  it('and one that does not tells where it came from, without what was searched', async () => {
    vi.spyOn(document, 'referrer', 'get').mockReturnValue('https://search.example/find?q=secret#x');
    expect(await heard({})).toMatchObject({ referrer: 'search.example/find' });
  });
});
