/** Menus that float: acts with their keys, and choices with a tick. */
import type { JSX, ReactElement, ReactNode } from 'react';
import {
  Menu as Base,
  Header,
  type Key,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import { Icon, type Sign } from './Icon.tsx';
import { Keys } from './Keys.tsx';
import css from './menu.module.css';

interface MenuProps {
  says: string;
  button: ReactElement;
  children: ReactNode;
  side?: 'bottom end' | 'bottom start' | 'end bottom' | 'top start' | 'top end';
}

export function Menu({ says, button, children, side = 'bottom end' }: MenuProps): JSX.Element {
  return (
    <MenuTrigger>
      {button}
      <Popover className={css.popover ?? ''} placement={side} offset={6}>
        <Base aria-label={says}>{children}</Base>
      </Popover>
    </MenuTrigger>
  );
}

interface ItemProps {
  sign: Sign;
  children: string;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  onAction: () => void;
}

export function Item({ sign, children, keys, danger = false, disabled = false, onAction }: ItemProps): JSX.Element {
  return (
    <MenuItem
      className={css.item ?? ''}
      data-kind={danger ? 'danger' : undefined}
      isDisabled={disabled}
      onAction={onAction}
      textValue={children}
    >
      <Icon sign={sign} />
      <span>{children}</span>
      {keys ? <Keys keys={keys} /> : null}
    </MenuItem>
  );
}

interface ChoiceProps<K extends string> {
  title: string;
  chosen: Iterable<K>;
  many?: boolean;
  options: readonly (readonly [K, string])[];
  onChoose: (chosen: ReadonlySet<K>) => void;
}

export function Choice<K extends string>({ title, chosen, many, options, onChoose }: ChoiceProps<K>): JSX.Element {
  return (
    <MenuSection
      selectionMode={many ? 'multiple' : 'single'}
      selectedKeys={chosen as Iterable<Key>}
      disallowEmptySelection={!many}
      onSelectionChange={(keys) => keys !== 'all' && onChoose(new Set([...keys].map((key) => String(key) as K)))}
    >
      <Header className={css.head ?? ''}>{title}</Header>
      {options.map(([key, text]) => (
        <MenuItem key={key} id={key} className={css.item ?? ''} textValue={text}>
          <span className={css.tick}>
            <Icon sign="check" size={16} />
          </span>
          <span>{text}</span>
        </MenuItem>
      ))}
    </MenuSection>
  );
}

export const Line = (): JSX.Element => <Separator className={css.line ?? ''} />;
