/** What is searched for and what was found, as long as the page lives: who comes back from a talk finds it as it was. The words
 * are in no address and no storage. */
import { useEffect } from 'react';
import { api, Problem } from '../door/http.ts';
import type { Conversation } from '../door/shapes.ts';
import { store, useStore } from '../store.ts';
import type { Place } from './cut.ts';

export type StateWanted = 'any' | 'open' | 'closed';

export interface Hit {
  seq: number;
  at: string;
  what: 'said' | 'noted' | 'answered' | 'contact';
  author: { kind: 'system' | 'visitor' | 'agent'; id: string };
  text: string;
  places: Place[];
}

export interface Result {
  conversation: Conversation;
  hit: Hit;
}

interface Results {
  items: Result[];
  next: string | null;
  behind: boolean;
}

export interface Wish {
  words: string;
  state: StateWanted;
  /** A member's id: only what they wrote; '' for everybody. */
  by: string;
}

export interface Found extends Results {
  /** The question that these answer. */
  to: string;
  status: 'none' | 'ready' | 'failed';
  more: boolean;
}

const NONE: Found = { to: '', items: [], next: null, behind: false, status: 'none', more: false };
const PAUSE = 140; // ms without a press
const PAGE = 30;

export const wish = store<Wish>({ words: '', state: 'any', by: '' });
export const found = store<Found>(NONE);
/** Somebody wants to search, and the field is not drawn yet. */
export const wanted = store(false);
/** How far the results were scrolled, in px. */
export const scrolled = { at: 0 };

export const change = (some: Partial<Wish>): void => wish.set((held) => ({ ...held, ...some }));

export const isSearching = ({ words }: Wish): boolean => words.trim() !== '';

export function forgetSearch(): void {
  wish.set({ words: '', state: 'any', by: '' });
  found.set(NONE);
  scrolled.at = 0;
}

function question({ words, state, by }: Wish, workspace: string | null): string {
  const asked = new URLSearchParams({ q: words.trimStart(), limit: String(PAGE) });
  if (state !== 'any') asked.set('state', state);
  if (by) asked.set('by', by);
  if (workspace) asked.set('workspace', workspace);
  return asked.toString();
}

let busy: AbortController | null = null;

async function ask(to: string): Promise<void> {
  busy?.abort();
  const mine = new AbortController();
  busy = mine;
  try {
    const page = await api<Results>(`/search?${to}`, { signal: mine.signal });
    scrolled.at = 0;
    found.set({ ...page, to, status: 'ready', more: false });
  } catch (error) {
    if (mine.signal.aborted) return;
    // nothing that could be a word yet
    const nothing = error instanceof Problem && error.status === 422;
    found.set({ ...NONE, to, status: nothing ? 'ready' : 'failed' });
  }
}

export async function findMore(): Promise<void> {
  const { to, next, more } = found.get();
  if (more || next === null) return;
  found.set((held) => ({ ...held, more: true }));
  const page = await api<Results>(`/search?${to}&cursor=${encodeURIComponent(next)}`).catch(() => null);
  found.set((held) =>
    held.to === to
      ? { ...held, more: false, ...(page ? { items: [...held.items, ...page.items], next: page.next } : {}) }
      : held,
  );
}

export const tryAgain = (): void => void ask(found.get().to);

/** Asks when the presses pause; what was found stays until the answer is there. */
export function useSearch(workspace: string | null): { wish: Wish; found: Found; stale: boolean } {
  const held = useStore(wish);
  const answer = useStore(found);
  const to = isSearching(held) ? question(held, workspace) : '';
  useEffect(() => {
    if (to === found.get().to) return;
    if (!to) {
      busy?.abort();
      found.set(NONE);
      return;
    }
    const timer = setTimeout(() => void ask(to), PAUSE);
    return () => clearTimeout(timer);
  }, [to]);
  return { wish: held, found: answer, stale: answer.to !== to };
}
