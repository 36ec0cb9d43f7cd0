// @vitest-environment jsdom

import type { ServerFrame } from '@troth/wire';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Line, said } from '../../../log/made.ts';
import type { Conversation, Me } from '../door/shapes.ts';

const A = '01900000-0000-7000-8000-00000000000a';
const PERSON = { person: { id: 'p' }, memberships: [{ workspace: { id: 'w' }, member_id: 'm' }] } as unknown as Me;

let lines: Line[];
let replies: Record<string, (unknown | number)[]>; // an answer, or the status of a refusal; the last one stays

async function answer(url: string, init: RequestInit = {}): Promise<Response> {
  const what = `${init.method ?? 'GET'} ${url.replace('/api/v1', '').split('&')[0]}`;
  const list = replies[what] ?? [404];
  const reply = list.length > 1 ? list.shift() : list[0];
  if (typeof reply !== 'number') return new Response(JSON.stringify(reply), { status: 200 });
  return new Response(JSON.stringify({ code: reply === 404 ? 'not_found' : 'busy' }), { status: reply });
}

const row = (id: string, some: Partial<Conversation> = {}): Conversation =>
  ({ id, workspace_id: 'w', state: 'open', last_seq: 1, agents: [], unread: 0, ...some }) as Conversation;
const open = (...ids: string[]): unknown => ({ items: ids.map((id) => row(id)), next: null });
const OPEN = 'GET /conversations?view=open';
const rest = (ms = 10): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const line = (): Line => lines.at(-1) as Line;
const tell = (frame: ServerFrame): void => line().tell(frame);

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  sessionStorage.clear();
  [lines, replies] = [[], { 'POST /passes': [{ pass: 'p', expires: '2099-01-01T00:00:00Z' }] }];
  vi.stubGlobal('fetch', answer);
  vi.stubGlobal('WebSocket', function open() {
    lines.push(new Line());
    return line();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The live half of the console with one workspace, connected. */
async function begun(...ids: string[]): Promise<typeof import('./inbox.ts')> {
  replies[OPEN] = [open(...ids)];
  const [inbox, { line: session }, { me }] = await Promise.all([
    import('./inbox.ts'),
    import('./line.ts'),
    import('./me.ts'),
  ]);
  me.set(PERSON);
  inbox.openInbox(PERSON);
  session.start();
  await rest();
  line().welcome();
  follow('c1');
  await rest();
  return inbox;
}

function follow(cursor: string): void {
  const { ref } = line().of('subscribe').at(-1) as { ref: number };
  tell({ op: 'subscribed', ref, workspace: 'w', cursor });
}

it('a new conversation is shown although the server was away when it was asked for', async () => {
  const { inbox } = await begun();
  replies[`GET /conversations/${A}`] = [503, 503, row(A, { last_seq: 2 })];
  tell({ op: 'summary', workspace: 'w', cursor: 'c2', event: said(1, 0, '', { stream: A, kind: 'opened' } as never) });
  await rest(10_000);
  expect([...inbox.get().rows.keys()]).toEqual([A]);
});

it('an inbox whose cursor is too old is loaded anew, and what was closed meanwhile is gone from it', async () => {
  const { inbox } = await begun('x', 'y');
  expect([...inbox.get().rows.keys()]).toEqual(['x', 'y']);
  line().cut();
  await rest(2_000);
  line().welcome();
  const [{ ref = 0, cursor = null } = {}] = line().of('subscribe');
  expect(cursor).toBe('c1');
  replies[OPEN] = [503, open('y', 'z')];
  tell({ op: 'error', code: 'invalid', message: 'too old', ref, workspace: 'w' });
  follow('c9');
  await rest(10_000);
  expect([...inbox.get().rows.keys()]).toEqual(['y', 'z']);
});

it('the last member who goes is no longer shown as available', async () => {
  const { presence } = await import('./presence.ts');
  await begun();
  tell({ op: 'here', workspace: 'w', agents: 1, members: ['m'], all: true });
  expect(presence.get().get('w')?.members).toEqual(new Set(['m']));
  tell({ op: 'here', workspace: 'w' });
  expect(presence.get().get('w')?.members).toEqual(new Set());
});

it('what was written before a reload goes out although its conversation is not opened again', async () => {
  const one = { clientId: 'c', text: 'reply', files: [], state: 'sending', at: '2026-01-01T10:00:00Z' };
  sessionStorage.setItem(`troth.unsent.${A}`, JSON.stringify([one]));
  await begun();
  expect(line().of('say')).toMatchObject([{ stream: A, client_id: 'c', text: 'reply' }]);
  tell({ op: 'ack', ref: 1, stream: A, client_id: 'c', seq: 1, at: '2026-01-01T10:00:00Z' });
  expect(sessionStorage.getItem(`troth.unsent.${A}`)).toBeNull();
});

it('a privacy officer follows no inbox where they are one', async () => {
  const [inbox, { line: session }, { me }] = await Promise.all([
    import('./inbox.ts'),
    import('./line.ts'),
    import('./me.ts'),
  ]);
  const officer = { workspace: { id: 'o' }, member_id: 'n', role: 'officer' };
  const both = { ...PERSON, memberships: [officer, ...PERSON.memberships] } as unknown as Me;
  me.set(both);
  replies[OPEN] = [open()];
  inbox.openInbox(both);
  session.start();
  await rest();
  line().welcome();
  expect(
    line()
      .of('subscribe')
      .map((frame) => (frame as { workspace?: string }).workspace),
  ).toEqual(['w']);
});
