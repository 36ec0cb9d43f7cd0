/** A site in sentences: what it looks like, when it is open, what it asks, what it keeps. Every change is kept at once. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Widget } from '@troth/wire/api';
import { type JSX, type ReactNode, useState } from 'react';
import { api, Problem } from '../door/http.ts';
import type { Hours, Member, Membership, Page, Site, SiteChange } from '../door/shapes.ts';
import { manages } from '../live/me.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { tell } from '../parts/toasts.tsx';
import { trouble } from '../talk/deeds.ts';
import { useWords } from '../words.ts';
import { Aliases } from './Aliases.tsx';
import { Fields } from './Fields.tsx';
import { HoursPart } from './HoursPart.tsx';
import { Install } from './Install.tsx';
import { LookPart } from './LookPart.tsx';
import { Preview, type View } from './Preview.tsx';
import { Privacy } from './Privacy.tsx';
import page from './page.module.css';
import css from './SitePage.module.css';
import { Locked } from './Team.tsx';
import { Texts } from './Texts.tsx';
import { Transcripts } from './Transcripts.tsx';
import { useTurns } from './turns.ts';

export interface PartProps {
  site: Site;
  may: boolean;
  /** what is wrong, by setting */
  wrong: Readonly<Record<string, string>>;
  change: (some: SiteChange) => Promise<boolean>;
  /** shows how it would look, before it is kept */
  show: (some: Partial<Site>) => void;
  /** what the widget says where the site has no words of its own */
  ours: Site['texts'];
  /** whether the widget is open now, once that is known */
  opening: Pick<Hours, 'open_now' | 'opens_at'> | null;
}

export function SitePage({ membership, id }: { membership: Membership; id: string }): JSX.Element {
  const { t } = useWords();
  const cache = useQueryClient();
  const workspace = membership.workspace.id;
  const key = [workspace, 'site', id];
  const address = `/workspaces/${workspace}/sites/${id}`;
  const { data, isError, refetch } = useQuery({ queryKey: key, queryFn: () => api<Site>(address) });
  const widget = useQuery({
    queryKey: [workspace, 'widget', data?.key],
    queryFn: () => api<Pick<Site, 'texts' | 'hours'> & Pick<Widget, 'notice'>>(`/sites/${data?.key}/widget`),
    enabled: data !== undefined,
  });
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [shown, show] = useState<Partial<Site>>({});
  const [view, setView] = useState<View>('start');
  const members = useQuery({
    queryKey: [workspace, 'members'],
    queryFn: () => api<Page<Member>>(`/workspaces/${workspace}/members`),
  });
  const may = manages(membership);
  const turns = useTurns();

  /** Shown at once, kept a moment later, taken back where it could not be kept. An answer that is older than what is
   * shown meanwhile is no news: the next change would be made of it, and undo the one on its way. */
  async function change(some: SiteChange): Promise<boolean> {
    const before = cache.getQueryData<Site>(key);
    if (before) cache.setQueryData<Site>(key, { ...before, ...some, hours: { ...before.hours, ...some.hours } });
    try {
      const site = await turns.take(() => api<Site>(address, { method: 'PATCH', body: some }));
      if (turns.last()) cache.setQueryData(key, site);
      setWrong({});
      show({});
      tell(t('saved'));
      void cache.invalidateQueries({ queryKey: [workspace, 'sites'] });
      void cache.invalidateQueries({ queryKey: [workspace, 'widget'] });
      return true;
    } catch (error) {
      if (turns.last()) cache.setQueryData(key, before);
      void cache.invalidateQueries({ queryKey: key });
      if (error instanceof Problem && Object.keys(error.fields).length > 0) setWrong(error.fields);
      else trouble(error);
      return false;
    }
  }

  if (isError)
    return (
      <Empty sign="warn" bad title={t('site.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;
  const ours = widget.data?.texts ?? {};
  const parts: PartProps = {
    ours,
    opening: widget.data?.hours ?? null,
    site: data,
    may,
    wrong,
    change,
    show: (some) => show((held) => ({ ...held, ...some })),
  };
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{data.name}</h1>
        <p className={page.lead}>{t('site.lead', { client: membership.workspace.name })}</p>
      </header>
      {may ? null : <Locked />}
      <div className={css.columns}>
        <div className={css.parts}>
          <LookPart {...parts} />
          <Texts {...parts} onView={setView} />
          <Shows view="away" onView={setView}>
            <HoursPart {...parts} />
          </Shows>
          <Shows view="start" onView={setView}>
            <Fields {...parts} which="fields" />
          </Shows>
          <Shows view="away" onView={setView}>
            <Fields {...parts} which="offline_fields" />
          </Shows>
          <Shows view="talk" onView={setView}>
            <Aliases {...parts} workspace={workspace} />
          </Shows>
          <Transcripts {...parts} />
          <Privacy {...parts} />
          <Install {...parts} />
        </div>
        <div className={css.preview}>
          <Preview
            site={{ ...data, ...shown }}
            notice={widget.data?.notice ?? null}
            ours={ours}
            members={members.data?.items ?? []}
            view={view}
            onView={setView}
          />
        </div>
      </div>
    </div>
  );
}

interface ShowsProps {
  view: View;
  onView: (view: View) => void;
  children: ReactNode;
}

/** While somebody is busy in a part of the settings the picture shows what it is about. */
function Shows({ view, onView, children }: ShowsProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that something inside got the focus
    <div onFocus={() => onView(view)}>{children}</div>
  );
}
