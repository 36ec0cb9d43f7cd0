import type { Plugin } from 'vite';

/** Keys of what is seen before a talk; the others come with the talk's view. */
const FIRST = /^(panel|close|head|start|field|hours|notice)\b/;
/** Of what few see: the site asks before anything is kept, or the chat is off. */
const ASKED = /^(consent|off)\b/;

const partOf = (key: string): string => (FIRST.test(key) ? 'first' : ASKED.test(key) ? 'asked' : 'talk');

/** Notes are for translators; visitors get the texts. */
export const words: Plugin = {
  name: 'words',
  enforce: 'pre',
  transform(code, id) {
    const [, part] = /[\\/]words[\\/][\w.]+\.json(?:\?(first|talk|asked))?$/.exec(id) ?? [null, ''];
    if (part === '') return null;
    const file = JSON.parse(code) as Record<string, { text: unknown }>;
    const kept = Object.entries(file).filter(([key]) => !part || partOf(key) === part);
    const texts = Object.fromEntries(kept.map(([key, { text }]) => [key, { text }]));
    return { code: part ? `export default ${JSON.stringify(texts)}` : JSON.stringify(texts), map: null };
  },
};
