/** The rail: the four views with their counts, the clients, what the person is now, and the way out. */
import type { JSX } from 'react';
import { Button as Base, Group, Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { type Choices, choices, choose, useChoices } from '../choices.ts';
import { VIEWS, type View } from '../door/shapes.ts';
import { act } from '../keys/acts.ts';
import { ACTS, keysOf } from '../keys/table.ts';
import { askToNotify, chime, unmute } from '../live/alerts.ts';
import { inbox } from '../live/inbox.ts';
import { lost } from '../live/lost.ts';
import { useGuarding, useMe, useServed, useServing } from '../live/me.ts';
import { available } from '../live/presence.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { SignButton } from '../parts/Button.tsx';
import { clientStyle } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Mark } from '../parts/Mark.tsx';
import { Choice, Item, Line, Menu } from '../parts/Menu.tsx';
import { Tip } from '../parts/Tip.tsx';
import { tell } from '../parts/toasts.tsx';
import { addressOf, useGo, usePlace } from '../places.ts';
import { usePressing } from '../privacy/pressing.ts';
import { useStore } from '../store.ts';
import { SPOKEN, useWords } from '../words.ts';
import css from './Rail.module.css';
import { counts } from './rows.ts';

interface Props {
  onSignOut: () => void;
  onToggle: () => void;
}

export function Rail({ onSignOut, onToggle }: Props): JSX.Element {
  const { t, number } = useWords();
  const { screen, view, workspace } = usePlace();
  const serving = useServing();
  const guarding = useGuarding();
  const sum = counts(useStore(inbox).rows, workspace);
  const desk = guarding ? <DeskLink here={screen === 'privacy'} /> : null;
  return (
    <nav className={css.rail} aria-label={t('rail')}>
      <span className={css.mark}>
        <Mark size={26} />
      </span>
      <div className={css.group}>
        {(serving ? VIEWS : []).map((one) => {
          const count = one === 'closed' ? 0 : sum[one];
          return (
            <Place
              key={one}
              view={one}
              here={screen === 'inbox' && view === one}
              says={t(`view.${one}`)}
              count={count ? number(count) : ''}
              hot={one === 'waiting' && count > 0}
              workspace={workspace}
            />
          );
        })}
        {serving ? (
          <PlaceLink
            href="/now"
            here={screen === 'now'}
            says={t('view.now')}
            short={t('view.now.short')}
            keys={keysOf('go.now')}
            sign="pulse"
          />
        ) : (
          desk
        )}
      </div>
      <Clients />
      <div className={css.foot}>
        <Available onToggle={onToggle} />
        {serving ? desk : null}
        <PlaceLink
          href="/settings"
          here={screen === 'settings'}
          says={t('settings')}
          keys={keysOf('go.settings')}
          sign="settings"
        />
        <SignButton sign="keys" says={t('act.help')} keys="?" side="end" size={32} onPress={() => act('help')} />
        <Account onSignOut={onSignOut} onToggle={onToggle} />
      </div>
    </nav>
  );
}

/** The privacy desk, with how many requests press. */
function DeskLink({ here }: { here: boolean }): JSX.Element {
  const { t, number } = useWords();
  const count = usePressing();
  return (
    <PlaceLink
      href="/privacy"
      here={here}
      says={t('desk')}
      short={t('desk.short')}
      keys={keysOf('go.privacy')}
      sign="shield"
      count={count > 0 ? number(count) : ''}
      hot
    />
  );
}

/** Filled is what the visitors see: without a line nobody reaches the agent, whatever they chose. Who reads no talks
 * takes none. */
function Available({ onToggle }: { onToggle: () => void }): JSX.Element | null {
  const { t } = useWords();
  const on = useStore(available);
  const serving = useServed().length > 0;
  const down = useStore(lost);
  const says = t(down ? 'available.lost' : on ? 'available.on' : 'available.off');
  if (!serving) return null;
  return (
    <Tip says={says} keys={keysOf('available')} side="end">
      <Base
        className={css.presence ?? ''}
        aria-label={down ? `${t('available')}: ${says}` : t('available')}
        aria-pressed={on}
        onPress={onToggle}
      >
        <i data-on={(on && !down) || undefined} aria-hidden="true" />
      </Base>
    </Tip>
  );
}

interface PlaceProps {
  view: View;
  here: boolean;
  says: string;
  count: string;
  hot: boolean;
  workspace: string | null;
}

function Place({ view, workspace, ...rest }: PlaceProps): JSX.Element {
  const name = `go.${view}` as const;
  const href = addressOf({ view, conversation: null, workspace });
  return <PlaceLink {...rest} href={href} keys={keysOf(name)} sign={ACTS[name].sign} />;
}

