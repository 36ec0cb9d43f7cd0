/** Every act that has a key. One table: the listener, the tooltips, the palette and the help all read it. */
import type { Sign } from '../parts/Icon.tsx';

export type Group = 'go' | 'list' | 'talk' | 'desk' | 'more';

interface Act {
  /** "g w": two presses; "Mod+k": Ctrl, or the command key of a Mac. */
  keys: string;
  group: Group;
  sign: Sign;
}

export const ACTS = {
  'go.waiting': { keys: 'g w', group: 'go', sign: 'waiting' },
  'go.mine': { keys: 'g m', group: 'go', sign: 'mine' },
  'go.open': { keys: 'g o', group: 'go', sign: 'open' },
  'go.closed': { keys: 'g c', group: 'go', sign: 'closed' },
  'go.now': { keys: 'g n', group: 'go', sign: 'pulse' },
  'go.settings': { keys: 'g s', group: 'go', sign: 'settings' },
  'go.privacy': { keys: 'g p', group: 'go', sign: 'shield' },
  'list.next': { keys: 'j', group: 'list', sign: 'down' },
  'list.previous': { keys: 'k', group: 'list', sign: 'down' },
  'list.open': { keys: 'Enter', group: 'list', sign: 'open' },
  'list.search': { keys: '/', group: 'list', sign: 'search' },
  'list.back': { keys: 'u', group: 'list', sign: 'back' },
  'talk.reply': { keys: 'r', group: 'talk', sign: 'open' },
  'talk.note': { keys: 'n', group: 'talk', sign: 'lock' },
  'talk.take': { keys: 't', group: 'talk', sign: 'take' },
  'talk.leave': { keys: 'l', group: 'talk', sign: 'leave' },
  'talk.close': { keys: 'e', group: 'talk', sign: 'closed' },
  'talk.reopen': { keys: 'o', group: 'talk', sign: 'reopen' },
  'talk.transcript': { keys: 'm', group: 'talk', sign: 'mail' },
  'talk.aside': { keys: 'i', group: 'talk', sign: 'panel' },
  'desk.file': { keys: 'c', group: 'desk', sign: 'plus' },
  'desk.do': { keys: 'y', group: 'desk', sign: 'check' },
  'desk.done': { keys: 'f', group: 'desk', sign: 'mail' },
  'desk.refuse': { keys: 'v', group: 'desk', sign: 'x' },
  'desk.pause': { keys: 'p', group: 'desk', sign: 'pause' },
  'desk.extend': { keys: 'x', group: 'desk', sign: 'waiting' },
  'desk.note': { keys: 'b', group: 'desk', sign: 'edit' },
  'desk.tie': { keys: 's', group: 'desk', sign: 'link' },
  palette: { keys: 'Mod+k', group: 'more', sign: 'bolt' },
  help: { keys: '?', group: 'more', sign: 'keys' },
  available: { keys: 'a', group: 'more', sign: 'bell' },
  theme: { keys: 'd', group: 'more', sign: 'moon' },
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as ActName[];
export const keysOf = (name: ActName): string => ACTS[name].keys;
