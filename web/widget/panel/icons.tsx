/** All drawings, 20 x 20, one stroke. They are beside words or have a name of their own on the button. */

import { MARK } from '@troth/look/mark';

const PATHS = {
  down: 'M5 8l5 5 5-5',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  send: 'M10 16V4.5M5 9.5l5-5 5 5',
  clip: 'M15.5 9.2l-5.6 5.6a3.4 3.4 0 0 1-4.8-4.8l6-6a2.2 2.2 0 0 1 3.2 3.2l-5.9 5.9a1.1 1.1 0 0 1-1.6-1.6l5.1-5.1',
  smile: 'M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM7.6 8.4v.01M12.4 8.4v.01M7 11.8c1.6 2 4.4 2 6 0',
  cross: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  bell: 'M10 3.2a4.3 4.3 0 0 0-4.3 4.3c0 3.6-1.5 4.9-1.5 5.7h11.6c0-.8-1.5-2.1-1.5-5.7A4.3 4.3 0 0 0 10 3.2zM8.4 15.8a1.7 1.7 0 0 0 3.2 0',
  bellOff:
    'M8.4 15.8a1.7 1.7 0 0 0 3.2 0M3.5 3.5l13 13M6.6 4.8A4.3 4.3 0 0 1 14.3 7.5c0 1.5.3 2.6.6 3.5M12.5 13.2H4.2c0-.8 1.5-2.1 1.5-5.7',
  mail: 'M3.5 5.5h13v9h-13zM3.8 6l6.2 4.8L16.2 6',
  stop: 'M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM7.5 7.5l5 5M12.5 7.5l-5 5',
  file: 'M11.5 3H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V6.5zM11.5 3v3.5H15',
  save: 'M10 4v8.5M6.5 9l3.5 3.5L13.5 9M4.5 16h11',
  retry: 'M15.5 6.5A6.5 6.5 0 1 0 16.5 10M16 3.5v3.5h-3.5',
  clock: 'M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 6v4.3l2.8 1.7',
  shield: 'M10 3l5.5 2v4.5c0 3.6-2.3 6.3-5.5 7.5-3.2-1.2-5.5-3.9-5.5-7.5V5z',
  star: 'M10 3.3l2.050 4.3 4.7.6-3.450 3.250.9 4.650L10 13.8l-4.2 2.3.9-4.650L3.250 8.2l4.7-.6z',
} as const;

export function Icon({ name, size = 20 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
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