interface LinkProps {
  href: string;
  here: boolean;
  says: string;
  keys: string;
  sign: (typeof ACTS)[keyof typeof ACTS]['sign'];
  count?: string;
  hot?: boolean;
  /** What it is called under its sign on a phone. */
  short?: string;
}

function PlaceLink({ href, here, says, keys, sign, count = '', hot = false, short = says }: LinkProps): JSX.Element {
  const [, navigate] = useLocation();
  return (
    <Tip says={says} keys={keys} side="end">
      <Link
        className={css.place ?? ''}
        href={`/console${href}`}
        {...(here ? { 'aria-current': 'page' as const } : {})}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          navigate(href);
        }}
      >
        <Icon sign={sign} size={20} />
        <span className={css.word}>{says}</span>
        <span className={css.short} aria-hidden="true">
          {short}
        </span>
        {count ? ' ' : null}
        {count ? (
          <b className="figures" data-hot={hot || undefined}>
            {count}
          </b>
        ) : null}
      </Link>
    </Tip>
  );
}

/** With one client there is nothing to choose. */
function Clients(): JSX.Element | null {
  const { t } = useWords();
  const memberships = useServed();
  const { workspace } = usePlace();
  const go = useGo();
  if (memberships.length < 2) return null;
  return (
    <Group className={css.clients ?? ''} aria-label={t('clients')}>
      {memberships.map(({ workspace: one }) => (
        <Tip key={one.id} says={one.name} side="end">
          <Base
            className={css.client ?? ''}
            style={clientStyle(one.colour)}
            aria-label={t('clients.only', { name: one.name })}
            aria-pressed={workspace === one.id}
            onPress={() => go({ workspace: workspace === one.id ? null : one.id })}
          >
            {[...one.name][0]?.toLocaleUpperCase()}
          </Base>
        </Tip>
      ))}
    </Group>
  );
}

function Account({ onSignOut, onToggle }: Props): JSX.Element {
  const { t, locale } = useWords();
  const { person } = useMe();
  const { theme, sound, notify } = useChoices();
  const [, navigate] = useLocation();
  const on = useStore(available);
  const serving = useServing();
  const guarding = useGuarding();
  const button = (
    <Base className={css.account ?? ''} aria-label={t('account', { name: person.name })}>
      <Avatar name={person.name} colour={person.colour} picture={person.picture || undefined} size={28} />
    </Base>
  );

  async function alerts(chosen: ReadonlySet<string>): Promise<void> {
    if (chosen.has('sound') && !choices.get().sound) {
      unmute();
      chime();
    }
    const wants = chosen.has('notify');
    const may = wants && (choices.get().notify || (await askToNotify()));
    if (wants && !may) tell(t('alerts.denied'), { bad: true });
    choose({ sound: chosen.has('sound'), notify: may, offered: true });
  }

  return (
    <Menu says={t('account', { name: person.name })} button={button} side="end bottom">
      {serving ? (
        <Item sign={on ? 'moon' : 'bell'} keys={keysOf('available')} onAction={onToggle}>
          {t(on ? 'available.go.off' : 'available.go.on')}
        </Item>
      ) : null}
      {serving ? (
        <Item sign="pulse" keys={keysOf('go.now')} onAction={() => navigate('/now')}>
          {t('view.now')}
        </Item>
      ) : null}
      {guarding ? (
        <Item sign="shield" keys={keysOf('go.privacy')} onAction={() => navigate('/privacy')}>
          {t('desk')}
        </Item>
      ) : null}
      <Item sign="mine" onAction={() => navigate('/settings/account')}>
        {t('account.title')}
      </Item>
      <Item sign="settings" keys={keysOf('go.settings')} onAction={() => navigate('/settings')}>
        {t('settings')}
      </Item>
      <Line />
      <Choice<Choices['theme']>
        title={t('theme')}
        chosen={[theme]}
        options={[
          ['system', t('theme.system')],
          ['light', t('theme.light')],
          ['dark', t('theme.dark')],
        ]}
        onChoose={(chosen) => choose({ theme: [...chosen][0] ?? 'system' })}
      />
      <Line />
      <Choice<string>
        title={t('language')}
        chosen={[locale]}
        options={Object.entries(SPOKEN)}
        onChoose={(chosen) => choose({ locale: [...chosen][0] ?? null })}
      />
      <Line />
      <Choice<string>
        title={t('alerts')}
        many
        chosen={[...(sound ? ['sound'] : []), ...(notify ? ['notify'] : [])]}
        options={[
          ['sound', t('alerts.sound')],
          ['notify', t('alerts.notify')],
        ]}
        onChoose={(chosen) => void alerts(chosen)}
      />
      <Line />
      <Item sign="keys" keys="?" onAction={() => act('help')}>
        {t('act.help')}
      </Item>
      <Item sign="leave" onAction={onSignOut}>
        {t('signout')}
      </Item>
    </Menu>
  );
}
