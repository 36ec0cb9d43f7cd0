/** The public API as the panel calls it. Credentials travel in a header, never in an address. */

import type { FileRef } from '@troth/wire';

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

const API = '/api/v1';

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

/** One file up, with progress 0 to 1; `fetch` cannot tell how far it is. */
export function upload(
  conversation: string,
  file: File,
  credential: string,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<FileRef> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${API}/conversations/${conversation}/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Authorization', `Bearer ${credential}`);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as FileRef);
      else reject(problem(request.status, request.responseText));
    };
    request.onerror = () => reject(new ApiError('offline', 0));
    request.onabort = () => reject(new ApiError('aborted', 0));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function problem(status: number, text: string): ApiError {
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
