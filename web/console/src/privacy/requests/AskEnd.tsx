/** How a sheet that asks ends: what was wrong, and its two buttons. */
import type { JSX } from 'react';
import { Button } from '../../parts/Button.tsx';
import { useWords } from '../../words.ts';
import css from './Ask.module.css';

interface Props {
  /** what the server said; null where nothing is wrong */
  wrong: string | null;
  call: string;
  danger?: boolean;
  busy: boolean;
  onClose: () => void;
}

export function AskEnd({ wrong, call, danger, busy, onClose }: Props): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {wrong ? (
        <p className={css.wrong} role="alert" dir="auto">
          {wrong}
        </p>
      ) : null}
      <div className={css.foot}>
        <Button kind="plain" onPress={onClose}>
          {t('cancel')}
        </Button>
        <Button kind={danger ? 'danger' : 'solid'} type="submit" isDisabled={busy}>
          {call}
        </Button>
      </div>
    </>
  );
}
