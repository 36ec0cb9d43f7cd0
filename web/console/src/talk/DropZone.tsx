/** The whole talk takes files that are dropped on it. */
import { type DragEvent, type JSX, type ReactNode, useRef, useState } from 'react';
import { Icon } from '../parts/Icon.tsx';
import { tell } from '../parts/toasts.tsx';
import { useWords } from '../words.ts';
import { attach } from './attached.ts';
import css from './DropZone.module.css';

interface Props {
  conversation: string;
  can: boolean;
  children: ReactNode;
}

export function DropZone({ conversation, can, children }: Props): JSX.Element {
  const { t } = useWords();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const holdsFiles = (event: DragEvent): boolean => can && event.dataTransfer.types.includes('Files');
  const leave = (): void => {
    depth.current = 0;
    setOver(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the button is the accessible one
    <div
      className={css.zone}
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={() => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      }}
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        leave();
        const left = attach(conversation, event.dataTransfer.files);
        if (left > 0) tell(t('file.many', { n: left }), { bad: true });
      }}
    >
      {children}
      {over ? (
        <div className={css.over}>
          <Icon sign="clip" size={28} />
          {t('file.drop')}
        </div>
      ) : null}
    </div>
  );
}
