// @vitest-environment jsdom

import { MAX_TEXT, type WireEvent } from '@troth/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { said } from '../../log/made.ts';
import type { Site } from './shapes.ts';
import { openStore, type Store } from './storage.ts';
import { Visit } from './visit.ts';

const SITE = {
  site_key: 'shop',
  available: true,
  hours: { open_now: true },
  profile: { telemetry: 'off' },
  fields: [],
  offline_fields: [],
} as unknown as Site;

type Reply = { status?: number; body?: unknown } | 'offline';

/** What the server answers, by method and path; everything asked is written down. */
let replies: Record<string, Reply[]>;
let asked: { what: string; credential: string; body: Record<string, unknown> }[];
let store: Store;

const DEFAULTS: Record<string, Reply> = {
  'POST /sites/shop/visitors': { status: 201, body: { visitor_id: 'v', token: 'token', pass: 'pass', expires: '' } },
  'POST /passes': { body: { pass: 'renewed' } },
  'POST /conversations': { status: 201, body: {} },
};

async function answer(url: string, init: RequestInit): Promise<Response> {
  const what = `${init.method} ${url.replace('/api/v1', '').split('?')[0]}`;
  const credential = new Headers(init.headers).get('Authorization')?.replace('Bearer ', '') ?? '';
  asked.push({ what, credential, body: init.body ? JSON.parse(String(init.body)) : {} });
  const list = replies[what] ?? [];
  const reply = (list.length > 1 ? list.shift() : list[0]) ??
    DEFAULTS[what] ?? { status: 404, body: { code: 'not_found' } };
  if (reply === 'offline') throw new TypeError('no network');
  return new Response(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {}), {
    status: reply.status ?? 200,
  });
}

