/** The command palette: every act that can be done now, every place, every conversation at hand, by a few letters. */
import { type JSX, type ReactNode, useEffect, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useLocation } from 'wouter';
import { choose } from '../choices.ts';
import type { Conversation, View } from '../door/shapes.ts';
import { shown } from '../inbox/rows.ts';
import { inbox, loadClosed } from '../live/inbox.ts';
import { guards, manages, owns, useMe } from '../live/me.ts';
import { Client } from '../parts/Client.tsx';
import { Icon, type Sign } from '../parts/Icon.tsx';
import { Keys } from '../parts/Keys.tsx';
import menu from '../parts/menu.module.css';
import sheet from '../parts/Sheet.module.css';
import { addressOf, useGo, usePlace } from '../places.ts';
import { deskAddress, PART_NAMES, PARTS } from '../privacy/place.ts';
import { change, wanted } from '../search/search.ts';
import { useStore } from '../store.ts';
import { SPOKEN, useWords } from '../words.ts';
import { act, useOffered } from './acts.ts';
import css from './Palette.module.css';
import { ACT_NAMES, ACTS, type ActName } from './table.ts';

const SELF: ReadonlySet<ActName> = new Set(['palette', 'list.open', 'list.next', 'list.previous'] as const);
const MOST = 40; // conversations of a group

interface Entry {
  id: string;
  sign: Sign;
  says: string;
  /** what is sought in; what is shown where it is nothing else */
  drawn?: ReactNode;
  after?: ReactNode;
  run: () => void;
}

interface Props {
  onClose: () => void;
  onSignOut: () => void;
}

