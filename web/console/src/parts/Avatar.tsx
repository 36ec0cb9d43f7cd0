/** A face, or the first letters of a name on a quiet ground of a colour that stays with the person. */
import { type JSX, useState } from 'react';
import css from './Avatar.module.css';

const GROUNDS = ['verdigris', 'woad', 'moss', 'ochre', 'madder', 'paper'] as const;

interface Props {
  name: string;
  /** what the colour is made of, for those who have none of their own */
  seed?: string;
  /** a person's own colour */
  colour?: string | null | undefined;
  picture?: string | undefined;
  size?: 24 | 28 | 32 | 48;
  /** Someone without a name gets a sign, not letters of a number. */
  unnamed?: boolean;
}

export function Avatar({ name, seed = '', colour, picture, size = 28, unnamed = false }: Props): JSX.Element {
  const ground = groundOf(colour) ?? GROUNDS[hash(seed) % GROUNDS.length];
  const [broken, setBroken] = useState('');
  const face = picture && picture !== broken ? picture : null; // a picture that was removed leaves the letters
  return (
    <span
      className={css.avatar}
      data-size={size}
      data-ground={ground}
      data-initials={face || unnamed ? undefined : initials(name)}
      aria-hidden="true"
    >
      {face ? (
        <img src={face} alt="" onError={() => setBroken(face)} />
      ) : unnamed ? (
        <svg viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
          <circle cx="10" cy="7.700" r="3.100" />
          <path d="M3.800 17c.500-3.600 2.900-5.400 6.200-5.400s5.700 1.800 6.200 5.400Z" />
        </svg>
      ) : null}
    </span>
  );
}

function groundOf(colour: string | null | undefined): string | null {
  if (!colour) return null;
  return GROUNDS.find((ground) => ground === colour) ?? 'paper'; // ink
}

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/u).filter(Boolean);
  const letters = [parts[0], parts.length > 1 ? parts[parts.length - 1] : undefined]
    .map((part) => (part ? ([...part][0] ?? '') : ''))
    .filter(Boolean);
  const arabic = /\p{Script=Arabic}/u.test(name);
  return letters.join(arabic ? '\u200c ' : '').toLocaleUpperCase();
}

function hash(text: string): number {
  let sum = 7;
  for (let at = 0; at < text.length; at += 1) sum = (sum * 31 + text.charCodeAt(at)) >>> 0;
  return sum;
}