class Silent {
  static all: Silent[] = [];
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose = null;
  constructor() {
    Silent.all.push(this);
  }
  addEventListener(): void {}
  sent: { op: string }[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {}
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  [replies, asked, Silent.all] = [{}, [], []];
  vi.stubGlobal('fetch', answer);
  vi.stubGlobal('WebSocket', Silent);
  store = openStore('shop');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const visit = (): Visit => new Visit(SITE, store, 'en');
const rest = (ms = 1): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const opening = (): typeof asked => asked.filter((one) => one.what === 'POST /conversations');

describe('before the panel is opened', () => {
  it('nobody is anybody: no request, nothing stored', async () => {
    const here = visit();
    here.wait();
    await rest(60_000);
    expect([asked, localStorage.length, Silent.all.length, here.state.phase]).toEqual([[], 0, 0, 'start']);
  });
});

describe('the first message', () => {
  it('is shown at once and leaves with the ids it keeps over every attempt', async () => {
    replies['POST /conversations'] = ['offline', { status: 503, body: { code: 'busy' } }, { status: 201 }];
    const here = visit();
    here.open();
    here.begin('hello', { name: 'Vi' });
    expect(here.talk?.outbox).toMatchObject([{ text: 'hello', state: 'sending' }]);
    await rest(20_000);
    expect(opening()).toHaveLength(3);
    expect(new Set(opening().map(({ body }) => `${body.id} ${body.client_id}`)).size).toBe(1);
    expect(opening()[0]?.body).toMatchObject({ text: 'hello', fields: { name: 'Vi' }, language: 'en' });
    expect(here.talk?.outbox).toMatchObject([{ state: 'sent' }]);
    expect([store.get('conversation'), store.get('first')]).toEqual([here.state.conversation, null]);
  });

  it('survives a page that was left before it was sent', async () => {
    replies['POST /conversations'] = ['offline'];
    const before = visit();
    before.open();
    before.begin('hello', {});
    await rest(100);
    replies['POST /conversations'] = [{ status: 201 }];
    const after = visit();
    after.open();
    await rest(100);
    expect(after.state.conversation).toBe(before.state.conversation);
    expect(opening().at(-1)?.body.client_id).toBe(opening()[0]?.body.client_id);
  });

  it('goes back to the form with what is wrong, and keeps the words', async () => {
    replies['POST /conversations'] = [{ status: 422, body: { code: 'invalid', fields: { email: 'no address' } } }];
    const here = visit();
    here.open();
    here.begin('hello', { email: 'x' });
    await rest(100);
    expect(here.state).toMatchObject({ phase: 'start', conversation: null, fieldErrors: { email: 'no address' } });
    expect([store.get('draft'), store.get('contact'), store.get('first')]).toEqual(['hello', { email: 'x' }, null]);
  });

  it('is followed by what was said meanwhile: not before it, also after a reload', async () => {
    replies['POST /conversations'] = [{ status: 429, body: { code: 'too_many' } }];
    const before = visit();
    before.open();
    await rest(10);
    const [socket] = Silent.all;
    socket?.onopen?.({});
    socket?.onmessage?.({ data: JSON.stringify({ op: 'welcome', v: 1, now: '', session: '' }) });
    before.begin('first', {});
    before.say('second');
    await rest(10);
    expect(socket?.sent.map((frame) => frame.op)).toEqual(['hello']);
    replies['POST /conversations'] = [{ status: 201 }];
    const after = visit();
    after.open();
    await rest(100);
    expect(after.talk?.outbox).toMatchObject([
      { text: 'first', state: 'sent' },
      { text: 'second', state: 'sending' },
    ]);
  });

  it('that is put away leaves its place to the next', async () => {
    replies['POST /conversations'] = [{ status: 403, body: { code: 'forbidden' } }, { status: 201 }];
    const here = visit();
    here.open();
    here.begin('first', { name: 'Vi' });
    here.say('second');
    await rest(100);
    here.discard(String(opening()[0]?.body.client_id));
    await rest(100);
    expect(opening().at(-1)?.body).toMatchObject({ text: 'second', fields: { name: 'Vi' } });
    expect(here.talk?.outbox).toMatchObject([{ text: 'second', state: 'sent' }]);
    expect([store.get('first'), store.get('outbox')]).toEqual([null, null]);
  });

  it('goes back to the form with all that was said behind it', async () => {
    replies['POST /conversations'] = [{ status: 422, body: { code: 'invalid', fields: { email: 'no address' } } }];
    const here = visit();
    here.open();
    here.begin('first', { email: 'x' });
    here.say('second');
    store.set('draft', 'third');
    await rest(100);
    expect([store.get('draft'), store.get('outbox')]).toEqual(['first\nsecond\nthird', null]);
  });

  it('of a talk begun anew does not wait for one that was given up', async () => {
    replies['POST /conversations'] = ['offline', { status: 201 }];
    const here = visit();
    here.open();
    here.begin('never mind', {});
    await rest(100);
    here.discard(String(opening()[0]?.body.client_id));
    here.begin('hello', {});
    await rest(100);
    expect(here.talk?.outbox).toMatchObject([{ text: 'hello', state: 'sent' }]);
    await rest(20_000);
    expect(opening().map(({ body }) => body.text)).toEqual(['never mind', 'hello']);
  });

  it('does not knock for an hour where an hour is to be waited', async () => {
    replies['POST /conversations'] = [{ status: 429, body: { code: 'too_many' } }];
    const here = visit();
    here.open();
    here.begin('hello', {});
    await rest(60_000);
    expect(here.talk?.outbox).toMatchObject([{ text: 'hello', state: 'failed', error: 'too_many' }]);
    expect(opening().length).toBeLessThan(6);
  });

  it('stays, marked as not sent, when it was refused for good', async () => {
    replies['POST /conversations'] = [{ status: 403, body: { code: 'forbidden' } }];
    const here = visit();
    here.open();
    here.begin('hello', {});
    await rest(100);
    expect(here.talk?.outbox).toMatchObject([{ state: 'failed', error: 'forbidden' }]);
    replies['POST /conversations'] = [{ status: 201 }];
    here.retry(String(opening()[0]?.body.client_id));
    await rest(100);
    expect(here.talk?.outbox).toMatchObject([{ state: 'sent' }]);
  });
});

describe('words that missed the end', () => {
  const begun = async (): Promise<Visit> => {
    store.set('token', 'token');
    store.set('conversation', 'c');
    replies['GET /conversations/c'] = [{ body: { id: 'c', state: 'closed', marks: [] } }];
    replies['GET /conversations/c/events'] = [{ body: { items: [said(1, 0)], more: false } }];
    const here = visit();
    here.open();
    await rest(100);
    return here;
  };
  const miss = (here: Visit, text: string): void => {
    here.say(text);
    here.session.failed('c', String(here.talk?.outbox.at(-1)?.clientId), 'closed');
  };

  it('go into a new conversation, all of them, with what the visitor answered before', async () => {
    store.set('contact', { name: 'Vi', email: 'vi@example.net' });
    const here = await begun();
    miss(here, 'one more thing');
    miss(here, 'and another');
    here.anew();
    await rest(100);
    expect(opening()).toHaveLength(1);
    expect(opening()[0]?.body).toMatchObject({
      text: 'one more thing\nand another',
      fields: { name: 'Vi', email: 'vi@example.net' },
    });
    expect(here.state).toMatchObject({ phase: 'talk', conversation: opening()[0]?.body.id });
    expect(here.talk?.outbox).toMatchObject([{ text: 'one more thing\nand another', state: 'sent' }]);
  });

  it('wait in the form where they are too long for one message', async () => {
    const here = await begun();
    for (let n = 0; n < 3; n++) miss(here, 'x'.repeat(MAX_TEXT - 1));
    here.anew();
    await rest(100);
    expect([here.state.phase, opening()]).toEqual(['start', []]);
    expect(store.get<string>('draft')).toHaveLength(3 * MAX_TEXT - 1);
  });

  it('and what was half written stay in the field when a new chat is begun', async () => {
    const here = await begun();
    store.set('draft', 'is the be');
    here.forget();
    expect(store.get('draft')).toBe('is the be');
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
