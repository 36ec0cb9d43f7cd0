/** The shapes of /api/v1 that the console reads. Times are RFC 3339 UTC strings, ids UUID strings. */
import type { Answer, FileRef, MarkOf } from "@troth/wire";

export type Role = "owner" | "admin" | "supervisor" | "agent";
export type View = "waiting" | "mine" | "open" | "closed";
export const VIEWS: readonly View[] = ["waiting", "mine", "open", "closed"];

export interface Workspace {
  id: string;
  name: string;
  slug: string;
  colour: string;
}

export interface SiteBrief {
  id: string;
  key: string;
  name: string;
  colour: string;
}

export interface Membership {
  workspace: Workspace;
  member_id: string;
  role: Role;
  alias: string;
  sites: SiteBrief[];
}

export interface Person {
  id: string;
  name: string;
  email: string;
  picture?: string;
}

export interface Me {
  kind: "agent";
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
}

export interface VisitorBrief {
  id: string;
  name?: string | null;
  email?: string | null;
  language: string;
  label: string;
}

export interface Preview {
  seq: number;
  author_kind: "visitor" | "agent" | "system";
  text: string;
  /** how many files the message named */
  files?: number;
}

export interface Conversation {
  id: string;
  workspace_id: string;
  site_id: string;
  number: number;
  state: "open" | "closed";
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
  title?: string;
  available: boolean;
}

export interface Mail {
  id: string;
  kind: string;
  to: string;
  state: "waiting" | "sent" | "captured" | "uncertain" | "failed";
  at: string;
  attempts: number;
}

export interface Ticket {
  url: string;
  expires: string;
}

export type { Answer, FileRef, MarkOf };
