import { useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { later } from './later.tsx';
import type { Site } from './shapes.ts';
import { talkView } from './talk_view.ts';
import { clock, useWords } from './words.ts';

const Week = later(async () => {
  await talkView(); // its words
  return (await import('./week.tsx')).Week;
});

/** When somebody is there: the next opening, and on request the week; all in the visitor's own time. */
export function Hours({ hours, available }: { hours: Site['hours']; available: boolean }) {
  const { t, language } = useWords();
  const [open, setOpen] = useState(false);
  const next = !available && hours.opens_at ? new Date(hours.opens_at) : null;
  return (
    <details class="hours" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="clock" size={16} />
        <span>{next ? t('hours.next', { when: when(next, language) }) : t('hours')}</span>
      </summary>
      {open && <Week hours={hours} />}
    </details>
  );
}

/** "tomorrow 9:00 AM", "Monday 9:00 AM", "Monday, January 4, 9:00 AM": as near as it is. */
function when(next: Date, language: string): string {
  const days = Math.round((new Date(next).setHours(12) - new Date().setHours(12)) / 86_400_000);
  const told = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { ...options, ...clock }).format(next);
  if (days < 2) return `${new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')} ${told({})}`;
  return told({ weekday: 'long', ...(days < 7 ? {} : { day: 'numeric', month: 'long' }) });
}
