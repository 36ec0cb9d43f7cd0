/** For tests of a visit: a server that answers as it is told, sockets that say nothing, a store; made anew before each test. */

import { afterEach, beforeEach, vi } from 'vitest';
import type { Site } from './shapes.ts';
import { openStore, type Store } from './storage.ts';
import { Visit } from './visit.ts';

export const SITE = {
  site_key: 'shop',
  available: true,
  hours: { open_now: true },
  profile: { telemetry: 'off', signals: { gpc: 'honour', dnt: 'honour' } },
  consent: null,
  notice: null,
  fields: [],
  offline_fields: [],
} as unknown as Site;

export type Reply = { status?: number; body?: unknown } | 'offline';

/** What the server answers, by method and path; everything asked is written down. */
export let replies: Record<string, Reply[]>;
export let asked: { what: string; credential: string; body: Record<string, unknown> }[];
export let store: Store;

const DEFAULTS: Record<string, Reply> = {
  'POST /sites/shop/visitors': { status: 201, body: { visitor_id: 'v', token: 'token', pass: 'pass', expires: '' } },
  'POST /sites/shop/consents': { status: 201, body: { visitor_id: 'v', token: 'token', pass: 'pass', expires: '' } },
  'POST /me/departure': { status: 204, body: '' },
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
  return new Response(
    reply.status === 204 ? null : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {}),
    {
      status: reply.status ?? 200,
    },
  );
}

export class Silent {
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

const listening: (() => void)[] = [];

/** What a test's pages listen to ends with it: the next one's storage is none of theirs. */
const add = globalThis.addEventListener?.bind(globalThis);
function listen(...what: Parameters<typeof addEventListener>): void {
  add(...what);
  listening.push(() => removeEventListener(...what));
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  [replies, asked, Silent.all] = [{}, [], []];
  vi.stubGlobal('fetch', answer);
  vi.stubGlobal('WebSocket', Silent);
  vi.stubGlobal('addEventListener', listen);
  store = openStore('shop');
});

afterEach(() => {
  for (const end of listening.splice(0)) end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

export const visit = (site = SITE): Visit => new Visit(site, store, 'en');
/** A page of a site that asks first. */
export function asks(notice: Site['notice'] = null): Visit {
  store = openStore('shop', { asks: true });
  return visit({ ...SITE, consent: { en: 'abc' }, notice });
}
export const rest = (ms = 1): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
export const opening = (): typeof asked => asked.filter((one) => one.what === 'POST /conversations');
