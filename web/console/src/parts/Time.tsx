/** A time as people say it, the exact one on hover. */
import type { JSX } from 'react';
import { useWords } from '../words.ts';
import { useNow } from './now.ts';

export function Since({ at }: { at: string }): JSX.Element {
  const { since, exact } = useWords();
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {since(at, now)}
    </time>
  );
}

export function Span({ at }: { at: string }): JSX.Element {
  const { span, exact } = useWords();
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {span(now - Date.parse(at))}
    </time>
  );
}

export function Clock({ at }: { at: string }): JSX.Element {
  const { clock, exact } = useWords();
  return (
    <time dateTime={at} title={exact(at)}>
      {clock(at)}
    </time>
  );
}
