/** What can be done about a request now. What changes its clock asks for a reason; what the person is told is written here. */
import { type JSX, useState } from 'react';
import { Button as Base } from 'react-aria-components';
import { useAct } from '../../keys/acts.ts';
import { keysOf } from '../../keys/table.ts';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Item, Menu } from '../../parts/Menu.tsx';
import { tell } from '../../parts/toasts.tsx';
import { trouble } from '../../talk/deeds.ts';
import { useWords } from '../../words.ts';
import { post, useAgain } from '../door.ts';
import type { RequestDetail, Right } from '../shapes.ts';
import { Ask } from './Ask.tsx';
import css from './Detail.module.css';
import { Tie } from './Tie.tsx';

type Sheet = 'lift' | 'pause' | 'extend' | 'note' | 'tie' | 'accept' | 'refuse' | 'done' | null;

/** What an acceptance does by itself; the others are answered in words, or have a part of their own. */
const DOES: ReadonlySet<Right> = new Set<Right>(['restriction', 'objection', 'withdrawal', 'correction']);

export function Acts({ workspace, row }: { workspace: string; row: RequestDetail }): JSX.Element | null {
  const { t } = useWords();
  const again = useAgain(workspace);
  const [sheet, setSheet] = useState<Sheet>(null);
  const open = row.closed_at === null;
  const does = DOES.has(row.right);
  const restricted = row.restriction !== null && row.restriction.lifted_at === null;
  const at = `/requests/${row.id}`;

  async function act(path: string, body: unknown, told: string): Promise<void> {
    await post(workspace, at + path, body);
    setSheet(null);
    tell(told);
    await again(row.id);
  }
  const resume = (): void => void act('/resume', {}, t('desk.told.resumed')).catch(trouble);
  const pauses = row.paused_since === null;

  useAct('desk.do', () => setSheet('accept'), open && does && row.subject !== null);
  useAct('desk.done', () => setSheet('done'), open);
  useAct('desk.refuse', () => setSheet('refuse'), open);
  useAct('desk.pause', () => (pauses ? setSheet('pause') : resume()), open);
  useAct('desk.extend', () => setSheet('extend'), row.extend_until !== null);
  useAct('desk.note', () => setSheet('note'));
  useAct('desk.tie', () => setSheet('tie'), open);

  const close = (): void => setSheet(null);
  return (
    <>
      <div className={css.acts}>
        {open && !row.subject ? (
          <Button kind="solid" sign="link" keys={keysOf('desk.tie')} onPress={() => setSheet('tie')}>
            {t('act.desk.tie')}
          </Button>
        ) : open && does ? (
          <Button kind="solid" sign="check" keys={keysOf('desk.do')} onPress={() => setSheet('accept')}>
            {t(`desk.do.${row.right}`)}
          </Button>
        ) : null}
        {open ? (
          <Button
            kind={does || !row.subject ? 'quiet' : 'solid'}
            sign="mail"
            keys={keysOf('desk.done')}
            onPress={() => setSheet('done')}
          >
            {t('act.desk.done')}
          </Button>
        ) : null}
        <Menu
          says={t('desk.more')}
          button={
            <Base className={css.more ?? ''} aria-label={t('desk.more')}>
              <Icon sign="more" />
            </Base>
          }
        >
          {open ? (
            <Item
              sign={pauses ? 'pause' : 'on'}
              keys={keysOf('desk.pause')}
              onAction={() => (pauses ? setSheet('pause') : resume())}
            >
              {t(pauses ? 'act.desk.pause' : 'desk.resume')}
            </Item>
          ) : null}
          {row.extend_until ? (
            <Item sign="waiting" keys={keysOf('desk.extend')} onAction={() => setSheet('extend')}>
              {t('act.desk.extend')}
            </Item>
          ) : null}
          <Item sign="edit" keys={keysOf('desk.note')} onAction={() => setSheet('note')}>
            {t('act.desk.note')}
          </Item>
          {open && row.subject ? (
            <Item sign="link" keys={keysOf('desk.tie')} onAction={() => setSheet('tie')}>
              {t('desk.tie.other')}
            </Item>
          ) : null}
          {restricted ? (
            <Item sign="reopen" onAction={() => setSheet('lift')}>
              {t('desk.lift')}
            </Item>
          ) : null}
          {open ? (
            <Item sign="x" danger keys={keysOf('desk.refuse')} onAction={() => setSheet('refuse')}>
              {t('act.desk.refuse')}
            </Item>
          ) : null}
        </Menu>
      </div>
      {sheet === 'pause' ? (
        <Ask
          title={t('desk.pause.title')}
          text={t('desk.pause.text')}
          label={t('desk.pause.note')}
          reasons={['identity_unclear', 'clarification_needed']}
          call={t('act.desk.pause')}
          onClose={close}
          onDone={({ text, reason }) => act('/pause', { reason, note: text }, t('desk.told.paused'))}
        />
      ) : null}
      {sheet === 'extend' ? (
        <Ask
          title={t('desk.extend.title')}
          text={t('desk.extend.text')}
          label={t('desk.extend.reason')}
          needed
          until={{ after: row.due_at, last: row.extend_until ?? '' }}
          call={t('act.desk.extend')}
          onClose={close}
          onDone={({ text, until }) => act('/extend', { until, reason: text }, t('desk.told.extended'))}
        />
      ) : null}
      {sheet === 'note' ? (
        <Ask
          title={t('act.desk.note')}
          text={t('desk.note.text')}
          label={t('desk.note.label')}
          needed
          call={t('desk.note.do')}
          onClose={close}
          onDone={({ id, text }) => act('/note', { id, text }, t('desk.told.noted'))}
        />
      ) : null}
      {sheet === 'accept' ? (
        <Ask
          title={t(`desk.do.${row.right}`)}
          text={t(`desk.do.${row.right}.text`, { name: row.subject?.label ?? t('desk.untied') })}
          call={t(`desk.do.${row.right}`)}
          onClose={close}
          onDone={() => act('/accept', {}, t('desk.told.accepted'))}
        />
      ) : null}
      {sheet === 'done' ? (
        <Ask
          title={t('desk.done.title')}
          text={t(row.reply_to ? 'desk.done.text' : 'desk.done.text.unsent', { address: row.reply_to ?? '' })}
          label={t('desk.done.label')}
          call={t('act.desk.done')}
          onClose={close}
          onDone={({ text }) => act('/done', { text }, t('desk.told.done'))}
        />
      ) : null}
      {sheet === 'refuse' ? (
        <Ask
          title={t('desk.refuse.title')}
          text={t('desk.refuse.text')}
          label={t('desk.refuse.label')}
          needed
          danger
          reasons={['identity', 'nothing_kept', 'must_keep', 'rights_of_others', 'unfounded', 'excessive']}
          call={t('act.desk.refuse')}
          onClose={close}
          onDone={({ text, reason }) => act('/refuse', { reason, text }, t('desk.told.refused'))}
        />
      ) : null}
      {sheet === 'lift' ? (
        <Ask
          title={t('desk.lift')}
          text={t('desk.lift.text')}
          label={t('desk.hold.lift.reason')}
          needed
          call={t('desk.lift')}
          onClose={close}
          onDone={({ text }) => act('/lift', { reason: text }, t('desk.told.unrestricted'))}
        />
      ) : null}
      {sheet === 'tie' ? (
        <Tie
          workspace={workspace}
          first={row.subject ? '' : row.reply_to}
          onClose={close}
          onFound={(one) => act('/subject', { kind: one.kind, id: one.id }, t('desk.told.tied', { name: one.label }))}
        />
      ) : null}
    </>
  );
}
