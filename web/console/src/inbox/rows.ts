/** The inbox as a value: conversations by id, and how an event of a workspace changes them. No DOM, no clock. */
import type { WireEvent } from '@troth/wire';
import type { Conversation, Preview, View } from '../door/shapes.ts';

export type Rows = ReadonlyMap<string, Conversation>;

export interface Change {
  rows: Rows;
  /** The row must be fetched: the event speaks of a conversation that is not held, or of more than it says. */
  fetch: boolean;
  /** A visitor's message, new to this inbox. */
  fresh: boolean;
}

export interface Reader {
  /** This person's member id in the event's workspace. */
  member: string;
  /** The conversation that is open and looked at, if any: its messages count as read. */
  watching: string | null;
}

type Loose = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function put(rows: Rows, found: Iterable<Conversation>): Rows {
  const next = new Map(rows);
  for (const row of found) {
    const held = next.get(row.id);
    if (held && held.last_seq > row.last_seq) continue; // an answer that is older than what the socket told
    next.set(row.id, held ? caughtUp(row, held) : row);
  }
  return next;
}

/** Last words, and who waits since when, are written by a reader a moment after the event: what the socket told of them
 * already holds, or who just wrote would be missing among those who wait. */
function caughtUp(row: Conversation, held: Conversation): Conversation {
  const { preview } = held;
  if (!preview || preview.seq <= (row.preview?.seq ?? 0)) return row;
  if (row.state !== held.state) return { ...row, preview };
  return { ...row, preview, waiting_since: held.waiting_since ?? null, last_at: later(held.last_at, row.last_at) };
}

const later = (a: string, b: string): string => (a > b ? a : b);

export function apply(rows: Rows, event: WireEvent, reader: Reader): Change {
  const held = rows.get(event.stream);
  if (!held) return { rows, fetch: true, fresh: event.kind === 'opened' };
  const body = (event.body ?? {}) as Loose;
  const said = event.kind === 'said';
  if (event.seq <= held.last_seq) {
    if (!said || event.seq <= (held.preview?.seq ?? 0)) return { rows, fetch: false, fresh: false };
    const late: Conversation = { ...held, preview: previewOf(event, body), last_at: later(event.at, held.last_at) };
    if (held.state === 'open') late.waiting_since = waitAfter(event, held);
    return { rows: new Map(rows).set(held.id, late), fetch: false, fresh: false };
  }
  const moved: Conversation = { ...held, last_seq: event.seq };
  if (event.audience === 'all') moved.last_at = event.at;
  let fetch = false;
  let fresh = false;
  switch (event.kind) {
    case 'said':
      moved.preview = previewOf(event, body);
      moved.waiting_since = waitAfter(event, held);
      if (event.author.kind === 'visitor') {
        fresh = true;
        if (reader.watching !== event.stream) moved.unread = held.unread + 1;
      } else if (event.author.id === reader.member) moved.unread = 0;
      break;
    case 'joined':
      if (event.author.id === reader.member) moved.mine = true;
      moved.agents = [
        ...held.agents.filter((agent) => agent.member_id !== body.member),
        {
          member_id: text(body.member),
          alias: text(body.alias),
          title: text(body.title),
          picture: text(body.picture),
        },
      ];
      break;
    case 'left':
      if (body.member === reader.member) moved.mine = false;
      moved.agents = held.agents.filter((agent) => agent.member_id !== body.member);
      break;
    case 'closed':
      moved.state = 'closed';
      moved.closed_at = event.at;
      moved.waiting_since = null;
      break;
    case 'reopened':
      moved.state = 'open';
      moved.closed_at = null;
      // Who was answered last waits for nothing. Without last words at hand the server knows whose they were.
      moved.waiting_since = held.preview?.author_kind === 'visitor' ? event.at : null;
      fetch = !held.preview;
      break;
    case 'rated':
      moved.rating = { score: Number(body.score), comment: text(body.comment) };
      break;
    case 'erased':
      moved.state = 'closed';
      moved.closed_at = text(body.closed_at);
      moved.waiting_since = null;
      moved.preview = null;
      moved.rating = null;
      moved.answers = [];
      fetch = true; // the talk is of nobody now: who that is, and their label, live in the row
      break;
    case 'form_answered':
    case 'corrected':
      fetch = true; // the name and address the visitor gave live in the row, not in the event
      break;
    default:
      break;
  }
  return { rows: new Map(rows).set(event.stream, moved), fetch, fresh };
}

