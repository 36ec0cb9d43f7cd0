/** The requests of a client, the most pressing first. Keys j and k walk them. */
import { type JSX, type KeyboardEvent, useRef, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Membership } from '../../door/shapes.ts';
import { useAct } from '../../keys/acts.ts';
import { keysOf } from '../../keys/table.ts';
import { Button, SignButton } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Pick } from '../../parts/Pick.tsx';
import { RowBones } from '../../parts/Skeleton.tsx';
import { useWords } from '../../words.ts';
import { Back } from '../Desk.tsx';
import { MINUTE, requestsAt, usePages } from '../door.ts';
import { byUrgency } from '../order.ts';
import { type Request, RIGHTS, type Right } from '../shapes.ts';
import css from './List.module.css';
import { Row } from './Row.tsx';

interface Props {
  membership: Membership;
  here: string | null;
  /** nothing stands beside it */
  alone: boolean;
  onOpen: (id: string) => void;
  onFile: () => void;
}

export function List({ membership, here, alone, onOpen, onFile }: Props): JSX.Element {
  const { t, number } = useWords();
  const { workspace, sites } = membership;
  const [state, setState] = useState<'open' | 'closed'>('open');
  const [right, setRight] = useState<Right | 'any'>('any');
  const { rows, isError, refetch, hasNextPage, fetchNextPage } = usePages<Request>(
    workspace.id,
    requestsAt(state, right === 'any' ? '' : right),
    MINUTE,
  );
  const list = rows && state === 'open' ? byUrgency(rows) : (rows ?? []);
  const box = useRef<HTMLUListElement>(null);
  const at = list.findIndex((one) => one.id === here);
  const step = (by: 1 | -1): void => {
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
    if (next) onOpen(next.id);
  };
  useAct('list.next', () => step(1), list.length > 0);
  useAct('list.previous', () => step(-1), list.length > 0);

  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...(box.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    const from = links.indexOf(document.activeElement as HTMLElement);
    if (!by || from < 0) return;
    event.preventDefault();
    links[from + by]?.focus();
  };

  const Root = alone ? 'main' : 'section';
  const Title = alone ? 'h1' : 'h2';
  return (
    <Root className={css.list} aria-label={t('desk.requests')} {...(alone ? { id: 'main' } : {})}>
      {alone ? <Back href="/privacy">{t('desk')}</Back> : null}
      <header>
        <Title>
          {t('desk.requests')}{' '}
          {state === 'open' && list.length > 0 ? <span className="figures">{number(list.length)}</span> : null}
        </Title>
        <SignButton sign="plus" says={t('act.desk.file')} keys={keysOf('desk.file')} onPress={onFile} />
      </header>
      <div className={css.filter}>
        <ToggleButtonGroup
          className={css.toggle ?? ''}
          aria-label={t('desk.filter.state')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[state]}
          onSelectionChange={(keys) => setState([...keys][0] === 'closed' ? 'closed' : 'open')}
        >
          <ToggleButton id="open">{t('desk.filter.open')}</ToggleButton>
          <ToggleButton id="closed">{t('desk.filter.closed')}</ToggleButton>
        </ToggleButtonGroup>
        <Pick<Right | 'any'>
          says={t('desk.filter.right')}
          value={right}
          options={[
            ['any', t('desk.filter.any')],
            ...RIGHTS.map((one): readonly [Right, string] => [one, t(`desk.right.${one}`)]),
          ]}
          onChange={setRight}
        />
      </div>
      <div className={css.scroller}>
        {isError ? (
          <Empty sign="warn" bad title={t('desk.requests.failed')}>
            <Button onPress={() => void refetch()}>{t('retry')}</Button>
          </Empty>
        ) : !rows ? (
          <RowBones says={t('loading')} />
        ) : list.length === 0 ? (
          <Nothing state={state} some={right !== 'any'} onAll={() => setRight('any')} onFile={onFile} />
        ) : (
          <ul ref={box} onKeyDown={walk}>
            {list.map((one, index) => (
              <li key={one.id}>
                <Row
                  row={one}
                  workspace={workspace.id}
                  site={sites.length > 1 ? sites.find((site) => site.id === one.site_id)?.name : undefined}
                  here={one.id === here}
                  tabbed={at < 0 ? index === 0 : index === at}
                />
              </li>
            ))}
          </ul>
        )}
        {hasNextPage ? (
          <div className={css.more}>
            <Button kind="plain" onPress={() => void fetchNextPage()}>
              {t('more.load')}
            </Button>
          </div>
        ) : null}
      </div>
    </Root>
  );
}

interface NothingProps {
  state: 'open' | 'closed';
  some: boolean;
  onAll: () => void;
  onFile: () => void;
}

function Nothing({ state, some, onAll, onFile }: NothingProps): JSX.Element {
  const { t } = useWords();
  if (some)
    return (
      <Empty sign="search" title={t('desk.requests.none.found')}>
        <Button onPress={onAll}>{t('desk.filter.all')}</Button>
      </Empty>
    );
  if (state === 'closed')
    return (
      <Empty sign="closed" title={t('desk.requests.none.closed')}>
        <p>{t('desk.requests.none.closed.text')}</p>
      </Empty>
    );
  return (
    <Empty sign="tray" title={t('desk.requests.none')}>
      <p>{t('desk.requests.none.text')}</p>
      <Button onPress={onFile} keys={keysOf('desk.file')}>
        {t('act.desk.file')}
      </Button>
    </Empty>
  );
}
