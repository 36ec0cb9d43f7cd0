import type { JSX } from 'react';
import { cutAt } from '../search/cut.ts';
import { pieces } from './links.ts';

/** Words as they were written; addresses among them are links that tell the other side nothing. `found`: those that a search
 * found, which are marked. */
export function Linked({ text, found = [] }: { text: string; found?: readonly string[] }): JSX.Element {
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
          <Marked key={key} text={words} found={found} />
        );
      })}
    </>
  );
}

function Marked({ text, found }: { text: string; found: readonly string[] }): JSX.Element {
  let at = 0;
  return (
    <span>
      {cutAt(text, found).map((piece) => {
        const key = at;
        at += piece.text.length;
        return piece.found ? <mark key={key}>{piece.text}</mark> : piece.text;
      })}
    </span>
  );
}
