import { describe, expect, it } from 'vitest';
import { facts } from './facts.ts';
import { lines } from './lines.ts';
import { AGENT, said, VISITOR } from './made.ts';
import { queued } from './outbox.ts';
import { applyAll, emptyTalk } from './talk.ts';

const visitor = { author: { kind: 'visitor', id: VISITOR } } as const;
const mine = (event: { author: { kind: string } }): boolean => event.author.kind === 'visitor';
const day = (at: string): string => at.slice(0, 10);
const joined = (seq: number) => said(seq, seq - 1, '', { kind: 'joined', body: { member: AGENT, alias: 'Robin' } });

describe('lines', () => {
  it('groups one speaker, breaks at another, at an event and at a new day', () => {
    const events = [
      said(1, 0, 'a', visitor),
      said(2, 1, 'b', visitor),
      joined(3),
      said(4, 3),
      said(5, 4, 'c', { at: '2026-01-02T09:00:00Z' }),
    ];
    const drawn = lines(applyAll(emptyTalk('s'), events).talk, { mine, day });
    expect(drawn.map((line) => line.type)).toEqual(['day', 'group', 'quiet', 'group', 'day', 'group']);
    expect(drawn[1]).toMatchObject({ mine: true, entries: [{}, {}] });
  });

  it('begins a new group after five minutes', () => {
    const events = [said(1, 0), said(2, 1, 'later', { at: '2026-01-01T10:05:02Z' })];
    const drawn = lines(applyAll(emptyTalk('s'), events).talk, { mine, day });
    expect(drawn.filter((line) => line.type === 'group')).toHaveLength(2);
  });

  it('keeps the key of a message when its event arrives, so that nothing jumps', () => {
    const talk = queued(emptyTalk('s'), {
      clientId: 'client-1',
      text: 'a',
      files: [],
      state: 'sending',
      at: said(1, 0).at,
    });
    const before = lines(talk, { mine, day });
    const after = lines(applyAll(talk, [said(1, 0, 'a', visitor)]).talk, { mine, day });
    expect(after.map((line) => line.key)).toEqual(before.map((line) => line.key));
  });
});

describe('facts', () => {
  it('add up who is there, whether it is closed and how it was', () => {
    const talk = applyAll(emptyTalk('s'), [
      joined(1),
      said(2, 1, '', { kind: 'closed', body: { by: 'agent' } }),
      said(3, 2, '', { kind: 'rated', body: { score: 4 } }),
    ]).talk;
    expect(facts(talk)).toMatchObject({
      closed: true,
      closedBy: 'agent',
      rating: { score: 4 },
      agents: [{ alias: 'Robin' }],
    });
    const on = applyAll(talk, [
      said(4, 3, '', { kind: 'reopened', body: { by: 'agent' } }),
      said(5, 4, '', { kind: 'left', body: { member: AGENT } }),
    ]).talk;
    expect(facts(on)).toMatchObject({ closed: false, agents: [], known: { [AGENT]: { alias: 'Robin' } } });
  });

  it('survive an erased body', () => {
    const talk = applyAll(emptyTalk('s'), [said(1, 0, '', { kind: 'joined', body: null })]).talk;
    expect(facts(talk).agents).toEqual([]);
  });
});
