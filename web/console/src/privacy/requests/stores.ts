/** The stores of an erasure in people's words. One that is newer than this console is called as the server calls it. */
import { useWords } from '../../words.ts';

const WORDS: Readonly<Record<string, string>> = {
  'keys of conversations': 'keys',
  'keys of names in conversations': 'name_keys',
  'files of conversations': 'files',
  'events of conversations': 'events',
  'keys of contacts': 'contact_keys',
  "keys of the team's history": 'team_keys',
  'captured mails to a person': 'captured',
  'rows conversations.Conversation': 'conversations',
  'rows conversations.FileTicket': 'tickets',
  'rows conversations.Participation': 'participations',
  'table log_mark': 'marks',
  'search index': 'search',
  'rows contacts.Contact': 'contacts',
  'rows visitors.Visitor': 'visitors',
  'rows post.Mail': 'mails',
  'rows privacy.Consent': 'consents',
  'rows privacy.Attestation': 'attestations',
  'rows privacy.NoticeSeen': 'notices_seen',
  'rows privacy.Notice': 'notice_mails',
  'rows privacy.Request': 'requests',
  'keys of requests': 'request_keys',
  'mails about requests': 'request_mails',
  'steps of requests that they did': 'request_steps',
  'rows privacy.Restriction': 'limits',
  'rows privacy.Look': 'looks',
  'rows privacy.Controller': 'controller',
  'rows privacy.Hold': 'holds',
  'rows privacy.Closing': 'closings',
  'rows privacy.AccessOrder': 'orders',
  'keys of packages': 'package_keys',
  'rows privacy.DataCode': 'codes',
  'rows privacy.Proof': 'proofs',
  'transcripts that are owed': 'owed',
  'rows accounts.Portrait': 'portraits',
  'rows accounts.Member': 'members',
  'rows accounts.Person': 'persons',
  'rows sessions.Session': 'sessions',
  'rows sites.Alias': 'aliases',
  'rows sites.Site': 'sites',
};

interface Stores {
  nameOf(store: string): string;
  fateOf(store: string, said: string): string;
}

export function useStores(): Stores {
  const { t } = useWords();
  const told = (key: string, otherwise: string): string => {
    const words = t(key);
    return words === key ? otherwise : words;
  };
  return {
    nameOf: (store) => told(`desk.store.${WORDS[store] ?? ''}`, store.replace(/^(rows|table) /, '')),
    fateOf: (store, said) => told(`desk.fate.${WORDS[store] ?? ''}`, said),
  };
}
