/** A day, written or chosen from a month. */
import { parseDate } from '@internationalized/date';
import type { JSX } from 'react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Label,
  Popover,
} from 'react-aria-components';
import css from './DayPick.module.css';
import { Icon } from './Icon.tsx';
import menu from './menu.module.css';

/** Days are as 2026-12-11. */
interface Props {
  says: string;
  value: string;
  least: string;
  most: string;
  onChange: (day: string) => void;
  disabled?: boolean;
}

export function DayPick({ says, value, least, most, onChange, disabled = false }: Props): JSX.Element {
  return (
    <DatePicker
      className={css.pick ?? ''}
      value={parseDate(value)}
      minValue={parseDate(least)}
      maxValue={parseDate(most)}
      onChange={(day) => day && onChange(day.toString())}
      isDisabled={disabled}
      shouldForceLeadingZeros
    >
      <Label>{says}</Label>
      <Group className={css.group ?? ''}>
        <DateInput className={css.input ?? ''}>
          {(segment) => <DateSegment segment={segment} className={css.segment ?? ''} />}
        </DateInput>
        <Button className={css.button ?? ''}>
          <Icon sign="calendar" size={16} />
        </Button>
      </Group>
      <Popover className={menu.popover ?? ''} offset={4}>
        <Dialog className={css.dialog ?? ''}>
          <Calendar className={css.calendar ?? ''}>
            <header>
              <Button slot="previous">
                <Icon sign="back" size={16} />
              </Button>
              <Heading />
              <Button slot="next">
                <Icon sign="on" size={16} />
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className={css.cell ?? ''} />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
