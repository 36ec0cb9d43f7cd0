/** The one thing kept on the host's side, after the visitor opened the chat: whether it was open, whether a talk goes on,
 * whether they opted out. Never a token. */

interface Memory {
  open?: boolean;
  talk?: boolean;
  off?: boolean;
}

export function remembered(key: string): Memory {
  try {
    return JSON.parse(localStorage.getItem(`troth.${key}`) ?? '{}') as Memory;
  } catch {
    return {}; // storage refused: the page simply forgets
  }
}

export function remember(key: string, what: keyof Memory, yes: boolean): void {
  try {
    localStorage.setItem(`troth.${key}`, JSON.stringify({ ...remembered(key), [what]: yes || undefined }));
  } catch {
    // as above
  }
}
