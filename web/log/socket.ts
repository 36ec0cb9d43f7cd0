/** The connection: says hello, keeps the pass fresh, comes back by itself with jittered back-off, and goes another way
 * where sockets are blocked. Knows no talk. */

import { type ClientFrame, PROTOCOL, type ServerFrame } from '@troth/wire';
import { again, soon, systemTimers, type Timers } from './timers.ts';
import { type Way, Ways } from './ways.ts';

export type Status = 'connecting' | 'online' | 'offline' | 'reload' | 'signed_out' | 'stopped';

/** What we need of a WebSocket; a test plugs in its own. */
export interface Plug {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: { data: unknown } & never) => unknown) | null;
  onclose: ((event: { code: number; reason?: string } & never) => unknown) | null;
}

/** Gives a line that goes this way; a socket at once. */
export type Dial = (way: Way) => Plug | Promise<Plug>;

/** Thrown by `pass` or `renew` when only the person can help: sign in again. */
export class SignedOut extends Error {
  readonly code = 'sign_in';
}

export interface SocketOptions {
  open: Dial;
  /** how the first attempt goes */
  way?: Way;
  /** it goes well this way */
  onWay?(way: Way): void;
  /** the pass at hand */
  pass(): Promise<string>;
  /** a new one, because the last was refused */
  renew(): Promise<string>;
  onStatus(status: Status): void;
  onFrame(frame: ServerFrame): void;
  onPass?(pass: string, expires: string): void;
  timers?: Timers;
}

const OPEN_WITHIN = 6_000; // ms for the answer to a socket's upgrade
const HELLO_WITHIN = 10_000; // ms
const STEADY = 20_000; // ms online after which earlier failures are forgotten

export class Socket {
  status: Status = 'stopped';
  /** how it goes, or went last */
  way: Way;
  readonly #ways: Ways;
  #since = 0; // when it was welcome
  #plug: Plug | null = null;
  #failures = 0;
  #refusals = 0;
  #turn = 0; // raised by every attempt, so that answers to an old one are ignored
  #cancel: (() => void) | null = null;
  readonly #timers: Timers;

  constructor(private readonly options: SocketOptions) {
    this.#timers = options.timers ?? systemTimers;
    this.way = options.way ?? 'socket';
    this.#ways = new Ways(this.way);
  }

  start(): void {
    if (this.status !== 'stopped' && this.status !== 'signed_out') return;
    this.#refusals = 0;
    void this.#connect();
  }

  /** Leave for good. */
  stop(): void {
    this.send({ op: 'bye' });
    this.#drop(1000);
    this.#be('stopped');
  }

  /** Connect now instead of at the end of the back-off. */
  hurry(): void {
    this.#failures = 0; // the world changed: earlier failures say nothing of the next attempt
    if (this.status === 'offline') void this.#connect();
  }

  /** The line is dead although it looks open: start over. */
  reset(): void {
    if (this.status === 'online') this.#fail(false);
  }