/** Who speaks for the visitor waits, from the first unanswered word on; anybody else answers. */
const waitAfter = (said: WireEvent, held: Conversation): string | null =>
  said.author.kind === 'visitor' ? (held.waiting_since ?? said.at) : null;

function previewOf(event: WireEvent, body: Loose): Preview {
  const files = Array.isArray(body.files) ? body.files.length : 0;
  return { seq: event.seq, author_kind: event.author.kind, text: text(body.text).slice(0, 200), files };
}

/** What was read by this person: the unread count of one conversation is gone. */
export function read(rows: Rows, id: string): Rows {
  const held = rows.get(id);
  if (!held || held.unread === 0) return rows;
  return new Map(rows).set(id, { ...held, unread: 0 });
}

export function belongs(row: Conversation, view: View): boolean {
  if (view === 'closed') return row.state === 'closed';
  if (row.state === 'closed') return false;
  if (view === 'waiting') return Boolean(row.waiting_since); // the visitor's last words are unanswered
  return view === 'open' || row.mine;
}

/** Rows of a view as they are shown: who waits and was not taken, then the longest wait; else the last moved first. The conversation that is open
 * stays in the list it was opened from, also when an act took it out: nothing vanishes under one's hands. */
export function shown(
  rows: Rows,
  view: View,
  workspace: string | null,
  sought: string,
  open: string | null = null,
): Conversation[] {
  const wanted = sought.trim().toLocaleLowerCase();
  const list: Conversation[] = [];
  for (const row of rows.values()) {
    if (!belongs(row, view) && row.id !== open) continue;
    if (workspace && row.workspace_id !== workspace) continue;
    if (wanted && !haystack(row).includes(wanted)) continue;
    list.push(row);
  }
  return list.sort(view === 'waiting' ? byWaiting : byLast);
}

function haystack(row: Conversation): string {
  const { name, email, label } = row.visitor;
  return [name, email, label, row.preview?.text, `#${row.number}`].join(' ').toLocaleLowerCase();
}

const byWaiting = (a: Conversation, b: Conversation): number =>
  Number(a.agents.length > 0) - Number(b.agents.length > 0) ||
  (a.waiting_since ?? a.last_at).localeCompare(b.waiting_since ?? b.last_at) ||
  a.id.localeCompare(b.id);
const byLast = (a: Conversation, b: Conversation): number =>
  b.last_at.localeCompare(a.last_at) || a.id.localeCompare(b.id);

export interface Counts {
  waiting: number;
  mine: number;
  open: number;
  /** Conversations that want to be looked at: somebody waits in them, or wrote what was not read. */
  calling: number;
}

export function counts(rows: Rows, workspace: string | null): Counts {
  const sum: Counts = { waiting: 0, mine: 0, open: 0, calling: 0 };
  for (const row of rows.values()) {
    if (row.state === 'closed' || (workspace && row.workspace_id !== workspace)) continue;
    sum.open += 1;
    if (row.mine) sum.mine += 1;
    if (belongs(row, 'waiting')) sum.waiting += 1;
    if (row.unread > 0 || belongs(row, 'waiting')) sum.calling += 1;
  }
  return sum;
}

/** How long someone waits, in three steps that are felt: calm, then ochre (2 minutes), then madder (5 minutes). */
export function age(since: string, now: number): 'calm' | 'ochre' | 'madder' {
  const minutes = (now - Date.parse(since)) / 60_000;
  if (minutes >= 5) return 'madder';
  return minutes >= 2 ? 'ochre' : 'calm';
}
