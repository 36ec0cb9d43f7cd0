/** How long a site keeps what, in sentences; beside them what would go if the rules ran now. Kept when it is said so. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useLocation } from 'wouter';
import type { Membership } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { tell } from '../../parts/toasts.tsx';
import page from '../../settings/page.module.css';
import { useWords } from '../../words.ts';
import { desk } from '../door.ts';
import { deskAddress } from '../place.ts';
import { sentence } from '../requests/Ask.tsx';
import { SitePick, siteOf } from '../SitePick.tsx';
import type { RetentionOf, Rule } from '../shapes.ts';
import { DryRunOf } from './DryRun.tsx';
import css from './Retention.module.css';
import { RuleLine } from './RuleLine.tsx';
import { Runs } from './Runs.tsx';
import { bare, isBad, same } from './rules.ts';

export function Retention({ membership, site }: { membership: Membership; site: string | null }): JSX.Element {
  const { t } = useWords();
  const [, navigate] = useLocation();
  const { workspace } = membership;
  const chosen = siteOf(membership, site);
  if (!chosen)
    return (
      <Empty sign="glass" title={t('desk.nosite')}>
        <p>{t('desk.nosite.text')}</p>
      </Empty>
    );
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.retention')}</h1>
        <p className={page.lead}>{t('desk.retention.lead')}</p>
      </header>
      <SitePick
        membership={membership}
        site={chosen.id}
        onChange={(id) => navigate(deskAddress(workspace.id, 'retention', id))}
      />
      <Rules key={chosen.id} workspace={workspace.id} site={chosen.id} />
      <Runs workspace={workspace.id} site={chosen.id} />
    </div>
  );
}

function Rules({ workspace, site }: { workspace: string; site: string }): JSX.Element {
  const { t } = useWords();
  const cache = useQueryClient();
  const key = [workspace, 'privacy', 'retention', site];
  const path = `/sites/${site}/retention`;
  const { data, isError, refetch } = useQuery({ queryKey: key, queryFn: () => desk<RetentionOf>(workspace, path) });
  const [edited, setEdited] = useState<Rule[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  if (isError)
    return (
      <Empty sign="warn" bad title={t('desk.retention.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;
  const rules = edited ?? data.rules;
  const bad = rules.some((rule) => isBad(rule, data.bounds));
  const changed = edited !== null && !same(edited, data.rules);
  const change = (at: number, some: Partial<Rule>): void =>
    setEdited(rules.map((rule, index) => (index === at ? { ...rule, ...some } : rule)));

  async function keep(): Promise<void> {
    setBusy(true);
    setWrong(null);
    try {
      const kept = await desk<RetentionOf>(workspace, path, { method: 'PUT', body: { rules: rules.map(bare) } });
      cache.setQueryData(key, kept);
      setEdited(null);
      tell(t('saved'));
    } catch (error) {
      setWrong(sentence(t, error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className={css.columns}>
      <section aria-label={t('desk.rules')}>
        <ul className={css.rules}>
          {rules.map((rule, at) => (
            <RuleLine
              key={rule.what}
              rule={rule}
              bound={data.bounds.find((one) => one.what === rule.what)}
              usual={data.defaults.find((one) => one.what === rule.what)}
              onChange={(some) => change(at, some)}
            />
          ))}
        </ul>
        {wrong ? (
          <p className={css.wrong} role="alert" dir="auto">
            {wrong}
          </p>
        ) : null}
        <div className={css.foot}>
          <Button kind="solid" isDisabled={!changed || bad || busy} onPress={() => void keep()}>
            {t('desk.rules.keep')}
          </Button>
          {changed ? (
            <Button kind="plain" isDisabled={busy} onPress={() => setEdited(null)}>
              {t('desk.rules.undo')}
            </Button>
          ) : null}
          {same(rules, data.defaults) ? null : (
            <Button kind="plain" isDisabled={busy} onPress={() => setEdited(data.defaults)}>
              {t('desk.rules.usual')}
            </Button>
          )}
        </div>
      </section>
      <DryRunOf workspace={workspace} site={site} rules={bad ? null : rules} changed={changed} />
    </div>
  );
}
