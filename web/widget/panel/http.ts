/** The public API as the panel calls it. Credentials travel in a header, never in an address. */

/** `code` is the wire's; `offline` when no answer came. `fields` says what is wrong with which field. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly fields: Record<string, string> = {},
  ) {
    super(code);
  }
}

export const API = '/api/v1';

export async function call<Answer>(method: string, path: string, credential: string, body?: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(API + path, {
      method,
      credentials: 'omit',
      headers: {
        ...(credential ? { Authorization: `Bearer ${credential}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError('offline', 0);
  }
  const text = await response.text().catch(() => '');
  if (!response.ok) throw problem(response.status, text);
  return (text ? JSON.parse(text) : undefined) as Answer;
}

/** What a refusal says. */
export function problem(status: number, text: string): ApiError {
  try {
    const { code, fields } = JSON.parse(text) as { code?: string; fields?: Record<string, string> };
    return new ApiError(code ?? 'internal', status, fields ?? {});
  } catch {
    return new ApiError(
      status === 413 ? 'too_large' : status === 429 ? 'too_many' : status >= 502 ? 'busy' : 'internal',
      status,
    );
  }
}
