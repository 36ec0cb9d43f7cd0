/** Days as the controller counts them: a request is due at the end of a day in their zone, wherever the officer sits. */
import { useMemo } from 'react';
import { useWords } from '../words.ts';

export function useDay(zone?: string): (at: string) => string {
  const { locale } = useWords();
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      ...(zone ? { timeZone: zone } : {}),
    });
    return (at) => day.format(new Date(at));
  }, [locale, zone]);
}
