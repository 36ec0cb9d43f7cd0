/** What the acts do at this moment: a screen offers those it can do, the last one to offer an act has it. */
import { useEffect, useRef } from 'react';
import { store, useStore } from '../store.ts';
import { type Heard, hear } from './presses.ts';
import type { ActName } from './table.ts';

type Offers = ReadonlyMap<ActName, readonly (() => void)[]>;
const offers = store<Offers>(new Map());

export function useAct(name: ActName, run: () => void, can = true): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!can) return;
    const mine = (): void => latest.current();
    offers.set((held) => new Map(held).set(name, [...(held.get(name) ?? []), mine]));
    return () =>
      offers.set((held) => {
        const rest = (held.get(name) ?? []).filter((one) => one !== mine);
        const next = new Map(held);
        if (rest.length > 0) next.set(name, rest);
        else next.delete(name);
        return next;
      });
  }, [name, can]);
}

/** The acts that can be done now. */
export const useOffered = (): ReadonlySet<ActName> => new Set(useStore(offers).keys());

export function act(name: ActName): boolean {
  const run = offers.get().get(name)?.at(-1);
  run?.();
  return run !== undefined;
}

const WRITING = 'input, textarea, select, [contenteditable="true"]';
const FLOATING = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** Listens on the document until the returned function is called. Presses while composing, writing or in a menu stay theirs. */
export function listen(): () => void {
  let held: Heard['held'] = null;
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented || event.repeat) return;
    const target = event.target instanceof Element ? event.target : null;
    const chord = event.ctrlKey || event.metaKey;
    if (!chord && target?.closest(`${WRITING}, ${FLOATING}`)) return;
    if (!chord && event.key === 'Enter') return;
    const heard = hear(event, held, event.timeStamp);
    held = heard.held;
    if (heard.act && act(heard.act)) event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
