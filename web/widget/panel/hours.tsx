import { Icon } from './icons.tsx';
import type { Site } from './shapes.ts';
import { useWords } from './words.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** When somebody is there: the next opening in the visitor's own time, and the week as the site keeps it. */
export function Hours({ site, available }: { site: Site; available: boolean }) {
  const { t, language } = useWords();
  const { hours } = site;
  if (hours.always) return null;
  const next = !available && hours.opens_at ? new Date(hours.opens_at) : null;
  // 2024-01-01 was a Monday
  const name = (at: number): string =>
    new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + at)));
  return (
    <details class="hours">
      <summary>
        <Icon name="clock" size={16} />
        <span>
          {next
            ? t('hours.next', {
                when: new Intl.DateTimeFormat(language, { weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(
                  next,
                ),
              })
            : t('hours')}
        </span>
      </summary>
      <table>
        <caption>{t('hours.zone', { zone: hours.timezone.replace(/_/g, ' ') })}</caption>
        <tbody>
          {DAYS.map((day, at) => (
            <tr key={day}>
              <th scope="row">{name(at)}</th>
              <td>
                {hours.days[day]?.length ? (
                  hours.days[day].map(({ opens, closes }, place) => (
                    <>
                      {place > 0 && ' · '}
                      <bdi>
                        {opens}–{closes}
                      </bdi>
                    </>
                  ))
                ) : (
                  <span>{t('hours.closed')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
