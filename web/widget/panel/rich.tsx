import type { ComponentChildren } from 'preact';

// only addresses somebody can read as such; nothing with characters that turn the direction of writing
const LINK =
  /\bhttps?:\/\/[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+|\bwww\.[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+\.[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;

/** Plain text with its web addresses made links. Nothing else is interpreted. */
export function linked(text: string): ComponentChildren {
  const parts: ComponentChildren[] = [];
  let done = 0;
  for (const found of text.matchAll(LINK)) {
    const shown = trimmed(found[0]);
    const href = address(shown);
    if (!href) continue;
    parts.push(
      text.slice(done, found.index),
      <a key={found.index} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {shown}
      </a>,
    );
    done = found.index + shown.length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(done)];
}

/** The sentence's own full stop and bracket are not part of the address. */
export function trimmed(found: string): string {
  let shown = found.replace(/[.,;:!?…]+$/, '');
  while (/[)\]}]$/.test(shown) && count(shown, /[)\]}]/g) > count(shown, /[([{]/g))
    shown = shown.slice(0, -1).replace(/[.,;:!?]+$/, '');
  return shown;
}

export function address(shown: string): string | null {
  try {
    const url = new URL(/^www\./i.test(shown) ? `https://${shown}` : shown);
    return (url.protocol === 'https:' || url.protocol === 'http:') && !url.username ? url.href : null;
  } catch {
    return null;
  }
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;
