/** A small, plain set of signs; whoever needs more has them in their system's own picker. */
import type { JSX } from 'react';
import { Dialog, DialogTrigger, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { SignButton } from '../parts/Button.tsx';
import menu from '../parts/menu.module.css';
import { useWords } from '../words.ts';
import css from './Emoji.module.css';

const SIGNS = [
  ...('😀😊🙂😉😄😁😅😂🥹😍😘🤗🤔🤝🙏👍👎👏🙌💪👋✌️🤞👀❤️💚💙🎉✨⭐🔥💡✅❌❗❓⏰📎📦🚚📧📞🔑🔒🧾💳🛠️⚙️🌍☀️🌧️☕🍀😕😟😢😔😳😬😴🤒🤷🙇'.match(
    /\p{Extended_Pictographic}\uFE0F?/gu,
  ) ?? []),
];

export function Emoji({ onPick }: { onPick: (sign: string) => void }): JSX.Element {
  const { t } = useWords();
  return (
    <DialogTrigger>
      <SignButton sign="smile" says={t('emoji')} side="top" />
      <Popover className={menu.popover ?? ''} placement="top start" offset={6}>
        <Dialog aria-label={t('emoji')} className={css.dialog ?? ''}>
          {({ close }) => (
            <ListBox
              aria-label={t('emoji')}
              layout="grid"
              className={css.grid ?? ''}
              selectionMode="none"
              autoFocus="first"
              items={SIGNS.map((sign) => ({ id: sign }))}
              onAction={(key) => {
                close();
                onPick(String(key));
              }}
            >
              {({ id }) => (
                <ListBoxItem id={id} textValue={id} className={css.sign ?? ''}>
                  {id}
                </ListBoxItem>
              )}
            </ListBox>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
