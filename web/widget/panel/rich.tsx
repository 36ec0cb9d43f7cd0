import { addresses } from '@troth/log/addresses';
import type { ComponentChildren } from 'preact';

/** Plain text with its web addresses made links. Nothing else is interpreted. */
export function linked(text: string): ComponentChildren {
  const parts: ComponentChildren[] = [];
  let done = 0;
  for (const { at, shown, href } of addresses(text)) {
    parts.push(
      text.slice(done, at),
      <a key={at} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {shown}
      </a>,
    );
    done = at + shown.length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(done)];
}
