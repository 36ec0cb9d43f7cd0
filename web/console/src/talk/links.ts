/** Finds addresses in a text. Only http, https and mail addresses become links; everything else stays words. */
export interface Piece {
  text: string;
  href?: string;
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/giu;
const TAIL = /[.,;:!?'"»”’)\]}]+$/u;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    let word = match[0];
    const tail = TAIL.exec(word)?.[0] ?? '';
    const keepsBracket = tail.startsWith(')') && word.includes('(');
    if (tail) word = word.slice(0, word.length - tail.length + (keepsBracket ? 1 : 0));
    const href = hrefOf(word);
    if (!href) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: word, href });
    at = match.index + word.length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

function hrefOf(word: string): string | null {
  if (!/^https?:/i.test(word)) return `mailto:${word}`;
  try {
    return new URL(word).href;
  } catch {
    return null;
  }
}
