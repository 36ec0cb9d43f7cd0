/** The live inboxes of workspaces: each goes on from its newest cursor, so that nothing that moved meanwhile is missed. */

import type { Summary } from '@troth/wire';
import type { Tell } from './changes.ts';
import type { Line } from './line.ts';
import { passing } from './passing.ts';
import { Question } from './question.ts';
import type { Timers } from './timers.ts';

interface Inbox {
  cursor: string | null;
  anew: boolean; // the cursor was refused: what was missed is not repeated
  readonly subscription: Question;
}

export class Inboxes {
  readonly #all = new Map<string, Inbox>();

  constructor(
    private readonly line: Line,
    private readonly timers: Timers,
    private readonly tell: Tell,
  ) {}

  follow(workspace: string, cursor: string | null): void {
    this.#all.get(workspace)?.subscription.drop();
    const inbox: Inbox = {
      cursor,
      anew: false,
      subscription: new Question(this.timers, () =>
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

  /** What was missed follows, each with its cursor: ours moves with it. */
  subscribed(workspace: string, cursor: string | null): void {
    const inbox = this.#all.get(workspace);
    if (!inbox) return;
    const { anew } = inbox;
    inbox.cursor ??= cursor;
    inbox.anew = false;
    inbox.subscription.answer();
    this.tell({ what: 'inbox', workspace, anew });
  }

  summary(frame: Summary): void {
    const inbox = this.#all.get(frame.workspace);
    if (inbox) inbox.cursor = frame.cursor;
    this.tell({ what: 'summary', frame });
  }

  refused(workspace: string, code: string): void {
    const inbox = this.#all.get(workspace);
    if (!inbox) return;
    if (code === 'invalid' && inbox.cursor) {
      [inbox.cursor, inbox.anew] = [null, true];
      inbox.subscription.drop();
      inbox.subscription.ask();
    } else if (passing(code)) inbox.subscription.refused();
    else this.gone(workspace);
  }

  gone(workspace: string): void {
    this.#all.get(workspace)?.subscription.drop();
    this.#all.delete(workspace);
    this.tell({ what: 'gone', stream: null, workspace });
  }
}
