import { emptyTalk, lines, prepend, type Talk } from '@troth/log';
import type { WireEvent } from '@troth/wire';
import { describe, expect, it } from 'vitest';
import { firstUnread, marked } from './unread.ts';

const said = (seq: number, kind: 'visitor' | 'agent'): WireEvent => ({
  stream: 's',
  seq,
  after: seq - 1,
  at: '2026-11-22T10:00:00Z',
  v: 1,
  audience: 'all',
  author: { kind, id: kind },
  client_id: `c${seq}`,
  kind: 'said',
  body: { text: `${seq}` },
});

const talk = (...kinds: ('visitor' | 'agent')[]): Talk =>
  prepend(
    emptyTalk('s'),
    kinds.map((kind, at) => said(at + 1, kind)),
    false,
  );

const drawn = (held: Talk, unread: number): string[] =>
  marked(lines(held, { mine: () => false }), firstUnread(held, unread)).map((line) =>
    line.type === 'group' ? line.entries.map((entry) => entry.key).join(' ') : line.type,
  );

describe('the line before what is new', () => {
  it('stands before the first unread words of the visitor', () => {
    expect(drawn(talk('visitor', 'agent', 'visitor', 'visitor'), 2)).toEqual(['day', 'c1', 'c2', 'new', 'c3 c4']);
  });
  it('cuts a group whose beginning was read', () => {
    expect(drawn(talk('visitor', 'visitor', 'visitor'), 1)).toEqual(['day', 'c1 c2', 'new', 'c3']);
  });
  it('is not drawn where all is new, or nothing', () => {
    expect(drawn(talk('visitor', 'visitor'), 2)).toEqual(['day', 'c1 c2']);
    expect(drawn(talk('visitor', 'visitor'), 0)).toEqual(['day', 'c1 c2']);
  });
});
