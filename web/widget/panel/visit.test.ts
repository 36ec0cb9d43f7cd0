// @vitest-environment jsdom

import type { WireEvent } from '@troth/wire';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { said } from '../../log/made.ts';
import { today } from '../day.ts';
import { asked, opening, type Reply, replies, rest, SITE, Silent, store, visit } from './stage.ts';

describe('before the panel is opened', () => {
  it('nobody is anybody: no request, nothing stored', async () => {
    const here = visit();
    here.wait();
    await rest(60_000);
    expect([asked, localStorage.length, Silent.all.length, here.state.phase]).toEqual([[], 0, 0, 'start']);
  });
});

describe('what lies on the device', () => {
  it('was last used when the chat was last opened, not when a badge looked for an answer', async () => {
    localStorage.setItem('troth.shop.token', '"token"');
    localStorage.setItem('troth.shop.conversation', '"c"');
    localStorage.setItem('troth.shop.used', String(today() - 9));
    const here = visit();
    here.wait();
    await rest(1_000);
    expect(localStorage['troth.shop.used']).toBe(String(today() - 9));
    here.open();
    expect(localStorage['troth.shop.used']).toBe(String(today()));
  });
});

describe('the sound', () => {
  it('is on until the visitor turns it off, and that is remembered', () => {
    const here = visit();
    expect(here.state.sound).toBe(true);
    here.setSound(false);
    expect(visit().state.sound).toBe(false);
  });
});

describe('the pass', () => {
  it('is renewed once when it was refused, and the request repeated', async () => {
    store.set('token', 'token');
    replies['GET /me'] = [{ status: 401, body: { code: 'pass_expired' } }, { body: { kind: 'visitor' } }];
    replies['POST /passes'] = [{ body: { pass: 'one' } }, { body: { pass: 'two' } }];
    const here = visit();
    expect(await here.ask('GET', '/me')).toEqual({ kind: 'visitor' });
    expect(asked.map(({ what, credential }) => [what, credential])).toEqual([
      ['POST /passes', 'token'],
      ['GET /me', 'one'],
      ['POST /passes', 'token'],
      ['GET /me', 'two'],
    ]);
  });

  it('is asked for once by many at the same time', async () => {
    const here = visit();
    here.open();
    await Promise.all([here.identity.pass(), here.identity.pass(), here.identity.pass()]);
    expect(asked.filter(({ what }) => what === 'POST /sites/shop/visitors')).toHaveLength(1);
  });

  it('of a visitor whom the server knows no more begins a new visitor and a new talk', async () => {
    store.set('token', 'forgotten');
    store.set('conversation', 'old');
    replies['POST /passes'] = [{ status: 401, body: { code: 'sign_in' } }];
    const here = visit();
    here.open();
    await rest(100);
    expect([store.get('token'), store.get('conversation'), here.state.phase]).toEqual(['token', null, 'start']);
  });

  it('of a visitor forgotten meanwhile does not take their first words along', async () => {
    const here = visit();
    here.open();
    await rest(100);
    replies['POST /conversations'] = [{ status: 401, body: { code: 'pass_expired' } }, { status: 201 }];
    replies['POST /passes'] = [{ status: 401, body: { code: 'sign_in' } }];
    here.begin('hello', { name: 'Vi' });
    await rest(100);
    expect(here.state).toMatchObject({ phase: 'talk', conversation: opening()[0]?.body.id });
    expect(here.talk?.outbox).toMatchObject([{ text: 'hello', state: 'sent' }]);
  });

  it.each([
    { status: 404, body: '<html>maintenance</html>' },
    { status: 403, body: { title: 'a firewall' } },
    { status: 401, body: { title: 'a proxy' } },
  ])('keeps the visitor and the talk when somebody else answers: %o', async (reply) => {
    store.set('token', 'token');
    store.set('conversation', 'c');
    store.set('draft', 'words');
    replies['POST /passes'] = [reply];
    const here = visit();
    here.open();
    await rest(5_000);
    expect(['token', 'conversation', 'draft'].map((name) => store.get(name))).toEqual(['token', 'c', 'words']);
  });

  it('keeps the visitor when the server is only away', async () => {
    store.set('token', 'token');
    replies['POST /passes'] = [{ status: 503, body: { code: 'busy' } }];
    const here = visit();
    await expect(here.identity.pass()).rejects.toMatchObject({ code: 'busy' });
    expect(store.get('token')).toBe('token');
  });
});

