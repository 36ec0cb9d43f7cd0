/** The live inboxes of workspaces: each goes on from its newest cursor, so that nothing that moved meanwhile is missed. */

import type { ErrorFrame, ServerFrame, Subscribed, Summary } from '@troth/wire';
import type { Line, Part } from './line.ts';
import { passing } from './passing.ts';
import { Question } from './question.ts';

interface Inbox {
  cursor: string | null;
  anew: boolean; // the cursor was refused: what was missed is not repeated
  readonly subscription: Question;
}

export class Inboxes implements Part {
  readonly #all = new Map<string, Inbox>();

  constructor(private readonly line: Line) {}

  /** Follow a workspace from a cursor (null: from now). */
  follow(workspace: string, cursor: string | null): void {
    this.#all.get(workspace)?.subscription.drop();
    const inbox: Inbox = {
      cursor,
      anew: false,
      subscription: new Question(this.line.timers, () =>
        this.line.send({ op: 'subscribe', ref: this.line.ref(), workspace, cursor: inbox.cursor }),
      ),
    };
    this.#all.set(workspace, inbox);
    inbox.subscription.ask();
  }

  resume(): void {
    for (const { subscription } of this.#all.values()) subscription.ask();
  }

  lost(): void {
    for (const { subscription } of this.#all.values()) subscription.drop();
  }

  hear(frame: ServerFrame): void {
    if (frame.op === 'summary') this.#summary(frame);
    else if (frame.op === 'subscribed') this.#subscribed(frame);
    else if (frame.op === 'error') this.#refused(frame);
    else if (frame.op === 'gone' && frame.workspace) this.#gone(frame.workspace);
  }

  /** What was missed follows, each with its cursor: ours moves with it. */
  #subscribed({ workspace, cursor }: Subscribed): void {
    const inbox = workspace && this.#all.get(workspace);
    if (!inbox) return;
    const { anew } = inbox;
    inbox.cursor ??= cursor ?? null;
    inbox.anew = false;
    inbox.subscription.answer();
    this.line.tell({ what: 'inbox', workspace, anew });
  }

  #summary(frame: Summary): void {
    const inbox = this.#all.get(frame.workspace);
    if (inbox) inbox.cursor = frame.cursor;
    this.line.tell({ what: 'summary', frame });
  }

  #refused({ workspace, code }: ErrorFrame): void {
    const inbox = workspace && this.#all.get(workspace);
    if (!inbox) return;
    if (code === 'invalid' && inbox.cursor) {
      [inbox.cursor, inbox.anew] = [null, true];
      inbox.subscription.drop();
      inbox.subscription.ask();
    } else if (passing(code)) inbox.subscription.refused();
    else this.#gone(workspace);
  }

  #gone(workspace: string): void {
    this.#all.get(workspace)?.subscription.drop();
    this.#all.delete(workspace);
    this.line.tell({ what: 'gone', stream: null, workspace });
  }
}
