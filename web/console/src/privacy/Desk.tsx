/** The privacy desk: what people ask about their data, how long it is kept, what holds it, and who looked. */
import type { JSX } from 'react';
import { Link, useLocation } from 'wouter';
import type { Membership } from '../door/shapes.ts';
import { Client, clientStyle } from '../parts/Client.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Pick } from '../parts/Pick.tsx';
import { useTwoColumns } from '../parts/wide.ts';
import { useWords } from '../words.ts';
import { Consents } from './Consents.tsx';
import css from './Desk.module.css';
import { DeskSettingsPage } from './DeskSettings.tsx';
import { Holds } from './holds/Holds.tsx';
import { Looks } from './Looks.tsx';
import { Measures } from './measures/Measures.tsx';
import { useMeasures, waiting } from './measures/measures.ts';
import { Notice } from './notice/Notice.tsx';
import { type DeskPlace, deskAddress, PART_NAMES, PARTS, useDeskPlace } from './place.ts';
import { Profile } from './profile/Profile.tsx';
import { Requests } from './requests/Requests.tsx';
import { Retention } from './retention/Retention.tsx';

export default function Desk(): JSX.Element {
  const { t } = useWords();
  const place = useDeskPlace();
  const two = useTwoColumns();
  const { membership, part, id, chosen } = place;
  if (!membership)
    return (
      <main id="main" className={css.main} tabIndex={-1}>
        <Empty sign="shield" whole title={t('desk.none')}>
          <p>{t('desk.none.text')}</p>
        </Empty>
      </main>
    );
  if (!two && !chosen)
    return (
      <main id="main" className={css.nav}>
        <Places place={place} membership={membership} />
      </main>
    );
  const { workspace } = membership;
  const split = part === 'requests';
  return (
    <div className={css.desk}>
      {two ? (
        <nav className={css.nav} aria-label={t('desk')}>
          <Places place={place} membership={membership} />
        </nav>
      ) : null}
      {split ? (
        <Requests key={workspace.id} membership={membership} id={id} />
      ) : (
        <main id="main" className={css.main} tabIndex={-1}>
          {two ? null : <Back href="/privacy">{t('desk')}</Back>}
          <Part key={`${workspace.id}${part}`} membership={membership} place={place} />
        </main>
      )}
    </div>
  );
}

function Part({ membership, place }: { membership: Membership; place: DeskPlace }): JSX.Element {
  if (place.part === 'notice') return <Notice membership={membership} site={place.id} />;
  if (place.part === 'retention') return <Retention membership={membership} site={place.id} />;
  if (place.part === 'profile') return <Profile membership={membership} />;
  if (place.part === 'measures') return <Measures membership={membership} />;
  if (place.part === 'holds') return <Holds membership={membership} />;
  if (place.part === 'consents') return <Consents membership={membership} site={place.id} />;
  if (place.part === 'looks') return <Looks membership={membership} />;
  return <DeskSettingsPage membership={membership} />;
}

export function Back({ href, children }: { href: string; children: string }): JSX.Element {
  return (
    <Link className={css.back} href={href}>
      <Icon sign="back" size={16} />
      {children}
    </Link>
  );
}

function Places({ place, membership }: { place: DeskPlace; membership: Membership }): JSX.Element {
  const { t, number } = useWords();
  const [, navigate] = useLocation();
  const two = useTwoColumns();
  const { guarded, part, chosen } = place;
  const { workspace } = membership;
  const due = waiting(useMeasures(workspace.id).data?.items ?? []);
  return (
    <div style={clientStyle(workspace.colour)}>
      <h1>{t('desk')}</h1>
      <div className={css.client}>
        {guarded.length > 1 ? (
          <>
            <i aria-hidden="true" />
            <Pick
              says={t('desk.client')}
              value={workspace.id}
              options={guarded.map((one) => [one.workspace.id, one.workspace.name] as const)}
              onChange={(other) => navigate(two || chosen ? deskAddress(other, part) : `/privacy/${other}`)}
            />
          </>
        ) : (
          <Client name={workspace.name} colour={workspace.colour} />
        )}
      </div>
      <ul>
        {PART_NAMES.map((one) => (
          <li key={one}>
            <Link
              href={deskAddress(workspace.id, one)}
              aria-current={(two || chosen) && part === one ? 'page' : undefined}
            >
              <Icon sign={PARTS[one]} />
              <span>{t(`desk.${one}`)}</span>
              {one === 'measures' && due > 0 ? (
                <b className={css.count} title={t('desk.measures.waiting', { n: due })}>
                  {number(due)}
                </b>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
      <p className={css.lead}>{t('desk.lead')}</p>
    </div>
  );
}
