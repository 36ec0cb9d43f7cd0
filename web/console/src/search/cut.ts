/** A text in pieces: what was found in it, and what stands between. Pure. */
export interface Piece {
  text: string;
  found: boolean;
}

/** Places are counted in code points, as the server counts them. */
export interface Place {
  start: number;
  length: number;
}

export function cut(text: string, places: readonly Place[]): Piece[] {
  const signs = [...text];
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, length } of places) {
    if (start < at) continue;
    if (start > at) pieces.push({ text: signs.slice(at, start).join(''), found: false });
    pieces.push({ text: signs.slice(start, start + length).join(''), found: true });
    at = start + length;
  }
  if (at < signs.length) pieces.push({ text: signs.slice(at).join(''), found: false });
  return pieces;
}

/** The same of another text that holds these very words. */
export function cutAt(text: string, words: readonly string[]): Piece[] {
  const wanted = words.filter(Boolean).sort((one, other) => other.length - one.length);
  if (wanted.length === 0) return [{ text, found: false }];
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(${wanted.map(escaped).join('|')})`, 'gu');
  return text
    .split(any)
    .map((part, at) => ({ text: part, found: at % 2 === 1 }))
    .filter((piece) => piece.text);
}

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
