/** The direction of a field is that of the words in it. An empty one stands as its page does: `auto` would make it left to
 * right, and its placeholder and caret would stand on the wrong side of an Arabic page. */
export function written(text: string): { dir?: 'auto' } {
  return text ? { dir: 'auto' } : {};
}
