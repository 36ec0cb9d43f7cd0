/** The drawings, 20 x 20, one stroke. They are beside words or have a name of their own on the button. Those of the talk
 * come with its view (talk_icons.ts). */

import { MARK } from '@troth/look/mark';
import type { TalkIcon } from './talk_icons.ts';

const FIRST = {
  down: 'M5 8l5 5 5-5',
  clock: 'M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 6v4.3l2.8 1.7',
  shield: 'M10 3l5.5 2v4.5c0 3.6-2.3 6.3-5.5 7.5-3.2-1.2-5.5-3.9-5.5-7.5V5z',
} as const;

const paths: Partial<Record<IconName, string>> = { ...FIRST };

export type IconName = keyof typeof FIRST | TalkIcon;

export function addIcons(more: Readonly<Record<TalkIcon, string>>): void {
  Object.assign(paths, more);
}

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg class="mark" viewBox="0 0 28 28" width={size} height={size} aria-hidden="true">
      <path d={MARK[0]} />
      <path d={MARK[1]} />
    </svg>
  );
}
