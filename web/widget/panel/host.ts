/** The talk with the loader. What the host page says is a wish (open, close, language), never a fact; what it hears is
 * wishes and one number, never words. At top level (hosted chat) there is nobody to talk to. */

export interface Wish {
  do: 'open' | 'wait' | 'close' | 'off';
  language?: string;
  /** only where the site's profile allows it */
  page?: { url?: string; title?: string; referrer?: string } | null;
}

/** A thumb: focus would raise the keyboard over the talk, Enter is a new line. */
export const touch = (): boolean => matchMedia('(pointer: coarse)').matches;

export const framed = parent !== window;

function hostOrigin(): string | null {
  // the browser already refused every ancestor that the site does not allow (frame-ancestors)
  const ancestor = location.ancestorOrigins?.[0];
  if (ancestor && ancestor !== 'null') return ancestor;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return null;
  }
}

const origin = framed ? hostOrigin() : null;

export function listen(onWish: (wish: Wish) => void): void {
  if (!origin) return;
  addEventListener('message', (event: MessageEvent) => {
    if (event.source !== parent || event.origin !== origin || event.data?.troth !== 1) return;
    onWish(event.data as Wish);
  });
  tell('ready');
}

export function tell(what: 'ready' | 'close' | 'unread' | 'talk' | 'keep' | 'off', n = 0): void {
  if (origin) parent.postMessage({ troth: 1, do: what, n }, origin);
}

/** The visitor leaves. Closed at once and not when the host page has answered: what comes meanwhile is unread. In a page
 * of its own there is nothing to close. */
export function leave(close: () => void): void {
  if (!framed) return;
  close();
  tell('close');
}
