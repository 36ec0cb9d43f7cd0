/** The choices of a form's field while they are edited: a row each, a text per language. */

import type { FieldChoice, Language } from '../door/shapes.ts';

export type Texts = Partial<Record<Language, string>>;

/** A choice by language; one that has no languages is in the site's first. */
export function textsOf(choice: FieldChoice, languages: readonly Language[]): Texts {
  return typeof choice === 'string' ? { [languages[0] ?? 'en']: choice } : choice;
}

/**
 * The choices after one text of one of them was written; at the end it begins a new one. What is not touched stays as
 * it is, translations that are not shown included. A choice whose every shown text is empty is gone.
 */
export function written(
  choices: readonly FieldChoice[],
  at: number,
  language: Language,
  text: string,
  languages: readonly Language[],
): FieldChoice[] {
  const old = choices[at];
  const texts: Texts = { ...(old === undefined ? {} : textsOf(old, languages)), [language]: text.trim() };
  const next = [...choices];
  if (!languages.some((shown) => texts[shown])) next.splice(at, 1);
  else next[at] = kept(texts, languages);
  return next;
}

function kept(texts: Texts, languages: readonly Language[]): FieldChoice {
  const filled = Object.entries(texts).filter(([, text]) => text);
  const only = filled.length === 1 ? filled[0] : undefined;
  return only && only[0] === languages[0] ? only[1] : Object.fromEntries(filled);
}
