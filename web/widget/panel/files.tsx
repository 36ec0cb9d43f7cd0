import type { FileRef } from '@troth/wire';
import type { T } from '@troth/words';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from './http.ts';
import { Icon } from './icons.tsx';
import type { Ticket } from './shapes.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

const PREVIEWED = /^image\/(png|jpeg|gif|webp)$/;
const PREVIEW_SIZE = 4 * 1024 * 1024; // bytes; larger ones are fetched on request
const pictures = new Map<string, string>(); // file id -> blob address, for the page's life

/** A one-use address: 60 seconds, one file. */
async function ticket(visit: Visit, file: FileRef): Promise<string> {
  const { url } = await visit.ask<Ticket>('POST', `/files/${file.id}/tickets`, {});
  return new URL(url, location.href).pathname;
}

/** A file of a message: pictures are shown, everything is saved under its name and never opened here. */
export function FileView({ file, visit }: { file: FileRef; visit: Visit }) {
  const { t } = useWords();
  const [wrong, setWrong] = useState('');
  const picture = usePicture(file, visit);
  const save = async (): Promise<void> => {
    try {
      setWrong('');
      const link = document.createElement('a');
      link.href = await ticket(visit, file);
      link.download = file.name;
      link.click();
    } catch (error) {
      setWrong(error instanceof ApiError && error.code === 'not_found' ? t('file.gone') : t('file.failed'));
    }
  };
  return (
    <div class="file" ref={picture.place}>
      {picture.wanted && (
        <span class="thumb" style={ratio(file)}>
          {picture.src && <img src={picture.src} alt={t('file.image', { name: file.name })} />}
        </span>
      )}
      <button
        type="button"
        onClick={() => void save()}
        aria-label={`${t('file.save', { name: file.name })} ${sizeOf(file.size, t)}`}
      >
        <Icon name="file" />
        <span class="name">
          <bdi>{file.name}</bdi> <small>{sizeOf(file.size, t)}</small>
        </span>
        <Icon name="save" />
      </button>
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

/** Fetched when it comes into sight; the place is reserved before. */
function usePicture(file: FileRef, visit: Visit) {
  const wanted = PREVIEWED.test(file.type) && file.size <= PREVIEW_SIZE;
  const place = useRef<HTMLDivElement>(null);
  const [src, setSrc] = useState(pictures.get(file.id) ?? '');
  useEffect(() => {
    if (!wanted || src || !place.current) return;
    const sight = new IntersectionObserver(([seen]) => {
      if (!seen?.isIntersecting) return;
      sight.disconnect();
      ticket(visit, file)
        .then((url) => fetch(url))
        .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error())))
        .then((blob) => {
          pictures.set(file.id, URL.createObjectURL(blob));
          setSrc(pictures.get(file.id) ?? '');
        })
        .catch(() => {}); // the name and the button to save remain
    });
    sight.observe(place.current);
    return () => sight.disconnect();
  }, [wanted, src]);
  return { wanted, src, place };
}

function ratio({ width, height }: FileRef): { aspectRatio: string } {
  return { aspectRatio: width && height ? `${width} / ${Math.min(height, width * 1.4)}` : '4 / 3' };
}

/** 1.2 MB in the reader's numbers. */
export function sizeOf(bytes: number, t: T): string {
  const step = bytes < 1e3 ? 0 : bytes < 1e6 ? 1 : 2;
  const value = bytes / 1e3 ** step;
  return t(`size.${step}`, { n: value < 10 ? Math.round(value * 10) / 10 : Math.round(value) });
}
