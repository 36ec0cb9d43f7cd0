// Made from the API's OpenAPI document by `python -m troth.wire.typescript web/wire`. Never edited by hand.

export interface ActIn {
  client_id: string;
}

export type After = 'closed' | 'last_message' | 'created';

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

/** owner: a member; null: who asks. evidence: the name or address of what was looked at, of nobody. sha256: of its bytes, in hexadecimal. due: the day, in the controller's time zone, from which on it does not count any more. */
export interface AttestationIn {
  owner?: string | null;
  evidence: string;
  sha256: string;
  due: string;
}

/** act: withdrawn took back what was attested before. owner: who answers for it; by: who wrote it down; each null where it is nobody of the team any more, `by` also where the operator did. sha256: of the evidence, which is kept nowhere here. */
export interface AttestationOut {
  id: string;
  control: string;
  act: 'attested' | 'withdrawn';
  owner: AttestedBy | null;
  by: AttestedBy | null;
  evidence: string;
  sha256: string;
  at: string;
  until: string | null;
}

export interface Attestations {
  items: AttestationOut[];
  next?: string | null;
}

export interface AttestedBy {
  id: string;
  name: string;
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

/** What keeps an erasure from being run, what it leaves, and what it does not reach. The apps have words for each by its name, which is never changed: certificates hold it. */
export type Because = 'held' | 'a_member' | 'talks_open' | 'said_to_visitors' | 'login_elsewhere' | 'answer_owed' | 'mails_delivered' | 'backups' | 'server_logs' | 'write_ahead_log' | 'closing_proof' | 'members_elsewhere';

export interface Board {
  items: Here[];
  next?: string | null;
}

export interface By {
  id: string;
  name: string;
}

/** Whether visitors say before a chat that they are at least `min_age` years old. Who does not is refused; `block` and `declare` are one and the same here, and two words of a company's profile. */
export interface Children {
  gate?: 'off' | 'declare' | 'block';
  min_age?: number;
}

export interface ClosingBy {
  id: string;
  name: string;
}

/** How many there are. people: members whose login goes too, since it opens nothing else. */
export interface ClosingCounts {
  sites: number;
  conversations: number;
  messages: number;
  contacts: number;
  visitors: number;
  files: number;
  members: number;
  people: number;
  keys: number;
}

/** confirm: the name or the slug of the workspace, to the letter. */
export interface ClosingIn {
  confirm: string;
}

/** closing: null where nobody wishes so. */
export interface ClosingNow {
  closing: ClosingOut | null;
}

/** state: `closing` until its day, `waiting` when the day has come and `waits_for` says what for (for owners and privacy officers), `deleting`, `undone`, `closed`. reasons: the holds of `waits_for` once more, with their code. asked_by: null for the operator. plan_hash: of the plan when it was asked for. */
export interface ClosingOut {
  id: string;
  state: 'closing' | 'waiting' | 'deleting' | 'undone' | 'closed';
  asked_at: string;
  asked_by: ClosingBy | null;
  closes_at: string;
  undone_at: string | null;
  waits_for: string[];
  reasons: ReasonOut[];
  plan_hash: string;
}

/** blockers: legal holds, each as a sentence; with any of them it can't be closed. retained, out_of_scope: sentences about what stays, and what is out of reach. reasons: each of these sentences once more, with its code. days: from the wish to the deletion. hash: of all but the days. */
export interface ClosingPlanOut {
  counts: ClosingCounts;
  steps: ClosingStepOut[];
  retained: string[];
  out_of_scope: string[];
  blockers: string[];
  reasons: ReasonOut[];
  hash: string;
  days: number;
}

/** A kind of store: how many there are in it, and what happens to them. */
export interface ClosingStepOut {
  store: string;
  what: string;
  count: number;
}

/** `sha256`: of the text that was shown, as the widget's settings give it (`consent`). refused: nothing is to be stored on the device; the chat works all the same. */
export interface ConsentAnswer {
  answer: 'given' | 'refused';
  language: string;
  sha256: string;
}

/** `visitor` is a random id, null when who it was is not kept any more. `text` is what they were shown; `notice` the version of the site's notice that was in force then, with its SHA-256. */
export interface ConsentOut {
  id: string;
  visitor: string | null;
  purpose: string;
  language: string;
  version: number;
  sha256: string;
  text: string;
  notice: number | null;
  notice_sha256: string;
  act: 'button';
  state: 'given' | 'refused' | 'withdrawn';
  at: string;
}

/** The same, of somebody who is a visitor already; who refuses departs. */
export interface ConsentRenewal {
  answer: 'given';
  language: string;
  sha256: string;
}

export interface Consents {
  items: ConsentOut[];
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

/** How many there were on a day (UTC) of what is gone. measure: a kind, `offline`, `rated_1` to `rated_5`, `consents_given`, `consents_refused` or `consents_withdrawn`. */
export interface CountOut {
  day: string;
  measure: string;
  count: number;
}

export interface Counts {
  items: CountOut[];
  next?: string | null;
}

/** `page` is where the code is typed, a path of this server. */
export interface DataCodeOut {
  code: string;
  expires: string;
  page: string;
}

/** rules: as they would be; null: as they are. */
export interface DryRunIn {
  rules?: RuleIn[] | null;
}

/** hash: of exactly what would go; a run as of the same moment has the same. held: of all kinds. */
export interface DryRunOut {
  at: string;
  hash: string;
  items: DueOut[];
  held: number;
}

/** count: how many would go now. oldest: when the event of the oldest was. held: how many more, but for a legal hold, an open request or a restriction. */
export interface DueOut {
  what: KeptThing;
  count: number;
  oldest: string | null;
  held: number;
}

/** An event of the talk. `envelope`, `body` (as it was sealed, JSON in a string), `before`, `salt` and `mask` are of those that are shown; `sealed` stands in their place where it is erased, or withheld from this reader. Bytes are in base64. */
export interface EntryShown {
  seq: number;
  commitment: string;
  signature: string;
  envelope?: Record<string, unknown> | null;
  body?: string | null;
  before?: string | null;
  salt?: string | null;
  mask?: string | null;
  sealed?: string | null;
  index?: number | null;
  withheld?: boolean | null;
}

/** `hash`: of the plan that was looked at. */
export interface EraseIn {
  hash: string;
  force?: boolean;
}

export interface ErasureShown {
  state: 'running' | 'done';
  certificate: Record<string, unknown> | null;
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

/** `until`: the new last day, in the request's zone. `reason`: told to the person. */
export interface ExtendIn {
  until: string;
  reason: string;
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

/** `reason`: one of a short list; `text`: what was written to it. `by`: null where it was the person, the clock, or somebody who was erased. */
export interface Happened {
  at: string;
  by: By | null;
  what: 'filed' | 'paused' | 'resumed' | 'extended' | 'noted' | 'tied' | 'accepted' | 'lifted' | 'erased' | 'refused' | 'done';
  reason: string;
  text: string;
}

/** label: their name or address as far as one is known. */
export interface HeldShown {
  kind: 'visitor' | 'contact' | 'person';
  id: string;
  label: string;
}

/** id: of the visitor, the contact or the person. */
export interface HeldSubject {
  kind: 'visitor' | 'contact' | 'person';
  id: string;
}

/** An open panel; `page` is where it is now. */
export interface Here {
  visitor_id: string;
  site_id: string;
  since: string;
  page: PageOut | null;
}

/** The newest event in which all of it stands. `contact`: it is in the name or address of whom the talk is with. */
export interface HitShown {
  seq: number;
  at: string;
  what: 'said' | 'noted' | 'answered' | 'contact';
  author: AuthorShown;
  text: string;
  places: PlaceShown[];
}

export interface HoldBy {
  id: string;
  name: string;
}

/** One of `subject`, `conversation` and `site`. until: null holds until it is lifted. */
export interface HoldIn {
  subject?: HeldSubject | null;
  conversation?: string | null;
  site?: string | null;
  reason: Reason;
  until?: string | null;
}

/** Which of `subject`, `conversation` and `site` is not null says what is held; none: whoever it was is erased since. `stands`: whether it holds now. `by` is null where the operator did it, or who did is not here any more. */
export interface HoldOut {
  id: string;
  subject: HeldShown | null;
  conversation: string | null;
  site: string | null;
  reason: string;
  by: HoldBy | null;
  at: string;
  until: string | null;
  stands: boolean;
  lifted_at: string | null;
  lifted_by: HoldBy | null;
  lift_reason: string;
}

export interface Holds {
  items: HoldOut[];
  next?: string | null;
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

/** package: the `portable.json` of a portability order, as docs/privacy.md describes it; files need the command. */
export interface ImportIn {
  site_id: string;
  package: Record<string, unknown>;
}

/** left_out: files, which came without their bytes. */
export interface ImportOut {
  contact: string | null;
  visitor: string;
  conversations: number;
  messages: number;
  files: number;
  left_out: number;
}

/** A message is durable. `masked` counts the card numbers that were masked in it. */
export interface Kept {
  seq: number;
  at: string;
  masked?: number;
  duplicate?: boolean;
}

export type KeptThing = 'contacts' | 'visitors' | 'mails' | 'files' | 'consents' | 'conversations';

export type Kind = 'visitor' | 'contact' | 'person';

export interface LiftIn {
  reason: Reason;
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

/** `by`: null once who looked is erased. `object`: null once whom it was about is, or where it was a search. */
export interface LookOut {
  at: string;
  by: By | null;
  what: 'request' | 'export' | 'certificate' | 'consents' | 'subject' | 'transcript';
  object: string | null;
  label: string;
}

export interface Looks {
  items: LookOut[];
  next?: string | null;
}

/** `to` is masked, and empty once it was erased. `uncertain`: handed over, but the answer was lost; it is not sent again by itself. */
export interface MailShown {
  id: string;
  kind: string;
  to: string;
  state: MailState;
  at: string;
  attempts: number;
  reason?: string;
  conversation_id?: string | null;
}

export type MailState = 'waiting' | 'sending' | 'sent' | 'captured' | 'uncertain' | 'failed';

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

/** kept_by, what, every: as the profile has them. promises: that stand on it. standing: only for `attested` and `soon` (it must be attested anew shortly) a promise is ATTESTED. until: when it stops to count, or did. latest: the last day on which it may be due again, if it is attested today. last: the newest attestation. */
export interface MeasureOut {
  control: string;
  kept_by: string;
  what: string;
  every: string;
  promises: MeasurePromise[];
  standing: 'overdue' | 'altered' | 'ownerless' | 'withdrawn' | 'missing' | 'soon' | 'attested';
  until: string | null;
  latest: string;
  last: AttestationOut | null;
}

export interface MeasurePromise {
  id: string;
  text: string;
}

export interface Measures {
  items: MeasureOut[];
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

/** What came by letter or by phone. `received_at`: when it came, at most a year ago. `id` is made by the client: the same request twice files one. */
export interface NewRequest {
  id?: string | null;
  right: RightName;
  subject?: SubjectIn | null;
  words?: string;
  reply_to?: string | null;
  language?: string;
  about?: Record<string, string | string[]>;
  received_at?: string | null;
}

/** `language` as browsers write it: en, ar, pt-BR. */
export interface NewVisitor {
  language?: string;
}

export interface NoteIn {
  client_id: string;
  text: string;
}

/** What is different from the version in force. what: a name of the data map, a company, the id of a sentence. material: of substance for the people concerned. says: the same in words, in the language of the request; was, now: how it was and will be, where that is more than that it came or went. */
export interface NoticeChange {
  kind: 'purpose' | 'category' | 'recipient' | 'basis' | 'transfer' | 'retention' | 'storage' | 'signal' | 'promise' | 'rights' | 'change' | 'who' | 'remarks' | 'words';
  what: string;
  before: string;
  after: string;
  material: boolean;
  says?: string;
  was?: string;
  now?: string;
}

/** languages: null: all of the site's. in_force_at: null: as early as it may. material: null: as the changes are; true makes more of them. */
export interface NoticeIn {
  languages?: string[] | null;
  in_force_at?: string | null;
  material?: boolean | null;
}

/** site: its name. Not put away by the asker, be it announced, in force or superseded by now. material: of substance. */
export interface NoticeNews {
  id: string;
  site_id: string;
  site: string;
  number: number;
  state: NoticeState;
  material: boolean;
  in_force_at: string;
  url: string;
}

/** sha256: of its canonical JSON, which holds the hashes of its pages; consents hold it. url: a path of this server. */
export interface NoticeOut {
  id: string;
  site_id: string;
  number: number;
  state: NoticeState;
  languages: string[];
  sha256: string;
  material: boolean;
  asks_again: boolean;
  changes: NoticeChange[];
  published_at: string;
  in_force_at: string;
  superseded_at: string | null;
  url: string;
}

/** Nothing is kept. first: there is none in force. lacking: language -> what lacks words, because of which it can't be published. in_force_at: as early as it may take effect. styles: paths of the style sheets that its pages have. */
export interface NoticePreview {
  first: boolean;
  changes: NoticeChange[];
  material: boolean;
  asks_again: boolean;
  in_force_at: string;
  languages: string[];
  lacking: Record<string, string[]>;
  pages: Record<string, NoticePreviewPages>;
  styles: string[];
  content: Record<string, unknown>;
}

/** HTML, the part of each page that will be kept. */
export interface NoticePreviewPages {
  notice: string;
  cookies: string;
}

/** The privacy notice in force. path: of its page on this server. asks_since: the last version that asks those again who agreed before; 0: none does. next_at: when another takes effect that is announced, else null; next_path: of its page. */
export interface NoticeRef {
  number: number;
  sha256: string;
  path: string;
  asks_since: number;
  next_at?: string | null;
  next_path?: string;
}

export type NoticeState = 'announced' | 'in_force' | 'superseded' | 'withdrawn';

export interface Notices {
  items: NoticeOut[];
  next?: string | null;
}

export interface NoticesNew {
  items: NoticeNews[];
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

/** kind: what the request asks for, unless another is named. */
export interface OrderIn {
  kind?: 'access' | 'portability' | null;
}

/** `size` in bytes, 0 until it is ready. `ends_at`: then it is deleted. */
export interface OrderOut {
  id: string;
  kind: 'access' | 'portability';
  state: 'making' | 'ready' | 'fetched' | 'ended';
  made_at: string;
  ready_at: string | null;
  fetched_at: string | null;
  ends_at: string;
  size: number;
  request: string | null;
}

/** An address for one download within a minute. */
export interface OrderTicket {
  url: string;
  expires: string;
}

export interface Ordered {
  order: OrderOut;
}

export interface Orders {
  items: OrderOut[];
  next?: string | null;
}

/** The last three where the site's telemetry is full; the families are never more than a name of a short list. */
export interface PageOut {
  url: string;
  title: string;
  referrer?: string;
  browser?: string;
  system?: string;
}

export interface PassOut {
  pass: string;
  expires: string;
}

export interface PauseIn {
  reason: 'identity_unclear' | 'clarification_needed';
  note?: string;
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

/** `checkpoint`: a signed note of how the workspace's log stands. `around`: hashes of the subtrees around the talk's entries, as [height, number, base64]. */
export interface PlaceInLog {
  checkpoint: string;
  tombstones: TombstoneShown[];
  around: ([number, number, string])[];
}

/** Where a part of what was searched for stands, in code points. */
export interface PlaceShown {
  start: number;
  length: number;
}

/** `force`: also in the middle of a live talk. */
export interface PlanIn {
  force?: boolean;
}

/** `blockers`: with any of them it can't be run. `reasons`: each sentence of `retained`, `out_of_scope` and `blockers` once more, with its code. */
export interface PlanOut {
  steps: PlannedOut[];
  retained: string[];
  out_of_scope: string[];
  blockers: string[];
  reasons: ReasonOut[];
  forced: boolean;
  hash: string;
}

export interface PlannedOut {
  store: string;
  what: string;
  count: number;
}

/** The beginning of the last words everybody may see; `text` is empty for files alone. */
export interface PreviewShown {
  seq: number;
  author_kind: 'system' | 'visitor' | 'agent';
  text: string;
  files?: number;
}

/** `time_zone`: an IANA name, in which the days of new requests are counted. `privacy_contact`: a mail address that people are told. `authority`: the one that supervises the company, and the address of its page. `verdict_details`: published notices show of each promise what its check found and when; else only of how many. */
export interface PrivacySettings {
  time_zone?: string;
  privacy_contact?: string;
  authority?: string;
  authority_url?: string;
  verdict_details?: boolean;
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
  telemetry: 'off' | 'basic' | 'full';
  signals: Signals;
}

export interface ProfileControl {
  name: string;
  owner: string;
  what: string;
  every: string;
}

/** Either the name of a shipped one, or the text of a file (TOML). apply: sites that do otherwise are made as strict; without it they keep the profile from being taken (`sites_laxer`). */
export interface ProfileIn {
  name?: string | null;
  text?: string | null;
  apply?: boolean;
}

/** set_at, text: null where nobody chose: then it is what the product does by itself, as the sites are. text: the file. changed: by this very request, what sites do now that they did not before, as site.parameter. */
export interface ProfileOut {
  name: string;
  title: string;
  law: string[];
  set_at: string | null;
  text: string | null;
  promises: ProfilePromise[];
  values: ProfileValue[];
  controls: ProfileControl[];
  shipped: ShippedProfile[];
  changed?: string[];
}

/** text: the sentence with its values. by: machine, organisational, or room:NAME of what is not built. */
export interface ProfilePromise {
  id: string;
  text: string;
  by: string;
  control: string;
  checks: string[];
  parameters: string[];
}

/** value: as a file writes it. told: how it reads inside of a sentence. reads: a whole sentence of it. said: by the profile; else it is the law's, or the default. site: the setting of sites that can't be laxer; empty where none is. */
export interface ProfileValue {
  name: string;
  value: string;
  told: string;
  reads: string;
  mode: 'at_least' | 'exact';
  said: boolean;
  site: string;
}

/** `checkpoint`: a signed note of how many entries there are, the root over them, and which are erased or withheld. `log`: where they stand in the log of the workspace, `index` by `index`; what came a moment ago is not there yet. `troth verify-transcript` and docs/proofs.md tell how it is verified. */
export interface ProvenTranscript {
  troth: string;
  workspace: string;
  stream: string;
  number: number;
  checkpoint: string;
  entries: EntryShown[];
  log?: PlaceInLog | null;
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

export type Reason = string;

export interface ReasonIn {
  reason: string;
}

/** `sentence`: in English, as it stands in the plan. `params`: what it speaks of, for who says it in words of their own: numbers as `n`. */
export interface ReasonOut {
  code: Because;
  sentence: string;
  params: Record<string, string | number>;
}

/** A version. sha256: of its canonical JSON. */
export interface RecordOut {
  number: number;
  sha256: string;
  made_at: string;
}

export interface Records {
  items: RecordOut[];
  next?: string | null;
}

/** `text`: told to the person. */
export interface RefuseIn {
  reason: 'identity' | 'nothing_kept' | 'must_keep' | 'rights_of_others' | 'unfounded' | 'excessive';
  text: string;
}

/** `id` is made by the client: the same note twice is one. */
export interface RequestNoteIn {
  text?: string;
  id?: string | null;
}

/** `number`: by which the person's mails name it. `days_left`: of the controller's days; below 0 it is late. `urgent`: a child's data, a complaint, or three days and less. */
export interface RequestRow {
  id: string;
  number: string;
  right: RightName;
  state: StateName;
  channel: 'portal' | 'chat' | 'officer';
  site_id: string | null;
  subject: Subjected | null;
  language: string;
  zone: string;
  received_at: string;
  due_at: string;
  days_left: number;
  paused_since: string | null;
  extended_until: string | null;
  closed_at: string | null;
  outcome: string;
  urgent: boolean;
}

/** `extend_until`: the last day to which it may be extended, null where it may not. */
export interface RequestWhole {
  id: string;
  number: string;
  right: RightName;
  state: StateName;
  channel: 'portal' | 'chat' | 'officer';
  site_id: string | null;
  subject: Subjected | null;
  language: string;
  zone: string;
  received_at: string;
  due_at: string;
  days_left: number;
  paused_since: string | null;
  extended_until: string | null;
  closed_at: string | null;
  outcome: string;
  urgent: boolean;
  words: string;
  reply_to: string;
  about: Record<string, unknown>;
  answer: string;
  history: Happened[];
  erasure: ErasureShown | null;
  restriction: RestrictionShown | null;
  extend_until: string | null;
}

export interface Requests {
  items: RequestRow[];
  next?: string | null;
}

export interface RestrictionShown {
  since: string;
  lifted_at: string | null;
}

export interface ResultShown {
  conversation: ConversationShown;
  hit: HitShown;
}

/** `behind`: the index does not know the newest events yet. */
export interface ResultsPage {
  items: ResultShown[];
  next?: string | null;
  behind?: boolean;
}

/** From which events it may count, the usual first, and between how many days. */
export interface RetentionBound {
  what: KeptThing;
  after: After[];
  least: number;
  most: number;
}

/** A kind that is not named has its default. */
export interface RetentionIn {
  rules: RuleIn[];
}

/** rules: one for each kind, in the order of a run. defaults: of what nobody said. bounds: those of the data map, or what the company promises where that is stricter. */
export interface RetentionOut {
  rules: RuleOut[];
  defaults: RuleIn[];
  bounds: RetentionBound[];
}

/** As of `at`; done_at: null while it is under way. counts, held: by kind. level: how far down what is gone can be shown to be, as in a certificate (3: raw bytes, 4: backups). */
export interface RetentionRunOut {
  id: string;
  site_id: string;
  at: string;
  done_at: string | null;
  hash: string;
  rules: RuleIn[];
  counts: Record<string, number>;
  held: Record<string, number>;
  level: number;
}

export interface RetentionRuns {
  items: RetentionRunOut[];
  next?: string | null;
}

export type RightName = 'access' | 'portability' | 'correction' | 'erasure' | 'restriction' | 'objection' | 'withdrawal' | 'complaint' | 'child';

export type RoleName = 'owner' | 'admin' | 'agent' | 'officer';

/** Gone `days` days after the event. */
export interface RuleIn {
  what: KeptThing;
  after: After;
  days: number;
}

/** id: null where nobody said it and the default holds. */
export interface RuleOut {
  what: KeptThing;
  after: After;
  days: number;
  id?: string | null;
}

export interface Running {
  state?: 'running';
}

export interface SayIn {
  client_id: string;
  text?: string;
  files?: string[];
}

export interface ShippedProfile {
  name: string;
  title: string;
  law: string[];
}

/** What is done when a browser sends `Sec-GPC: 1` or `DNT: 1`. Honoured: the visitor's telemetry is off, and their device keeps only what the chat itself needs. */
export interface Signals {
  gpc?: 'honour' | 'ignore';
  dnt?: 'honour' | 'ignore';
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
  transcript_proof?: 'file' | 'checkpoint' | null;
  domains?: string[] | null;
  files?: FileRulesIn | null;
  telemetry?: 'off' | 'basic' | 'full' | null;
  consent?: 'off' | 'ask' | null;
  signals?: Signals | null;
  children?: Children | null;
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
  transcript_proof: 'file' | 'checkpoint';
  domains: string[];
  files: FileRulesIn;
  telemetry: 'off' | 'basic' | 'full';
  consent: 'off' | 'ask';
  signals: Signals;
  children: Children;
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

export type StateName = 'open' | 'paused' | 'done' | 'refused';

export type StateWanted = 'open' | 'closed';

export interface SubjectFound {
  kind: Kind;
  id: string;
  label: string;
  site_id: string | null;
  last_seen: string | null;
}

export interface SubjectIn {
  kind: Kind;
  id: string;
}

/** `label`: their name or address as far as one is known, else what the console calls them. */
export interface Subjected {
  kind: Kind;
  id: string;
  label: string;
}

export interface SubjectsFound {
  items: SubjectFound[];
  next?: string | null;
}

export interface TextIn {
  text?: string;
}

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

/** An entry of the workspace's log that stands for erased entries of the talk. */
export interface TombstoneShown {
  index: number;
  of: number[];
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

/** `label` is what to call them: their name, else their address, else a short sign made of their id. `restricted`, for the team: their data is kept, and used for nothing but to answer them, at their request. */
export interface VisitorShown {
  id: string;
  name?: string | null;
  email?: string | null;
  language?: string;
  label?: string;
  restricted?: boolean;
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

/** All that a site's widget needs to know; public. `consent` is null where nothing is asked; else, by language, the SHA-256 of what is shown: the answer sends it back. `device_days`: so many days after the last use what lies in the browser goes; `device_choices`: whether it may remember what somebody chose there. */
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
  consent: Record<string, string> | null;
  device_days: number;
  device_choices: boolean;
  privacy_url: string;
  files: FileRules;
  notice: NoticeRef | null;
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

/** done: how much of `of` is written; it is `ready` when all is. size: bytes, 0 until then. ends_at: then it is deleted. */
export interface WorkspaceExportOut {
  id: string;
  state: 'making' | 'ready' | 'fetched' | 'ended';
  made_at: string;
  ready_at: string | null;
  fetched_at: string | null;
  ends_at: string;
  size: number;
  done: number;
  of: number;
}

/** An address for one download within a minute. */
export interface WorkspaceExportTicket {
  url: string;
  expires: string;
}

export interface WorkspaceExports {
  items: WorkspaceExportOut[];
  next?: string | null;
}

/** `role` is the asker's own. */
export interface WorkspaceOut {
  id: string;
  name: string;
  slug: string;
  colour: string;
  role: RoleName;
}

/** `closes_at`: the day on which it is deleted, where an owner wishes so. */
export interface WorkspaceShort {
  id: string;
  name: string;
  slug: string;
  colour: string;
  closes_at: string | null;
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
  get_transcript: {
    method: 'GET';
    path: '/api/v1/conversations/{conversation_id}/transcript';
    query: {
      form?: 'json' | 'html';
      language?: string;
    };
    body: undefined;
    answer: ProvenTranscript;
  };
  ask_transcript: {
    method: 'POST';
    path: '/api/v1/conversations/{conversation_id}/transcripts';
    query: undefined;
    body: TranscriptIn;
    answer: Queued;
  };
  download_export: {
    method: 'GET';
    path: '/api/v1/exports/{ticket}';
    query: undefined;
    body: undefined;
    answer: undefined;
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
  open_line: {
    method: 'POST';
    path: '/api/v1/line';
    query: undefined;
    body: {
      op: 'hello' | 'subscribe' | 'unsubscribe' | 'say' | 'after' | 'typing' | 'mark' | 'here' | 'bye';
    }[];
    answer: undefined;
  };
  say_on_line: {
    method: 'POST';
    path: '/api/v1/line/frames';
    query: undefined;
    body: {
      op: 'hello' | 'subscribe' | 'unsubscribe' | 'say' | 'after' | 'typing' | 'mark' | 'here' | 'bye';
    }[];
    answer: undefined;
  };
  poll_line: {
    method: 'POST';
    path: '/api/v1/line/poll';
    query: undefined;
    body: {
      op: 'hello' | 'subscribe' | 'unsubscribe' | 'say' | 'after' | 'typing' | 'mark' | 'here' | 'bye';
    }[];
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
  renew_consent: {
    method: 'POST';
    path: '/api/v1/me/consents';
    query: undefined;
    body: ConsentRenewal;
    answer: undefined;
  };
  show_data_code: {
    method: 'POST';
    path: '/api/v1/me/data-code';
    query: undefined;
    body: undefined;
    answer: DataCodeOut;
  };
  depart: {
    method: 'POST';
    path: '/api/v1/me/departure';
    query: undefined;
    body: undefined;
    answer: undefined;
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
  search_conversations: {
    method: 'GET';
    path: '/api/v1/search';
    query: {
      q: string;
      workspace?: string | null;
      site?: string | null;
      by?: string | null;
      from?: string | null;
      to?: string | null;
      state?: StateWanted | null;
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: ResultsPage;
  };
  answer_consent: {
    method: 'POST';
    path: '/api/v1/sites/{site_key}/consents';
    query: undefined;
    body: ConsentAnswer;
    answer: VisitorOut;
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
  get_closing: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/closing';
    query: undefined;
    body: undefined;
    answer: ClosingNow;
  };
  close_workspace: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/closing';
    query: undefined;
    body: ClosingIn;
    answer: ClosingOut;
  };
  list_workspace_exports: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/closing/exports';
    query: undefined;
    body: undefined;
    answer: WorkspaceExports;
  };
  order_workspace_export: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/closing/exports';
    query: undefined;
    body: undefined;
    answer: WorkspaceExportOut;
  };
  get_workspace_export: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/closing/exports/{export_id}';
    query: undefined;
    body: undefined;
    answer: WorkspaceExportOut;
  };
  make_workspace_export_ticket: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/closing/exports/{export_id}/ticket';
    query: undefined;
    body: undefined;
    answer: WorkspaceExportTicket;
  };
  plan_closing: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/closing/plan';
    query: undefined;
    body: undefined;
    answer: ClosingPlanOut;
  };
  undo_closing: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/closing/undo';
    query: undefined;
    body: undefined;
    answer: ClosingOut;
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
  list_holds: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/holds';
    query: {
      standing?: boolean;
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Holds;
  };
  place_hold: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/holds';
    query: undefined;
    body: HoldIn;
    answer: HoldOut;
  };
  lift_hold: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/holds/{hold_id}/lift';
    query: undefined;
    body: LiftIn;
    answer: HoldOut;
  };
  import_subject: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/imports';
    query: undefined;
    body: ImportIn;
    answer: ImportOut;
  };
  list_looks: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/looks';
    query: {
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Looks;
  };
  list_measures: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/measures';
    query: undefined;
    body: undefined;
    answer: Measures;
  };
  list_attestations: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/measures/{control}/attestations';
    query: {
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Attestations;
  };
  attest_measure: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/measures/{control}/attestations';
    query: undefined;
    body: AttestationIn;
    answer: MeasureOut;
  };
  withdraw_measure: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/measures/{control}/withdraw';
    query: undefined;
    body: undefined;
    answer: MeasureOut;
  };
  list_notice_news: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/notices/news';
    query: undefined;
    body: undefined;
    answer: NoticesNew;
  };
  see_notice: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/notices/{notice_id}/seen';
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  get_data_order: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/orders/{order_id}';
    query: undefined;
    body: undefined;
    answer: OrderOut;
  };
  make_data_ticket: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/orders/{order_id}/ticket';
    query: undefined;
    body: undefined;
    answer: OrderTicket;
  };
  get_privacy_profile: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/profile';
    query: undefined;
    body: undefined;
    answer: ProfileOut;
  };
  set_privacy_profile: {
    method: 'PUT';
    path: '/api/v1/workspaces/{workspace_id}/privacy/profile';
    query: undefined;
    body: ProfileIn;
    answer: ProfileOut;
  };
  list_records: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/records';
    query: {
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Records;
  };
  renew_record: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/records';
    query: undefined;
    body: undefined;
    answer: RecordOut;
  };
  download_record: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/records/{number}';
    query: {
      role?: 'controller' | 'processor';
      format?: 'html' | 'csv' | 'jsonld';
    };
    body: undefined;
    answer: unknown;
  };
  list_requests: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests';
    query: {
      state?: 'open' | 'closed' | null;
      right?: RightName | null;
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Requests;
  };
  file_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests';
    query: undefined;
    body: NewRequest;
    answer: RequestWhole;
  };
  get_request: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}';
    query: undefined;
    body: undefined;
    answer: RequestWhole;
  };
  accept_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/accept';
    query: undefined;
    body: undefined;
    answer: RequestWhole;
  };
  get_request_certificate: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/certificate';
    query: undefined;
    body: undefined;
    answer: Record<string, unknown>;
  };
  finish_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/done';
    query: undefined;
    body: TextIn;
    answer: RequestWhole;
  };
  run_request_erasure: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/erase';
    query: undefined;
    body: EraseIn;
    answer: Record<string, unknown> | Running;
  };
  order_request_data: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/export';
    query: undefined;
    body: OrderIn | null;
    answer: Ordered;
  };
  extend_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/extend';
    query: undefined;
    body: ExtendIn;
    answer: RequestWhole;
  };
  lift_restriction: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/lift';
    query: undefined;
    body: ReasonIn;
    answer: RequestWhole;
  };
  note_on_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/note';
    query: undefined;
    body: RequestNoteIn;
    answer: RequestWhole;
  };
  list_request_orders: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/orders';
    query: undefined;
    body: undefined;
    answer: Orders;
  };
  pause_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/pause';
    query: undefined;
    body: PauseIn;
    answer: RequestWhole;
  };
  plan_request_erasure: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/plan';
    query: undefined;
    body: PlanIn;
    answer: PlanOut;
  };
  refuse_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/refuse';
    query: undefined;
    body: RefuseIn;
    answer: RequestWhole;
  };
  resume_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/resume';
    query: undefined;
    body: undefined;
    answer: RequestWhole;
  };
  tie_request: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/requests/{request_id}/subject';
    query: undefined;
    body: SubjectIn;
    answer: RequestWhole;
  };
  list_retention_runs: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/retention/runs';
    query: {
      site_id?: string | null;
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: RetentionRuns;
  };
  get_privacy_settings: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/settings';
    query: undefined;
    body: undefined;
    answer: PrivacySettings;
  };
  set_privacy_settings: {
    method: 'PUT';
    path: '/api/v1/workspaces/{workspace_id}/privacy/settings';
    query: undefined;
    body: PrivacySettings;
    answer: PrivacySettings;
  };
  list_notices: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/sites/{site_id}/notices';
    query: {
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Notices;
  };
  publish_notice: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/sites/{site_id}/notices';
    query: undefined;
    body: NoticeIn;
    answer: NoticeOut;
  };
  preview_notice: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/sites/{site_id}/notices/preview';
    query: undefined;
    body: undefined;
    answer: NoticePreview;
  };
  get_retention: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/sites/{site_id}/retention';
    query: undefined;
    body: undefined;
    answer: RetentionOut;
  };
  set_retention: {
    method: 'PUT';
    path: '/api/v1/workspaces/{workspace_id}/privacy/sites/{site_id}/retention';
    query: undefined;
    body: RetentionIn;
    answer: RetentionOut;
  };
  list_retention_counts: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/sites/{site_id}/retention/counts';
    query: {
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Counts;
  };
  try_retention: {
    method: 'POST';
    path: '/api/v1/workspaces/{workspace_id}/privacy/sites/{site_id}/retention/dry-run';
    query: undefined;
    body: DryRunIn;
    answer: DryRunOut;
  };
  search_subjects: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/privacy/subjects';
    query: {
      q: string;
    };
    body: undefined;
    answer: SubjectsFound;
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
  list_consents: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/sites/{site_id}/consents';
    query: {
      cursor?: string | null;
      limit?: number | null;
    };
    body: undefined;
    answer: Consents;
  };
  list_visitors: {
    method: 'GET';
    path: '/api/v1/workspaces/{workspace_id}/visitors';
    query: undefined;
    body: undefined;
    answer: Board;
  };
}
