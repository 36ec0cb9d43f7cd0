import { ahead, coming } from './calendar.ts';
import type { Site } from './shapes.ts';
import { clock, useWords } from './words.ts';

/** The opening hours of this week by the visitor's clock; whose clock the site goes by is said where it is another. */
export function Week({ hours }: { hours: Site['hours'] }) {
  const { t, language } = useWords();
  const now = new Date();
  const { timeZone: own } = new Intl.DateTimeFormat().resolvedOptions();
  const named = (timeZone: string, timeZoneName: 'longGeneric' | 'long'): string =>
    new Intl.DateTimeFormat(language, { timeZone, timeZoneName })
      .formatToParts(now)
      .find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  // "Central European Time"; UTC has only a long name
  const zone = (of: string): string => named(of, /^(Etc\/|UTC)/.test(of) ? 'long' : 'longGeneric');
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long' });
  const time = new Intl.DateTimeFormat(language, clock);
  const [today, ...others] = coming(hours, now);
  const week = [today, ...others].flatMap((day) => day ?? []).sort((a, b) => place(a.date) - place(b.date));
  const elsewhere = ahead(own, now.getTime()) !== ahead(hours.timezone, now.getTime());
  return (
    <table>
      <caption>
        {elsewhere
          ? t('week.zones', { zone: zone(own), other: zone(hours.timezone) })
          : t('week.zone', { zone: zone(own) })}
      </caption>
      <tbody>
        {week.map((day) => (
          <tr key={day.date} aria-current={day === today ? 'date' : undefined}>
            <th scope="row">{weekday.format(day.date)}</th>
            <td>
              {day.open.length === 0 && t('week.closed')}
              {day.open.map(({ from, to }) => (
                <bdi key={from}>
                  {time.format(from)} – {time.format(to)}
                </bdi>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const place = (date: Date): number => (date.getDay() + 6) % 7; // Monday first
