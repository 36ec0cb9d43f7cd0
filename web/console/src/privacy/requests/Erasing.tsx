/** An erasure: first what would go, then its run, then what can be shown of it. Nothing runs that was not shown. */
import { type JSX, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Problem } from '../../door/http.ts';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { useWords } from '../../words.ts';
import { post, useAgain } from '../door.ts';
import { deskAddress } from '../place.ts';
import { useReasons } from '../reasons.ts';
import type { Plan, RequestDetail } from '../shapes.ts';
import { sentence } from './Ask.tsx';
import { CertificateOf } from './Certificate.tsx';
import { ConfirmErasure } from './ConfirmErasure.tsx';
import css from './Erasing.module.css';
import { PlanTable } from './PlanTable.tsx';

const LOOK = 2000; // ms between two looks at an erasure that is under way

interface Props {
  workspace: string;
  row: RequestDetail;
}

export function Erasing({ workspace, row }: Props): JSX.Element {
  const { t } = useWords();
  const state = row.erasure?.state;
  const part = useRef<HTMLElement>(null);
  const done = row.erasure?.certificate != null;
  const [before] = useState(done);
  useEffect(() => {
    if (done && !before) part.current?.scrollIntoView({ block: 'start' }); // it has just come in the plan's place
  }, [done, before]);
  return (
    <section className={css.erasing} aria-label={t('desk.erasing')} ref={part}>
      <h2>{t(row.erasure?.certificate ? 'desk.certificate' : 'desk.erasing')}</h2>
      {row.erasure?.certificate ? (
        <CertificateOf told={row.erasure.certificate} zone={row.zone} />
      ) : state === 'running' ? (
        <Running workspace={workspace} row={row} />
      ) : row.closed_at ? (
        <p className={css.quiet}>{t('desk.erasing.never')}</p>
      ) : row.subject ? (
        <Planning key={row.subject.id} workspace={workspace} row={row} />
      ) : (
        <p className={css.quiet}>{t('desk.erasing.untied')}</p>
      )}
    </section>
  );
}

const NONE = '0'.repeat(64); // who goes on names no plan: it is the one that was begun

/** It goes on where it was, until the certificate is there. One that was cut off before its first step is planned anew. */
function Running({ workspace, row }: Props): JSX.Element {
  const { t } = useWords();
  const again = useAgain(workspace);
  const latest = useRef(again);
  latest.current = again;
  const [cut, setCut] = useState(false);
  useEffect(() => {
    if (cut) return;
    const timer = setInterval(() => {
      void post(workspace, `/requests/${row.id}/erase`, { hash: NONE })
        .then(() => latest.current(row.id))
        .catch((error: unknown) => error instanceof Problem && error.code === 'plan_changed' && setCut(true));
    }, LOOK);
    return () => clearInterval(timer);
  }, [workspace, row.id, cut]);
  if (cut) return <Planning workspace={workspace} row={row} />;
  return (
    <div className={css.running} role="status">
      <i aria-hidden="true" />
      <p>
        <b>{t('desk.erasing.runs')}</b>
        <span>{t('desk.erasing.runs.text')}</span>
      </p>
    </div>
  );
}

function Planning({ workspace, row }: Props): JSX.Element {
  const { t } = useWords();
  const again = useAgain(workspace);
  const said = useReasons();
  const [plan, setPlan] = useState<Plan | null>(null);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const at = `/requests/${row.id}`;

  async function show(force: boolean): Promise<void> {
    setBusy(true);
    setWrong(null);
    try {
      setPlan(await post<Plan>(workspace, `${at}/plan`, { force }));
    } catch (error) {
      setWrong(sentence(t, error));
    } finally {
      setBusy(false);
    }
  }

  /** Exactly the plan that was shown. Where it changed meanwhile the new one is shown first. */
  async function erase(shown: Plan): Promise<void> {
    setBusy(true);
    setWrong(null);
    try {
      await post(workspace, `${at}/erase`, { hash: shown.hash, force: shown.forced });
      setAsked(false);
      await again(row.id);
    } catch (error) {
      setAsked(false);
      if (error instanceof Problem && error.code === 'plan_changed') {
        await show(shown.forced);
        setWrong(t('desk.plan.changed'));
      } else setWrong(sentence(t, error));
    } finally {
      setBusy(false);
    }
  }

  if (!plan)
    return (
      <>
        <p className={css.quiet}>{t('desk.plan.first', { name: row.subject?.label ?? '' })}</p>
        {wrong ? <Wrong says={wrong} /> : null}
        <Button sign="eye" isDisabled={busy} onPress={() => void show(false)}>
          {t('desk.plan.do')}
        </Button>
      </>
    );
  const blocked = plan.blockers.length > 0;
  return (
    <>
      {wrong ? <Wrong says={wrong} /> : null}
      {blocked ? (
        <div className={css.blocked} role="alert">
          <Icon sign="lock" />
          <div>
            <b>{t('desk.blocked')}</b>
            {plan.blockers.map((one) => (
              <p key={one} dir="auto">
                {said(one, plan.reasons)}
              </p>
            ))}
          </div>
        </div>
      ) : null}
      <PlanTable plan={plan} />
      <div className={css.foot}>
        {blocked && !plan.forced ? (
          <Button isDisabled={busy} onPress={() => void show(true)}>
            {t('desk.plan.force')}
          </Button>
        ) : null}
        {blocked ? (
          <Link className={css.link ?? ''} href={deskAddress(workspace, 'holds')}>
            {t('desk.plan.holds')}
          </Link>
        ) : null}
        <Button kind="plain" sign="retry" isDisabled={busy} onPress={() => void show(plan.forced)}>
          {t('desk.plan.again')}
        </Button>
        <Button kind="danger" sign="trash" isDisabled={busy || blocked} onPress={() => setAsked(true)}>
          {t('desk.erase')}
        </Button>
      </div>
      {asked ? (
        <ConfirmErasure
          name={row.subject?.label ?? ''}
          plan={plan}
          busy={busy}
          onErase={() => void erase(plan)}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </>
  );
}

function Wrong({ says }: { says: string }): JSX.Element {
  return (
    <p className={css.wrong} role="alert" dir="auto">
      <Icon sign="warn" size={16} />
      {says}
    </p>
  );
}
