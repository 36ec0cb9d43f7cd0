const PRINTED = /\b[a-z]{4}[\s\u00a0–—-]?[a-z]{4}\b/i;

/** The code in what was typed or pasted: as it is printed in the mail, or all its letters; a whole sentence of the mail
 * around it is left away. */
export function codeIn(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\u200b-\u200f\u2066-\u2069\ufeff]/g, '');
  const lines = plain.split('\n').map((line) => line.trim());
  const alone = lines.filter((line) => PRINTED.exec(line)?.[0] === line);
  const found = alone[0] ?? /\b[A-Z]{4}-[A-Z]{4}\b/.exec(plain)?.[0] ?? plain;
  return found.replace(/[^a-z0-9]/gi, '').toUpperCase();
}
