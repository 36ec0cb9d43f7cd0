/** The privacy notice of a site: what is in force, what another version would change, and all versions there were. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useLocation } from 'wouter';
import type { Membership } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { DayPick } from '../../parts/DayPick.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { tell } from '../../parts/toasts.tsx';
import page from '../../settings/page.module.css';
import { useWords } from '../../words.ts';
import { desk, post, useDeskSettings, usePages } from '../door.ts';
import { deskAddress } from '../place.ts';
import { sentence } from '../requests/Ask.tsx';
import { SitePick, siteOf } from '../SitePick.tsx';
import type { NoticeDraft, NoticeVersion } from '../shapes.ts';
import { useDay } from '../zone.ts';
import { Changes } from './Changes.tsx';
import { Details } from './Details.tsx';
import { dayOf, farthest, startOf } from './effect.ts';
import css from './Notice.module.css';
import { Preview } from './Preview.tsx';
import { Versions } from './Versions.tsx';

export function Notice({ membership, site }: { membership: Membership; site: string | null }): JSX.Element {
  const { t } = useWords();
  const [, navigate] = useLocation();
  const { workspace } = membership;
  const chosen = siteOf(membership, site);
  if (!chosen)
    return (
      <Empty sign="file" title={t('desk.nosite')}>
        <p>{t('desk.nosite.text')}</p>
      </Empty>
    );
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.notice')}</h1>
        <p className={page.lead}>{t('desk.notice.lead')}</p>
      </header>
      <SitePick
        membership={membership}
        site={chosen.id}
        onChange={(id) => navigate(deskAddress(workspace.id, 'notice', id))}
      />
      <Next key={chosen.id} workspace={workspace.id} site={chosen.id} />
      <Details workspace={workspace.id} />
      <Versions workspace={workspace.id} site={chosen} />
    </div>
  );
}

/** What would be published now. */
function Next({ workspace, site }: { workspace: string; site: string }): JSX.Element {
  const { t } = useWords();
  const cache = useQueryClient();
  const key = [workspace, 'privacy', 'notice', site];
  const path = `/sites/${site}/notices`;
  const { data, isError, refetch } = useQuery({
    queryKey: key,
    queryFn: () => desk<NoticeDraft>(workspace, `${path}/preview`),
  });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const settings = useDeskSettings(workspace);
  const zone = settings.data?.time_zone;
  const told = useDay(zone);
  const announced = usePages<NoticeVersion>(workspace, path).rows?.find((row) => row.state === 'announced');
  if (isError || settings.isError)
    return (
      <Empty sign="warn" bad title={t('desk.notice.failed')}>
        <Button onPress={() => void Promise.all([refetch(), settings.refetch()])}>{t('retry')}</Button>
      </Empty>
    );
  if (!data || !zone) return <FieldBones says={t('loading')} />;
  const earliest = dayOf(data.in_force_at, zone);
  const day = picked !== null && picked > earliest ? picked : earliest;
  const lacking = Object.keys(data.lacking);
  const whole = data.languages.filter((one) => !lacking.includes(one));

  async function publish(): Promise<void> {
    setBusy(true);
    setWrong(null);
    try {
      await post<NoticeVersion>(workspace, path, {
        ...(lacking.length > 0 ? { languages: whole } : {}),
        ...(day === earliest ? {} : { in_force_at: startOf(day, zone ?? 'UTC') }),
      });
      tell(t('desk.notice.published'));
      setPicked(null);
      await Promise.all([
        cache.invalidateQueries({ queryKey: key }),
        cache.invalidateQueries({ queryKey: [workspace, 'privacy', path] }),
        cache.invalidateQueries({ queryKey: [workspace, 'widget'] }), // whose picture links to it
      ]);
    } catch (error) {
      setWrong(sentence(t, error));
    } finally {
      setBusy(false);
    }
  }
  const same = !data.first && data.changes.length === 0;
  return (
    <section className={css.next} aria-label={t('desk.notice.next')}>
      <h2>{t('desk.notice.next')}</h2>
      <p>{t(data.first ? 'desk.notice.first' : same ? 'desk.notice.same' : 'desk.notice.differs')}</p>
      {announced && !same ? (
        <p>{t('desk.notice.waiting', { number: announced.number, day: told(announced.in_force_at) })}</p>
      ) : null}
      <Changes draft={data} />
      {wrong ? (
        <p className={css.wrong} role="alert" dir="auto">
          {wrong}
        </p>
      ) : null}
      {same ? null : (
        <>
          <Preview draft={data} />
          <DayPick
            says={t('desk.notice.day')}
            value={day}
            least={earliest}
            most={farthest(Date.now(), zone)}
            onChange={setPicked}
            disabled={busy}
          />
          <p className={css.hint}>{t(data.material ? 'desk.notice.day.material' : 'desk.notice.day.small')}</p>
          <Button kind="solid" isDisabled={busy || whole.length === 0} onPress={() => void publish()}>
            {t(lacking.length > 0 ? 'desk.notice.publish.some' : 'desk.notice.publish')}
          </Button>
        </>
      )}
    </section>
  );
}
