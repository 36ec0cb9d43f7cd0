/** A workspace that its owner would close, or that is closing: what goes and when, a copy to take along, the last word,
 * and the way back. */

import { useQueryClient } from '@tanstack/react-query';
import type { ClosingOut } from '@troth/wire/api';
import type { JSX } from 'react';
import type { Membership } from '../../door/shapes.ts';
import { refreshMe } from '../../live/changes.ts';
import { owns } from '../../live/me.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { apart, useWords } from '../../words.ts';
import page from '../page.module.css';
import { Confirm } from './Confirm.tsx';
import { Copy } from './Copy.tsx';
import { useClosing, useClosingPlan } from './door.ts';
import { Gone, Moments } from './Plan.tsx';
import { Standing } from './Standing.tsx';

export default function Closing({ membership }: { membership: Membership }): JSX.Element {
  const { t } = useWords();
  const { id, name } = membership.workspace;
  const cache = useQueryClient();
  const { data, isError, refetch } = useClosing(id);
  const mine = owns(membership);

  /** It closes, or it does no more: everything that speaks of it is told. */
  async function changed(now: ClosingOut): Promise<void> {
    cache.setQueryData([id, 'closing'], { closing: now.state === 'undone' ? null : now });
    await Promise.all([refreshMe(), cache.invalidateQueries({ queryKey: [id, 'closing', 'plan'] })]);
    const main = document.getElementById('main'); // what was pressed is gone
    main?.focus({ preventScroll: true });
    main?.scrollTo({ top: 0 });
  }

  if (isError)
    return (
      <Empty sign="warn" bad whole title={t('closing.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;
  if (data.closing)
    return (
      <div className={page.page}>
        <Standing membership={membership} told={data.closing} onChange={changed} />
        {mine ? (
          <>
            <Copy workspace={id} closing />
            <Plan workspace={id} name={name} />
          </>
        ) : null}
      </div>
    );
  if (!mine)
    return (
      <Empty sign="lock" whole title={t('closing.none', { name: apart(name) })}>
        <p>{t('closing.none.text')}</p>
      </Empty>
    );
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('closing.title', { name: apart(name) })}</h1>
        <p className={page.lead}>{t('closing.lead')}</p>
      </header>
      <Plan workspace={id} name={name} onClosed={changed} />
    </div>
  );
}

interface PlanProps {
  workspace: string;
  name: string;
  /** where it can still be asked for */
  onClosed?: (now: ClosingOut) => Promise<void>;
}

/** What would go; where it is not asked for yet also when, the copy, and the last word. */
function Plan({ workspace, name, onClosed }: PlanProps): JSX.Element {
  const { t } = useWords();
  const { data, isError, refetch } = useClosingPlan(workspace);
  if (isError)
    return (
      <Empty sign="warn" bad title={t('closing.plan.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('closing.plan.loading')} />;
  if (!onClosed) return <Gone plan={data} />;
  return (
    <>
      <Moments days={data.days} />
      <Gone plan={data} />
      <Copy workspace={workspace} />
      <Confirm workspace={workspace} name={name} plan={data} onClosed={onClosed} />
    </>
  );
}