export default function Palette({ onClose, onSignOut }: Props): JSX.Element {
  const { t } = useWords();
  const { contains } = useFilter({ sensitivity: 'base' });
  const [typed, setTyped] = useState('');
  const groups: [string, Entry[]][] = [
    [t('palette.acts'), useActs()],
    [t('palette.places'), usePages()],
    [t('palette.choices'), useOwn(onSignOut)],
    [t('palette.talks'), useTalks('open')],
    [t('palette.over'), useTalks('closed')],
    [t('search.title'), useSearchFor(typed)],
  ];
  const run = (deed: () => void): void => {
    onClose();
    // The sheet gives the focus back first; what the act focuses then stays focused.
    setTimeout(deed, 0);
  };

  return (
    <ModalOverlay className={sheet.veil ?? ''} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={css.palette ?? ''}>
        <Dialog aria-label={t('act.palette')} className={css.dialog ?? ''}>
          <Autocomplete filter={contains} inputValue={typed} onInputChange={setTyped}>
            <SearchField aria-label={t('act.palette')} autoFocus className={css.search ?? ''}>
              <Icon sign="search" />
              <Input placeholder={t('palette.placeholder')} />
              <Keys keys="Escape" />
            </SearchField>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <section className={css.scroll} tabIndex={0} aria-label={t('palette.acts')}>
              <Menu
                className={css.menu ?? ''}
                aria-label={t('act.palette')}
                autoFocus="first"
                renderEmptyState={() => <p className={css.none}>{t('palette.none')}</p>}
              >
                {groups
                  .filter(([, entries]) => entries.length > 0)
                  .map(([title, entries]) => (
                    <MenuSection key={title}>
                      <Header className={menu.head ?? ''}>{title}</Header>
                      {entries.map((one) => (
                        <MenuItem
                          key={one.id}
                          id={one.id}
                          textValue={one.says}
                          className={menu.item ?? ''}
                          onAction={() => run(one.run)}
                        >
                          <Icon sign={one.sign} />
                          {one.drawn ?? <span>{one.says}</span>}
                          {one.after}
                        </MenuItem>
                      ))}
                    </MenuSection>
                  ))}
              </Menu>
            </section>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Whatever is typed can be searched for in all conversations. */
function useSearchFor(typed: string): Entry[] {
  const { t } = useWords();
  const { workspace } = usePlace();
  const [, navigate] = useLocation();
  if (!typed.trim()) return [];
  const run = (): void => {
    change({ words: typed, state: 'any', by: '' });
    wanted.set(true);
    navigate(addressOf({ view: 'open', conversation: null, workspace }));
  };
  return [
    { id: 'search', sign: 'search', says: typed, drawn: <span>{t('palette.search', { words: typed })}</span>, run },
  ];
}

/** What has a key and can be done now. */
function useActs(): Entry[] {
  const { t } = useWords();
  const offered = useOffered();
  return ACT_NAMES.filter((name) => offered.has(name) && !SELF.has(name)).map((name) => ({
    id: name,
    sign: ACTS[name].sign,
    says: t(`act.${name}`),
    after: <Keys keys={ACTS[name].keys} />,
    run: () => act(name),
  }));
}

/** The pages of the settings and of the privacy desk, client by client. */
function usePages(): Entry[] {
  const { t } = useWords();
  const { memberships } = useMe();
  const [, navigate] = useLocation();
  return memberships.flatMap((one): Entry[] => {
    const at = `/settings/${one.workspace.id}`;
    const client = one.workspace.name;
    const page = (path: string, sign: Sign, says: string): Entry => ({
      id: `${at}${path}`,
      sign,
      says,
      run: () => navigate(`${at}${path}`),
    });
    return [
      page('/team', 'people', t('palette.of', { place: t('team'), client })),
      ...one.sites.map((site) => page(`/site/${site.id}`, 'globe', t('palette.site', { site: site.name }))),
      ...(manages(one) ? [page('/mail', 'mail', t('palette.of', { place: t('mail'), client }))] : []),
      ...(owns(one) || one.workspace.closes_at
        ? [page('/closing', 'waiting', t('palette.of', { place: t('closing'), client }))]
        : []),
      ...(guards(one)
        ? PART_NAMES.map((part): Entry => {
            const address = deskAddress(one.workspace.id, part);
            const says = t('palette.desk', { place: t(`desk.${part}`), client });
            return { id: address, sign: PARTS[part], says, run: () => navigate(address) };
          })
        : []),
    ];
  });
}

/** Which client is looked at, the language, and the way out. */
function useOwn(onSignOut: () => void): Entry[] {
  const { t, locale } = useWords();
  const { memberships } = useMe();
  const { workspace } = usePlace();
  const go = useGo();
  const all: Entry = { id: 'all', sign: 'people', says: t('clients.all'), run: () => go({ workspace: null }) };
  const others = memberships.filter((one) => memberships.length > 1 && one.workspace.id !== workspace);
  return [
    ...(workspace ? [all] : []),
    ...others.map(({ workspace: { id, name, colour } }) => ({
      id: `only ${id}`,
      sign: 'people' as const,
      says: t('clients.only', { name }),
      after: <Client name={name} colour={colour} />,
      run: () => go({ workspace: id, conversation: null }),
    })),
    ...Object.entries(SPOKEN)
      .filter(([code]) => code !== locale)
      .map(([code, language]) => ({
        id: `speak ${code}`,
        sign: 'tongue' as const,
        says: t('palette.speak', { language }),
        run: () => choose({ locale: code }),
      })),
    { id: 'signout', sign: 'leave', says: t('signout'), run: onSignOut },
  ];
}

function useTalks(view: View): Entry[] {
  const { memberships } = useMe();
  const [, navigate] = useLocation();
  const { rows, older } = useStore(inbox);
  useEffect(() => {
    if (view === 'closed' && older === undefined) void loadClosed();
  }, [view, older]);
  const clients = new Map(memberships.map((one) => [one.workspace.id, one.workspace]));
  return shown(rows, view, null, '')
    .slice(0, MOST)
    .map((row) => {
      const client = clients.get(row.workspace_id);
      return {
        id: row.id,
        sign: view === 'closed' ? 'closed' : 'open',
        says: `${nameOf(row)} ${row.preview?.text ?? ''}`,
        drawn: (
          <span className={css.talk}>
            <bdi>{nameOf(row)}</bdi> <small>{row.preview?.text}</small>
          </span>
        ),
        after: client ? <Client name={client.name} colour={client.colour} /> : null,
        run: () => navigate(addressOf({ view, conversation: row.id, workspace: null })),
      };
    });
}

const nameOf = (row: Conversation): string => row.visitor.name || row.visitor.label;
