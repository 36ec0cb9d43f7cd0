/** The mark: two interlocked rings on a 28 x 28 field, stroked with 2.5, butt caps, no fill. Each passes over the other once. */
export const MARK: readonly [string, string] = [
  'M11.21 20.93A7 7 0 1 1 16.1 17.77',
  'M16.79 7.07A7 7 0 1 1 11.9 10.23',
];
