/** A line of our server, each way it can go, and which of them worked last on this tab. */

import type { Dial } from './socket.ts';
import type { Way } from './ways.ts';

const NAME = 'troth.way';

/** What only few need comes when they need it. */
export const dial: Dial = (way) =>
  way === 'socket'
    ? new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`)
    : import('./posted.ts').then(({ Posted }) => new Posted(way === 'poll'));

export function rememberedWay(): Way {
  try {
    const way = sessionStorage.getItem(NAME);
    return way === 'stream' || way === 'poll' ? way : 'socket';
  } catch {
    return 'socket'; // the browser keeps nothing
  }
}

/** Kept only where sockets are blocked. */
export function rememberWay(way: Way): void {
  try {
    if (way === 'socket') sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, way);
  } catch {
    // it is found out again on the next page
  }
}
