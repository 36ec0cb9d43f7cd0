/** The line where WebSocket is blocked: frames go by POST, and come by an event stream or by long polls. It looks like a
 * socket to its owner. */

import { newId } from './ids.ts';
import type { Plug } from './socket.ts';
import { systemTimers, type Timers } from './timers.ts';

const ELSEWHERE = 12; // times a request is repeated whose line is not known: a proxy may have led it to another process
const AT_ONCE = 64; // frames in a request
const SIZE = 16_000; // UTF-16 units of them, so at most three times as many bytes
const QUIET = 45_000; // ms without a byte; the server gives a sign of life every 20 s, and a poll lasts 25

export class Posted implements Plug {
  onopen: Plug['onopen'] = null;
  onmessage: Plug['onmessage'] = null;
  onclose: Plug['onclose'] = null;
  readonly #id = newId();
  readonly #over = new AbortController();
  #pass = '';
  #unsent: string[] = [];
  #sending = false;
  #closed = { code: 0, reason: '' }; // what the server closed with

  constructor(
    private readonly polled: boolean,
    private readonly timers: Timers = systemTimers,
  ) {
    timers.later(0, () => this.onopen?.({} as never));
  }

  /** The first one, a hello, opens the line. */
  send(text: string): void {
    if (this.#pass) {
      this.#unsent.push(text);
      void this.#flush();
    } else {
      this.#pass = (JSON.parse(text) as { pass: string }).pass;
      void this.#run(text);
    }
  }

  /** What was sent before, a goodbye, still goes out. */
  close(): void {
    this.onmessage = this.onclose = null;
    this.#over.abort();
  }

  async #run(hello: string): Promise<void> {
    try {
      if (!this.polled) await this.#hear(await this.#post('', [hello], this.#over.signal));
      for (let frames = [hello]; this.polled && !this.#closed.code; frames = [])
        await this.#hear(await this.#post('/poll', frames, this.#over.signal, !frames.length));
    } catch {
      // over, like one that ends
    }
    this.#end();
  }

  async #hear({ body }: Response): Promise<void> {
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const quiet = this.timers.later(QUIET, () => this.#end());
      const part = await reader?.read().finally(quiet);
      if (!part || part.done) return;
      const blocks = (rest + part.value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#event(block);
    }
  }

  #event(block: string): void {
    const { event, data } = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s))) as {
      event?: string;
      data?: string;
    };
    if (event === 'ping') void this.#flush();
    else if (event === 'close') this.#closed = JSON.parse(data ?? '{}');
    else if (!event && data) {
      if (data.startsWith('{"op":"pass"')) this.#pass = (JSON.parse(data) as { pass: string }).pass;
      this.onmessage?.({ data } as never);
    }
  }

  /** One request at a time, so that frames keep their order. */
  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      do await this.#post('/frames', this.#take(), null, true);
      while (this.#unsent.length);
    } catch {
      this.#end();
    }
    this.#sending = false;
  }

  #take(): string[] {
    let [count, size] = [0, 0];
    for (const { length } of this.#unsent) {
      if (count >= AT_ONCE || (count && size + length > SIZE)) break;
      count++;
      size += length;
    }
    return this.#unsent.splice(0, count);
  }

  /** `known`: the line is open already, so that it is somewhere. */
  async #post(path: string, frames: string[], signal: AbortSignal | null, known = false): Promise<Response> {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`/api/v1/line${path}`, {
        method: 'POST',
        credentials: 'omit',
        cache: 'no-store',
        headers: {
          'Content-Type': 'application/json',
          'Troth-Line': this.#id,
          ...(known && { Authorization: `Bearer ${this.#pass}` }),
        },
        body: `[${frames}]`,
        signal,
      });
      if (answer.ok) return answer;
      if (!known || answer.status !== 404 || tries >= ELSEWHERE) throw new Error();
      await new Promise<void>((again) => this.timers.later(20 * tries, again));
    }
  }

  #end(): void {
    const { onclose } = this;
    this.close();
    onclose?.({ ...this.#closed, code: this.#closed.code || 1006 } as never);
  }
}
