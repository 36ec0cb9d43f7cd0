/** Where in a talk somebody wants to look: the words that a search found. */
import { api } from '../door/http.ts';
import { line } from '../live/line.ts';
import { store, useStore } from '../store.ts';
import type { EventsPage } from './Talk.tsx';

export interface Aim {
  conversation: string;
  seq: number;
  /** As they are written there. */
  words: string[];
}

export const aim = store<Aim | null>(null);
const PAGE = 200;
const MOST_PAGES = 50;

/** The aim in this conversation, if any. */
export function useAim(conversation: string): Aim | null {
  const held = useStore(aim);
  return held?.conversation === conversation ? held : null;
}

/** Ask for older pages until what is aimed at is there. */
export async function reach({ conversation, seq }: Aim): Promise<void> {
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { first, more } = line.talk(conversation);
    if (!more || first === 0 || first <= seq) return;
    const page = await api<EventsPage>(`/conversations/${conversation}/events?before=${first}&limit=${PAGE}`);
    line.older(conversation, page.items, page.more);
  }
}
