/** The shapes of /api/v1 that the console reads. Times are RFC 3339 UTC strings, ids UUID strings. */
import type { Answer, FileRef, MarkOf } from '@troth/wire';

export type Role = 'owner' | 'admin' | 'agent' | 'officer';
export type View = 'waiting' | 'mine' | 'open' | 'closed';
export const VIEWS: readonly View[] = ['waiting', 'mine', 'open', 'closed'];

export interface Workspace {
  id: string;
  name: string;
  slug: string;
  colour: string;
  /** an owner wishes so; null while it goes on */
  closes_at?: string | null;
}

/** `alias`: as whom the person appears to this site's visitors. */
export interface SiteBrief {
  id: string;
  key: string;
  name: string;
  colour: string;
  alias: string;
}

export interface Membership {
  workspace: Workspace;
  member_id: string;
  role: Role;
  alias: string;
  title: string;
  picture: string;
  sites: SiteBrief[];
}

export interface Person {
  id: string;
  name: string;
  email: string;
  picture?: string;
  colour: string;
  language: string;
}

export interface Me {
  kind: 'agent';
  person: Person;
  memberships: Membership[];
  available?: boolean;
}

export interface AgentCard {
  member_id: string;
  alias: string;
  title: string;
  picture: string;
  name?: string;
  /** the person's, where no picture is; for the team only */
  colour?: string | null;
}

export interface VisitorBrief {
  id: string;
  name?: string | null;
  email?: string | null;
  language: string;
  label: string;
  restricted?: boolean;
}

export interface Preview {
  seq: number;
  author_kind: 'visitor' | 'agent' | 'system';
  text: string;
  /** how many files the message named */
  files?: number;
}

export interface Conversation {
  id: string;
  workspace_id: string;
  site_id: string;
  number: number;
  state: 'open' | 'closed';
  waiting_since?: string | null;
  opened_at: string;
  closed_at?: string | null;
  last_at: string;
  last_seq: number;
  visitor: VisitorBrief;
  agents: AgentCard[];
  mine: boolean;
  preview?: Preview | null;
  unread: number;
  rating?: { score: number; comment?: string } | null;
  answers: Answer[];
  marks: MarkOf[];
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  alias: string;
  title: string;
  picture: string;
  /** the person's, in every workspace the same */
  colour: string;
  available: boolean;
  /** has not chosen a password yet */
  invited: boolean;
}

export interface Mail {
  id: string;
  kind: string;
  to: string;
  state: 'waiting' | 'sent' | 'captured' | 'uncertain' | 'failed';
  at: string;
  attempts: number;
  reason?: string;
  conversation_id?: string;
}

export interface Ticket {
  url: string;
  expires: string;
}

export type { Answer, FileRef, MarkOf };

/** One text, or a text by language. */
export type FieldChoice = string | Partial<Record<Language, string>>;

/** Fields of a form; `label` by language. */
export interface FormField {
  id: string;
  kind: 'text' | 'email' | 'phone' | 'choice' | 'textarea' | 'checkbox';
  label: Partial<Record<Language, string>>;
  required: boolean;
  choices?: FieldChoice[] | null;
  max_length: number;
}

export type Language = 'en' | 'ar';
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local times HH:MM; closing at or before opening means the next day. */
export interface OpenRange {
  opens: string;
  closes: string;
}

export interface Look {
  accent: string;
  position: 'end' | 'start';
  launcher: 'bubble' | 'tab';
  theme: 'auto' | 'light' | 'dark';
  logo?: string | null;
}

export interface Hours {
  timezone: string;
  always: boolean;
  days: Record<Weekday, OpenRange[]>;
  open_now?: boolean;
  opens_at?: string | null;
}

export interface Alias {
  member_id: string;
  alias: string;
  title?: string;
  picture?: string;
}

export interface Site {
  id: string;
  key: string;
  workspace_id: string;
  name: string;
  colour: string;
  look: Look;
  languages: Language[];
  texts: Partial<Record<Language, Record<string, string>>>;
  fields: FormField[];
  offline_fields: FormField[];
  hours: Hours;
  transcript_addresses: string[];
  transcript_proof: 'file' | 'checkpoint';
  domains: string[];
  telemetry: 'off' | 'basic' | 'full';
  consent: 'off' | 'ask';
  signals: { gpc: 'honour' | 'ignore'; dnt: 'honour' | 'ignore' };
  children: { gate: 'off' | 'declare' | 'block'; min_age: number };
  privacy_url: string;
  aliases: Alias[];
}

export type SiteChange = Partial<Omit<Site, 'id' | 'key' | 'workspace_id' | 'hours'>> & {
  hours?: Pick<Hours, 'timezone' | 'always' | 'days'>;
};
