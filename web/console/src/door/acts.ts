/** What an agent does to a conversation, each a verb of the API; the answer is the conversation as it then is. */
import { newId } from '@troth/log';
import { learn } from '../live/inbox.ts';
import { line, pass } from '../live/line.ts';
import { api, type Wish } from './http.ts';
import type { Conversation, FileRef, Ticket } from './shapes.ts';

async function verb(id: string, path: string, method: 'POST' | 'DELETE', body?: Wish['body']): Promise<Conversation> {
  const row = await api<Conversation>(`/conversations/${id}${path}`, { method, body: body ?? { client_id: newId() } });
  learn(row);
  return row;
}

export const take = (id: string): Promise<Conversation> => verb(id, '/participation', 'POST');
export const leave = (id: string): Promise<Conversation> => verb(id, '/participation', 'DELETE');
export const close = (id: string): Promise<Conversation> => verb(id, '/closure', 'POST');
export const reopen = (id: string): Promise<Conversation> => verb(id, '/closure', 'DELETE');

/** Who writes takes part: the right to speak hangs on it. */
export async function say(row: Conversation, text: string, files: readonly FileRef[] = []): Promise<void> {
  if (!row.mine) await take(row.id);
  line.say(row.id, text, files);
}

export const note = (
  id: string,
  clientId: string,
  text: string,
): Promise<{ seq: number; at: string; masked: number }> =>
  api(`/conversations/${id}/notes`, { method: 'POST', body: { client_id: clientId, text } });

export const askTranscript = (id: string, address: string): Promise<unknown> =>
  api(`/conversations/${id}/transcripts`, { method: 'POST', body: { client_id: newId(), address } });

export const upload = async (id: string, file: File, signal?: AbortSignal): Promise<FileRef> =>
  api(`/conversations/${id}/files?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    raw: file,
    pass: await pass(),
    ...(signal ? { signal } : {}),
  });

/** The bytes of a file, by a ticket that serves once. */
export async function bytes(fileId: string, type: string): Promise<Blob> {
  const ticket = await api<Ticket>(`/files/${fileId}/tickets`, { method: 'POST', body: {} });
  const answer = await fetch(new URL(ticket.url, location.href).pathname, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`file ${answer.status}`);
  return new Blob([await answer.arrayBuffer()], { type });
}