  /** False when there is no line; the caller keeps what it wanted to say. */
  send(frame: ClientFrame): boolean {
    if (this.status !== 'online' || !this.#plug) return false;
    this.#plug.send(JSON.stringify(frame));
    return true;
  }

  async #connect(): Promise<void> {
    this.#cancel?.();
    const turn = ++this.#turn;
    this.#be('connecting');
    let pass: string;
    try {
      pass = await (this.#refusals > 0 ? this.options.renew() : this.options.pass());
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof SignedOut) this.#end('signed_out');
      else this.#wait();
      return;
    }
    if (turn !== this.#turn) return;
    const { way } = this.#ways;
    let plug: Plug | Promise<Plug>;
    try {
      plug = this.options.open(way);
      if (plug instanceof Promise) plug = await plug;
    } catch {
      if (turn === this.#turn) this.#fail(false);
      return;
    }
    if (turn !== this.#turn) return;
    this.#use(plug);
    plug.onopen = () => {
      plug.send(hello(pass));
      if (turn === this.#turn && way === 'socket') this.#within(HELLO_WITHIN, false);
    };
    this.#within(way === 'socket' ? OPEN_WITHIN : HELLO_WITHIN, true);
  }

  #within(ms: number, silent: boolean): void {
    this.#cancel?.();
    this.#cancel = this.#timers.later(ms, () => this.#fail(silent));
  }

  #use(plug: Plug): void {
    const turn = this.#turn;
    this.#plug = plug;
    plug.onmessage = ({ data }) => {
      if (turn === this.#turn) this.#hear(data);
    };
    plug.onclose = ({ code, reason }) => {
      if (turn === this.#turn) this.#closed(code, reason ?? '');
    };
  }

  /** Beside a way that works: do sockets get through again? If so the line moves there; nobody notices. */
  async #look(): Promise<void> {
    const turn = this.#turn;
    const pass = await this.options.pass().catch(() => '');
    if (turn !== this.#turn) return;
    const plug = this.options.open('socket') as Plug;
    const ended = (): void => {
      late();
      plug.onclose = plug.onmessage = null;
      plug.close(1000);
      if (turn === this.#turn) this.#lookLater();
    };
    const late = this.#timers.later(OPEN_WITHIN, ended);
    plug.onopen = () => plug.send(hello(pass));
    plug.onclose = ended;
    plug.onmessage = ({ data }) => {
      if (turn !== this.#turn || !String(data).startsWith('{"op":"welcome"')) return ended();
      late();
      this.#drop(1000);
      this.#be('offline');
      this.#ways.back();
      this.#use(plug);
      return this.#hear(data);
    };
  }

  #lookLater(): void {
    this.#cancel = this.#timers.later(this.#ways.pause(this.#timers.random()), () => void this.#look());
  }

  #hear(data: unknown): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(String(data)) as ServerFrame;
    } catch {
      return; // not ours to repair; the stream's numbers tell when something is missing
    }
    if (frame.op === 'welcome') {
      this.#cancel?.();
      this.#cancel = this.#timers.later(STEADY, () => {
        this.#failures = 0;
        if (this.way !== 'socket') this.#lookLater();
      });
      this.#refusals = 0;
      this.#since = this.#timers.now();
      this.#ways.welcomed();
      this.way = this.#ways.way;
      this.options.onWay?.(this.way);
      this.#be('online');
    } else if (frame.op === 'reload') {
      this.#end('reload');
      return;
    } else if (frame.op === 'pass') {
      this.options.onPass?.(frame.pass, frame.expires);
    } else if (frame.op === 'error' && (frame.code === 'pass_expired' || frame.code === 'sign_in')) {
      this.#refuse(frame.code === 'sign_in');
      return;
    }
    this.options.onFrame(frame);
  }

  /** One renewal is tried; when the new pass is refused too, only signing in helps. One that ended before it began was
   * made by a server whose clock is behind, and that passes. */
  #refuse(forGood: boolean): void {
    if (++this.#refusals > 2 && forGood) this.#end('signed_out');
    else this.#again(4001);
  }

  #closed(code: number, reason: string): void {
    this.#plug = null;
    const within = code === 1012 ? /^restart (\d{1,4})$/.exec(reason)?.[1] : undefined;
    if (code === 4401) this.#refuse(true);
    else if (within) this.#leave(() => soon(this.#timers, Number(within) * 1000, () => void this.#connect()));
    else if (code === 1005 || code === 1006) this.#fail(false);
    else this.#wait(code === 1012 || code === 1013 ? 1500 : 0);
  }

  /** It broke, or did not come about; perhaps another way is better. */
  #fail(silent: boolean): void {
    if (this.status === 'online') this.#ways.cut(this.#timers.now() - this.#since);
    else this.#ways.failed(silent);
    this.#again(4000);
  }

  #again(code: number): void {
    this.#drop(code);
    this.#wait();
  }

  #wait(atLeast = 0): void {
    this.#leave(() => again(this.#timers, this.#failures++, () => void this.#connect(), atLeast));
  }

  #leave(comeBack: () => () => void): void {
    this.#cancel?.();
    this.#turn++;
    this.#be('offline');
    this.#cancel = comeBack();
  }

  #end(status: Status): void {
    this.#drop(1000);
    this.#be(status);
  }

  #drop(code: number): void {
    this.#turn++;
    this.#cancel?.();
    this.#cancel = null;
    const plug = this.#plug;
    this.#plug = null;
    plug?.close(code);
  }

  #be(status: Status): void {
    if (this.status === status) return;
    this.status = status;
    this.options.onStatus(status);
  }
}

const hello = (pass: string): string => JSON.stringify({ op: 'hello', v: PROTOCOL, pass } satisfies ClientFrame);
