/** For which client: a dot and the name. Never the colour alone. */
import type { CSSProperties, JSX } from 'react';
import css from './Client.module.css';

const PIGMENTS = new Set(['verdigris', 'woad', 'moss', 'ochre', 'madder', 'ink']);

/** Custom properties --client (readable on the page), --client-dot, --client-tint, --client-solid and --on-client of a
 * client's pigment. */
export function clientStyle(colour: string | undefined): CSSProperties {
  const name = colour && PIGMENTS.has(colour) ? colour : 'ink';
  return {
    '--client': `var(--${name}-11)`,
    '--client-dot': `var(--${name}-9)`,
    '--client-tint': `var(--${name}-3)`,
    '--client-solid': `var(--${name}-9)`,
    '--on-client': name === 'ochre' ? '#241a08' : '#fff',
  } as CSSProperties;
}

interface Props {
  name: string;
  colour: string | undefined;
  kind?: 'plain' | 'chip';
}

export function Client({ name, colour, kind = 'plain' }: Props): JSX.Element {
  return (
    <span className={css.client} data-kind={kind} style={clientStyle(colour)}>
      <i aria-hidden="true" />
      <span dir="auto">{name}</span>
    </span>
  );
}
