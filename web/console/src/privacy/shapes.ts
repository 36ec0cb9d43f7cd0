/** The shapes of the privacy desk's part of the API. */
import type {
  AttestationIn,
  ConsentOut,
  DryRunOut,
  HoldOut,
  LookOut,
  MeasureOut,
  NoticeOut,
  NoticePreview,
  OrderOut,
  PlanOut,
  PrivacySettings,
  ProfileIn,
  ProfileOut,
  ProfilePromise,
  ProfileValue,
  ReasonOut,
  RequestRow,
  RequestWhole,
  RetentionBound,
  RetentionOut,
  RetentionRunOut,
  RightName,
  RuleOut,
  Subjected,
  SubjectFound,
} from '@troth/wire/api';

export const RIGHTS = [
  'access',
  'portability',
  'correction',
  'erasure',
  'restriction',
  'objection',
  'withdrawal',
  'complaint',
  'child',
] as const satisfies readonly RightName[];

export type { ProfilePromise, ProfileValue };
export type Profile = ProfileOut;
export type ProfileWish = ProfileIn;

export type Right = RightName;
export type SubjectKind = Subjected['kind'];
export type Found = SubjectFound;
export type Request = RequestRow;
export type Plan = PlanOut;
export type Reason = ReasonOut;
export type Order = OrderOut;
export type Consent = ConsentOut;
export type Look = LookOut;
export type Hold = HoldOut;
export type Measure = MeasureOut;
export type AttestationWish = AttestationIn;
export type NoticeVersion = NoticeOut;
export type NoticeDraft = NoticePreview;
export type Rule = RuleOut;
export type Bound = RetentionBound;
export type RetentionOf = RetentionOut;
export type DryRun = DryRunOut;
export type RetentionRun = RetentionRunOut;
export type DeskSettings = Required<PrivacySettings>;

export interface RequestDetail extends Omit<RequestWhole, 'erasure'> {
  erasure: { state: 'running' | 'done'; certificate: Certificate | null } | null;
}

/** What an erasure can show of itself. It names nobody. */
export interface Certificate {
  id: string;
  subject: SubjectKind;
  mark: string;
  plan: string;
  began: string;
  done: string;
  steps: { store: string; what: string; count: number; level: number }[];
  retained: string[];
  out_of_scope: string[];
  /** of each of these sentences; certificates of before have none */
  reasons?: Reason[];
  level: number;
  reached: string;
  next: { level: number; what: string; due: string | null; tables?: string[] } | null;
  signature: string;
}
