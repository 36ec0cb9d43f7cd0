/** The command palette: every act that can be done now, every place, every open conversation, by a few letters. */
import type { JSX } from 'react';
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
import { shown } from '../inbox/rows.ts';
import { inbox } from '../live/inbox.ts';
import { useMe } from '../live/me.ts';
import { Client } from '../parts/Client.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Keys } from '../parts/Keys.tsx';
import menu from '../parts/menu.module.css';
import sheet from '../parts/Sheet.module.css';
import { addressOf } from '../places.ts';
import { useStore } from '../store.ts';
import { useWords } from '../words.ts';
import { act, useOffered } from './acts.ts';
import css from './Palette.module.css';
import { ACT_NAMES, ACTS, type ActName } from './table.ts';

const SELF: ReadonlySet<ActName> = new Set(['palette', 'list.open', 'list.next', 'list.previous'] as const);

export default function Palette({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useWords();
  const { contains } = useFilter({ sensitivity: 'base' });
  const offered = useOffered();
  const { memberships } = useMe();
  const [, navigate] = useLocation();
  const talks = shown(useStore(inbox).rows, 'open', null, '').slice(0, 40);
  const clients = new Map(memberships.map((one) => [one.workspace.id, one.workspace]));

  const run = (deed: () => void): void => {
    onClose();
    // The sheet gives the focus back first; what the act focuses then stays focused.
    setTimeout(deed, 0);
  };

  return (
    <ModalOverlay className={sheet.veil ?? ''} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={css.palette ?? ''}>
        <Dialog aria-label={t('act.palette')} className={css.dialog ?? ''}>
          <Autocomplete filter={contains}>
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
                renderEmptyState={() => <p className={css.none}>{t('palette.none')}</p>}
              >
                <MenuSection>
                  <Header className={menu.head ?? ''}>{t('palette.acts')}</Header>
                  {ACT_NAMES.filter((name) => offered.has(name) && !SELF.has(name)).map((name) => (
                    <MenuItem
                      key={name}
                      id={name}
                      textValue={t(`act.${name}`)}
                      className={menu.item ?? ''}
                      onAction={() => run(() => act(name))}
                    >
                      <Icon sign={ACTS[name].sign} />
                      <span>{t(`act.${name}`)}</span>
                      <Keys keys={ACTS[name].keys} />
                    </MenuItem>
                  ))}
                </MenuSection>
                <MenuSection>
                  <Header className={menu.head ?? ''}>{t('palette.talks')}</Header>
                  {talks.map((row) => {
                    const client = clients.get(row.workspace_id);
                    const name = row.visitor.name || row.visitor.label;
                    return (
                      <MenuItem
                        key={row.id}
                        id={row.id}
                        textValue={`${name} ${row.preview?.text ?? ''}`}
                        className={menu.item ?? ''}
                        onAction={() =>
                          run(() => navigate(addressOf({ view: 'open', conversation: row.id, workspace: null })))
                        }
                      >
                        <Icon sign="open" />
                        <span className={css.talk}>
                          <bdi>{name}</bdi> <small>{row.preview?.text}</small>
                        </span>
                        {client ? <Client name={client.name} colour={client.colour} /> : null}
                      </MenuItem>
                    );
                  })}
                </MenuSection>
              </Menu>
            </section>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
