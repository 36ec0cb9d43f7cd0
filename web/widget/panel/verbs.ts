/** What a visitor does to the conversation beside talking. */

import { newId } from '@troth/log';
import type { Visit } from './visit.ts';

const act = (visit: Visit, what: string, more: object = {}): Promise<unknown> =>
  visit.ask('POST', `/conversations/${visit.state.conversation}/${what}`, { client_id: newId(), ...more });

export const endTalk = (visit: Visit): Promise<unknown> => act(visit, 'closure');

export const rate = (visit: Visit, score: number, comment: string): Promise<unknown> =>
  act(visit, 'rating', { score, comment });

export async function transcript(visit: Visit, address: string): Promise<void> {
  await act(visit, 'transcripts', { address });
  visit.store.set('contact', { ...visit.store.get<Record<string, string>>('contact'), email: address });
}
