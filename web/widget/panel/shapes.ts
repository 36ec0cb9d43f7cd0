/** What the panel reads of the API's answers. An answer holds all its fields, also those a request may leave out. */

import type { WireEvent } from '@troth/wire';
import type * as api from '@troth/wire/api';

export type Field = Required<api.Field>;
export type OpenRange = api.OpenRange;
export type Conversation = api.ConversationShown;
export type NewVisitor = api.VisitorOut;
export type Ticket = api.TicketShown;

export interface Site extends Omit<api.Widget, 'fields' | 'offline_fields'> {
  fields: Field[];
  offline_fields: Field[];
}

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
