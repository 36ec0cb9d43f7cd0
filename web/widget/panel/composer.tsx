import { MAX_FILES, MAX_TEXT } from '@troth/wire';
import type { ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { touch } from './host.ts';
import { Icon } from './icons.tsx';
import { Tray } from './tray.tsx';
import { useUploads } from './uploads.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';
import { written } from './written.ts';

type Picker = ComponentType<{ onPick: (emoji: string) => void; onClose: () => void }>;

/** Where the visitor writes. Enter sends where there is a keyboard; what is unsent survives a reload. `hidden` while a
 * sheet asks something: files in the tray wait behind it. */
export function Composer({ visit, hidden }: { visit: Visit; hidden: boolean }) {
  const { t } = useWords();
  const [text, setText] = useState(() => visit.store.get<string>('draft') ?? '');
  const [Emoji, setEmoji] = useState<Picker | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const smile = useRef<HTMLButtonElement>(null);
  const uploads = useUploads(visit, MAX_FILES);
  const stream = visit.state.conversation ?? '';
  const began = (visit.talk?.last ?? 0) > 0;
  const length = text.length > MAX_TEXT - 300 ? [...text].length : 0;
  const ready = (text.trim() !== '' || uploads.all.some((one) => one.done)) && !uploads.busy && length <= MAX_TEXT;

  useEffect(() => {
    if (visit.state.open && !hidden && !touch()) box.current?.focus({ preventScroll: true });
  }, [visit.state.open, hidden]);

  const adding = useRef(uploads.add);
  adding.current = uploads.add;
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault(); // never open a dropped file in the frame's place
      if (began && event.dataTransfer) adding.current(event.dataTransfer.files);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [began]);

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.blockSize = 'auto';
    area.style.blockSize = `${Math.min(area.scrollHeight, 132)}px`;
  }, [text]);

  const write = (next: string): void => {
    setText(next);
    visit.store.set('draft', next || null);
    visit.session.typing(stream, next !== '');
  };

  const send = (): void => {
    if (!ready) return;
    visit.say(text.trim() === '' ? '' : text, uploads.take());
    write('');
    setEmoji(null);
    box.current?.focus();
  };

  const pick = (emoji: string): void => {
    const area = box.current;
    const at = area?.selectionStart ?? text.length;
    write(text.slice(0, at) + emoji + text.slice(area?.selectionEnd ?? at));
    requestAnimationFrame(() => area?.setSelectionRange(at + emoji.length, at + emoji.length));
  };

  const openEmoji = async (): Promise<void> => {
    if (Emoji) return setEmoji(null);
    const { EmojiPicker } = await import('./emoji.tsx');
    setEmoji(() => EmojiPicker);
  };

  return (
    <div class="composer" hidden={hidden}>
      {Emoji && (
        <Emoji
          onPick={pick}
          onClose={() => {
            setEmoji(null);
            smile.current?.focus();
          }}
        />
      )}
      <Tray uploads={uploads} limit={visit.site.files.max_size} />
      <div class="write">
        <textarea
          ref={box}
          rows={1}
          {...written(text)}
          value={text}
          aria-label={t('composer')}
          placeholder={t('composer')}
          enterkeyhint="send"
          onInput={(event) => write(event.currentTarget.value)}
          onBlur={() => visit.session.typing(stream, false)}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (!began || !files?.length) return;
            event.preventDefault();
            uploads.add(files);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || touch()) return;
            event.preventDefault();
            send();
          }}
        />
        <div class="tools">
          <button
            type="button"
            class="quiet round"
            ref={smile}
            aria-label={t('composer.emoji')}
            title={t('composer.emoji')}
            aria-expanded={Boolean(Emoji)}
            onClick={() => void openEmoji()}
          >
            <Icon name="smile" />
          </button>
          <button
            type="button"
            class="quiet round"
            aria-label={t('composer.file')}
            title={t('composer.file')}
            disabled={!began || uploads.full}
            onClick={() => chooser.current?.click()}
          >
            <Icon name="clip" />
          </button>
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            accept={visit.site.files.types.join(',')}
            onChange={(event) => {
              uploads.add(event.currentTarget.files ?? []);
              event.currentTarget.value = '';
            }}
          />
          {length > 0 && (
            <span class={length > MAX_TEXT ? 'count over' : 'count'} role="status">
              {length > MAX_TEXT ? t('field.long', { n: MAX_TEXT }) : t('composer.left', { n: MAX_TEXT - length })}
            </span>
          )}
          <button
            type="button"
            class="send"
            aria-label={t('composer.send')}
            title={t('composer.send')}
            disabled={!ready}
            onClick={send}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
    </div>
  );
}
