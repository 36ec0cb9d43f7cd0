/** From key presses to acts; pure, so that it can be tried without a page. */
import { ACT_NAMES, ACTS, type ActName } from './table.ts';

export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const WAIT = 1200; // ms between the presses of "g w"

/** The press as the table writes it; a letter of another alphabet counts as the Latin one on the same key. */
export function named(press: Press): string | null {
  if (press.altKey) return null;
  let key = press.key;
  if (key.length === 1 && key > '\u007f' && /^Key[A-Z]$/.test(press.code)) key = press.code.slice(3);
  if (key.length === 1) key = key.toLowerCase();
  return press.ctrlKey || press.metaKey ? `Mod+${key}` : key;
}

export interface Heard {
  act: ActName | null;
  /** The first half of a sequence, and when it was pressed. */
  held: { key: string; at: number } | null;
}

const BY_KEYS = new Map<string, ActName>(ACT_NAMES.map((name) => [ACTS[name].keys, name]));
const FIRSTS = new Set(ACT_NAMES.map((name) => ACTS[name].keys).flatMap((keys) => keys.split(' ').slice(0, -1)));

export function hear(press: Press, held: Heard['held'], now: number): Heard {
  const key = named(press);
  if (key === null) return { act: null, held: null };
  if (held && now - held.at <= WAIT) {
    const act = BY_KEYS.get(`${held.key} ${key}`);
    if (act) return { act, held: null };
  }
  if (FIRSTS.has(key)) return { act: null, held: { key, at: now } };
  return { act: BY_KEYS.get(key) ?? null, held: null };
}
