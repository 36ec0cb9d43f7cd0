/** Who the visitor is: a token that only opens passes, and the pass at hand. The token stays in this frame's storage. */

import { SignedOut } from '@troth/log';
import { ApiError, call } from './http.ts';
import type { NewVisitor } from './shapes.ts';
import type { Store } from './storage.ts';

interface Circumstances {
  store: Store;
  /** how a visitor is made: path and body; null while none may be: before the panel was opened, or what the site asks
   * was answered */
  begin(): readonly [string, object] | null;
  /** it was refused: what the site asks is another thing by now */
  onChanged(): void;
  /** the server knows the visitor we were no more */
  onForgotten(): void;
}

export class Identity {
  #pass: string | null = null;
  #passing: Promise<string> | null = null;

  constructor(private readonly about: Circumstances) {}

  /** An API call with the visitor's pass, renewed once when it was refused. */
  async ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    try {
      return await call<Answer>(method, path, await this.pass(), body);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      return call<Answer>(method, path, await this.renew(), body);
    }
  }

  pass(): Promise<string> {
    return this.#pass ? Promise.resolve(this.#pass) : this.renew();
  }

  /** We are nobody any more. */
  forget(): void {
    this.#pass = null;
  }

  /** The socket brought a newer one. */
  take(pass: string): void {
    this.#pass = pass;
  }

  /** A new pass for the visitor we are; a new visitor when we are none, or the server knows us no more. */
  renew(): Promise<string> {
    this.#passing ??= this.#renew().finally(() => {
      this.#passing = null;
    });
    return this.#passing;
  }

  async #renew(): Promise<string> {
    this.#pass = null;
    const { store } = this.about;
    const token = store.get<string>('token');
    if (token) {
      try {
        const { pass } = await call<{ pass: string }>('POST', '/passes', token, {});
        this.#pass = pass;
        return pass;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401 || error.code !== 'sign_in') throw error;
        store.set('token', null);
        this.about.onForgotten();
      }
    }
    const begun = this.about.begin();
    if (!begun) throw new SignedOut();
    try {
      const made = await call<NewVisitor>('POST', begun[0], '', begun[1]);
      store.set('token', made.token);
      this.#pass = made.pass;
      return made.pass;
    } catch (error) {
      if (!(error instanceof ApiError) || !/^consent_/.test(error.code)) throw error;
      this.about.onChanged();
      throw new SignedOut();
    }
  }
}
