/** One of a few: a small select that can stand in a sentence. */
import type { JSX } from 'react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Icon } from './Icon.tsx';
import menu from './menu.module.css';
import css from './Pick.module.css';

interface Props<K extends string> {
  says: string;
  value: K;
  options: readonly (readonly [K, string])[];
  onChange: (value: K) => void;
  disabled?: boolean;
}

export function Pick<K extends string>({ says, value, options, onChange, disabled = false }: Props<K>): JSX.Element {
  return (
    <Select
      aria-label={says}
      className={css.pick ?? ''}
      value={value}
      isDisabled={disabled}
      onChange={(key) => key !== null && key !== value && onChange(key as K)}
    >
      <Button className={css.button ?? ''}>
        <SelectValue>{({ selectedText }) => selectedText ?? options.find(([key]) => key === value)?.[1]}</SelectValue>
        <Icon sign="down" size={14} />
      </Button>
      <Popover className={menu.popover ?? ''} offset={4}>
        <ListBox>
          {options.map(([key, text]) => (
            <ListBoxItem key={key} id={key} textValue={text} className={menu.item ?? ''}>
              <span className={menu.tick}>
                <Icon sign="check" size={16} />
              </span>
              <span>{text}</span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
