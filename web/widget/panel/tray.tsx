import { passing } from '@troth/log';
import { MAX_FILES } from '@troth/wire';
import { sizeOf } from './files.tsx';
import { Icon } from './icons.tsx';
import type { Uploads } from './uploads.ts';
import { useWords } from './words.ts';

const SAID = ['size', 'type', 'empty', 'count', 'too_large', 'unsupported', 'offline'];

/** What will go with the next message. What was refused stays, marked, until it is removed, and holds nothing up. */
export function Tray({ uploads, limit }: { uploads: Uploads; limit: number }) {
  const { t } = useWords();
  if (uploads.all.length === 0) return null;
  return (
    <ul class="tray">
      {uploads.all.map((one) => (
        <li key={one.key} class={one.error ? 'failed' : ''}>
          <Icon name="file" size={16} />
          <span class="name">
            <bdi>{one.file.name}</bdi>
            <small role={one.error ? 'alert' : undefined}>
              {one.error
                ? SAID.includes(one.error)
                  ? t(`upload.${one.error}`, { size: sizeOf(limit, t), n: MAX_FILES })
                  : t(passing(one.error) ? 'upload.failed' : 'upload.refused')
                : one.done
                  ? sizeOf(one.file.size, t)
                  : t('upload.part', { n: Math.round(one.part * 100) })}
            </small>
          </span>
          {!one.done && !one.error && (
            <progress value={one.part} aria-label={t('upload.progress', { name: one.file.name })} />
          )}
          {passing(one.error) && (
            <button
              type="button"
              class="quiet"
              aria-label={t('upload.again', { name: one.file.name })}
              onClick={() => uploads.again(one.key)}
            >
              <Icon name="retry" size={16} />
            </button>
          )}
          <button
            type="button"
            class="quiet"
            aria-label={t('upload.remove', { name: one.file.name })}
            onClick={() => uploads.remove(one.key)}
          >
            <Icon name="cross" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}
