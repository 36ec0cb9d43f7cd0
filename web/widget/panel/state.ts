/** What the views draw of a visit. */

import type { Status } from '@troth/log';

export interface State {
  readonly phase: 'loading' | 'start' | 'talk';
  readonly status: Status;
  readonly available: boolean;
  readonly conversation: string | null;
  readonly open: boolean;
  readonly sound: boolean;
  readonly unread: number;
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** the page of history is on its way */
  readonly reading: boolean;
}
