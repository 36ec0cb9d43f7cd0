/** The panel's language, theme and texts, known to every view. */

import { choose, direction, makeT, type T, texts } from '@troth/words';
import en from '@troth/words/widget.en.json';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Site } from './shapes.ts';

export interface Words {
  readonly language: string;
  readonly t: T;
  /** the site's own words: title, greeting, offline, privacy, thanks */
  readonly own: (key: string) => string;
}

const others: Record<string, () => Promise<{ default: unknown }>> = {
  ar: () => import('@troth/words/widget.ar.json'),
};

export async function loadWords(site: Site, wished: readonly string[]): Promise<Words> {
  const language = choose(wished, site.languages);
  const file = others[language] ? (await others[language]()).default : en;
  document.documentElement.lang = language;
  document.documentElement.dir = direction(language);
  const own = site.texts[language] ?? site.texts.en ?? {};
  return { language, t: makeT(texts(file as Parameters<typeof texts>[0]), language), own: (key) => own[key] ?? '' };
}

export const WordsContext = createContext<Words>({ language: 'en', t: (key) => key, own: () => '' });

export const useWords = (): Words => useContext(WordsContext);
