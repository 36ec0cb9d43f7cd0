/** The widget's own words, for its picture. */
import { type Catalogue, makeT, type T } from '@troth/words';
import { useEffect, useState } from 'react';
import type { Language } from '../door/shapes.ts';

const LOADERS: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  en: () => import('../../../words/widget.en.json'),
  ar: () => import('../../../words/widget.ar.json'),
};

/** Null until they are there. */
export function useWidgetWords(language: Language): T | null {
  const [words, setWords] = useState<T | null>(null);
  useEffect(() => {
    let wanted = true;
    void LOADERS[language]().then((found) => {
      if (wanted) setWords(() => makeT(found.default as Catalogue, language));
    });
    return () => {
      wanted = false;
    };
  }, [language]);
  return words;
}
