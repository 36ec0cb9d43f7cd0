/** What the client promises, as sentences; and another profile in its place, with all that keeps it from being taken. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { Problem } from '../../door/http.ts';
import type { Membership } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { save } from '../../parts/save.ts';
import { Since } from '../../parts/Time.tsx';
import { tell } from '../../parts/toasts.tsx';
import page from '../../settings/page.module.css';
import { trouble } from '../../talk/deeds.ts';
import { useWords } from '../../words.ts';
import { desk } from '../door.ts';
import type { ProfileWish, Profile as Shown } from '../shapes.ts';
import { Choose } from './Choose.tsx';
import { Faults } from './Faults.tsx';
import css from './Profile.module.css';
import { Promises } from './Promises.tsx';

export interface Refusal {
  wish: ProfileWish;
  code: string;
  fields: Readonly<Record<string, string>>;
}

export function Profile({ membership }: { membership: Membership }): JSX.Element {
  const { t } = useWords();
  const workspace = membership.workspace.id;
  const cache = useQueryClient();
  const key = [workspace, 'privacy', 'profile'];
  const { data, isError, refetch } = useQuery({ queryKey: key, queryFn: () => desk<Shown>(workspace, '/profile') });
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);
  if (isError)
    return (
      <Empty sign="warn" bad title={t('desk.profile.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;

  async function set(wish: ProfileWish): Promise<void> {
    setBusy(true);
    setRefused(null);
    try {
      cache.setQueryData(key, await desk<Shown>(workspace, '/profile', { method: 'PUT', body: wish }));
      // rules and their bounds are others by now
      await cache.invalidateQueries({ queryKey: [workspace, 'privacy', 'retention'] });
      tell(t('saved'));
    } catch (error) {
      if (error instanceof Problem && Object.keys(error.fields).length > 0)
        setRefused({ wish, code: error.code, fields: error.fields });
      else trouble(error);
    } finally {
      setBusy(false);
    }
  }
  const { text } = data;
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.profile')}</h1>
        <p className={page.lead}>{t('desk.profile.lead')}</p>
      </header>
      <div className={css.columns}>
        <section aria-label={t('desk.profile.promises')}>
          <h2 dir="auto">{data.set_at ? data.title : t('desk.profile.none')}</h2>
          <p className={css.quiet}>
            {data.set_at ? (
              <>
                {t('desk.profile.since')} <Since at={data.set_at} />
              </>
            ) : (
              t('desk.profile.none.text')
            )}
          </p>
          <Promises of={data} />
        </section>
        <section className={css.other} aria-label={t('desk.profile.other')} aria-busy={busy}>
          <h2>{t('desk.profile.other')}</h2>
          <p>{t('desk.profile.other.text')}</p>
          <Choose of={data} busy={busy} onChoose={(wish) => void set(wish)} />
          {text !== null ? (
            <Button sign="download" onPress={() => save(`${data.name}.toml`, text, 'application/toml')}>
              {t('desk.profile.file')}
            </Button>
          ) : null}
          {refused ? <Faults of={refused} busy={busy} onApply={(wish) => void set(wish)} /> : null}
        </section>
      </div>
    </div>
  );
}
