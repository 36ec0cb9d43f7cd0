/** Files of a message. Their bytes come by a ticket that serves once; pictures are shown small, and large on a click. */
import type { FileRef } from '@troth/wire';
import { type JSX, useEffect, useState } from 'react';
import { bytes } from '../door/acts.ts';
import { Icon } from '../parts/Icon.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { tell } from '../parts/toasts.tsx';
import { useWords } from '../words.ts';
import css from './Files.module.css';

const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function Files({ files }: { files: readonly FileRef[] }): JSX.Element {
  return (
    <ul className={css.files}>
      {files.map((file) => (
        <li key={file.id}>{SHOWN.has(file.type) ? <Picture file={file} /> : <Other file={file} />}</li>
      ))}
    </ul>
  );
}

const held = new Map<string, Promise<string>>();

/** An address of this page for the bytes; asked for once, kept while the page lives. */
function addressOf(file: FileRef): Promise<string> {
  const known = held.get(file.id);
  if (known) return known;
  const asked = bytes(file.id, file.type).then((blob) => URL.createObjectURL(blob));
  asked.catch(() => held.delete(file.id));
  held.set(file.id, asked);
  return asked;
}

function Picture({ file }: { file: FileRef }): JSX.Element {
  const { t, bytes: size } = useWords();
  const [address, setAddress] = useState<string | null>(null);
  const [large, setLarge] = useState(false);
  useEffect(() => {
    let here = true;
    addressOf(file).then(
      (found) => here && setAddress(found),
      () => {},
    );
    return () => {
      here = false;
    };
  }, [file]);
  const ratio = file.width && file.height ? file.width / file.height : 4 / 3;
  return (
    <>
      <button
        type="button"
        className={css.picture}
        onClick={() => setLarge(true)}
        aria-label={t('file.look', { name: file.name })}
      >
        <span style={{ aspectRatio: String(Math.min(2.4, Math.max(0.6, ratio))) }}>
          {address ? <img src={address} alt={file.name} /> : null}
        </span>
      </button>
      <Sheet title={file.name} open={large} onClose={() => setLarge(false)} size="wide">
        {address ? <img className={css.large} src={address} alt={file.name} /> : null}
        <p className={css.under}>
          {size(file.size)}
          {address ? (
            <a href={address} download={file.name}>
              <Icon sign="download" size={16} /> {t('file.save')}
            </a>
          ) : null}
        </p>
      </Sheet>
    </>
  );
}

function Other({ file }: { file: FileRef }): JSX.Element {
  const { t, bytes: size } = useWords();
  async function save(): Promise<void> {
    try {
      const link = document.createElement('a');
      link.href = await addressOf(file);
      link.download = file.name;
      link.click();
    } catch {
      tell(t('file.failed', { name: file.name }), { bad: true, undo: () => void save(), call: t('retry') });
    }
  }
  return (
    <button type="button" className={css.other} onClick={() => void save()}>
      <Icon sign="file" size={20} />
      <span className="unseen">{t('file.save')}</span>
      <span>
        <bdi>{file.name}</bdi>
        <small className="figures">{size(file.size)}</small>
      </span>
      <Icon sign="download" size={16} />
    </button>
  );
}
