/** Asked once, quietly, below the list: whether one wants to hear of new messages while looking elsewhere. */
import type { JSX } from 'react';
import { choose, useChoices } from '../choices.ts';
import { askToNotify, mayAsk } from '../live/alerts.ts';
import { Button, SignButton } from '../parts/Button.tsx';
import { tell } from '../parts/toasts.tsx';
import { useWords } from '../words.ts';
import css from './Offer.module.css';

export function Offer(): JSX.Element | null {
  const { t } = useWords();
  const { notify, offered } = useChoices();
  if (offered || notify || !mayAsk()) return null;
  const accept = async (): Promise<void> => {
    const may = await askToNotify();
    choose({ notify: may, offered: true });
    if (!may) tell(t('alerts.denied'), { bad: true });
  };
  return (
    <section className={css.offer} aria-label={t('alerts')}>
      <p>{t('alerts.offer')}</p>
      <Button sign="bell" onPress={() => void accept()}>
        {t('alerts.offer.do')}
      </Button>
      <SignButton sign="x" says={t('alerts.offer.no')} side="top" onPress={() => choose({ offered: true })} />
    </section>
  );
}
