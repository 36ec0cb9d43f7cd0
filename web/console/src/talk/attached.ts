/** Files put to a reply, uploaded at once, so that sending is only a word. Kept per conversation until sent or removed. */
import { newId, passing } from '@troth/log';
import { upload } from '../door/acts.ts';
import { Problem } from '../door/http.ts';
import type { FileRef } from '../door/shapes.ts';
import { store, useStore } from '../store.ts';

export interface Attached {
  key: string;
  file: File;
  state: 'uploading' | 'ready' | 'failed';
  ref: FileRef | null;
  /** the code of what went wrong */
  error: string | null;
}

const MOST = 10; // the wire's MAX_FILES
const all = store<ReadonlyMap<string, readonly Attached[]>>(new Map());
const NONE: readonly Attached[] = [];

const change = (conversation: string, to: (held: readonly Attached[]) => readonly Attached[]): void =>
  all.set((held) => new Map(held).set(conversation, to(held.get(conversation) ?? NONE)));

export const useAttached = (conversation: string): readonly Attached[] => useStore(all).get(conversation) ?? NONE;

/** Returns how many did not fit. */
export function attach(conversation: string, files: Iterable<File>): number {
  const room = MOST - (all.get().get(conversation)?.length ?? 0);
  const list = [...files];
  for (const file of list.slice(0, Math.max(0, room))) {
    const one: Attached = { key: newId(), file, state: 'uploading', ref: null, error: null };
    change(conversation, (held) => [...held, one]);
    send(conversation, one);
  }
  return Math.max(0, list.length - room);
}

function send(conversation: string, one: Attached): void {
  const become = (some: Partial<Attached>): void =>
    change(conversation, (held) => held.map((other) => (other.key === one.key ? { ...other, ...some } : other)));
  become({ state: 'uploading', error: null });
  upload(conversation, one.file).then(
    (ref) => become({ state: 'ready', ref }),
    (error: unknown) => become({ state: 'failed', error: error instanceof Problem ? error.code : 'internal' }),
  );
}

export const sendAgain = send;

export const detach = (conversation: string, key: string): void =>
  change(conversation, (held) => held.filter((one) => one.key !== key));

/** What was sent leaves the tray; what could not be sent stays in it, marked. */
export const detachSent = (conversation: string, sent: readonly FileRef[]): void =>
  change(conversation, (held) => held.filter((one) => !one.ref || !sent.includes(one.ref)));

/** A second try with the next pass may go well, too; of any other refusal it can only fail again. */
const mended = (code: string): boolean => passing(code) || code === 'pass_expired' || code === 'sign_in';

export const mayPass = (one: Attached): boolean => one.state === 'failed' && mended(one.error ?? 'internal');
