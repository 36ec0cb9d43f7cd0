/** The mark: two interlocked rings with one stroke width. Where they cross, one passes over, the other under. */
import type { JSX } from 'react';

export function Mark({ size = 24 }: { size?: number }): JSX.Element {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2.2">
      <path d="M13.100 7.300a6 6 0 1 0 1.900 4.700" strokeLinecap="round" />
      <path d="M10.900 16.700a6 6 0 1 0-1.900-4.700" strokeLinecap="round" />
    </svg>
  );
}
