/** The live inbox: all open conversations of all workspaces in memory, kept true by summaries; closed ones by page. */
import { patiently } from '@troth/log';
import type { Summary } from '@troth/wire';
import { api, Problem } from '../door/http.ts';
import type { Conversation, Me, Page } from '../door/shapes.ts';
import { apply, put, type Rows, read } from '../inbox/rows.ts';
import { store } from '../store.ts';
import { inboxes, line } from './line.ts';
import { me, membership, serves } from './me.ts';
import './unsent.ts';

export interface Inbox {
  rows: Rows;
  state: 'loading' | 'ready' | 'failed';
  /** Older closed conversations: where to go on, null at the end, undefined before the first page. */
  older: string | null | undefined;
  olderBusy: boolean;
}

const EMPTY: Inbox = { rows: new Map(), state: 'loading', older: undefined, olderBusy: false };
export const inbox = store<Inbox>(EMPTY);
export const watching = store<string | null>(null);
/** The conversation that was asked for and is not there, or not ours. */
export const absent = store<string | null>(null);

type Hear = (row: Conversation, text: string) => void;
let onFresh: Hear = () => {};
export const whenFresh = (hear: Hear): void => {
  onFresh = hear;
};

const PAGE = 100;
const MOST = 2_000; // open conversations held in memory

const hold = (found: Iterable<Conversation>): void => inbox.set((held) => ({ ...held, rows: put(held.rows, found) }));

const here = (): boolean => me.get() !== null;

/** The open conversations; their ids when these are all. Who sees an inbox already need not be told of a server that is
 * away for a moment: it is asked until it answers. */
export async function loadOpen(): Promise<ReadonlySet<string> | null> {
  const found = new Set<string>();
  let cursor: string | null = '';
  try {
    while (cursor !== null && found.size < MOST) {
      const path: string = `/conversations?view=open&limit=${PAGE}${cursorPart(cursor)}`;
      const ask = (): Promise<Page<Conversation>> => api(path);
      const page = inbox.get().state === 'ready' ? await patiently(here, ask) : await ask();
      if (!page) return null;
      hold(page.items);
      for (const row of page.items) found.add(row.id);
      inbox.set((held) => ({ ...held, state: 'ready' }));
      cursor = page.next;
    }
  } catch (error) {
    if (error instanceof Problem && error.status === 401) me.set(null);
    inbox.set((held) => ({ ...held, state: held.state === 'ready' ? 'ready' : 'failed' }));
    return null;
  }
  return cursor === null ? found : null;
}

/** More was missed in a workspace than the server repeats. What is no longer among the open ones was closed meanwhile. */
async function loadAnew(workspace: string): Promise<void> {
  const before = [...inbox.get().rows.values()].filter((row) => row.workspace_id === workspace && row.state === 'open');
  const open = await loadOpen();
  if (!open) return;
  const left = before.filter((row) => !open.has(row.id) && inbox.get().rows.get(row.id)?.last_seq === row.last_seq);
  const seen = left.find((row) => row.id === watching.get());
  if (seen) await patiently(here, () => fetchRow(seen.id)).catch(() => null);
  inbox.set((held) => {
    const rows = new Map(held.rows);
    for (const row of left) if (row !== seen) rows.delete(row.id);
    return { ...held, rows, older: undefined }; // the closed ones are paged anew
  });
}

export async function loadClosed(): Promise<void> {
  const { older, olderBusy } = inbox.get();
  if (olderBusy || older === null) return;
  inbox.set((held) => ({ ...held, olderBusy: true }));
  try {
    const page: Page<Conversation> = await api(`/conversations?view=closed&limit=50${cursorPart(older ?? '')}`);
    hold(page.items);
    inbox.set((held) => ({ ...held, older: page.next, olderBusy: false }));
  } catch {
    inbox.set((held) => ({ ...held, olderBusy: false }));
  }
}

const cursorPart = (cursor: string): string => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : '');

const fetching = new Map<string, Promise<Conversation | null>>();

/** One conversation, fresh from the server; null when there is none. Asking twice at once asks once. */
export function fetchRow(id: string): Promise<Conversation | null> {
  const busy = fetching.get(id);
  if (busy) return busy;
  const asked = api<Conversation>(`/conversations/${id}`)
    .then((row) => {
      hold([row]);
      return row;
    })
    .catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    })
    .finally(() => fetching.delete(id));
  fetching.set(id, asked);
  return asked;
}

/** An answer of a verb; what the socket told since holds. */
export const learn = (row: Conversation): void => hold([row]);

export const markRead = (id: string): void => inbox.set((held) => ({ ...held, rows: read(held.rows, id) }));

/** Events of rows that are being fetched: the answer may be older than they are, so they are applied to it. */
const early = new Map<string, Summary[]>();

function hear(frame: Summary): void {
  const { workspace, event } = frame;
  if (event.stream === workspace) return; // of the workspace itself: live/changes.ts
  const visible = document.visibilityState === 'visible';
  const reader = { member: membership(workspace)?.member_id ?? '', watching: visible ? watching.get() : null };
  const { rows, fetch, fresh } = apply(inbox.get().rows, event, reader);
  inbox.set((held) => ({ ...held, rows }));
  if (!fetch) {
    const row = rows.get(event.stream);
    if (fresh && row && reader.watching !== event.stream)
      onFresh(row, event.kind === 'said' ? (event.body?.text ?? '') : '');
    return;
  }
  const waiting = early.get(event.stream);
  if (waiting) {
    waiting.push(frame);
    return;
  }
  early.set(event.stream, []);
  void patiently(here, () => fetchRow(event.stream))
    .catch(() => null)
    .then((row) => {
      const late = early.get(event.stream) ?? [];
      early.delete(event.stream);
      if (fresh && row) onFresh(row, row.preview?.text ?? '');
      if (inbox.get().rows.has(event.stream)) for (const one of late) hear(one);
    });
}

/** What happened between the first answer and the first subscription was told to nobody: ask once more. */
const followed = new Set<string>();

line.on((change) => {
  if (change.what === 'inbox' && change.anew) void loadAnew(change.workspace);
  else if (change.what === 'inbox' && !followed.has(change.workspace)) {
    followed.add(change.workspace);
    if (followed.size === me.get()?.memberships.filter(serves).length) void loadOpen();
  }
  if (change.what === 'summary') hear(change.frame);
  if (change.what === 'gone' && change.workspace) forget(change.workspace);
});

function forget(workspace: string): void {
  inbox.set((held) => ({
    ...held,
    rows: new Map([...held.rows].filter(([, row]) => row.workspace_id !== workspace)),
  }));
  me.set((held) => held && { ...held, memberships: held.memberships.filter((one) => one.workspace.id !== workspace) });
}

export function openInbox(person: Me): void {
  inbox.set(EMPTY);
  followed.clear();
  for (const { workspace } of person.memberships.filter(serves)) inboxes.follow(workspace.id, null);
  void loadOpen();
}
