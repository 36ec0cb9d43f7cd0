/** When somebody is there: always, or by the clock on the wall of the site's time zone. */
import type { JSX } from 'react';
import { type Hours, type OpenRange, WEEKDAYS, type Weekday } from '../door/shapes.ts';
import { Button, SignButton } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Pick } from '../parts/Pick.tsx';
import { useWords } from '../words.ts';
import { Part, Sentence } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';
import { neverOpens, setHours } from './week.ts';
import { ZonePick } from './ZonePick.tsx';
import { zoneHere } from './zones.ts';

export function HoursPart({ site, may, wrong, change, opening }: PartProps): JSX.Element {
  const { t, exact } = useWords();
  const { timezone, always, days } = site.hours;
  const hours = { timezone, always, days };
  const keep = (some: Partial<Hours>): void => void change({ hours: { ...hours, ...some } });
  return (
    <Part title={t('hours.title')} text={t('hours.text')} name="hours">
      <Sentence
        words={t('hours.when')}
        parts={{
          when: (
            <Pick
              says={t('hours.title')}
              value={always ? 'always' : 'set'}
              disabled={!may}
              options={[
                ['always', t('hours.always')],
                ['set', t('hours.set')],
              ]}
              onChange={(value) => keep(value === 'always' ? { always: true } : setHours(hours, zoneHere()))}
            />
          ),
        }}
      />
      <Sentence
        words={t('hours.zone')}
        parts={{
          zone: <ZonePick value={timezone} disabled={!may} onChange={(zone) => keep({ timezone: zone })} />,
        }}
      />
      {always ? null : (
        <div className={css.days}>
          {WEEKDAYS.map((day) => (
            <Day
              key={`${day}${JSON.stringify(days[day])}`}
              day={day}
              ranges={days[day] ?? []}
              may={may}
              onKeep={(ranges) => keep({ days: { ...days, [day]: ranges } })}
            />
          ))}
        </div>
      )}
      {wrong.hours ? (
        <p className={css.warn} role="alert">
          {t('error.invalid')}
        </p>
      ) : null}
      {neverOpens(hours) ? (
        <p className={css.caution} role="status">
          <Icon sign="warn" />
          {t('hours.never')}
        </p>
      ) : !always && opening ? (
        <p className={css.hintline} style={{ marginBlockStart: 10 }}>
          {opening.open_now || !opening.opens_at ? t('hours.open') : t('hours.opens', { at: exact(opening.opens_at) })}
        </p>
      ) : null}
    </Part>
  );
}

interface DayProps {
  day: Weekday;
  ranges: OpenRange[];
  may: boolean;
  onKeep: (ranges: OpenRange[]) => void;
}

function Day({ day, ranges, may, onKeep }: DayProps): JSX.Element {
  const { t } = useWords();
  const name = t(`day.${day}`);
  const set = (at: number, some: Partial<OpenRange>): void => {
    const next = ranges.map((range, index) => (index === at ? { ...range, ...some } : range));
    if (JSON.stringify(next) !== JSON.stringify(ranges)) onKeep(next);
  };
  const last = ranges.at(-1);
  return (
    <>
      <span>{name}</span>
      <div className={css.ranges}>
        {ranges.length === 0 ? <span className={css.hintline}>{t('hours.closed')}</span> : null}
        {ranges.map((range, at) => (
          <span key={`${range.opens}${range.closes}`} className={css.range}>
            <input
              type="time"
              defaultValue={range.opens}
              disabled={!may}
              aria-label={t('hours.from', { day: name })}
              onBlur={(event) => event.target.value && set(at, { opens: event.target.value })}
            />
            –
            <input
              type="time"
              defaultValue={range.closes === '24:00' ? '00:00' : range.closes}
              disabled={!may}
              aria-label={t('hours.to', { day: name })}
              onBlur={(event) =>
                event.target.value && set(at, { closes: event.target.value === '00:00' ? '24:00' : event.target.value })
              }
            />
            {may ? (
              <SignButton
                sign="x"
                says={t('hours.remove', { day: name })}
                onPress={() => onKeep(ranges.filter((_, index) => index !== at))}
              />
            ) : null}
          </span>
        ))}
        {may && ranges.length < 6 ? (
          <Button
            kind="plain"
            sign="plus"
            aria-label={t(ranges.length === 0 ? 'hours.add' : 'hours.add.again', { day: name })}
            onPress={() =>
              onKeep([...ranges, last ? { opens: last.closes, closes: '22:00' } : { opens: '09:00', closes: '17:00' }])
            }
          >
            {t(ranges.length === 0 ? 'hours.add.first' : 'hours.add.more')}
          </Button>
        ) : null}
      </div>
    </>
  );
}
