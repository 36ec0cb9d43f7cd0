/** One request: its clock, what the person wrote, what is done about it, and all that happened. */
import { useQueryClient } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { Problem } from '../../door/http.ts';
import type { Membership } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { useTwoColumns } from '../../parts/wide.ts';
import { useWords } from '../../words.ts';
import { Back } from '../Desk.tsx';
import { known, useRequest } from '../door.ts';
import { deskAddress } from '../place.ts';
import type { Request, RequestDetail } from '../shapes.ts';
import { useDay } from '../zone.ts';
import { Acts } from './Acts.tsx';
import { Answer } from './Answer.tsx';
import { Clock } from './Clock.tsx';
import css from './Detail.module.css';
import { Erasing } from './Erasing.tsx';
import { Exporting } from './Exporting.tsx';
import { History } from './History.tsx';
import { RIGHT_SIGNS } from './Row.tsx';

export function Detail({ membership, id }: { membership: Membership; id: string }): JSX.Element {
  const { t } = useWords();
  const two = useTwoColumns();
  const cache = useQueryClient();
  const { workspace } = membership;
  const { data, isError, error, refetch } = useRequest(workspace.id, id);
  const row = data ?? known(cache, workspace.id, id);
  const back = two ? null : <Back href={deskAddress(workspace.id, 'requests')}>{t('desk.requests')}</Back>;
  if (isError && !data)
    return (
      <>
        {back}
        {error instanceof Problem && error.status === 404 ? (
          <Empty sign="tray" title={t('desk.request.missing')} whole={!two}>
            <p>{t('desk.request.missing.text')}</p>
          </Empty>
        ) : (
          <Empty sign="warn" bad title={t('desk.request.failed')} whole={!two}>
            <Button onPress={() => void refetch()}>{t('retry')}</Button>
          </Empty>
        )}
      </>
    );
  if (!row)
    return (
      <>
        {back}
        <FieldBones says={t('loading')} />
      </>
    );
  return (
    <div className={css.page}>
      {back}
      <Head row={row}>{data ? <Acts workspace={workspace.id} row={data} /> : null}</Head>
      <div className={css.columns}>
        <div className={css.body}>
          <Clock row={row} />
          {data ? <Whole workspace={workspace.id} row={data} /> : <FieldBones says={t('loading')} />}
        </div>
        {data ? <Facts membership={membership} row={data} /> : null}
      </div>
    </div>
  );
}

function Head({ row, children }: { row: Request; children: ReactNode }): JSX.Element {
  const { t } = useWords();
  return (
    <header className={css.head}>
      <div className={css.title}>
        <span className={css.sign} data-urgent={row.urgent || undefined}>
          <Icon sign={RIGHT_SIGNS[row.right]} size={20} />
        </span>
        <div>
          <h1>{t(`desk.right.${row.right}`)}</h1>
          <p>
            <bdi>{row.subject?.label ?? t(row.closed_at ? 'desk.gone' : 'desk.untied')}</bdi>
            <span className={css.state} data-state={row.state}>
              {t(`desk.state.${row.state}`)}
            </span>
            {row.urgent ? <span className={css.urgent}>{t('desk.urgent')}</span> : null}
          </p>
        </div>
      </div>
      {children}
    </header>
  );
}

function Whole({ workspace, row }: { workspace: string; row: RequestDetail }): JSX.Element {
  const { t } = useWords();
  const over = row.closed_at !== null;
  return (
    <>
      <section className={css.part} aria-label={t('desk.words')}>
        <h2>{t('desk.words')}</h2>
        {row.words ? (
          <blockquote dir="auto" lang={row.language}>
            {row.words}
          </blockquote>
        ) : (
          <p className={css.quiet}>{t(over ? 'desk.words.gone' : 'desk.words.none')}</p>
        )}
        <About about={row.about} />
      </section>
      {row.right === 'erasure' || row.right === 'child' ? (
        <Erasing workspace={workspace} row={row} />
      ) : row.right === 'access' || row.right === 'portability' ? (
        <Exporting workspace={workspace} row={row} kind={row.right} />
      ) : null}
      {over ? <Answer row={row} /> : null}
      <History row={row} />
    </>
  );
}

/** What the person said beside their words: what to correct, what they object to. */
function About({ about }: { about: RequestDetail['about'] }): JSX.Element | null {
  const { t, list } = useWords();
  const some = Object.entries(about).filter(([, value]) => value !== null && value !== '');
  if (some.length === 0) return null;
  const called = (name: string): string => {
    const words = t(`desk.about.${name}`);
    return words === `desk.about.${name}` ? name : words;
  };
  const named = (value: string): string => {
    const words = t(`desk.purpose.${value}`);
    return words === `desk.purpose.${value}` ? value : words;
  };
  const said = (value: unknown): string =>
    Array.isArray(value)
      ? list(value.map((one) => named(String(one))))
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
  return (
    <dl className={css.about}>
      {some.map(([name, value]) => (
        <div key={name}>
          <dt>{called(name)}</dt>
          <dd dir="auto">{said(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({ membership, row }: { membership: Membership; row: RequestDetail }): JSX.Element {
  const { t, locale } = useWords();
  const day = useDay(row.zone);
  const site = membership.sites.find((one) => one.id === row.site_id);
  return (
    <aside className={css.facts} aria-label={t('desk.facts')}>
      <dl>
        <Fact name={t('desk.fact.subject')}>
          {row.subject ? (
            <>
              <bdi>{row.subject.label}</bdi>
              <small>{t(`desk.kind.${row.subject.kind}`)}</small>
            </>
          ) : (
            <span className={css.quiet}>{t(row.closed_at ? 'desk.gone' : 'desk.untied')}</span>
          )}
        </Fact>
        <Fact name={t('desk.fact.reply')}>
          {row.reply_to ? (
            <bdi dir="ltr">{row.reply_to}</bdi>
          ) : (
            <span className={css.quiet}>{t('desk.reply.none')}</span>
          )}
        </Fact>
        {site ? <Fact name={t('desk.fact.site')}>{site.name}</Fact> : null}
        <Fact name={t('desk.fact.channel')}>{t(`desk.channel.${row.channel}`)}</Fact>
        {row.language ? <Fact name={t('language')}>{languageName(row.language, locale)}</Fact> : null}
        {row.restriction ? (
          <Fact name={t('desk.fact.restricted')}>
            {row.restriction.lifted_at
              ? t('desk.restricted.lifted', { day: day(row.restriction.lifted_at) })
              : t('desk.restricted.since', { day: day(row.restriction.since) })}
          </Fact>
        ) : null}
        <Fact name={t('desk.fact.number')}>
          <bdi dir="ltr">{row.number}</bdi>
        </Fact>
      </dl>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
