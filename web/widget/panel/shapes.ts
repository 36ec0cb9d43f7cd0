/** What the panel needs of the public API's answers. */

import type { Answer, FileRef, MarkOf, WireEvent } from '@troth/wire';

export interface Shade {
  fill: string;
  on_fill: string;
  text: string;
}

export interface Field {
  id: string;
  kind: 'text' | 'email' | 'phone' | 'choice' | 'textarea' | 'checkbox';
  label: Record<string, string>;
  required: boolean;
  choices?: string[] | null;
  max_length: number;
}

export interface OpenRange {
  opens: string;
  closes: string;
}

export interface Site {
  site_id: string;
  site_key: string;
  workspace_id: string;
  name: string;
  look: { theme: 'auto' | 'light' | 'dark'; logo?: string | null; light: Shade; dark: Shade };
  languages: string[];
  texts: Record<string, Record<string, string>>;
  fields: Field[];
  offline_fields: Field[];
  hours: {
    timezone: string;
    always: boolean;
    open_now: boolean;
    opens_at: string | null;
    days: Record<string, OpenRange[]>;
  };
  agents: Face[];
  available: boolean;
  profile: { telemetry: 'off' | 'basic' };
  privacy_url: string;
  files: { max_size: number; types: string[] };
}

export interface Face {
  alias: string;
  title?: string;
  picture?: string;
}

export interface Conversation {
  id: string;
  state: 'open' | 'closed';
  last_seq: number;
  rating?: { score: number; comment?: string } | null;
  answers?: Answer[];
  marks?: MarkOf[];
}

export interface Events {
  items: WireEvent[];
  more: boolean;
}

export interface NewVisitor {
  visitor_id: string;
  token: string;
  pass: string;
  expires: string;
}

export type Uploaded = FileRef;
