/** What is being written, kept per conversation until it is sent, also over a reload of this tab. */
export type Mode = 'reply' | 'note';

const held = new Map<string, string>();
const name = (conversation: string, mode: Mode): string => `troth.draft.${mode}.${conversation}`;

export function draft(conversation: string, mode: Mode): string {
  const key = name(conversation, mode);
  const text = held.get(key);
  if (text !== undefined) return text;
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(conversation: string, mode: Mode, text: string): void {
  const key = name(conversation, mode);
  held.set(key, text);
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // storage refused: the draft lives as long as the page
  }
}
