/** What the views draw of a visit. */

import type { Status } from '@troth/log';

export interface State {
  /** consent: the site asks before anything is kept; off: the visitor turned the chat off */
  readonly phase: 'loading' | 'consent' | 'start' | 'talk' | 'off';
  readonly status: Status;
  readonly available: boolean;
  readonly conversation: string | null;
  readonly open: boolean;
  readonly sound: boolean;
  readonly unread: number;
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** the visitor withdrew their consent; untold: and the server could not be reached */
  readonly withdrawn: '' | 'told' | 'untold';
  /** the talk that was here is erased, or its time was over */
  readonly gone: boolean;
  /** the page of history is on its way */
  readonly reading: boolean;
}
