import type { JSX } from 'react';
import { pieces } from './links.ts';

/** Words as they were written; addresses among them are links that tell the other side nothing. */
export function Linked({ text }: { text: string }): JSX.Element {
  let at = 0;
  return (
    <>
      {pieces(text).map(({ text: words, href }) => {
        const key = at;
        at += words.length;
        return href ? (
          <a key={key} href={href} target="_blank" rel="noopener noreferrer nofollow">
            {words}
          </a>
        ) : (
          <span key={key}>{words}</span>
        );
      })}
    </>
  );
}
