// Made from the API's OpenAPI document by `python -m troth.wire.typescript web/wire`. Never edited by hand.

export interface ActIn {
  client_id: string;
}

/** `available`: whether the person's console takes conversations. */
export interface AgentMe {
  kind: 'agent';
  person: PersonOut;
  available: boolean;
  memberships: Membership[];
}

/** An agent who takes part. Their own `name`, and the `colour` of the person, are for the team only. */
export interface AgentShown {
  member_id: string;
  alias: string;
  title?: string;
  picture?: string;
  name?: string | null;
  colour?: string | null;
}

/** How a member appears on this site; an empty alias takes the member's own again. */
export interface AliasOf {
  member_id: string;
  alias: string;
  title?: string;
  picture?: string;
}

/** What someone wrote into a field of a form; the label as it was shown. */
export interface Answer {
  field: string;
  label: string;
  value: string;
}

export interface AnswerShown {
  field: string;
  label: string;
  value: string;
}

/** Who did it. For an agent `id` is the member's id: one person has another in each workspace. */
export interface Author {
  kind: 'agent' | 'system' | 'visitor';
  id: string;
}

export interface AuthorShown {
  kind: 'system' | 'visitor' | 'agent';
  id: string;
}

/** Whether conversations are taken; lasts 45 seconds unless it is repeated (here, or as `here` on the socket). */
export interface Availability {
  available: boolean;
}

export interface Board {
  items: Here[];
  next?: string | null;
}

/** A conversation as the asker may see it. */
export interface ConversationShown {
  id: string;
  workspace_id: string;
  site_id: string;
  number: number;
  state: 'open' | 'closed';
  offline?: boolean;
  waiting_since?: string | null;
  opened_at: string;
  closed_at?: string | null;
  last_at: string;
  last_seq: number;
  visitor: VisitorShown;
  agents?: AgentShown[];
  mine?: boolean;
  preview?: PreviewShown | null;
  unread?: number;
  rating?: RatingShown | null;
  answers?: AnswerShown[];
  marks?: MarkShown[];
}

export interface ConversationsPage {
  items: ConversationShown[];
  next?: string | null;
}

/** An event, just as on the socket (docs/protocol.md). */
export interface EventShown {
  stream: string;
  seq: number;
  after: number;
  at: string;
  kind: string;
  v: number;
  audience: 'all' | 'team';
  author: AuthorShown;
  client_id: string;
  /** null once it was erased */
  body: Record<string, unknown> | null;
}

export interface EventsPage {
  items: EventShown[];
  more?: boolean;
}

/** An agent as visitors see them. */
export interface FaceOut {
  alias: string;
  title: string;
  picture: string;
}

/** A field of a form. `label` by language; `choices` for kind `choice` only, each one text or a text by language, of which the English, else the first, is what an answer holds; `max_length` in characters. */
export interface Field {
  id: string;
  kind: 'text' | 'email' | 'phone' | 'choice' | 'textarea' | 'checkbox';
  label: Record<string, string>;
  required?: boolean;
  choices?: (string | Record<string, string>)[] | null;
  max_length?: number;
}

/** A file that was uploaded first and is now named by a message. size in bytes. */
export interface FileRef {
  id: string;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
}

/** `max_size` in bytes; `types` are MIME types. */
export interface FileRules {
  max_size: number;
  types: string[];
}

export interface FileRulesIn {
  max_size: number;
  types: ('image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'application/pdf' | 'text/plain' | 'text/csv' | 'application/zip' | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')[];
}

/** An open panel; `page` is where it is now. */
export interface Here {
  visitor_id: string;
  site_id: string;
  since: string;
  page: PageOut | null;
}

/** `always`: no hours are kept, the site is open whenever somebody is there. */
export interface HoursIn {
  timezone: string;
  always?: boolean;
  days?: Week;
}

/** `opens_at` is null while open, and when the site never opens. */
export interface HoursOut {
  timezone: string;
  always: boolean;
  open_now: boolean;
  opens_at: string | null;
  days: Week;
}

/** A message is durable. `masked` counts the card numbers that were masked in it. */
export interface Kept {
  seq: number;
  at: string;
  masked?: number;
  duplicate?: boolean;
}

/** `accent` equals `light.fill`: safe to use as it is. */
export interface Look {
  accent: string;
  position: string;
  launcher: string;
  theme: string;
  logo?: string | null;
  light: Theme;
  dark: Theme;
}

