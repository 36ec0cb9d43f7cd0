/** The line to the server: a socket, and where sockets don't get through (some proxies and filters), plain requests. */

import type { Plug } from '@troth/log';
import type { Ask, Polling } from '@troth/log/polling';

const ENOUGH = 2; // sockets in a row that never opened

/** Each call gives a new line. Once sockets failed, requests and sockets take turns, so that a server that was only
 * away is met by a socket again. */
export function lines(ask: Ask): () => Plug {
  let [dead, polled] = [0, false];
  let Other: typeof Polling | null = null;
  return () => {
    if (Other && dead >= ENOUGH && !polled) {
      polled = true;
      return new Other(ask);
    }
    polled = false;
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`);
    dead++;
    socket.addEventListener('open', () => {
      dead = 0;
    });
    if (dead >= ENOUGH && !Other) {
      void import('@troth/log/polling').then(
        (module) => {
          Other = module.Polling;
        },
        () => {},
      );
    }
    return socket;
  };
}