describe('a talk that goes on', () => {
  const page = (events: WireEvent[]): Reply => ({ body: { items: events, more: false } });

  beforeEach(() => {
    store.set('token', 'token');
    store.set('conversation', 'c');
    replies['GET /conversations/c'] = [{ body: { id: 'c', state: 'open', marks: [] } }];
  });

  it('is read again after a reload and counts what was not seen', async () => {
    replies['GET /conversations/c/events'] = [page([said(1, 0), said(2, 1), said(3, 2)])];
    store.set('seen', 1);
    const here = visit();
    here.wait(); // also while the panel is closed: the badge needs it
    await rest(100);
    expect(here.state).toMatchObject({ phase: 'talk', unread: 2 });
    here.seen();
    expect([here.state.unread, store.get('seen')]).toEqual([0, 3]);
  });

  it('waits for a server that is away', async () => {
    replies['GET /conversations/c/events'] = ['offline', page([said(1, 0)])];
    const here = visit();
    here.open();
    await rest(10_000);
    expect(here.talk?.last).toBe(1);
  });

  it('ends where the conversation does not exist any more', async () => {
    replies['GET /conversations/c'] = [{ status: 404, body: { code: 'not_found' } }];
    const here = visit();
    here.open();
    await rest(100);
    expect([here.state.phase, store.get('conversation')]).toEqual(['start', null]);
  });

  it('brings back what was written and not sent', async () => {
    replies['GET /conversations/c/events'] = [page([said(1, 0)])];
    const before = visit();
    before.open();
    await rest(100);
    before.say('written without a line');
    const after = visit();
    after.open();
    await rest(100);
    expect(after.talk?.outbox).toMatchObject([{ text: 'written without a line', state: 'sending' }]);
    expect(after.talk?.outbox[0]?.clientId).toBe(before.talk?.outbox[0]?.clientId);
  });

  it('loses nothing to a second tab', async () => {
    replies['GET /conversations/c/events'] = [page([said(1, 0)])];
    const [one, two] = [visit(), visit()];
    for (const tab of [one, two]) tab.open();
    await rest(100);
    one.say('of the first');
    two.say('of the second');
    const texts = (): string[] => (store.get<{ text: string }[]>('outbox') ?? []).map((each) => each.text);
    expect(texts().sort()).toEqual(['of the first', 'of the second']);
    two.discard(String(two.talk?.outbox[0]?.clientId));
    expect(texts()).toEqual(['of the first']);
    const clientId = String(one.talk?.outbox[0]?.clientId);
    one.session.kept('c', clientId, { at: '2026-01-01T10:00:00Z' });
    expect(store.get('outbox')).toBeNull();
  });

  it('is followed to another by a second tab', async () => {
    replies['GET /conversations/c/events'] = [page([said(1, 0)])];
    const here = visit();
    here.open();
    await rest(100);
    localStorage.removeItem('troth.shop.conversation');
    dispatchEvent(new StorageEvent('storage', { key: 'troth.shop.conversation' }));
    expect(here.state).toMatchObject({ phase: 'start', conversation: null });
  });
});

describe('what agents may know', () => {
  const PAGE = { url: 'https://shop.example/', title: 'A', referrer: 'search.example/' };
  const told = async (telemetry: 'off' | 'basic' | 'full', signal = ''): Promise<unknown> => {
    if (signal) Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
    const { profile } = SITE;
    visit({ ...SITE, profile: { ...profile, telemetry } }).open(PAGE);
    await vi.dynamicImportSettled();
    await rest(100);
    const [line] = Silent.all;
    line?.onopen?.({});
    await rest(100);
    line?.onmessage?.({ data: '{"op":"welcome","v":1,"now":"2026-01-01T00:00:00Z","session":"s"}' });
    await rest(100);
    Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    return line?.sent
      .filter((one) => one.op === 'here')
      .map((one) => Object.keys((one as { page?: object }).page ?? {}));
  };

  it('is what the site chose', async () => {
    expect(await told('off')).toEqual([]);
  });

  it('is the page, or also the families of browser and system', async () => {
    expect(await told('full')).toEqual([['url', 'title', 'referrer', 'browser', 'system']]);
  });

  it('is nothing where the browser asks not to be watched', async () => {
    expect(await told('full', 'gpc')).toEqual([]);
  });
});
