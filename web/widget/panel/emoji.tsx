import { useEffect, useRef } from 'preact/hooks';
import { useWords } from './words.ts';

const SET = [
  ...'😀😄😁😅😂🙂😉😊😇😍😘😋😎🤩🤔🤗',
  ...'😐😴😌😔😕🙁😮😯😢😭😤😡😱😳🥺🤯',
  ...'👍👎👌🙏👏🙌💪👋🤝👀🤞🫶🤷🙋🎉🎂',
  '❤️',
  ...'🧡💛💚💙💜🖤💔💯✨⭐🔥',
  '☀️',
  ...'🌈🌱🌍',
  ...'☕🍕🍰🍎🏠🚗🚲🚆',
  '✈️',
  ...'📦📅📞📧📷💻🔑',
  ...'💡🔍📎📄',
  '✏️',
  '✅',
  '❌',
  '⚠️',
  ...'❓❗⏰🔔🔒💳🧾🛒',
];
const WIDE = 8; // in a row

/** A small set of the system's own emoji: arrows move, Enter picks, Escape goes back. */
export function EmojiPicker({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => grid.current?.querySelector('button')?.focus(), []);
  const move = (event: KeyboardEvent): void => {
    const all = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const way = getComputedStyle(grid.current as Element).direction === 'rtl' ? -1 : 1;
    const to = {
      ArrowRight: at + way,
      ArrowLeft: at - way,
      ArrowDown: at + WIDE,
      ArrowUp: at - WIDE,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div class="emoji" role="toolbar" aria-label={t('composer.emoji')} ref={grid} onKeyDown={move}>
      {SET.map((emoji, at) => (
        <button key={emoji} type="button" tabIndex={at === 0 ? 0 : -1} onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
