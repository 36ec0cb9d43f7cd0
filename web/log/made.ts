/** For tests: events as the server would send them, a clock that is moved by hand, a line to a server that is a script. */

import type { ClientFrame, ServerFrame, WireEvent } from '@troth/wire';
import type { Plug } from './socket.ts';
import type { Timers } from './timers.ts';

export const STREAM = '01900000-0000-7000-8000-000000000001';
export const VISITOR = '01900000-0000-7000-8000-00000000000a';
export const AGENT = '01900000-0000-7000-8000-00000000000b';

export function said(seq: number, after: number, text = `text ${seq}`, more: Partial<WireEvent> = {}): WireEvent {
  return {
    stream: STREAM,
    seq,
    after,
    at: new Date(Date.UTC(2026, 0, 1, 10, 0, seq)).toISOString(),
    kind: 'said',
    v: 1,
    audience: 'all',
    author: { kind: 'agent', id: AGENT },
    client_id: `client-${seq}`,
    body: { text },
    ...more,
  } as WireEvent;
}

/** Events of one stream as one audience sees it: seqs with holes, each knowing its predecessor. */
export function chain(seqs: readonly number[]): WireEvent[] {
  return seqs.map((seq, at) => said(seq, seqs[at - 1] ?? 0));
}

export class Clock implements Timers {
  chance = 0.5;
  #now = 1_000_000;
  #due: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.chance;
  }

  later(ms: number, run: () => void): () => void {
    const one = { at: this.#now + ms, run };
    this.#due.push(one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  }

  /** Let time pass; everything due runs in its order. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#due.filter((one) => one.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#due = this.#due.filter((one) => one !== next);
      this.#now = next.at;
      next.run();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

export const settled = async (): Promise<void> => {
  for (let i = 0; i < 8; i++) await Promise.resolve();
};

/** A line: `heard` is what the client sent on it, `tell` what the server says. */
export class Line implements Plug {
  onopen: (() => unknown) | null = null;
  onmessage: ((event: { data: unknown }) => unknown) | null = null;
  onclose: ((event: { code: number; reason: string }) => unknown) | null = null;
  readonly heard: ClientFrame[] = [];
  closed: number | null = null;

  send(text: string): void {
    this.heard.push(JSON.parse(text) as ClientFrame);
  }

  close(code = 1000): void {
    this.closed = code;
  }

  tell(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  welcome(): void {
    this.onopen?.();
    this.tell({ op: 'welcome', v: 1, now: '2026-01-01T10:00:00Z', session: STREAM });
  }

  cut(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason });
  }

  of<Op extends ClientFrame['op']>(op: Op): Extract<ClientFrame, { op: Op }>[] {
    return this.heard.filter((frame): frame is Extract<ClientFrame, { op: Op }> => frame.op === op);
  }
}
