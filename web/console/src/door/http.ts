/** One function for every request to Troth. The session is a cookie; writing needs the CSRF token beside it. */

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

interface ProblemBody {
  code?: string;
  detail?: string;
  title?: string;
  fields?: Record<string, string>;
}

export function csrf(): string {
  const found = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
  return found?.[1] ? decodeURIComponent(found[1]) : '';
}

const language = (): string => document.documentElement.lang || 'en';

/** Told when the server no longer knows the session. */
export const onSignedOut = new Set<() => void>();

export interface Wish {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  raw?: Blob;
  /** sent instead of the session, where the server asks for it */
  pass?: string;
  signal?: AbortSignal;
}

/** Raises Problem; `offline` when the server was not reached, so nothing can be known about what it kept. */
export async function call<T>(path: string, wish: Wish = {}): Promise<T> {
  // the language of the console, which may be another than the browser's
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language() };
  const method = wish.method ?? 'GET';
  if (method !== 'GET') headers['X-CSRFToken'] = csrf();
  if (wish.pass) headers.Authorization = `Bearer ${wish.pass}`;
  if (wish.raw) headers['Content-Type'] = wish.raw.type || 'application/octet-stream';
  else if (wish.body !== undefined) headers['Content-Type'] = 'application/json';
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      body: wish.raw ?? (wish.body === undefined ? null : JSON.stringify(wish.body)),
      signal: wish.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'offline', 'The server was not reached.');
  }
  if (answer.status === 204) return undefined as T;
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok) return body as T;
  const said = (body ?? {}) as ProblemBody;
  if (answer.status === 401) for (const tell of onSignedOut) tell();
  throw new Problem(answer.status, said.code ?? 'internal', said.detail ?? said.title ?? '', said.fields ?? {});
}

export const api = <T>(path: string, wish?: Wish): Promise<T> => call<T>(`/api/v1${path}`, wish);
