/** Sends what waits in the outboxes: of each stream one message at a time, in the order they were said, whichever way each
 * goes. One that is refused for good is shown, and those behind it go on. */

import { MAX_FRAME, type ServerFrame } from '@troth/wire';
import type { Line, Part } from './line.ts';
import { acknowledged, type Outgoing, refused, unsent } from './outbox.ts';
import { codeOf, passing } from './passing.ts';
import type { Talks } from './talks.ts';
import { again } from './timers.ts';

/** What the server answers to a message it kept. */
export interface Kept {
  readonly at: string;
  readonly masked?: number;
}

/** What the sender needs of the session. */
export interface Desk extends Line {
  readonly talks: Talks;
  /** whether this stream takes words now; `next` is called when it does again */
  ready(stream: string): boolean;
  /** by HTTP, for what is too long for a frame; rejects with an Error whose `code` is the wire's */
  post: ((stream: string, outgoing: Outgoing) => Promise<Kept>) | undefined;
}

interface Errand {
  readonly clientId: string;
  readonly failures: number;
  cancel?: () => void; // what waits for it
}

const ACK_WITHIN = 10_000; // ms, then the line counts as dead
const POST_WITHIN = 30_000; // ms, then it is sent again
const FAULTS = 8; // answers `internal` to one message: it is the message, not the moment

export class Dispatch implements Part {
  readonly #underway = new Map<string, Errand>(); // by stream

  constructor(private readonly desk: Desk) {}

  /** Send what waits first, unless something of this stream is on its way. */
  next(stream: string, failures = 0): void {
    const { desk } = this;
    const [outgoing] = unsent(desk.talks.of(stream));
    if (!outgoing || this.#underway.has(stream) || !desk.ready(stream)) return;
    const { clientId, text } = outgoing;
    const files = outgoing.files.map((file) => file.id);
    const frame = { op: 'say', ref: desk.ref(), stream, client_id: clientId, text, files } as const;
    const errand: Errand = { clientId, failures };
    this.#underway.set(stream, errand);
    if (desk.post && new Blob([JSON.stringify(frame)]).size > MAX_FRAME) {
      const trouble = (error: unknown): void => {
        if (this.#underway.get(stream) === errand) this.#trouble(clientId, codeOf(error));
      };
      errand.cancel = desk.timers.later(POST_WITHIN, () => trouble({}));
      desk.post(stream, outgoing).then((kept) => this.kept(stream, clientId, kept), trouble);
    } else if (desk.send(frame)) errand.cancel = desk.timers.later(ACK_WITHIN, desk.dead);
    else this.#underway.delete(stream);
  }

  kept(stream: string, clientId: string, { at, masked = 0 }: Kept): void {
    this.desk.talks.keep(acknowledged(this.desk.talks.of(stream), clientId, at, masked));
    this.settled(stream, clientId);
  }

  failed(stream: string, clientId: string, code: string): void {
    this.desk.talks.keep(refused(this.desk.talks.of(stream), clientId, code));
    this.settled(stream, clientId);
  }

  /** A passing refusal of what is on its way is tried again by itself, any other is shown. */
  #trouble(clientId: string, code: string): void {
    const [stream, errand] = [...this.#underway].find(([, one]) => one.clientId === clientId) ?? [];
    if (!stream || !errand) return;
    const failures = errand.failures + 1;
    if (!passing(code) || (code === 'internal' && failures >= FAULTS)) {
      this.failed(stream, clientId, code);
      return;
    }
    errand.cancel?.();
    errand.cancel = again(this.desk.timers, failures, () => {
      this.#underway.delete(stream);
      this.next(stream, failures);
    });
  }

  /** Its event is here, or its answer. */
  settled(stream: string, clientId: string): void {
    const errand = this.#underway.get(stream);
    if (errand?.clientId === clientId) {
      errand.cancel?.();
      this.#underway.delete(stream);
    }
    this.next(stream);
  }

  resume(): void {
    for (const stream of this.desk.talks.streams()) this.next(stream);
  }

  hear(frame: ServerFrame): void {
    if (frame.op === 'ack') this.kept(frame.stream, frame.client_id, frame);
    else if (frame.op === 'error' && frame.client_id) this.#trouble(frame.client_id, frame.code);
  }

  /** Whatever was on its way is sent again on the next line. */
  lost(): void {
    for (const { cancel } of this.#underway.values()) cancel?.();
    this.#underway.clear();
  }
}
