import type { JSX } from 'react';
import { Icon } from '../parts/Icon.tsx';
import { useWords } from '../words.ts';
import css from './AttachedList.module.css';
import { type Attached, detach, mayPass, sendAgain } from './attached.ts';

/** The files of the reply that is being written, each with what became of its upload. */
export function AttachedList({
  conversation,
  files,
}: {
  conversation: string;
  files: readonly Attached[];
}): JSX.Element | null {
  const { t, bytes } = useWords();
  if (files.length === 0) return null;
  return (
    <ul className={css.list} aria-label={t('file.attached')}>
      {files.map((one) => {
        const why = t(`error.${one.error ?? 'internal'}`);
        return (
          <li key={one.key} data-state={one.state}>
            <Icon sign={one.state === 'failed' ? 'warn' : 'file'} size={16} />
            <span>
              <bdi>{one.file.name}</bdi>
              <small role={one.state === 'failed' ? 'alert' : undefined}>
                {one.state === 'failed'
                  ? why.startsWith('error.')
                    ? t('error.internal')
                    : why
                  : one.state === 'uploading'
                    ? t('file.uploading')
                    : bytes(one.file.size)}
              </small>
            </span>
            {mayPass(one) ? (
              <button
                type="button"
                onClick={() => sendAgain(conversation, one)}
                aria-label={t('file.again', { name: one.file.name })}
              >
                <Icon sign="retry" size={16} />
              </button>
            ) : null}
            <button
              type="button"
              onClick={() => detach(conversation, one.key)}
              aria-label={t('file.remove', { name: one.file.name })}
            >
              <Icon sign="x" size={16} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
