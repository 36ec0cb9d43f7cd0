/** A tooltip: what the thing does, and its key. */
import type { JSX, ReactElement, ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { Keys } from './Keys.tsx';
import css from './Tip.module.css';

interface Props {
  says: ReactNode;
  keys?: string | undefined;
  side?: 'top' | 'bottom' | 'start' | 'end' | undefined;
  children: ReactElement;
}

export function Tip({ says, keys, side = 'bottom', children }: Props): JSX.Element {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip className={css.tip ?? ''} placement={side} offset={6}>
        <span>{says}</span>
        {keys ? <Keys keys={keys} /> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}
