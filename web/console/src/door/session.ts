/** Sign-in by allauth's headless browser client: a session cookie, no token in any script's hands. */
import { csrf, Problem } from './http';

const BASE = '/_allauth/browser/v1';

interface Answer {
  status: number;
  meta?: { is_authenticated?: boolean };
  errors?: { code?: string; message?: string; param?: string }[];
}

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json', 'X-CSRFToken': csrf() };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const answer = await fetch(BASE + path, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? null : JSON.stringify(body),
    });
    const said = (await answer.json().catch(() => ({}))) as Partial<Answer>;
    return { ...said, status: answer.status };
  } catch {
    throw new Problem(0, 'offline', 'The server was not reached.');
  }
}

/** Whether somebody is signed in; asking also sets the CSRF cookie. */
export async function signedIn(): Promise<boolean> {
  const answer = await ask('GET', '/auth/session');
  if (answer.status >= 500) throw new Problem(answer.status, 'internal', '');
  return answer.status === 200;
}

export type SignInError = 'wrong' | 'too_many' | 'offline' | 'internal';

/** Null when the person is in; else why not. */
export async function signIn(email: string, password: string): Promise<SignInError | null> {
  try {
    if (!csrf()) await ask('GET', '/config');
    const answer = await ask('POST', '/auth/login', { email, password });
    if (answer.status === 200 || answer.status === 409) return null; // 409: already signed in
    if (answer.status === 429) return 'too_many';
    return answer.status >= 500 || answer.status === 403 ? 'internal' : 'wrong';
  } catch {
    return 'offline';
  }
}

/** allauth answers 401 when the session is gone: that is the success here. */
export async function signOut(): Promise<void> {
  await ask('DELETE', '/auth/session');
}
