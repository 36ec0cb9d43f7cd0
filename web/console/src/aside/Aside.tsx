/** Beside the talk: who the visitor is, what they told, where they are, who takes part, what was before. */
import { useQuery } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { Link } from 'wouter';
import { api } from '../door/http.ts';
import type { Conversation, Page } from '../door/shapes.ts';
import { keysOf } from '../keys/table.ts';
import { inbox } from '../live/inbox.ts';
import { useTalk } from '../live/line.ts';
import { lost } from '../live/lost.ts';
import { useClient } from '../live/me.ts';
import { presence } from '../live/presence.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Button, SignButton } from '../parts/Button.tsx';
import { Client } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { Since } from '../parts/Time.tsx';
import { tell } from '../parts/toasts.tsx';
import { addressOf } from '../places.ts';
import { useStore } from '../store.ts';
import { transcriptFor } from '../talk/deeds.ts';
import { mailto } from '../talk/links.ts';
import { useWords } from '../words.ts';
import css from './Aside.module.css';

export function Aside({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const { t } = useWords();
  const row = useStore(inbox).rows.get(id);
  return (
    <aside className={css.aside} aria-label={t('aside')}>
      <div className={css.close}>
        <SignButton sign="x" says={t('close')} keys={keysOf('talk.aside')} onPress={onClose} />
      </div>
      {row ? <Facts row={row} /> : <FieldBones says={t('loading')} />}
    </aside>
  );
}

function Facts({ row }: { row: Conversation }): JSX.Element {
  const { t, number, locale } = useWords();
  const client = useClient(row.workspace_id, row.site_id);
  const name = row.visitor.name || row.visitor.label;
  const near = useAnswersNear(row.id);
  const given = near ? [] : row.answers.filter((answer) => answer.value && !['name', 'email'].includes(answer.field));
  const site = client?.site?.name;
  return (
    <>
      <header className={css.who}>
        <Avatar name={name} seed={row.visitor.id} size={48} unnamed={!row.visitor.name} />
        <h2>
          <bdi>{name}</bdi>
        </h2>
        {row.visitor.email ? <Copied text={row.visitor.email} /> : <p className={css.quiet}>{t('aside.noemail')}</p>}
        {row.visitor.restricted ? (
          <p className={css.restricted} role="note">
            <Icon sign="lock" />
            {t('aside.restricted')}
          </p>
        ) : null}
      </header>
      <Part title={t('aside.site')}>
        <dl>
          {client ? (
            <Fact name={t('aside.client')}>
              <Client name={client.workspace.name} colour={client.workspace.colour} />
            </Fact>
          ) : null}
          {site && site !== client.workspace.name ? <Fact name={t('aside.website')}>{site}</Fact> : null}
          {row.visitor.language ? <Fact name={t('language')}>{languageName(row.visitor.language, locale)}</Fact> : null}
          <Fact name={t('aside.started')}>
            <Since at={row.opened_at} />
          </Fact>
          <Where row={row} />
        </dl>
      </Part>
      {given.length > 0 ? (
        <Part title={t('aside.answers')}>
          <dl>
            {given.map((answer) => (
              <Fact key={answer.field} name={answer.label}>
                <span dir="auto">{answer.value}</span>
              </Fact>
            ))}
          </dl>
        </Part>
      ) : null}
      <Part title={t('aside.agents')}>
        {row.agents.length === 0 ? <p className={css.quiet}>{t('aside.agents.none')}</p> : null}
        <ul className={css.agents}>
          {row.agents.map((agent) => (
            <li key={agent.member_id}>
              <Avatar
                name={agent.name || agent.alias || t('talk.agent')}
                seed={agent.member_id}
                colour={agent.colour}
                picture={agent.picture || undefined}
                size={24}
              />
              <span>
                <bdi>{agent.name || agent.alias || t('talk.agent')}</bdi>
                {agent.name && agent.alias !== agent.name ? (
                  <small>{t('talk.as', { alias: agent.alias })}</small>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      </Part>
      {row.rating ? (
        <Part title={t('aside.rating')}>
          <p className={css.stars} role="img" aria-label={t('aside.stars', { n: row.rating.score, of: number(5) })}>
            {[1, 2, 3, 4, 5].map((star) => (
              <i key={star} data-on={star <= (row.rating?.score ?? 0) || undefined}>
                <Icon sign="star" size={16} />
              </i>
            ))}
          </p>
          {row.rating.comment ? <p dir="auto">{row.rating.comment}</p> : null}
        </Part>
      ) : null}
      <Earlier row={row} />
      <div className={css.foot}>
        <Button sign="mail" keys={keysOf('talk.transcript')} onPress={() => transcriptFor.set(row)}>
          {t('act.talk.transcript')}
        </Button>
      </div>
    </>
  );
}

const NEAR = 12; // events

/** Whether the form as it was answered stands in the log among the last things one reads there. */
function useAnswersNear(id: string): boolean {
  const { events } = useTalk(id);
  return events.slice(-NEAR).some((event) => event.kind === 'form_answered');
}

function Part({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return (
    <section className={css.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div>
      <dt dir="auto">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Where the visitor is now: only where the site's owner chose telemetry; otherwise nobody knows, and that is said. */
function Where({ row }: { row: Conversation }): JSX.Element {
  const { t } = useWords();
  const told = useStore(presence).get(row.workspace_id);
  const down = useStore(lost);
  const known = told && !down;
  const here = known ? told.visitors.get(row.visitor.id) : undefined;
  const page = here?.page;
  const named = (family = 'other'): string => (family === 'other' ? t('aside.device.other') : family);
  return (
    <Fact name={t('aside.now')}>
      <span className={css.here} data-on={here ? true : undefined}>
        {t(known ? (here ? 'aside.here' : 'aside.away') : 'aside.unknown')}
      </span>
      {page?.url ? (
        <a
          className={css.page}
          href={safe(page.url)}
          target="_blank"
          rel="noopener noreferrer nofollow"
          title={page.url}
        >
          <bdi>{page.title || page.url}</bdi>
        </a>
      ) : null}
      {page?.referrer ? <small dir="auto">{t('aside.referrer', { page: page.referrer })}</small> : null}
      {page?.browser || page?.system ? (
        <small>{t('aside.device', { browser: named(page.browser), system: named(page.system) })}</small>
      ) : null}
    </Fact>
  );
}

const safe = (url: string): string => (/^https?:\/\//i.test(url) ? url : '#');

function Copied({ text }: { text: string }): JSX.Element {
  const { t } = useWords();
  const can = typeof navigator.clipboard?.writeText === 'function';
  return (
    <p className={css.copied}>
      <a href={mailto(text)} dir="ltr">
        {text}
      </a>
      {can ? (
        <SignButton
          sign="copy"
          says={t('copy')}
          onPress={() => void navigator.clipboard.writeText(text).then(() => tell(t('copied')))}
        />
      ) : null}
    </p>
  );
}

function Earlier({ row }: { row: Conversation }): JSX.Element | null {
  const { t } = useWords();
  const { rows } = useStore(inbox);
  const { data } = useQuery({
    queryKey: [row.workspace_id, 'earlier', row.visitor.id],
    queryFn: () =>
      api<Page<Conversation>>(`/conversations?workspace=${row.workspace_id}&visitor=${row.visitor.id}&limit=20`),
  });
  const found = new Map([...(data?.items ?? []), ...rows.values()].map((one) => [one.id, one]));
  const earlier = [...found.values()]
    .filter((one) => one.visitor.id === row.visitor.id && one.id !== row.id)
    .sort((a, b) => b.last_at.localeCompare(a.last_at))
    .slice(0, 8);
  if (earlier.length === 0) return null;
  return (
    <Part title={t('aside.earlier')}>
      <ul className={css.earlier}>
        {earlier.map((one) => (
          <li key={one.id}>
            <Link
              href={addressOf({
                view: one.state === 'closed' ? 'closed' : 'open',
                conversation: one.id,
                workspace: null,
              })}
            >
              <bdi>{one.preview?.text || t('row.opened')}</bdi>
              <small>
                {t(`state.${one.state}`)} · <Since at={one.last_at} />
              </small>
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
