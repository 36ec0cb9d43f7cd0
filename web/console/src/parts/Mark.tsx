/** The mark: two interlocked rings with one stroke width. */
import { MARK } from '@troth/look/mark';
import type { JSX } from 'react';

export function Mark({ size = 24 }: { size?: number }): JSX.Element {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 28 28"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
    >
      <path d={MARK[0]} />
      <path d={MARK[1]} />
    </svg>
  );
}
