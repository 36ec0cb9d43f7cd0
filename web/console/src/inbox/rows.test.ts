import type { WireEvent } from '@troth/wire';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../door/shapes.ts';
import { age, apply, counts, put, type Rows, read, shown } from './rows.ts';

const ME = 'member-ada';
const reader = { member: ME, watching: null };

const row = (id: string, some: Partial<Conversation> = {}): Conversation => ({
  id,
  workspace_id: 'w1',
  site_id: 's1',
  number: 1,
  state: 'open',
  waiting_since: '2026-11-22T10:00:00Z',
  opened_at: '2026-11-22T10:00:00Z',
  last_at: '2026-11-22T10:00:00Z',
  last_seq: 2,
  visitor: { id: `v-${id}`, name: null, email: null, language: 'en', label: `Visitor ${id}` },
  agents: [],
  mine: false,
  preview: { seq: 2, author_kind: 'visitor', text: 'Hello' },
  unread: 1,
  answers: [],
  marks: [],
  ...some,
});

const held = (...rows: Conversation[]): Rows => put(new Map(), rows);

const event = (kind: WireEvent['kind'], seq: number, some: object = {}): WireEvent =>
  ({
    stream: 'a',
    seq,
    after: seq - 1,
    at: `2026-11-22T10:0${seq}:00Z`,
    v: 1,
    audience: 'all',
    author: { kind: 'visitor', id: 'v-a' },
    client_id: `c${seq}`,
    kind,
    body: {},
    ...some,
  }) as WireEvent;

const agent = { author: { kind: 'agent', id: ME } };
const after = (rows: Rows, ...events: WireEvent[]): Conversation | undefined =>
  events.reduce((now, one) => apply(now, one, reader).rows, rows).get('a');

describe('an event of a workspace', () => {
  it('moves the last words, counts what is unread and keeps the beginning of the wait', () => {
    const got = after(held(row('a')), event('said', 3, { body: { text: 'Still there?' } }));
    expect(got).toMatchObject({ last_seq: 3, unread: 2, waiting_since: '2026-11-22T10:00:00Z' });
    expect(got?.preview).toEqual({ seq: 3, author_kind: 'visitor', text: 'Still there?', files: 0 });
  });

  it('counts nothing as unread that is being looked at', () => {
    const { rows, fresh } = apply(held(row('a')), event('said', 3), { ...reader, watching: 'a' });
    expect(rows.get('a')?.unread).toBe(1);
    expect(fresh).toBe(true);
  });

  it('ends the wait when an agent answers, and begins a new one with the next question', () => {
    const answered = held(row('a'));
    expect(after(answered, event('said', 3, agent))).toMatchObject({ waiting_since: null, unread: 0 });
    expect(after(answered, event('said', 3, agent), event('said', 4))?.waiting_since).toBe('2026-11-22T10:04:00Z');
  });

  it('never shows a note as last words, nor moves the row', () => {
    const got = after(held(row('a')), event('noted', 3, { ...agent, audience: 'team', body: { text: 'secret' } }));
    expect(got).toMatchObject({ last_seq: 3, last_at: '2026-11-22T10:00:00Z' });
    expect(got?.preview?.text).toBe('Hello');
  });

  it('joins and leaves', () => {
    const joined = event('joined', 3, { ...agent, body: { member: ME, alias: 'Ada' } });
    expect(after(held(row('a')), joined)).toMatchObject({ mine: true, agents: [{ member_id: ME, alias: 'Ada' }] });
    expect(after(held(row('a')), joined, event('left', 4, { ...agent, body: { member: ME } }))).toMatchObject({
      mine: false,
      agents: [],
    });
  });

  it('closes and reopens', () => {
    const closed = event('closed', 3, { ...agent, body: { by: 'agent' } });
    expect(after(held(row('a')), closed)).toMatchObject({ state: 'closed', waiting_since: null });
    expect(after(held(row('a')), closed, event('reopened', 4, agent))).toMatchObject({
      state: 'open',
      closed_at: null,
      waiting_since: '2026-11-22T10:04:00Z',
    });
  });

  it('reopens to no wait where the last words were an agent’s', () => {
    const story = [event('said', 3, agent), event('closed', 4, agent), event('reopened', 5, agent)];
    expect(after(held(row('a')), ...story)).toMatchObject({ state: 'open', waiting_since: null });
  });

  it('asks the server who spoke last where no words are held', () => {
    const rows = held(row('a', { state: 'closed', preview: null, waiting_since: null }));
    expect(apply(rows, event('reopened', 3, agent), reader).fetch).toBe(true);
  });

  it('changes nothing when it came before', () => {
    const rows = held(row('a'));
    expect(apply(rows, event('said', 2, { body: { text: 'Hello' } }), reader).rows).toBe(rows);
  });

  it('fills in last words that the server had not written yet when the row was fetched', () => {
    const rows = held(row('a', { preview: null }));
    const { rows: next, fresh } = apply(rows, event('said', 2, { body: { text: 'Hello' } }), reader);
    expect(next.get('a')?.preview?.text).toBe('Hello');
    expect(fresh).toBe(false);
    expect(next.get('a')?.unread).toBe(1);
  });

  it('begins and ends the wait that the server had not written yet when the row was fetched', () => {
    const answered = row('a', { waiting_since: null, preview: { seq: 2, author_kind: 'agent', text: 'Yes' } });
    const asked = event('said', 3, { body: { text: 'And now?' } });
    expect(after(held({ ...answered, last_seq: 3 }), asked)).toMatchObject({
      waiting_since: asked.at,
      last_at: asked.at,
    });
    expect(after(held(row('a', { last_seq: 3 })), event('said', 3, agent))?.waiting_since).toBeNull();
    const closed = held(row('a', { last_seq: 4, state: 'closed', waiting_since: null }));
    expect(after(closed, asked)?.waiting_since).toBeNull();
  });

  it('asks for a row that is not held', () => {
    expect(apply(new Map(), event('opened', 1), reader)).toMatchObject({ fetch: true, fresh: true });
  });

  it('of a kind nobody knows only moves the number', () => {
    expect(after(held(row('a')), event('flown' as 'said', 3))).toMatchObject({ last_seq: 3, unread: 1 });
  });
});

