/** What the client's people do and no machine can see: who answers for it, what shows it, and until when that counts.
 * What needs somebody stands first. */
import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { Link } from 'wouter';
import type { Membership } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { FieldBones } from '../../parts/Skeleton.tsx';
import { tell } from '../../parts/toasts.tsx';
import page from '../../settings/page.module.css';
import { useWords } from '../../words.ts';
import { post, useDeskSettings } from '../door.ts';
import { deskAddress } from '../place.ts';
import { Ask } from '../requests/Ask.tsx';
import type { Measure } from '../shapes.ts';
import { useDay } from '../zone.ts';
import { Attest } from './Attest.tsx';
import css from './Measures.module.css';
import { LOOKS, measuresKey, SIGNS, useMeasures, waiting } from './measures.ts';

export function Measures({ membership }: { membership: Membership }): JSX.Element {
  const { t } = useWords();
  const workspace = membership.workspace.id;
  const cache = useQueryClient();
  const { data, isError, refetch } = useMeasures(workspace);
  const [attesting, setAttesting] = useState<Measure | null>(null);
  const [taking, setTaking] = useState<Measure | null>(null);

  if (isError)
    return (
      <Empty sign="warn" bad title={t('desk.measures.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;
  const again = (): void => void cache.invalidateQueries({ queryKey: measuresKey(workspace) });
  const n = waiting(data.items);
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.measures')}</h1>
        <p className={page.lead}>{t('desk.measures.lead')}</p>
        {n > 0 ? <p className={css.waiting}>{t('desk.measures.waiting', { n })}</p> : null}
      </header>
      {data.items.length === 0 ? (
        <Empty sign="seal" title={t('desk.measures.none')}>
          <p>{t('desk.measures.none.text')}</p>
          <Link className={page.link} href={deskAddress(workspace, 'profile')}>
            {t('desk.measures.profile')}
          </Link>
        </Empty>
      ) : (
        <table className={page.table} aria-label={t('desk.measures')}>
          <thead>
            <tr>
              <th scope="col">{t('desk.measure.what')}</th>
              <th scope="col">{t('desk.measure.owner')}</th>
              <th scope="col">{t('desk.measure.evidence')}</th>
              <th scope="col">{t('desk.measure.due')}</th>
              <th scope="col">
                <span className="unseen">{t('desk.measure.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((one) => (
              <Row key={one.control} of={one} workspace={workspace} onAttest={setAttesting} onTake={setTaking} />
            ))}
          </tbody>
        </table>
      )}
      {attesting ? (
        <Attest
          membership={membership}
          measure={attesting}
          onClose={() => setAttesting(null)}
          onAttested={() => {
            setAttesting(null);
            tell(t('desk.told.attested'));
            again();
          }}
        />
      ) : null}
      {taking ? (
        <Ask
          title={t('desk.measure.take.of', { name: taking.control })}
          text={t('desk.measure.take.text')}
          danger
          call={t('desk.measure.take')}
          onClose={() => setTaking(null)}
          onDone={async () => {
            await post(workspace, `/measures/${taking.control}/withdraw`);
            setTaking(null);
            tell(t('desk.told.taken'));
            again();
          }}
        />
      ) : null}
    </div>
  );
}

interface RowProps {
  of: Measure;
  workspace: string;
  onAttest: (one: Measure) => void;
  onTake: (one: Measure) => void;
}

function Row({ of, workspace, onAttest, onTake }: RowProps): JSX.Element {
  const { t } = useWords();
  const day = useDay(useDeskSettings(workspace).data?.time_zone);
  const { last } = of;
  const holds = last !== null && last.act === 'attested';
  return (
    <tr>
      <td className={page.wide}>
        <span className={page.person}>
          <Icon sign={SIGNS[of.standing]} />
          <span>
            <bdi>{of.what || of.control}</bdi>
            <small>
              {of.what ? (
                <>
                  <code dir="ltr">{of.control}</code>
                  {' · '}
                </>
              ) : null}
              <bdi>{of.kept_by}</bdi>
            </small>
            {of.promises.length > 0 ? (
              <details className={css.rests}>
                <summary>{t('desk.measure.rests', { n: of.promises.length })}</summary>
                <ul>
                  {of.promises.map((promise) => (
                    <li key={promise.id} dir="auto">
                      {promise.text}
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
          </span>
        </span>
      </td>
      <td data-label={t('desk.measure.owner')}>
        {holds && last.owner ? (
          <bdi>{last.owner.name}</bdi>
        ) : (
          <span className={css.none}>{t('desk.measure.nobody')}</span>
        )}
      </td>
      <td className={page.wide} data-label={t('desk.measure.evidence')}>
        {holds ? (
          <span className={css.evidence}>
            <bdi>{last.evidence}</bdi>
            <code dir="ltr" title={last.sha256}>
              {last.sha256.slice(0, 12)}
            </code>
          </span>
        ) : (
          <span className={css.none}>{t('desk.measure.nothing')}</span>
        )}
      </td>
      <td data-label={t('desk.measure.due')}>
        <span className={css.due}>
          <span className={page.badge} data-state={LOOKS[of.standing]}>
            {t(`desk.measure.is.${of.standing}`)}
          </span>
          {of.until && holds ? <small>{day(of.until)}</small> : null}
        </span>
      </td>
      <td>
        <span className={css.acts}>
          <Button
            {...(of.standing === 'attested' ? { kind: 'plain' } : {})}
            aria-label={t('desk.measure.attest.of', { name: of.control })}
            onPress={() => onAttest(of)}
          >
            {t('desk.measure.attest')}
          </Button>
          {holds ? (
            <Button
              kind="plain"
              aria-label={t('desk.measure.take.of', { name: of.control })}
              onPress={() => onTake(of)}
            >
              {t('desk.measure.take')}
            </Button>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
