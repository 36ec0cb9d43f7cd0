/** For which client: a dot and the name. The colour is the client's own, moved until it can be told from its ground. */
import { accentOf } from '@troth/look/accent';
import type { CSSProperties, JSX } from 'react';
import css from './Client.module.css';

const known = new Map<string, CSSProperties>();

/** Custom properties --client (readable on the page), --client-tint, --client-solid and --on-client. */
export function clientStyle(colour: string | undefined): CSSProperties {
  const key = colour ?? '';
  const held = known.get(key);
  if (held) return held;
  const { textLight, textDark, tintLight, tintDark, solid, on } = accentOf(key);
  const made = {
    '--client': `light-dark(${textLight}, ${textDark})`,
    '--client-tint': `light-dark(${tintLight}, ${tintDark})`,
    '--client-solid': solid,
    '--on-client': on,
  } as CSSProperties;
  known.set(key, made);
  return made;
}

interface Props {
  name: string;
  colour: string | undefined;
  kind?: 'plain' | 'chip';
}

export function Client({ name, colour, kind = 'plain' }: Props): JSX.Element {
  return (
    <span className={css['client']} data-kind={kind} style={clientStyle(colour)}>
      <i aria-hidden="true" />
      <span>{name}</span>
    </span>
  );
}
