/** Above the talk: who it is, for which client, and what can be done with the conversation, each act with its key. */
import type { JSX } from 'react';
import { useToggleAside } from '../aside/shown.ts';
import type { Conversation } from '../door/shapes.ts';
import { useAct } from '../keys/acts.ts';
import { keysOf } from '../keys/table.ts';
import { useClient } from '../live/me.ts';
import { Button, SignButton } from '../parts/Button.tsx';
import { Client } from '../parts/Client.tsx';
import { Item, Line, Menu } from '../parts/Menu.tsx';
import { useGo } from '../places.ts';
import { useWords } from '../words.ts';
import { useDeeds } from './deeds.ts';
import css from './Head.module.css';

export function Head({ row }: { row: Conversation }): JSX.Element {
  const { t, number } = useWords();
  const go = useGo();
  const toggleAside = useToggleAside();
  const client = useClient(row.workspace_id, row.site_id);
  const { take, leave, close, reopen, transcript } = useDeeds(row);
  const open = row.state === 'open';
  useAct('talk.take', take, open && !row.mine);
  useAct('talk.leave', leave, open && row.mine);
  useAct('talk.close', close, open);
  useAct('talk.reopen', reopen, !open);
  useAct('talk.transcript', transcript);
  const name = row.visitor.name || row.visitor.label;

  return (
    <header className={css.head}>
      <span className={css.back}>
        <SignButton
          sign="back"
          says={t('act.list.back')}
          keys={keysOf('list.back')}
          onPress={() => go({ conversation: null })}
        />
      </span>
      <div className={css.who}>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <span className={css.facts}>
          {client ? (
            <Client name={client.site?.name ?? client.workspace.name} colour={client.workspace.colour} />
          ) : null}
          <span className="figures">#{number(row.number).replace(/[^\p{N}]/gu, '')}</span>
        </span>
      </div>
      <div className={css.acts}>
        {open && !row.mine ? (
          <Button kind="solid" sign="take" keys={keysOf('talk.take')} onPress={take}>
            {t('act.talk.take')}
          </Button>
        ) : null}
        {open ? (
          <Button sign="closed" keys={keysOf('talk.close')} onPress={close}>
            {t('act.talk.close')}
          </Button>
        ) : (
          <Button sign="reopen" keys={keysOf('talk.reopen')} onPress={reopen}>
            {t('act.talk.reopen')}
          </Button>
        )}
        <Menu says={t('more')} button={<SignButton sign="more" says={t('more')} />}>
          {open && row.mine ? (
            <Item sign="leave" keys={keysOf('talk.leave')} onAction={leave}>
              {t('act.talk.leave')}
            </Item>
          ) : null}
          <Item sign="mail" keys={keysOf('talk.transcript')} onAction={transcript}>
            {t('act.talk.transcript')}
          </Item>
          <Item sign="copy" onAction={() => void navigator.clipboard?.writeText(location.href)}>
            {t('copy.link')}
          </Item>
          <Line />
          <Item sign="panel" keys={keysOf('talk.aside')} onAction={toggleAside}>
            {t('act.talk.aside')}
          </Item>
        </Menu>
        <SignButton sign="panel" says={t('act.talk.aside')} keys={keysOf('talk.aside')} onPress={toggleAside} />
      </div>
    </header>
  );
}
