/** Who looked at what: every look of the desk at somebody's data, and every package that left. Nobody can turn it off. */
import { Fragment, type JSX } from 'react';
import type { Membership } from '../door/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Icon, type Sign } from '../parts/Icon.tsx';
import { useNow } from '../parts/now.ts';
import { FieldBones } from '../parts/Skeleton.tsx';
import { Clock } from '../parts/Time.tsx';
import page from '../settings/page.module.css';
import { useWords } from '../words.ts';
import { called } from './called.ts';
import { usePages } from './door.ts';
import css from './Looks.module.css';
import type { Look } from './shapes.ts';

const SIGNS: Readonly<Record<string, Sign>> = {
  request: 'tray',
  export: 'download',
  certificate: 'seal',
  consents: 'check',
  subject: 'search',
  transcript: 'open',
};

export function Looks({ membership }: { membership: Membership }): JSX.Element {
  const { t, day } = useWords();
  const now = useNow();
  const { rows, isError, refetch, hasNextPage, fetchNextPage } = usePages<Look>(membership.workspace.id, '/looks');
  if (isError)
    return (
      <Empty sign="warn" bad title={t('desk.looks.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!rows) return <FieldBones says={t('loading')} />;
  const days = new Map<string, Look[]>();
  for (const look of rows) {
    const one = day(look.at, now);
    days.set(one, [...(days.get(one) ?? []), look]);
  }
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.looks')}</h1>
        <p className={page.lead}>{t('desk.looks.lead')}</p>
      </header>
      {rows.length === 0 ? (
        <Empty sign="eye" title={t('desk.looks.none')}>
          <p>{t('desk.looks.none.text')}</p>
        </Empty>
      ) : (
        [...days].map(([title, looks]) => (
          <Fragment key={title}>
            <h2 className={css.day}>{title}</h2>
            <ul className={css.looks}>
              {looks.map((look, at) => (
                <li key={`${look.at}${at}`}>
                  <Icon sign={SIGNS[look.what] ?? 'eye'} size={16} />
                  <p>
                    <bdi>{look.by?.name || t('desk.by.former')}</bdi>
                    <span>{called(t, `desk.look.${look.what}`)}</span>
                    {look.label ? <bdi>{look.label}</bdi> : null}
                  </p>
                  <Clock at={look.at} />
                </li>
              ))}
            </ul>
          </Fragment>
        ))
      )}
      {hasNextPage ? <Button onPress={() => void fetchNextPage()}>{t('more.load')}</Button> : null}
    </div>
  );
}
