// Made from src/troth/wire by `python -m troth.wire.typescript web/wire`. Never edited by hand.

export const PROTOCOL = 1;
export const MAX_FRAME = 16384;
export const MAX_TEXT = 4000;
export const MAX_FILES = 10;
export const MAX_AFTER = 200;

/** The message is kept: this is sent after the commit and not before. */
export interface Ack {
  op: 'ack';
  ref: number;
  stream: string;
  client_id: string;
  seq: number;
  at: string;
  masked?: number;
  duplicate?: boolean;
}

export interface After {
  op: 'after';
  ref: number;
  stream: string;
  after: number;
  limit?: number;
}

/** What someone wrote into a field of a form; the label as it was shown. */
export interface Answer {
  field: string;
  label: string;
  value: string;
}

/** Who did it. For an agent `id` is the member's id: one person has another in each workspace. */
export interface Author {
  kind: 'agent' | 'system' | 'visitor';
  id: string;
}

/** The client leaves on purpose. */
export interface Bye {
  op: 'bye';
}

/** What the person of this conversation is called, or how they are reached, was put right, as they asked: these `fields`. The words are where they always were, with the contact. */
export interface ContactCorrected {
  fields: string[];
}

export interface ConversationClosed {
  by: 'agent' | 'system' | 'visitor';
}

/** A typed error (docs/protocol.md lists the codes). `ref`, `stream` and `workspace` say what it answers; `client_id` names the message that was not kept. */
export interface ErrorFrame {
  op: 'error';
  code: string;
  message: string;
  ref?: number;
  stream?: string | null;
  client_id?: string | null;
  workspace?: string | null;
}

export interface EventFrame {
  op: 'event';
  event: WireEvent;
}

