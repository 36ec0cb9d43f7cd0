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
export function Hours({ site, available }: { site: Site; available: boolean }) {
  const { t, language } = useWords();
  const [open, setOpen] = useState(false);
  const { hours } = site;
  if (hours.always) return null;
  const next = !available && hours.opens_at ? new Date(hours.opens_at) : null;
  const soon = next && next.getTime() - Date.now() < 6 * 86_400_000;
  const far = { day: 'numeric', month: 'long' } as const;
  const day = { weekday: 'long', ...(soon ? {} : far), ...clock } as const;
  return (
    <details class="hours" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="clock" size={16} />
        <span>
          {next ? t('hours.next', { when: new Intl.DateTimeFormat(language, day).format(next) }) : t('hours')}
        </span>
      </summary>
      {open && <Week hours={hours} />}
    </details>
  );
}
