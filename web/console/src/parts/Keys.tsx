/** Keys as they are written on the person's keyboard: "g w" is two presses, "Mod+K" one chord. */
import type { JSX } from 'react';
import css from './Keys.module.css';

const APPLE = typeof navigator !== 'undefined' && /Mac|iP(hone|ad|od)/.test(navigator.userAgent);
const NAMES: Readonly<Record<string, string>> = {
  Mod: APPLE ? '⌘' : 'Ctrl',
  Shift: APPLE ? '⇧' : 'Shift',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

export function Keys({ keys }: { keys: string }): JSX.Element {
  return (
    <span className={css.keys} dir="ltr">
      {keys.split(' ').map((press, at) => (
        <kbd key={at}>
          {press
            .split('+')
            .map((part) => NAMES[part] ?? part.toUpperCase())
            .join(APPLE ? '' : '+')}
        </kbd>
      ))}
    </span>
  );
}
