import { type Address, addresses } from '@troth/log/addresses';

/** Finds addresses in a text. Only web and mail addresses become links; everything else stays words. */
export interface Piece {
  text: string;
  href?: string;
}

// none inside of a web address; begins where a word does and has a bound, so that a long word is looked at once
const MAIL = /\bhttps?:\/\/\S+|(?<![\w.+-])(?<mail>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b)/giu;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const link of inOrder(addresses(text), mails(text))) {
    if (link.at < at) continue; // an address inside an address
    if (link.at > at) found.push({ text: text.slice(at, link.at) });
    found.push({ text: link.shown, href: link.href });
    at = link.at + link.shown.length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/** What opens the reader's mail program; whatever the address holds, it is an address there and no header. */
export function mailto(address: string): string {
  const at = address.lastIndexOf('@');
  return `mailto:${encodeURIComponent(address.slice(0, at))}@${encodeURIComponent(address.slice(at + 1))}`;
}

function mails(text: string): Address[] {
  return [...text.matchAll(MAIL)].flatMap(({ groups, index: at }) =>
    groups?.mail ? [{ at, shown: groups.mail, href: mailto(groups.mail) }] : [],
  );
}

const inOrder = (...lists: Address[][]): Address[] => lists.flat().sort((one, other) => one.at - other.at);
