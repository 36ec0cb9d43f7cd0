/** Sends what waits in the outbox and learns what became of it. */

import { type ClientFrame, MAX_FRAME } from '@troth/wire';
import { acknowledged, type Outgoing, refused } from './outbox.ts';
import type { Timers } from './socket.ts';
import type { Talk } from './talk.ts';

/** What the server answers to a message it kept. */
export interface Kept {
  readonly at: string;
  readonly masked?: number;
}

/** What the sender needs of the session. */
export interface Desk {
  readonly timers: Timers;
  talk(stream: string): Talk;
  keep(talk: Talk): void;
  /** false: there is no line */
  send(frame: ClientFrame): boolean;
  /** false: the stream's subscription does not stand yet; it is sent as soon as it does */
  ready(stream: string): boolean;
  /** the line did not answer in time */
  dead(): void;
  ref(): number;
  /** by HTTP, for what is too long for a frame; rejects with an Error whose `code` is the wire's */
  post?(stream: string, outgoing: Outgoing): Promise<Kept>;
}

const ACK_WITHIN = 10_000; // ms, then the line counts as dead
const PASSING = new Set(['busy', 'too_many', 'internal']);

export class Dispatch {
  readonly #underway = new Map<string, () => void>(); // client id -> call off what waits for it

  constructor(private readonly desk: Desk) {}

  /** Send it if it is to be sent and not on its way. */
  send(stream: string, clientId: string): void {
    const { desk } = this;
    const outgoing = desk.talk(stream).outbox.find((one) => one.clientId === clientId);
    if (outgoing?.state !== 'sending' || this.#underway.has(clientId)) return;
    const files = outgoing.files.map((file) => file.id);
    const frame = { op: 'say', ref: desk.ref(), stream, client_id: clientId, text: outgoing.text, files } as const;
    if (desk.post && new TextEncoder().encode(JSON.stringify(frame)).length > MAX_FRAME) {
      this.#underway.set(clientId, () => {});
      desk.post(stream, outgoing).then(
        (kept) => this.kept(stream, clientId, kept),
        (error: unknown) => this.trouble(stream, clientId, (error as { code?: string }).code ?? 'offline'),
      );
    } else if (desk.ready(stream) && desk.send(frame)) {
      this.#underway.set(
        clientId,
        desk.timers.later(ACK_WITHIN, () => desk.dead()),
      );
    }
  }

  kept(stream: string, clientId: string, { at, masked = 0 }: Kept): void {
    this.settled(clientId);
    this.desk.keep(acknowledged(this.desk.talk(stream), clientId, at, masked));
  }

  failed(stream: string, clientId: string, code: string): void {
    this.settled(clientId);
    this.desk.keep(refused(this.desk.talk(stream), clientId, code));
  }

  /** A passing error is tried again by itself, any other is shown. */
  trouble(stream: string, clientId: string, code: string): void {
    if (!PASSING.has(code)) {
      this.failed(stream, clientId, code);
      return;
    }
    this.settled(clientId);
    const { timers } = this.desk;
    const again = (): void => {
      this.#underway.delete(clientId);
      this.send(stream, clientId);
    };
    this.#underway.set(clientId, timers.later(1_000 + 2_000 * timers.random(), again));
  }

  /** Its event is here, or its answer. */
  settled(clientId: string): void {
    this.#underway.get(clientId)?.();
    this.#underway.delete(clientId);
  }

  /** The line is gone: whatever was on its way is sent again on the next. */
  clear(): void {
    for (const cancel of this.#underway.values()) cancel();
    this.#underway.clear();
  }
}