/** `accent` is #rrggbb as the owner wants it; the widget gets it with its contrast corrected. */
export interface LookIn {
  accent?: string;
  position?: 'end' | 'start';
  launcher?: 'bubble' | 'tab';
  theme?: 'auto' | 'light' | 'dark';
  logo?: string | null;
}

/** `to` is masked. `uncertain`: handed over, but the answer was lost; it is not sent again by itself. */
export interface MailShown {
  id: string;
  kind: string;
  to: string;
  state: State;
  at: string;
  attempts: number;
  reason?: string;
  conversation_id?: string | null;
}

export interface MailsPage {
  items: MailShown[];
  next?: string | null;
}

export interface MarkOf {
  participant: string;
  kind: 'agent' | 'visitor';
  delivered: number;
  seen: number;
}

/** Everything up to these seqs was delivered to, and seen by, the participant. */
export interface MarkShown {
  participant: string;
  kind: 'visitor' | 'agent';
  delivered: number;
  seen: number;
}

export interface MemberChange {
  role?: RoleName | null;
  alias?: string | null;
  title?: string | null;
}

/** `name` and `email` are for colleagues, `alias`, `title` and `picture` for visitors. `colour` is the person's where no picture is, `invited` that they have not chosen a password yet. */
export interface MemberOut {
  id: string;
  name: string;
  email: string;
  role: RoleName;
  alias: string;
  title: string;
  picture: string;
  colour: string;
  available: boolean;
  invited: boolean;
}

export interface Members {
  items: MemberOut[];
  next?: string | null;
}

export interface Membership {
  workspace: WorkspaceShort;
  member_id: string;
  role: RoleName;
  alias: string;
  title: string;
  picture: string;
  sites: SiteShort[];
}

/** `id` is made by the client: the same request twice adds one member. */
export interface NewMember {
  id?: string | null;
  email: string;
  name: string;
  role?: RoleName;
  alias?: string;
}

/** `language` as browsers write it: en, ar, pt-BR. */
export interface NewVisitor {
  language?: string;
}

export interface NoteIn {
  client_id: string;
  text: string;
}

export interface OpenIn {
  id: string;
  client_id: string;
  text: string;
  fields?: Record<string, string>;
  language?: string;
}

/** Local times HH:MM, up to 24:00; closing at or before opening means the next day. */
export interface OpenRange {
  opens: string;
  closes: string;
}

export interface PageOut {
  url: string;
  title: string;
}

export interface PassOut {
  pass: string;
  expires: string;
}

/** `language` as browsers write it: en, ar, pt-BR; empty for none of their own. */
export interface PersonChange {
  name?: string | null;
  language?: string | null;
}

/** Somebody with a login, as they see themselves. */
export interface PersonOut {
  id: string;
  name: string;
  email: string;
  picture: string;
  colour: string;
  language: string;
}

/** The beginning of the last words everybody may see; `text` is empty for files alone. */
export interface PreviewShown {
  seq: number;
  author_kind: 'system' | 'visitor' | 'agent';
  text: string;
  files?: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  /** docs/protocol.md lists the codes */
  code: string;
  detail: string;
  fields?: Record<string, string>;
}

export interface Profile {
  telemetry: 'off' | 'basic';
}

export interface Queued {
  queued?: boolean;
}

export interface RateIn {
  client_id: string;
  score: number;
  comment?: string;
}

export interface RatingShown {
  score: number;
  comment?: string;
}

export type RoleName = 'owner' | 'admin' | 'agent';

export interface SayIn {
  client_id: string;
  text?: string;
  files?: string[];
}

/** Only what is named changes. Lists replace the old list. */
export interface SiteChange {
  name?: string | null;
  colour?: 'verdigris' | 'woad' | 'moss' | 'ochre' | 'madder' | 'ink' | null;
  look?: LookIn | null;
  languages?: ('en' | 'ar')[] | null;
  texts?: Record<string, Record<string, string>> | null;
  fields?: Field[] | null;
  offline_fields?: Field[] | null;
  hours?: HoursIn | null;
  transcript_addresses?: string[] | null;
  domains?: string[] | null;
  files?: FileRulesIn | null;
  telemetry?: 'off' | 'basic' | null;
  privacy_url?: string | null;
  aliases?: AliasOf[] | null;
}

