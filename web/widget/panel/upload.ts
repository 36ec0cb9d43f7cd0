import type { FileRef } from '@troth/wire';
import { API, ApiError, problem } from './http.ts';

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
