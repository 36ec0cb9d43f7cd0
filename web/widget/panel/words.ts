/** The panel's language and texts, known to every view. */

import { choose, direction, type Entry, makeT, type T, type Text, texts } from '@troth/words';
import en from '@troth/words/widget.en.json?first';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Site } from './shapes.ts';

export interface Words {
  readonly language: string;
  readonly t: T;
  /** the site's own words: title, greeting, offline, privacy, thanks */
  readonly own: (key: string) => string;
}

/** The time of day, everywhere alike. */
export const clock = { hour: 'numeric', minute: '2-digit' } as const;

type File = Readonly<Record<string, Entry>>;
type Part = () => Promise<{ default: unknown }>;

const FIRST: Record<string, Part> = { ar: () => import('@troth/words/widget.ar.json?first') };
const MORE: Record<'talk' | 'asked', Record<string, Part>> = {
  talk: { ar: () => import('@troth/words/widget.ar.json?talk') },
  asked: { ar: () => import('@troth/words/widget.ar.json?asked') },
};
const known: Record<string, Text> = {};
let language = 'en';

export async function loadWords(site: Site, wished: readonly string[]): Promise<Words> {
  language = choose(wished, site.languages);
  Object.assign(known, texts(await fileOf(FIRST, en)));
  const root = document.documentElement;
  [root.lang, root.dir] = [language, direction(language)];
  const own = site.texts[language] ?? site.texts.en ?? {};
  return { language, t: makeT(known, language), own: (key) => own[key] ?? '' };
}

/** The texts of a view that comes later come with it; `english` is in the view's own file. */
export async function addWords(part: 'talk' | 'asked', english: File): Promise<void> {
  Object.assign(known, texts(await fileOf(MORE[part], english)));
}

async function fileOf(parts: Record<string, Part>, english: File): Promise<File> {
  const load = parts[language];
  return load ? ((await load()).default as File) : english;
}

export const WordsContext = createContext<Words>({ language: 'en', t: (key) => key, own: () => '' });

export const useWords = (): Words => useContext(WordsContext);