/** Answer to `after`, and what follows `subscribed`. While `more`, ask again after the last. `ref` 0: unasked. */
export interface Events {
  op: 'events';
  stream: string;
  events: WireEvent[];
  more?: boolean;
  ref?: number;
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

export interface FormAnswered {
  answers: Answer[];
}

/** A subscription ended: the right to it is gone, or the stream is. */
export interface Gone {
  op: 'gone';
  stream?: string | null;
  workspace?: string | null;
}

/** The first frame, within 5 seconds. `v` is the protocol's version. */
export interface Hello {
  op: 'hello';
  v: number;
  pass: string;
}

/** An agent says whether they take conversations (a lease of 20 s, repeated every 10); a visitor where they are. */
export interface Here {
  op: 'here';
  available?: boolean | null;
  page?: Page | null;
}

/** An agent takes part; name, title and picture as the visitor sees them on this site. */
export interface Joined {
  member: string;
  alias: string;
  title?: string;
  picture?: string;
}

export interface Left {
  member: string;
}

/** High-water marks of the sender: everything up to this seq was delivered to / seen by them. */
export interface Mark {
  op: 'mark';
  stream: string;
  delivered?: number;
  seen?: number;
}

export interface MarkOf {
  participant: string;
  kind: 'agent' | 'visitor';
  delivered: number;
  seen: number;
}

export interface Marked {
  op: 'mark';
  stream: string;
  mark: MarkOf;
}

export interface MemberAdded {
  member: string;
  person: string;
  role: string;
}

export interface MemberRemoved {
  member: string;
  person: string;
}

/** Only the team sees this. */
export interface Noted {
  text: string;
  masked?: number;
}

/** The conversation began. `channel` says by which way the first words came. */
export interface Opened {
  site: string;
  visitor: string;
  channel?: 'widget';
  offline?: boolean;
  language?: string;
}

/** Where a visitor is; sent only where the site's telemetry allows. Where it is `full` also where they came from (host and path of `referrer`), and of which family their `browser` and their `system` are. */
export interface Page {
  url?: string;
  title?: string;
  referrer?: string;
  browser?: '' | 'Chrome' | 'Edge' | 'Firefox' | 'Opera' | 'Safari' | 'Samsung Internet' | 'other';
  system?: '' | 'Android' | 'ChromeOS' | 'Linux' | 'Windows' | 'iOS' | 'macOS' | 'other';
}

/** A renewed pass, sent before the old one ends. */
export interface Pass {
  op: 'pass';
  pass: string;
  expires: string;
}

/** Whoever the conversation was with is erased: it is closed, everything said in it reads `null` from now on, and it is of `visitor`, who is nobody. closed_at: since when it is closed, be it by this. */
export interface PersonErased {
  visitor: string;
  closed_at: string;
}

/** To a visitor: whether an agent is there now. To an agent: who is on a workspace's sites (a change, or all of them when `all` is set), and which members are available. */
export interface Presence {
  op: 'here';
  workspace: string;
  agents?: number;
  members?: string[];
  visitors?: VisitorHere[];
  all?: boolean;
}

/** What the workspace promises is another. profile: its name; sha256: of its file, before: of the one until then, empty where there was none. Who set it is the author; the system, where an operator did. */
export interface ProfileSet {
  profile: string;
  sha256: string;
  before?: string;
}

/** score 1 (bad) to 5 (very good). */
export interface Rated {
  score: number;
  comment?: string;
}

/** The client is too old for this server: load the page anew. */
export interface Reload {
  op: 'reload';
  v: number;
}

export interface Reopened {
  by: 'agent' | 'system' | 'visitor';
}

export interface RoleChanged {
  member: string;
  person: string;
  role: string;
}

/** A message. `masked` counts the card numbers that were masked before anything was stored. */
export interface Said {
  text?: string;
  files?: FileRef[];
  masked?: number;
}

/** A message; `client_id` makes a repeat harmless. `files` are ids of uploads not yet named by another message. */
export interface Say {
  op: 'say';
  ref: number;
  stream: string;
  client_id: string;
  text?: string;
  files?: string[];
}

export interface SiteChanged {
  site: string;
  fields: string[];
}

/** A conversation's stream (`stream`, `after`: last seq held) or a workspace's inbox (`workspace`, `cursor`). */
export interface Subscribe {
  op: 'subscribe';
  ref: number;
  stream?: string | null;
  after?: number;
  workspace?: string | null;
  cursor?: string | null;
}

/** `last` is the newest seq this receiver may see; missing events follow as `events`. For a workspace: `cursor`. */
export interface Subscribed {
  op: 'subscribed';
  ref: number;
  stream?: string | null;
  last?: number;
  marks?: MarkOf[];
  workspace?: string | null;
  cursor?: string | null;
}

/** A conversation of a subscribed workspace moved; `event` is what the inbox needs of it. Keep the newest cursor. */
export interface Summary {
  op: 'summary';
  workspace: string;
  cursor: string;
  event: WireEvent;
}

/** Someone asked for the transcript at an address of their own. */
export interface TranscriptAsked {
  address: string;
}

export interface Typing {
  op: 'typing';
  stream: string;
  on?: boolean;
}

/** Someone types. It ends by itself after 6 s without a repeat. */
export interface TypingNow {
  op: 'typing';
  stream: string;
  who: 'agent' | 'visitor';
  id: string;
  on: boolean;
}

export interface Unsubscribe {
  op: 'unsubscribe';
  ref: number;
  stream?: string | null;
  workspace?: string | null;
}

export interface Unsubscribed {
  op: 'unsubscribed';
  ref: number;
  stream?: string | null;
  workspace?: string | null;
}

/** A visitor with an open panel. Page only where the site's telemetry allows it. */
export interface VisitorHere {
  visitor: string;
  site: string;
  since: string;
  page?: Page | null;
  gone?: boolean;
}

/** The pass is good. `here_every` is how often (s) an agent repeats `here`. */
export interface Welcome {
  op: 'welcome';
  v: number;
  now: string;
  session: string;
  here_every?: number;
}

export interface Envelope {
  stream: string;
  seq: number;
  after: number;
  at: string;
  v: number;
  audience: 'all' | 'team';
  author: Author;
  client_id: string;
}

/** What each kind of event carries. */
export interface Bodies {
  opened: Opened;
  said: Said;
  noted: Noted;
  joined: Joined;
  left: Left;
  closed: ConversationClosed;
  reopened: Reopened;
  form_answered: FormAnswered;
  rated: Rated;
  transcript_asked: TranscriptAsked;
  erased: PersonErased;
  corrected: ContactCorrected;
  member_added: MemberAdded;
  member_removed: MemberRemoved;
  role_changed: RoleChanged;
  site_changed: SiteChanged;
  profile_set: ProfileSet;
}

/** An event as it travels. `body` is null once it was erased. */
export type WireEvent = {
  [K in keyof Bodies]: Envelope & { kind: K; body: Bodies[K] | null };
}[keyof Bodies];

export type ClientFrame = Hello | Subscribe | Unsubscribe | Say | After | Typing | Mark | Here | Bye;
export type ServerFrame = Welcome | Reload | Subscribed | Unsubscribed | Ack | EventFrame | Events | Summary | TypingNow | Marked | Presence | Gone | Pass | ErrorFrame;
