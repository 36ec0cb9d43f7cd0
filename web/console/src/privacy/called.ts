/** What the server names by a word of its own, in the person's language: the last part of the key. What is newer than
 * this console keeps its name. */
import type { T } from '@troth/words';

export function called(t: T, key: string): string {
  const words = t(key);
  return words === key ? (key.split('.').at(-1) ?? '').replaceAll('_', ' ') : words;
}