/** A site with all its settings; each can be sent back as it came. */
export interface SiteOut {
  id: string;
  key: string;
  workspace_id: string;
  name: string;
  colour: string;
  look: LookIn;
  languages: string[];
  texts: Record<string, Record<string, string>>;
  fields: Field[];
  offline_fields: Field[];
  hours: HoursIn;
  transcript_addresses: string[];
  domains: string[];
  files: FileRulesIn;
  telemetry: 'off' | 'basic';
  privacy_url: string;
  aliases: AliasOf[];
}

/** `alias`: as whom the asker appears to this site's visitors. */
export interface SiteShort {
  id: string;
  key: string;
  name: string;
  colour: string;
  alias: string;
}

export interface Sites {
  items: SiteOut[];
  next?: string | null;
}

export type State = 'waiting' | 'sending' | 'sent' | 'captured' | 'uncertain' | 'failed';

/** `fill` of a control, what is written `on_fill`, `text` on the panel's ground: all #rrggbb, contrast met. */
export interface Theme {
  fill: string;
  on_fill: string;
  text: string;
}

export interface TicketShown {
  url: string;
  expires: string;
}

export interface TranscriptIn {
  client_id: string;
  address: string;
}

/** A body that DELETE may bring; without a client_id one is made up, since these acts are harmless to repeat. */
export interface UndoIn {
  client_id?: string | null;
}

export type View = 'waiting' | 'mine' | 'open' | 'closed';

export interface VisitorMe {
  kind: 'visitor';
  id: string;
  site_id: string;
  workspace_id: string;
}

/** `token` is shown this once; it opens POST /passes and nothing else. */
export interface VisitorOut {
  visitor_id: string;
  token: string;
  pass: string;
  expires: string;
}

/** `label` is what to call them: their name, else their address, else a short sign made of their id. */
export interface VisitorShown {
  id: string;
  name?: string | null;
  email?: string | null;
  language?: string;
  label?: string;
}

export interface Week {
  monday?: OpenRange[];
  tuesday?: OpenRange[];
  wednesday?: OpenRange[];
  thursday?: OpenRange[];
  friday?: OpenRange[];
  saturday?: OpenRange[];
  sunday?: OpenRange[];
}

/** All that a site's widget needs to know; public. */
export interface Widget {
  site_id: string;
  site_key: string;
  workspace_id: string;
  name: string;
  look: Look;
  languages: string[];
  texts: Record<string, Record<string, string>>;
  fields: Field[];
  offline_fields: Field[];
  hours: HoursOut;
  agents: FaceOut[];
  available: boolean;
  profile: Profile;
  privacy_url: string;
  files: FileRules;
}

/** An event as it travels. `after` is the seq of the previous event that this receiver may see (0: none): when that is not the receiver's last, the receiver asks for the rest. */
export interface WireEvent {
  stream: string;
  seq: number;
  after: number;
  at: string;
  kind: string;
  v: number;
  audience: 'all' | 'team';
  author: Author;
  client_id: string;
  body: unknown;
}

/** `role` is the asker's own. */
export interface WorkspaceOut {
  id: string;
  name: string;
  slug: string;
  colour: string;
  role: RoleName;
}

export interface WorkspaceShort {
  id: string;
  name: string;
  slug: string;
  colour: string;
}

export interface Workspaces {
  items: WorkspaceOut[];
  next?: string | null;
}

