import type { JSX } from 'react';
import { SignButton } from '../parts/Button.tsx';
import { tell } from '../parts/toasts.tsx';
import { useWords } from '../words.ts';
import css from './SitePage.module.css';

/** A line of code. Copying needs a secure page; where there is none the button is not offered. */
export function Code({ text }: { text: string }): JSX.Element {
  const { t } = useWords();
  const can = typeof navigator.clipboard?.writeText === 'function';
  return (
    <div className={css.code} dir="ltr">
      <code>{text}</code>
      {can ? (
        <SignButton
          sign="copy"
          says={t('copy')}
          onPress={() => void navigator.clipboard.writeText(text).then(() => tell(t('copied')))}
        />
      ) : null}
    </div>
  );
}
