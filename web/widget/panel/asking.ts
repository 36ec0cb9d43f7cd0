/** What the site asks before anything is kept on the device, and what the visitor answered. An agreement is remembered,
 * a refusal holds for the page: there is nowhere to keep it. */

import { tell } from './host.ts';
import type { Site } from './shapes.ts';
import type { Store } from './storage.ts';

export type Answer = 'given' | 'refused';

export class Asking {
  #answer: Answer | null = null; // on this page

  constructor(
    private readonly site: Site,
    private readonly store: Store,
    private readonly language: string,
  ) {}

  get answer(): Answer | null {
    return this.#answer ?? (this.store.get('agreed') && !this.#changed ? 'given' : null);
  }

  /** They agreed, and what they agreed to changed since. */
  get again(): boolean {
    return this.#answer === null && this.#changed;
  }

  /** Since which version of the notice those who agreed before are asked again. */
  get #since(): number {
    return this.site.notice?.asks_since ?? 0;
  }

  get #changed(): boolean {
    const kept = this.store.get<string>('agreed');
    return kept !== null && Number(kept.split(' ')[1] ?? 0) < this.#since;
  }

  /** The site asks, and was not answered. */
  get open(): boolean {
    return this.site.consent !== null && !this.answer;
  }

  /** By a button, and by nothing else. What lay here from before the site asked goes. */
  take(said: Answer): void {
    const { store } = this;
    store.clear();
    this.#answer = said;
    if (said === 'given') {
      store.keep();
      this.#keep();
    } else tell('keep', 0);
  }

  /** They agreed to what it is now: what lies here stays. False: the server did not hear of it. */
  async renew(ask: (answer: object) => Promise<unknown>): Promise<boolean> {
    this.#answer = 'given';
    try {
      const sha256 = this.site.consent?.[this.language];
      await ask({ answer: 'given', language: this.language, sha256 });
    } catch {
      this.#answer = null;
      return false;
    }
    this.#keep();
    return true;
  }

  #keep(): void {
    const { store, site, language } = this;
    store.set('agreed', `${site.consent?.[language] ?? ''} ${this.#since}`);
  }

  /** Nothing is kept here any more, and nothing was answered. */
  anew(): void {
    this.#answer = null;
    this.store.clear();
    tell('keep', 0);
  }

  /** How a visitor is made: path and body; null before there is an answer. */
  begin(): readonly [string, object] | null {
    const { site, language, answer } = this;
    const at = `/sites/${site.site_key}`;
    if (!site.consent) return [`${at}/visitors`, { language }];
    return answer && [`${at}/consents`, { answer, language, sha256: site.consent[language] }];
  }
}
