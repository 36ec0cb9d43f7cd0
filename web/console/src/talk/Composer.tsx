/** Where replies and notes are written. It says for which client one speaks and under what name the visitor sees it. */
import { facts, newId, type Talk } from '@troth/log';
import { MAX_TEXT } from '@troth/wire';
import { type ClipboardEvent, type JSX, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button as Base, FileTrigger, Group } from 'react-aria-components';
import { note, say } from '../door/acts.ts';
import type { Conversation } from '../door/shapes.ts';
import { useAct } from '../keys/acts.ts';
import { keysOf } from '../keys/table.ts';
import { line } from '../live/line.ts';
import { useClient } from '../live/me.ts';
import { Button, SignButton } from '../parts/Button.tsx';
import { Client, clientStyle } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Tip } from '../parts/Tip.tsx';
import { tell } from '../parts/toasts.tsx';
import { apart, useWords } from '../words.ts';
import { AttachedList } from './AttachedList.tsx';
import { attach, detachSent, useAttached } from './attached.ts';
import css from './Composer.module.css';
import { trouble } from './deeds.ts';
import { draft, keepDraft, type Mode } from './drafts.ts';
import { Emoji } from './Emoji.tsx';

export function Composer({ row, talk }: { row: Conversation; talk: Talk }): JSX.Element {
  const { t, list } = useWords();
  const client = useClient(row.workspace_id, row.site_id);
  const [mode, setMode] = useState<Mode>('reply');
  const [text, setText] = useState(() => draft(row.id, 'reply'));
  const [busy, setBusy] = useState(false);
  const [later, setLater] = useState(false); // it was sent while files were uploading: it goes when they are up
  const area = useRef<HTMLTextAreaElement>(null);
  const left = useRef(false); // by Escape, since the last was sent
  const files = useAttached(row.id);
  const length = [...text].length;
  const uploading = mode === 'reply' && files.some((one) => one.state === 'uploading');
  const refused = mode === 'reply' ? files.filter((one) => one.state === 'failed') : [];
  const ready = mode === 'reply' ? files.flatMap((one) => (one.ref ? [one.ref] : [])) : [];
  const can = !busy && length <= MAX_TEXT && (text.trim() !== '' || ready.length > 0 || uploading);

  const write = (next: string): void => {
    setText(next);
    keepDraft(row.id, mode, next);
    if (mode === 'reply' && row.mine) line.typing(row.id, next.trim() !== '');
  };
  const turn = (next: Mode): void => {
    if (next !== mode) {
      setMode(next);
      setLater(false);
      setText(draft(row.id, next));
    }
    requestAnimationFrame(() => area.current?.focus());
  };
  useAct('talk.reply', () => turn('reply'));
  useAct('talk.note', () => turn('note'));
  useGrown(area, text);
  // A wide screen is ready for writing at once; on a phone the keyboard would hide what is to be read.
  useEffect(() => {
    if (matchMedia('(pointer: fine) and (width >= 720px)').matches && row.mine) area.current?.focus();
  }, [row.mine]);

  async function send(): Promise<void> {
    if (!can || uploading) return setLater(can);
    const words = text.trim() === '' ? '' : text;
    write('');
    setBusy(true);
    left.current = false;
    try {
      if (mode === 'note') await note(row.id, newId(), words);
      else {
        await say(row, words, ready);
        detachSent(row.id, ready);
        leftOut(refused.map((one) => one.file.name));
      }
    } catch (error) {
      setText((now) => now || words);
      keepDraft(row.id, mode, words);
      trouble(error);
    } finally {
      setBusy(false);
      if (!left.current) area.current?.focus();
    }
  }

  const latest = useRef(send);
  latest.current = send;
  const due = later && !uploading;
  useEffect(() => {
    if (!due) return;
    setLater(false);
    void latest.current();
  }, [due]);

  /** A file that can't be sent never holds the others back; it stays in the tray, and is told of. */
  function leftOut(names: readonly string[]): void {
    if (names.length > 0) tell(t('file.left', { names: list(names.map(apart)) }));
  }

  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      left.current = true; // also while something is being sent: the next keys are for the console
      area.current?.blur();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    const phone = matchMedia('(pointer: coarse)').matches;
    if (phone && !event.ctrlKey && !event.metaKey) return; // a phone's Enter makes a new line
    event.preventDefault();
    void send();
  };
  const put = (chosen: Iterable<File>): void => {
    if (mode === 'note') {
      tell(t('note.nofiles'));
      return;
    }
    const left = attach(row.id, chosen);
    if (left > 0) tell(t('file.many', { n: left }), { bad: true });
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    put(event.clipboardData.files);
  };
  const insert = (sign: string): void => {
    const box = area.current;
    const [from, to] = [box?.selectionStart ?? text.length, box?.selectionEnd ?? text.length];
    write(text.slice(0, from) + sign + text.slice(to));
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(from + sign.length, from + sign.length);
    });
  };

  const colour = client?.workspace.colour;
  const name = client?.workspace.name ?? '';
  const joined = facts(talk).known[client?.membership.member_id ?? ''];
  const alias = joined?.alias || client?.site?.alias || client?.membership.alias || '';
  const first = mode === 'reply' && !row.mine;
  const label = t(mode === 'reply' ? 'composer.reply.to' : 'composer.note.to', {
    name: row.visitor.name || row.visitor.label,
  });

  return (
    <footer className={css.foot}>
      <div className={css.box} data-mode={mode} style={clientStyle(colour)}>
        <div className={css.top}>
          <Group className={css.modes ?? ''} aria-label={t('composer.mode')}>
            {(['reply', 'note'] as const).map((one) => (
              <Tip key={one} says={t(`act.talk.${one}`)} keys={keysOf(`talk.${one}`)} side="top">
                <ModeButton on={mode === one} onPress={() => turn(one)}>
                  {t(`composer.${one}`)}
                </ModeButton>
              </Tip>
            ))}
          </Group>
          {mode === 'reply' ? (
            <p className={css.for}>
              <Client name={name} colour={colour} kind="chip" />
              {alias ? <span>{t('composer.as', { alias })}</span> : null}
            </p>
          ) : (
            <p className={css.for}>
              <Icon sign="lock" size={15} />
              <span>{t('note.only')}</span>
            </p>
          )}
        </div>
        <textarea
          ref={area}
          value={text}
          rows={2}
          {...(text ? { dir: 'auto' } : {})}
          aria-label={label}
          placeholder={mode === 'reply' ? t('composer.placeholder') : t('composer.note.placeholder')}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKey}
          onPaste={onPaste}
        />
        {mode === 'reply' ? <AttachedList conversation={row.id} files={files} /> : null}
        <div className={css.tools}>
          <Emoji onPick={insert} />
          <FileTrigger allowsMultiple onSelect={(chosen) => put(chosen ?? [])}>
            <SignButton sign="clip" says={t('file.attach')} side="top" isDisabled={mode === 'note'} />
          </FileTrigger>
          {length > MAX_TEXT - 400 ? (
            <span className={css.count} data-over={length > MAX_TEXT || undefined} role="status">
              {t(length > MAX_TEXT ? 'composer.over' : 'composer.left', { n: Math.abs(MAX_TEXT - length) })}
            </span>
          ) : null}
          <span className={css.space} />
          {later ? (
            <span className={css.hint} role="status">
              {t('file.then')}
            </span>
          ) : refused.length > 0 && can ? (
            <span className={css.hint} role="status">
              {t('file.broken')}
            </span>
          ) : null}
          {!later && refused.length === 0 && first && row.agents.length > 0 ? (
            <span className={css.hint}>{t('composer.joins')}</span>
          ) : null}
          <Button
            kind="solid"
            sign={mode === 'note' ? 'lock' : 'send'}
            isDisabled={!can || later}
            keys="Enter"
            onPress={() => void send()}
          >
            {t(mode === 'note' ? 'composer.note.send' : first ? 'composer.take.send' : 'composer.send')}
          </Button>
        </div>
      </div>
    </footer>
  );
}

function ModeButton({ on, onPress, children }: { on: boolean; onPress: () => void; children: string }): JSX.Element {
  return (
    <Base className={css.mode ?? ''} aria-pressed={on} onPress={onPress}>
      {children}
    </Base>
  );
}

/** The field is as high as its words, up to a third of the screen. */
function useGrown(area: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.blockSize = 'auto';
    box.style.blockSize = `${Math.min(box.scrollHeight, Math.round(window.innerHeight / 3))}px`;
  }, [area, text]);
}
