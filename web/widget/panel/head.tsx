import type { Facts } from '@troth/log';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Face } from './face.tsx';
import { framed, tell } from './host.ts';
import { Icon, Mark } from './icons.tsx';
import type { Sheet } from './sheets.tsx';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

/** Who is there. In a talk the agents by the names they go by, before it the site. */
export function Head({
  visit,
  facts,
  onSheet,
}: {
  visit: Visit;
  facts: Facts | null;
  onSheet: (sheet: Sheet) => void;
}) {
  const { t, own } = useWords();
  const { phase, available } = visit.state;
  const agents = phase === 'talk' ? (facts?.agents ?? []) : [];
  const [first, second] = agents;
  const title = first
    ? agents.length > 2
      ? t('head.several', { name: first.alias, n: agents.length - 1 })
      : second
        ? t('head.two', { name: first.alias, other: second.alias })
        : first.alias
    : own('title') || visit.site.name;
  const below = facts?.closed
    ? t('head.closed')
    : first
      ? first.title || t('head.here')
      : available
        ? t('head.available')
        : t('head.away');
  const there = Boolean(first && !facts?.closed) || (available && !facts?.closed);
  return (
    <header class="head">
      <span class="faces">
        {agents.length > 0 ? (
          agents.slice(0, 2).map((agent) => <Face key={agent.member} face={agent} />)
        ) : (
          <Badge visit={visit} />
        )}
      </span>
      <span class="who">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p>
          <i class={there ? 'dot on' : 'dot'} />
          {below}
        </p>
      </span>
      {phase === 'talk' && <Menu visit={visit} closed={facts?.closed ?? false} onSheet={onSheet} />}
      {framed && (
        <button
          type="button"
          class="quiet round"
          aria-label={t('close')}
          title={t('close')}
          onClick={() => tell('close')}
        >
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}

function Badge({ visit }: { visit: Visit }) {
  const { logo } = visit.site.look;
  return (
    <span class="face brand">
      {logo?.startsWith('/') ? <img src={logo} alt="" width={36} height={36} /> : <Mark size={24} />}
    </span>
  );
}

function Menu({ visit, closed, onSheet }: { visit: Visit; closed: boolean; onSheet: (sheet: Sheet) => void }) {
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
            <button
              type="button"
              role="menuitemcheckbox"
              aria-checked={sound}
              onClick={act(() => visit.setSound(!sound))}
            >
              <Icon name={sound ? 'bell' : 'bellOff'} />
              {sound ? t('menu.mute') : t('menu.sound')}
            </button>
            <button type="button" role="menuitem" onClick={act(() => onSheet('transcript'))}>
              <Icon name="mail" />
              {t('menu.transcript')}
            </button>
            {!closed && (
              <button type="button" role="menuitem" onClick={act(() => onSheet('end'))}>
                <Icon name="stop" />
                {t('menu.end')}
              </button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
