/** Files on their way up: each is uploaded at once and named by the next message. */

import { passing } from '@troth/log';
import type { FileRef } from '@troth/wire';
import { useRef, useState } from 'preact/hooks';
import { ApiError } from './http.ts';
import { upload } from './upload.ts';
import type { Visit } from './visit.ts';

export interface Upload {
  readonly key: number;
  readonly file: File;
  readonly part: number; // 0 to 1
  readonly done: FileRef | null;
  /** a code of the wire, or `count`, `empty`, `type` or `size` found here; what has one is not sent */
  readonly error: string;
}

export interface Uploads {
  readonly all: readonly Upload[];
  readonly busy: boolean;
  /** no more fit into the next message */
  readonly full: boolean;
  add(files: Iterable<File>): void;
  remove(key: number): void;
  again(key: number): void;
  /** the finished ones, and the list is empty */
  take(): FileRef[];
}

let keys = 0;

export function useUploads(visit: Visit, most: number): Uploads {
  const [all, setAll] = useState<readonly Upload[]>([]);
  const ends = useRef(new Map<number, AbortController>());
  const change = (key: number, part: Partial<Upload>): void =>
    setAll((old) => old.map((one) => (one.key === key ? { ...one, ...part } : one)));

  const start = async (key: number, file: File): Promise<void> => {
    const end = new AbortController();
    ends.current.set(key, end);
    const send = async (pass: string): Promise<FileRef> =>
      upload(visit.state.conversation ?? '', file, pass, (part) => change(key, { part }), end.signal);
    try {
      const done = await send(await visit.identity.pass()).catch(async (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) return send(await visit.identity.renew());
        throw error;
      });
      change(key, { done, part: 1 });
    } catch (error) {
      change(key, { error: error instanceof ApiError ? error.code : 'internal' });
    }
  };

  const sendable = all.filter((one) => !one.error || passing(one.error)).length;

  return {
    all,
    busy: all.some((one) => !one.done && !one.error),
    full: sendable >= most,
    add(files) {
      const { max_size, types } = visit.site.files;
      let places = most - sendable;
      const fresh = [...files].map((file) => {
        const error =
          file.size > max_size
            ? 'size'
            : file.size === 0
              ? 'empty'
              : types.length > 0 && !types.includes(file.type)
                ? 'type'
                : places-- <= 0
                  ? 'count'
                  : '';
        return { key: ++keys, file, part: 0, done: null, error };
      });
      setAll((old) => [...old, ...fresh]);
      for (const one of fresh) if (!one.error) void start(one.key, one.file);
    },
    remove(key) {
      ends.current.get(key)?.abort();
      setAll((old) => old.filter((one) => one.key !== key));
    },
    again(key) {
      const one = all.find((upload) => upload.key === key);
      if (!one) return;
      change(key, { error: '', part: 0 });
      void start(key, one.file);
    },
    take() {
      setAll((old) => old.filter((one) => !one.done));
      return all.flatMap((one) => (one.done ? [one.done] : []));
    },
  };
}
