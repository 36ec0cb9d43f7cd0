/** Which way the line goes: a socket, else an event stream, else long polls, and back to a socket later. Pure.
 *
 * A socket is blocked when its upgrade is never answered, when two in a row are refused, or when three in a row are cut
 * while they are young; an event stream, when nothing of it arrives (something collects the answer) or when it is cut
 * like that. Where no way works the server is away, and ways take turns. `src/troth/client/ways.py` has the same rules. */

export type Way = 'socket' | 'stream' | 'poll';

const REFUSED = 2; // sockets in a row that never got as far as a welcome
const CUTS = 3; // in a row
const YOUNG = 90_000; // ms; proxies that cut what lasts do so after 30 or 60 s
const FIRST_LOOK = 60_000; // ms until a socket is tried beside the way that works
const LAST_LOOK = 30 * 60_000; // ms between two such looks at most

export class Ways {
  #instead: 'stream' | 'poll' = 'stream'; // where sockets are blocked
  #refused = 0;
  #cuts = 0;
  #looks = 0;
  #probation = false; // sockets were blocked a while ago

  /** `way` of the next attempt: the first one goes as it went before on this page. */
  constructor(public way: Way = 'socket') {
    if (way !== 'socket') this.#instead = way;
  }

  /** An attempt ended before it was welcome. `silent`: nobody said anything. */
  failed(silent: boolean): void {
    if (this.way === 'socket') {
      if (++this.#refused >= REFUSED || silent) this.way = this.#instead;
    } else if (silent && this.#instead === 'stream') this.way = this.#instead = 'poll';
    else {
      if (silent) this.#instead = 'stream';
      this.way = 'socket';
    }
  }

  welcomed(): void {
    if (this.way === 'socket') this.#refused = 0;
  }

  /** A line that was welcome broke after `age` ms, and the server had not closed it. */
  cut(age: number): void {
    if (age >= YOUNG) {
      this.#cuts = 0;
      this.#probation = false;
      if (this.way === 'socket') this.#looks = 0;
    } else if (++this.#cuts >= (this.way === 'socket' && this.#probation ? 1 : CUTS) && this.way !== 'poll') {
      if (this.way === 'stream') this.#instead = 'poll';
      this.way = this.#instead;
      this.#cuts = 0;
    }
  }

  /** ms until a socket is tried beside the way that works; longer each time. */
  pause(random: number): number {
    return Math.min(LAST_LOOK, FIRST_LOOK * 2 ** this.#looks++) * (0.8 + 0.4 * random);
  }

  /** A socket got through again. */
  back(): void {
    this.way = 'socket';
    this.#refused = this.#cuts = 0;
    this.#probation = true;
  }
}
