/** What became of every mail that left for a client. Uncertain ones are shown as what they are and never sent again alone. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'wouter';
import { api } from '../door/http.ts';
import type { Mail, Membership, Page } from '../door/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Icon, type Sign } from '../parts/Icon.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { Since } from '../parts/Time.tsx';
import { addressOf } from '../places.ts';
import { useWords } from '../words.ts';
import css from './page.module.css';

const SIGNS: Readonly<Record<Mail['state'], Sign>> = {
  waiting: 'waiting',
  sent: 'check',
  captured: 'check',
  uncertain: 'warn',
  failed: 'x',
};

const KINDS: ReadonlySet<string> = new Set(['transcript', 'invitation', 'my-data-code']);

export function Mails({ membership }: { membership: Membership }): JSX.Element {
  const { t, number } = useWords();
  const { workspace } = membership;
  const mails = useInfiniteQuery({
    queryKey: [workspace.id, 'mails'],
    initialPageParam: '',
    refetchInterval: 15_000,
    queryFn: ({ pageParam }) =>
      api<Page<Mail>>(
        `/workspaces/${workspace.id}/mails?limit=50${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`,
      ),
    getNextPageParam: (last) => last.next,
  });
  if (mails.isError)
    return (
      <Empty sign="warn" bad title={t('mail.load.failed')}>
        <Button onPress={() => void mails.refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!mails.data) return <FieldBones says={t('loading')} />;
  const rows = mails.data.pages.flatMap((page) => page.items);
  const kindOf = ({ kind }: Mail): string => t(`mail.kind.${KINDS.has(kind) ? kind : 'other'}`);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t('mail')}</h1>
        <p className={css.lead}>{t('mail.lead')}</p>
      </header>
      {rows.length === 0 ? (
        <Empty sign="mail" title={t('mail.none')}>
          <p>{t('mail.none.text')}</p>
        </Empty>
      ) : (
        <table className={css.table} aria-label={t('mail')}>
          <thead>
            <tr>
              <th scope="col">{t('mail.state')}</th>
              <th scope="col">{t('mail.to')}</th>
              <th scope="col">{t('mail.kind')}</th>
              <th scope="col" className={css.figure}>
                {t('mail.attempts')}
              </th>
              <th scope="col" className={css.figure}>
                {t('mail.at')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((mail) => (
              <tr key={mail.id}>
                <td className={css.wide}>
                  <span className={css.badge} data-state={mail.state} title={t(`mail.${mail.state}.text`)}>
                    <Icon sign={SIGNS[mail.state]} size={14} />
                    {t(`mail.${mail.state}`)}
                  </span>
                  {mail.reason ? (
                    <p className={css.why}>
                      <bdi dir="ltr">{mail.reason}</bdi>
                    </p>
                  ) : null}
                </td>
                <td data-label={t('mail.to')}>
                  <bdi dir="ltr">{mail.to}</bdi>
                </td>
                <td data-label={t('mail.kind')}>
                  {mail.conversation_id ? (
                    <Link
                      href={addressOf({ view: 'closed', conversation: mail.conversation_id, workspace: null })}
                      className={css.link ?? ''}
                    >
                      {kindOf(mail)}
                    </Link>
                  ) : (
                    kindOf(mail)
                  )}
                </td>
                <td className={css.figure} data-label={t('mail.attempts')}>
                  {number(mail.attempts)}
                </td>
                <td className={css.figure} data-label={t('mail.at')}>
                  <Since at={mail.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mails.hasNextPage ? <Button onPress={() => void mails.fetchNextPage()}>{t('more.load')}</Button> : null}
      {rows.some((mail) => mail.state === 'uncertain') ? <p className={css.note}>{t('mail.uncertain.text')}</p> : null}
    </div>
  );
}
