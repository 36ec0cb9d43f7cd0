/** What would go if the rules ran now: the very selection that the nightly run takes. Nothing is touched by looking. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { Since } from '../../parts/Time.tsx';
import { useWords } from '../../words.ts';
import { called } from '../called.ts';
import { post } from '../door.ts';
import { useRested } from '../rested.ts';
import type { DryRun, Rule } from '../shapes.ts';
import css from './Retention.module.css';
import { bare } from './rules.ts';

const REST = 500; // ms without a change before it is asked anew

interface Props {
  workspace: string;
  site: string;
  /** null while one of them can't be meant */
  rules: readonly Rule[] | null;
  /** not kept yet */
  changed: boolean;
}

export function DryRunOf({ workspace, site, rules, changed }: Props): JSX.Element {
  const { t, number } = useWords();
  const asked = useRested(rules, REST);
  const wish = asked?.map(bare);
  const { data, isError, isFetching, refetch } = useQuery({
    queryKey: [workspace, 'privacy', 'dry-run', site, wish],
    queryFn: () => post<DryRun>(workspace, `/sites/${site}/retention/dry-run`, { rules: wish }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  });
  const most = Math.max(1, ...(data?.items.map((one) => one.count + one.held) ?? []));
  const total = data?.items.reduce((sum, one) => sum + one.count, 0) ?? 0;
  return (
    <section className={css.dry} aria-label={t('desk.dry')} aria-busy={isFetching || rules === null}>
      <h2>{data ? (total > 0 ? t('desk.dry.total', { n: total }) : t('desk.dry.none')) : t('desk.dry')}</h2>
      <p>{t(changed ? 'desk.dry.changed' : 'desk.dry.text')}</p>
      {isError ? (
        <div className={css.failed}>
          <p>{t('desk.dry.failed')}</p>
          <Button onPress={() => void refetch()}>{t('retry')}</Button>
        </div>
      ) : !data ? (
        <FieldBones says={t('loading')} />
      ) : (
        <table aria-label={t('desk.dry')}>
          <thead className="unseen">
            <tr>
              <th scope="col">{t('desk.dry.what')}</th>
              <th scope="col">{t('desk.dry.count')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((one) => (
              <tr key={one.what}>
                <th scope="row">
                  {called(t, `desk.what.${one.what}`)}
                  <small>
                    {one.oldest ? (
                      <>
                        {t('desk.dry.oldest')} <Since at={one.oldest} />
                      </>
                    ) : (
                      t('desk.dry.nothing')
                    )}
                  </small>
                </th>
                <td>
                  <span className="figures">{number(one.count)}</span>
                  <span className={css.bar} aria-hidden="true">
                    <i style={{ inlineSize: `${(100 * one.count) / most}%` }} />
                    <i data-held style={{ inlineSize: `${(100 * one.held) / most}%` }} />
                  </span>
                  {one.held > 0 ? (
                    <small>
                      <Icon sign="lock" size={12} /> {t('desk.dry.held', { n: one.held })}
                    </small>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
