/** What the panel reads of the API's answers. An answer holds all its fields, also those a request may leave out. */

import type { WireEvent } from '@troth/wire';
import type * as api from '@troth/wire/api';

export type Field = Required<api.Field>;
export type OpenRange = api.OpenRange;
export type Conversation = api.ConversationShown;
export type NewVisitor = api.VisitorOut;
export type Ticket = api.TicketShown;
export type DataCode = api.DataCodeOut;

export interface Site extends Omit<api.Widget, 'fields' | 'offline_fields'> {
  fields: Field[];
  offline_fields: Field[];
}

/** Where it is written what the company does with what it is told: its own page, else the notice it published here. */
export const policyOf = ({ privacy_url, notice }: Pick<Site, 'privacy_url' | 'notice'>, language: string): string =>
  /^https?:/.test(privacy_url) ? privacy_url : notice ? `${notice.path}?lang=${language}` : '';

/** The signals of a browser that the site honours. */
export const honoured = ({ profile: { signals } }: Site): string[] =>
  Object.entries(signals).flatMap(([name, rule]) => (rule === 'ignore' ? [] : [name]));

/** An agent as visitors see them. */
export interface Face {
  alias: string;
  title?: string;
  picture?: string;
}

export interface Events {
  items: WireEvent[];
  more: boolean;
}
