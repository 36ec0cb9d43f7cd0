/** Who the visitor is: a token that only opens passes, and the pass at hand. The token stays in this frame's storage. */

import { SignedOut } from '@troth/log';
import { ApiError, call } from './http.ts';
import type { NewVisitor } from './shapes.ts';
import type { Store } from './storage.ts';

interface Circumstances {
  siteKey: string;
  language: string;
  store: Store;
  /** may a visitor be made? Not before the panel was opened */
  mayBegin(): boolean;
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
    const { store, siteKey, language } = this.about;
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
    if (!this.about.mayBegin()) throw new SignedOut();
    const made = await call<NewVisitor>('POST', `/sites/${siteKey}/visitors`, '', { language });
    store.set('token', made.token);
    this.#pass = made.pass;
    return made.pass;
  }
}
