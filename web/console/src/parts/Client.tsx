/** For which client: a dot and the name. The colour is the client's own, moved until it can be told from its ground. */
import { accentOf } from '@troth/look/accent';
import type { CSSProperties, JSX } from 'react';
import css from './Client.module.css';

const known = new Map<string, CSSProperties>();
const PIGMENTS = new Set(['verdigris', 'woad', 'moss', 'ochre', 'madder', 'ink']);

/** Custom properties --client (readable on the page), --client-tint, --client-solid and --on-client. `colour` is a
 * pigment of ours or #rrggbb. */
export function clientStyle(colour: string | undefined): CSSProperties {
  const key = colour ?? 'ink';
  const held = known.get(key);
  if (held) return held;
  const made = (PIGMENTS.has(key) ? ofPigment(key) : ofHex(key)) as CSSProperties;
  known.set(key, made);
  return made;
}

function ofPigment(name: string): Record<string, string> {
  return {
    '--client': `var(--${name}-11)`,
    '--client-dot': `var(--${name}-9)`,
    '--client-tint': `var(--${name}-3)`,
    '--client-solid': `var(--${name}-9)`,
    '--on-client': name === 'ochre' ? '#241a08' : '#fff',
  };
}

function ofHex(hex: string): Record<string, string> {
  const { textLight, textDark, tintLight, tintDark, solid, on } = accentOf(hex);
  return {
    '--client': `light-dark(${textLight}, ${textDark})`,
    '--client-dot': `light-dark(${textLight}, ${textDark})`,
    '--client-tint': `light-dark(${tintLight}, ${tintDark})`,
    '--client-solid': solid,
    '--on-client': on,
  };
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
