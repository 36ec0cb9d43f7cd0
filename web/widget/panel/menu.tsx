import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import type { Sheet } from './sheets.tsx';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

interface Props {
  visit: Visit;
  talking: boolean;
  closed: boolean;
  onSheet: (sheet: Sheet) => void;
}

/** What the visitor can always do: mute, have the talk mailed, end it, see their data, take back their
 * consent, turn the chat off. */
export function Menu({ visit, talking, closed, onSheet }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);
  const act = (run: () => void) => () => {
    setOpen(false);
    button.current?.focus();
    run();
  };
  const move = (event: KeyboardEvent): void => {
    const all = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to % all.length]?.focus();
    else if (event.key === 'Escape') act(() => {})();
    else if (event.key === 'Tab') setOpen(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  const { sound } = visit.state;
  return (
    <div class="menu">
      <button
        type="button"
        class="quiet round"
        ref={button}
        aria-label={t('menu')}
        title={t('menu')}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <>
          <button type="button" class="veil" tabIndex={-1} aria-hidden="true" onClick={() => setOpen(false)} />
          <div class="list" role="menu" ref={list} onKeyDown={move}>
            <button type="button" role="menuitem" onClick={act(() => visit.setSound(!sound))}>
              <Icon name={sound ? 'bell' : 'bellOff'} />
              {sound ? t('menu.mute') : t('menu.sound')}
            </button>
            {talking && (
              <button type="button" role="menuitem" onClick={act(() => onSheet('transcript'))}>
                <Icon name="mail" />
                {t('menu.transcript')}
              </button>
            )}
            {talking && !closed && (
              <button type="button" role="menuitem" onClick={act(() => onSheet('end'))}>
                <Icon name="stop" />
                {t('menu.end')}
              </button>
            )}
            <button type="button" role="menuitem" onClick={act(() => onSheet('data'))}>
              <Icon name="data" />
              {t('menu.data')}
            </button>
            {visit.store.get('agreed') !== null && (
              <button type="button" role="menuitem" onClick={act(() => void visit.depart('withdrawn'))}>
                <Icon name="undo" />
                {t('menu.withdraw')}
              </button>
            )}
            <button type="button" role="menuitem" onClick={act(() => onSheet('off'))}>
              <Icon name="power" />
              {t('menu.off')}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