describe('rows', () => {
  it('are not overwritten by an answer older than what the socket told', () => {
    const rows = held(row('a', { last_seq: 9 }));
    expect(put(rows, [row('a', { last_seq: 8, unread: 7 })]).get('a')?.unread).toBe(1);
  });

  it('keep the newer last words of two equals', () => {
    const rows = held(row('a'));
    expect(put(rows, [row('a', { preview: null })]).get('a')?.preview?.text).toBe('Hello');
  });

  it('keep who waits although the answer is from before the server had written it', () => {
    const answered = row('a', { waiting_since: null, preview: { seq: 2, author_kind: 'agent', text: 'Yes' } });
    const asked = event('said', 3, { body: { text: 'And now?' } });
    const rows = apply(held(answered), asked, reader).rows;
    for (const last_seq of [3, 4])
      expect(put(rows, [{ ...answered, last_seq }]).get('a')).toMatchObject({
        waiting_since: asked.at,
        last_at: asked.at,
      });
    const waits = apply(held(row('a')), event('said', 3, agent), reader).rows;
    expect(put(waits, [row('a', { last_seq: 3 })]).get('a')?.waiting_since).toBeNull();
    expect(put(rows, [{ ...answered, last_seq: 4, state: 'closed' }]).get('a')?.waiting_since).toBeNull();
  });

  it('are read', () => {
    expect(read(held(row('a')), 'a').get('a')?.unread).toBe(0);
  });
});

describe('views', () => {
  const ada = { member_id: ME, alias: 'Ada', title: '', picture: '' };
  const rows = held(
    row('a', { waiting_since: '2026-11-22T10:05:00Z', last_at: '2026-11-22T10:05:00Z' }),
    row('b', { waiting_since: '2026-11-22T10:01:00Z', last_at: '2026-11-22T10:06:00Z', workspace_id: 'w2' }),
    row('c', { agents: [ada], mine: true, unread: 0, last_at: '2026-11-22T10:09:00Z' }),
    row('e', { agents: [ada], unread: 0, waiting_since: null, last_at: '2026-11-22T10:00:30Z' }),
    row('d', { state: 'closed', waiting_since: null, last_at: '2026-11-22T10:10:00Z' }),
  );
  const ids = (...ask: [Parameters<typeof shown>[1], (string | null)?, string?]): string[] =>
    shown(rows, ask[0], ask[1] ?? null, ask[2] ?? '').map((one) => one.id);

  it('show whose words are unanswered: first whom nobody took, then the longest wait', () =>
    expect(ids('waiting')).toEqual(['b', 'a', 'c']));
  it('show mine', () => expect(ids('mine')).toEqual(['c']));
  it('show what is open by last words', () => expect(ids('open')).toEqual(['c', 'b', 'a', 'e']));
  it('show what is closed', () => expect(ids('closed')).toEqual(['d']));
  it('show one client', () => expect(ids('open', 'w2')).toEqual(['b']));
  it('are filtered by name, words or number', () => expect(ids('open', null, 'visitor B')).toEqual(['b']));
  it('keep what is open, also when it went elsewhere', () => {
    expect(shown(rows, 'waiting', null, '', 'd').map((one) => one.id)).toContain('d');
  });
  it('are counted', () => {
    expect(counts(rows, null)).toEqual({ waiting: 3, mine: 1, open: 4, calling: 3 });
    expect(counts(rows, 'w2')).toEqual({ waiting: 1, mine: 0, open: 1, calling: 1 });
  });
});

describe('a wait', () => {
  const at = (minutes: number): string =>
    age('2026-11-22T10:00:00Z', Date.parse('2026-11-22T10:00:00Z') + minutes * 60_000);
  it('turns ochre after two minutes and madder after five', () => {
    expect([at(1.9), at(2), at(4.9), at(5)]).toEqual(['calm', 'ochre', 'ochre', 'madder']);
  });
});