/** Every operation: what goes in, what comes out. */
export interface Operations {
  list_conversations: {
    method: 'GET';
    path: '/api/v1/conversations';
    query: {
      view?: View | null;
      workspace?: string | null;
      visitor?: string | null;
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: ConversationsPage;
  };
  open_conversation: {
    method: 'POST';
    path: '/api/v1/conversations';
    query: undefined;
    body: OpenIn;
    answer: ConversationShown;
  };
  get_conversation: {
    method: 'GET';
    path: '/api/v1/conversations/{conversation_id}';
    query: undefined;
    body: undefined;
    answer: ConversationShown;
  };
  reopen: {
    method: 'DELETE';
    path: '/api/v1/conversations/{conversation_id}/closure';
    query: {
      client_id?: string | null;
    };
    body: UndoIn | null;
    answer: ConversationShown;
  };
  close: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/closure';
    query: undefined;
    body: ActIn;
    answer: ConversationShown;
  };
  list_events: {
    method: 'GET';
    path: '/api/v1/conversations/{conversation_id}/events';
    query: {
      after?: number | null;
      before?: number | null;
      limit?: number | null;
    };
    body: undefined;
    answer: EventsPage;
  };
  upload_file: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/files';
    query: {
      name: string;
    };
    body: undefined;
    answer: FileRef;
  };
  list_mails_of_conversation: {
    method: 'GET';
    path: '/api/v1/conversations/{conversation_id}/mails';
    query: undefined;
    body: undefined;
    answer: MailsPage;
  };
  say: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/messages';
    query: undefined;
    body: SayIn;
    answer: Kept;
  };
  write_note: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/notes';
    query: undefined;
    body: NoteIn;
    answer: Kept;
  };
  leave: {
    method: 'DELETE';
    path: '/api/v1/conversations/{conversation_id}/participation';
    query: {
      client_id?: string | null;
    };
    body: UndoIn | null;
    answer: ConversationShown;
  };
  join: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/participation';
    query: undefined;
    body: ActIn;
    answer: ConversationShown;
  };
  rate: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/rating';
    query: undefined;
    body: RateIn;
    answer: ConversationShown;
  };
  ask_transcript: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/transcripts';
    query: undefined;
    body: TranscriptIn;
    answer: Queued;
  };
  make_file_ticket: {
    method: 'POST';
    path: '/api/v1/files/{file_id}/tickets';
    query: undefined;
    body: undefined;
    answer: TicketShown;
  };
  download_file: {
    method: 'GET';
    path: '/api/v1/files/{ticket}';
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  get_me: {
    method: 'GET';
    path: '/api/v1/me';
    query: undefined;
    body: undefined;
    answer: VisitorMe | AgentMe;
  };
  set_availability: {
    method: 'PUT';
    path: '/api/v1/me/availability';
    query: undefined;
    body: Availability;
    answer: Availability;
  };
  change_person: {
    method: 'PATCH';
    path: '/api/v1/me/person';
    query: undefined;
    body: PersonChange;
    answer: PersonOut;
  };
  make_pass: {
    method: 'POST';
    path: '/api/v1/passes';
    query: undefined;
    body: undefined;
    answer: PassOut;
  };
  begin_visitor: {
    method: 'POST';
    path: '/api/v1/sites/{site_key}/visitors';
    query: undefined;
    body: NewVisitor;
    answer: VisitorOut;
  };
  get_widget: {
    method: 'GET';
    path: '/api/v1/sites/{site_key}/widget';
    query: undefined;
    body: undefined;
    answer: Widget;
  };
  list_workspaces: {
    method: 'GET';
    path: '/api/v1/workspaces';
    query: undefined;
    body: undefined;
    answer: Workspaces;
  };
  list_mails: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/mails';
    query: {
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: MailsPage;
  };
  list_members: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/members';
    query: undefined;
    body: undefined;
    answer: Members;
  };
  add_member: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/members';
    query: undefined;
    body: NewMember;
    answer: MemberOut;
  };
  remove_member: {
    method: 'DELETE';
    path: '/api/v1/workspaces/{workspace_id}/members/{member_id}';
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  change_member: {
    method: 'PATCH';
    path: '/api/v1/workspaces/{workspace_id}/members/{member_id}';
    query: undefined;
    body: MemberChange;
    answer: MemberOut;
  };
  invite_again: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/members/{member_id}/invitations';
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  remove_picture: {
    method: 'DELETE';
    path: '/api/v1/workspaces/{workspace_id}/members/{member_id}/picture';
    query: undefined;
    body: undefined;
    answer: MemberOut;
  };
  set_picture: {
    method: 'PUT';
    path: '/api/v1/workspaces/{workspace_id}/members/{member_id}/picture';
    query: undefined;
    body: undefined;
    answer: MemberOut;
  };
  list_sites: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/sites';
    query: undefined;
    body: undefined;
    answer: Sites;
  };
  get_site: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/sites/{site_id}';
    query: undefined;
    body: undefined;
    answer: SiteOut;
  };
  change_site: {
    method: 'PATCH';
    path: '/api/v1/workspaces/{workspace_id}/sites/{site_id}';
    query: undefined;
    body: SiteChange;
    answer: SiteOut;
  };
  list_visitors: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/visitors';
    query: undefined;
    body: undefined;
    answer: Board;
  };
}
