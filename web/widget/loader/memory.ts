/** The one thing kept on the host's side, after the visitor opened the chat (where the site asks for consent: after they
 * gave it): whether it was open, where a choice may be kept, whether a talk goes on, whether they turned it off, and on
 * which day they last used it. Never a token. */

import { today } from '../day.ts';

interface Memory {
  open?: boolean | undefined;
  talk?: boolean | undefined;
  off?: boolean;
  used?: number | undefined;
}

const name = (key: string): string => `troth.${key}`;

/** null: nothing is kept */
export function remembered(key: string): Memory | null {
  try {
    return JSON.parse(localStorage.getItem(name(key)) ?? 'null') as Memory | null;
  } catch {
    return null; // storage refused: the page simply forgets
  }
}

/** undefined takes away; today is the day of the last use, unless another is told */
export function remember(key: string, what: Memory): void {
  try {
    localStorage.setItem(name(key), JSON.stringify({ ...remembered(key), used: today(), ...what }));
  } catch {
    // as above
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(name(key));
  } catch {
    // as above
  }
}
