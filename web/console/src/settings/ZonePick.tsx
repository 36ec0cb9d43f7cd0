/** A time zone by its name: write a part of it, or look through all. */
import { type JSX, memo, useCallback, useRef } from 'react';
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { Icon } from '../parts/Icon.tsx';
import menu from '../parts/menu.module.css';
import { useWords } from '../words.ts';
import css from './ZonePick.module.css';
import { zones } from './zones.ts';

const ZONES: readonly string[] = zones();

interface Props {
  value: string;
  disabled: boolean;
  onChange: (zone: string) => void;
}

/** Drawn anew only for another value: what is being searched must not be reset by a change elsewhere on the page. */
export function ZonePick({ value, disabled, onChange }: Props): JSX.Element {
  const latest = useRef(onChange);
  latest.current = onChange;
  const keep = useCallback((zone: string) => latest.current(zone), []);
  return <Zones value={value} disabled={disabled} onChange={keep} />;
}

const Zones = memo(({ value, disabled, onChange }: Props): JSX.Element => {
  const { t } = useWords();
  const known = ZONES.includes(value) ? ZONES : [value, ...ZONES];
  return (
    <ComboBox
      aria-label={t('hours.zone.label')}
      className={css.zone ?? ''}
      value={value}
      isDisabled={disabled}
      allowsEmptyCollection
      onChange={(zone) => zone !== null && zone !== value && onChange(String(zone))}
    >
      <Input className={css.input ?? ''} dir="ltr" />
      <Button className={css.button ?? ''} aria-label={t('hours.zone.show')}>
        <Icon sign="down" size={14} />
      </Button>
      <Popover className={menu.popover ?? ''} offset={4}>
        <ListBox renderEmptyState={() => <p className={css.none}>{t('hours.zone.none')}</p>}>
          {known.map((zone) => (
            <ListBoxItem key={zone} id={zone} textValue={zone} className={menu.item ?? ''}>
              <span className={menu.tick}>
                <Icon sign="check" size={16} />
              </span>
              <bdi dir="ltr">{zone}</bdi>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </ComboBox>
  );
});
