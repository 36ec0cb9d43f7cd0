/** The first message opens the conversation, by HTTP. It is kept in the store until the server has it; what is said
 * meanwhile waits behind it. */

import { patiently } from '@troth/log';
import { tell } from './host.ts';
import { ApiError } from './http.ts';
import type { Visit } from './visit.ts';

const HURRIED = 3; // times that were too fast; then there is more to wait for than a moment

export interface First {
  id: string;
  clientId: string;
  text: string;
  fields: Record<string, string>;
  language: string;
  at: string;
}

/** Shown at once; the same ids are used until the server has it. */
export async function open(visit: Visit, first: First): Promise<void> {
  const { id, clientId, text, fields, language, at } = first;
  const { opening, session, store } = visit;
  store.set('first', first);
  session.hold(id, { clientId, text, files: [], state: 'sending', at }, visit.unsent.get());
  if (opening.has(clientId)) return;
  opening.add(clientId);
  const wanted = (): boolean => visit.state.conversation === id && (visit.first?.clientId ?? clientId) === clientId;
  try {
    const body = { id, client_id: clientId, text, fields, language };
    if (!(await patiently(wanted, () => visit.ask('POST', '/conversations', body), HURRIED))) return;
    session.kept(id, clientId, { at });
    store.set('conversation', id);
    store.set('first', null);
    session.watch(id);
    tell('talk', 1);
  } catch (error) {
    const { code, fields: wrong } = error instanceof ApiError ? error : { code: 'internal', fields: {} };
    if (Object.keys(wrong).length > 0) {
      visit.backToForm(wrong);
      if (code === 'age_needed') location.reload(); // the site asks for it since this page was opened
    } else session.failed(id, clientId, code);
  } finally {
    opening.delete(clientId);
  }
}
