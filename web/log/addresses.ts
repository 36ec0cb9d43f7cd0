/** Web addresses in a text that somebody wrote: one rule for both apps. The work grows with the text, not faster. */

export interface Address {
  /** Where it begins in the text. */
  at: number;
  shown: string;
  href: string;
}

// only what can be read as an address; nothing with characters that are not seen or turn the direction of writing
const WORD = /\b(?:https?:\/\/|www\.)[^\s<>"'`\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/giu;
const CLOSING: Record<string, string> = { ')': '(', ']': '[', '}': '{', '»': '«', '”': '“', '’': '‘' };
const STOPS = '.,;:!?…';

export function addresses(text: string): Address[] {
  const found: Address[] = [];
  for (const { 0: word, index: at } of text.matchAll(WORD)) {
    const shown = trimmed(word);
    const href = hrefOf(shown);
    if (href) found.push({ at, shown, href });
  }
  return found;
}

/** The sentence's own full stop and bracket are not part of the address. */
export function trimmed(word: string): string {
  const spare = new Map<string, number>(); // of each closing bracket, how many more there are than were opened
  for (const [close, open] of Object.entries(CLOSING))
    spare.set(close, word.split(close).length - word.split(open).length);
  let end = word.length;
  for (; end > 0; end--) {
    const last = word.charAt(end - 1);
    if (STOPS.includes(last)) continue;
    const more = spare.get(last) ?? 0;
    if (more <= 0) break;
    spare.set(last, more - 1);
  }
  return word.slice(0, end);
}

/** Where it leads; null when that is not the web, or it is made to look like another place (https://bank@evil). */
export function hrefOf(shown: string): string | null {
  const bare = /^www\./i.test(shown);
  if (bare && !/^www\.[^.]+\.[^.]/i.test(shown)) return null;
  try {
    const url = new URL(bare ? `https://${shown}` : shown);
    const web = url.protocol === 'https:' || url.protocol === 'http:';
    return web && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}
