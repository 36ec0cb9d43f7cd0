/** The connection: says hello, keeps the pass fresh, comes back by itself with jittered back-off. Knows no talk. */

import { type ClientFrame, PROTOCOL, type ServerFrame } from '@troth/wire';
import { again, systemTimers, type Timers } from './timers.ts';

export type Status = 'connecting' | 'online' | 'offline' | 'reload' | 'signed_out' | 'stopped';

/** What we need of a WebSocket; a test plugs in its own. */
export interface Plug {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: { data: unknown } & never) => unknown) | null;
  onclose: ((event: { code: number } & never) => unknown) | null;
}

/** Thrown by `pass` or `renew` when only the person can help: sign in again. */
export class SignedOut extends Error {
  readonly code = 'sign_in';
}

export interface SocketOptions {
  open(): Plug;
  /** the pass at hand */
  pass(): Promise<string>;
  /** a new one, because the last was refused */
  renew(): Promise<string>;
  onStatus(status: Status): void;
  onFrame(frame: ServerFrame): void;
  onPass?(pass: string, expires: string): void;
  timers?: Timers;
}

const HELLO_WITHIN = 10_000; // ms
const STEADY = 20_000; // ms online after which earlier failures are forgotten

export class Socket {
  status: Status = 'stopped';
  #plug: Plug | null = null;
  #failures = 0;
  #refusals = 0;
  #turn = 0; // raised by every attempt, so that answers to an old one are ignored
  #cancel: (() => void) | null = null;
  readonly #timers: Timers;

  constructor(private readonly options: SocketOptions) {
    this.#timers = options.timers ?? systemTimers;
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
    if (this.status === 'online') this.#again(4000);
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
    let plug: Plug;
    try {
      plug = this.options.open();
    } catch {
      this.#wait();
      return;
    }
    this.#plug = plug;
    plug.onopen = () => plug.send(JSON.stringify({ op: 'hello', v: PROTOCOL, pass } satisfies ClientFrame));
    plug.onmessage = ({ data }) => {
      if (turn === this.#turn) this.#hear(data);
    };
    plug.onclose = ({ code }) => {
      if (turn === this.#turn) this.#closed(code);
    };
    this.#cancel = this.#timers.later(HELLO_WITHIN, () => this.#again(4000));
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
      });
      this.#refusals = 0;
      this.#be('online');
    } else if (frame.op === 'reload') {
      this.#end('reload');
      return;
    } else if (frame.op === 'pass') {
      this.options.onPass?.(frame.pass, frame.expires);
    } else if (frame.op === 'error' && (frame.code === 'pass_expired' || frame.code === 'sign_in')) {
      this.#refuse();
      return;
    }
    this.options.onFrame(frame);
  }

  /** One renewal is tried; when the new pass is refused too, only signing in helps. */
  #refuse(): void {
    if (++this.#refusals > 2) this.#end('signed_out');
    else this.#again(4001);
  }

  #closed(code: number): void {
    this.#plug = null;
    if (code === 4401) this.#refuse();
    else this.#wait(code === 1012 || code === 1013 ? 1500 : 0);
  }

  #again(code: number): void {
    this.#drop(code);
    this.#wait();
  }

  #wait(atLeast = 0): void {
    this.#cancel?.();
    this.#turn++;
    this.#be('offline');
    this.#cancel = again(this.#timers, this.#failures++, () => void this.#connect(), atLeast);
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
