/** What the server writes in front of the loader: the site's look, so that drawing the launcher asks for nothing. */

export interface Shade {
  fill: string;
  on_fill: string;
}

export interface LoaderSite {
  key: string;
  base: string; // Troth's origin, used when the script's own address can't be read
  languages: string[];
  position: 'end' | 'start';
  launcher: 'bubble' | 'tab';
  theme: 'auto' | 'light' | 'dark';
  light: Shade;
  dark: Shade;
  /** what the site's profile lets agents know of whoever has the chat open; full: also where they came from */
  telemetry: 'off' | 'basic' | 'full';
  /** the signals of a browser that the site honours */
  signals: string[];
  /** the site asks before anything is stored */
  ask: boolean;
  /** so many days after the chat was last used what it keeps here goes */
  days: number;
  /** what somebody chose may be remembered here */
  choices: boolean;
}

declare global {
  const __TROTH_SITE__: LoaderSite;
}
