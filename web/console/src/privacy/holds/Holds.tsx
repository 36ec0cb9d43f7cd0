/** What must be kept because of the law: nothing held is erased, by whomever, until the hold is lifted or has ended. */
import { type JSX, useState } from 'react';
import type { Membership } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { Since } from '../../parts/Time.tsx';
import { tell } from '../../parts/toasts.tsx';
import page from '../../settings/page.module.css';
import { useWords } from '../../words.ts';
import { post, useDeskSettings, usePages } from '../door.ts';
import { Ask } from '../requests/Ask.tsx';
import type { Hold } from '../shapes.ts';
import { useDay } from '../zone.ts';
import { AddHold } from './AddHold.tsx';

export function Holds({ membership }: { membership: Membership }): JSX.Element {
  const { t } = useWords();
  const workspace = membership.workspace.id;
  const day = useDay(useDeskSettings(workspace).data?.time_zone);
  const { rows, isError, refetch, hasNextPage, fetchNextPage } = usePages<Hold>(workspace, '/holds');
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Hold | null>(null);

  if (isError)
    return (
      <Empty sign="warn" bad title={t('desk.holds.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!rows) return <FieldBones says={t('loading')} />;
  const add = (
    <Button kind="solid" sign="plus" onPress={() => setAdding(true)}>
      {t('desk.hold.add')}
    </Button>
  );
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.holds')}</h1>
        <p className={page.lead}>{t('desk.holds.lead')}</p>
      </header>
      {rows.length === 0 ? (
        <Empty sign="lock" title={t('desk.holds.none')}>
          <p>{t('desk.holds.none.text')}</p>
          {add}
        </Empty>
      ) : (
        <>
          {add}
          <table className={page.table} aria-label={t('desk.holds')} style={{ marginBlockStart: 16 }}>
            <thead>
              <tr>
                <th scope="col">{t('desk.hold.what')}</th>
                <th scope="col">{t('desk.hold.reason')}</th>
                <th scope="col">{t('desk.hold.since')}</th>
                <th scope="col">{t('desk.hold.until')}</th>
                <th scope="col">
                  <span className="unseen">{t('desk.hold.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((hold) => (
                <tr key={hold.id}>
                  <td className={page.wide}>
                    <span className={page.person}>
                      <Icon sign={hold.stands ? 'lock' : 'check'} />
                      <span>
                        <bdi>{nameOf(t, membership, hold)}</bdi>
                        <small>{t(`desk.held.${kindOf(hold)}`)}</small>
                      </span>
                    </span>
                  </td>
                  <td className={page.wide} data-label={t('desk.hold.reason')}>
                    <bdi>{hold.reason}</bdi>
                  </td>
                  <td data-label={t('desk.hold.since')}>
                    <span className={page.person}>
                      <span>
                        <Since at={hold.at} />
                        {hold.by ? <small dir="auto">{hold.by.name}</small> : null}
                      </span>
                    </span>
                  </td>
                  <td data-label={t('desk.hold.until')}>
                    {!hold.stands ? (
                      <span className={page.badge}>{t(hold.lifted_at ? 'desk.hold.lifted' : 'desk.hold.ended')}</span>
                    ) : hold.until ? (
                      day(hold.until)
                    ) : (
                      t('desk.hold.open')
                    )}
                  </td>
                  <td>
                    {!hold.stands ? null : (
                      <Button
                        kind="plain"
                        aria-label={t('desk.hold.lift.of', { name: nameOf(t, membership, hold) })}
                        onPress={() => setLifting(hold)}
                      >
                        {t('desk.hold.lift')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {hasNextPage ? <Button onPress={() => void fetchNextPage()}>{t('more.load')}</Button> : null}
      {adding ? (
        <AddHold
          membership={membership}
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            tell(t('desk.told.held'));
            void refetch();
          }}
        />
      ) : null}
      {lifting ? (
        <Ask
          title={t('desk.hold.lift.of', { name: nameOf(t, membership, lifting) })}
          text={t('desk.hold.lift.text')}
          label={t('desk.hold.lift.reason')}
          needed
          call={t('desk.hold.lift')}
          onClose={() => setLifting(null)}
          onDone={async ({ text }) => {
            await post(workspace, `/holds/${lifting.id}/lift`, { reason: text });
            setLifting(null);
            tell(t('desk.told.lifted'));
            await refetch();
          }}
        />
      ) : null}
    </div>
  );
}

type Kind = 'subject' | 'conversation' | 'site' | 'gone';

const kindOf = (hold: Hold): Kind =>
  hold.subject ? 'subject' : hold.conversation ? 'conversation' : hold.site ? 'site' : 'gone';

function nameOf(t: ReturnType<typeof useWords>['t'], { sites }: Membership, hold: Hold): string {
  if (hold.subject) return hold.subject.label || t(`desk.held.${hold.subject.kind}`, { id: hold.subject.id.slice(-8) });
  if (hold.conversation) return t('desk.held.conversation.of', { id: hold.conversation.slice(-8) });
  return hold.site ? (sites.find((one) => one.id === hold.site)?.name ?? t('desk.held.site')) : t('desk.held.gone');
}
