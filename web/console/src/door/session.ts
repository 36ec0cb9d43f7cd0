/** Sign-in by allauth's headless browser client: a session cookie, no token in any script's hands. */
import { codeIn } from './code.ts';
import { csrf, Problem } from './http.ts';

const BASE = '/_allauth/browser/v1';

interface Answer {
  status: number;
  data?: { flows?: { id: string; is_pending?: boolean }[] };
  meta?: { is_authenticated?: boolean };
  errors?: { code?: string; message?: string; param?: string }[];
}

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': document.documentElement.lang || 'en', // of the mail that may follow
    'X-CSRFToken': csrf(),
  };
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

export type SignInError = 'wrong' | 'too_many' | 'cookies' | 'offline' | 'internal';

/** Null when the person is in; else why not. */
export async function signIn(email: string, password: string): Promise<SignInError | null> {
  try {
    if (!csrf()) await ask('GET', '/config');
    if (!csrf()) return 'cookies'; // the browser refuses them
    const answer = await ask('POST', '/auth/login', { email, password });
    if (answer.status === 200 || answer.status === 409) return null; // 409: already signed in
    if (answer.status === 429) return 'too_many';
    return answer.status >= 500 || answer.status === 403 ? 'internal' : 'wrong';
  } catch {
    return 'offline';
  }
}

/** Whether this browser asked for a code a while ago that can still be used. */
export async function codeAwaited(): Promise<boolean> {
  const answer = await ask('GET', '/auth/session').catch(() => null);
  return answer?.data?.flows?.some((flow) => flow.id === 'password_reset_by_code' && flow.is_pending) ?? false;
}

export type CodeError = 'email' | 'too_many' | 'offline' | 'internal';

/** Null when a code was mailed, or would have been: the server does not tell whether somebody has this address. */
export async function askCode(email: string): Promise<CodeError | null> {
  try {
    if (!csrf()) await ask('GET', '/config');
    const answer = await ask('POST', '/auth/password/request', { email });
    if (answer.status === 401 || answer.status === 200) return null; // 401: the next step, the code, is open
    if (answer.status === 429) return 'too_many';
    return answer.status === 400 ? 'email' : 'internal';
  } catch {
    return 'offline';
  }
}

export type PasswordError = 'short' | 'common' | 'similar' | 'weak';
export type ChooseError = PasswordError | 'wrong_code' | 'expired' | 'too_many' | 'offline' | 'internal';

/** Null when the password is kept and the person is in. */
export async function choosePassword(code: string, password: string): Promise<ChooseError | null> {
  try {
    const answer = await ask('POST', '/auth/password/reset', { key: codeIn(code), password });
    if (answer.status === 200) return null;
    if (answer.status === 409) return 'expired';
    if (answer.status === 429) return 'too_many';
    if (answer.status !== 400) return 'internal';
    return answer.errors?.some((error) => error.param === 'key') ? 'wrong_code' : weakness(answer);
  } catch {
    return 'offline';
  }
}

export type ChangeError = PasswordError | 'current' | 'signed_out' | 'too_many' | 'offline' | 'internal';

/** Null when the new password is kept. Every other browser of the person is signed out by it. */
export async function changePassword(current: string, password: string): Promise<ChangeError | null> {
  try {
    const answer = await ask('POST', '/account/password/change', { current_password: current, new_password: password });
    if (answer.status === 200) return null;
    if (answer.status === 401) return 'signed_out';
    if (answer.status === 429) return 'too_many';
    if (answer.status !== 400) return 'internal';
    return answer.errors?.some((error) => error.param === 'current_password') ? 'current' : weakness(answer);
  } catch {
    return 'offline';
  }
}

function weakness(answer: Answer): PasswordError {
  const codes = answer.errors?.map((error) => error.code);
  if (codes?.includes('password_too_short')) return 'short';
  if (codes?.includes('password_too_common')) return 'common';
  return codes?.includes('password_too_similar') ? 'similar' : 'weak';
}

/** allauth answers 401 when the session is gone: that is the success here. */
export async function signOut(): Promise<void> {
  await ask('DELETE', '/auth/session');
}
