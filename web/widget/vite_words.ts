import type { Plugin } from 'vite';

/** Keys of what is seen before a talk; the others come with the talk's view. */
const FIRST = /^(panel|close|head|start|field|hours|notice)\b/;

/** Notes are for translators; visitors get the texts. */
export const words: Plugin = {
  name: 'words',
  enforce: 'pre',
  transform(code, id) {
    const [, part] = /[\\/]words[\\/][\w.]+\.json(?:\?(first|talk))?$/.exec(id) ?? [null, ''];
    if (part === '') return null;
    const file = JSON.parse(code) as Record<string, { text: unknown }>;
    const kept = Object.entries(file).filter(([key]) => !part || FIRST.test(key) === (part === 'first'));
    const texts = Object.fromEntries(kept.map(([key, { text }]) => [key, { text }]));
    return { code: part ? `export default ${JSON.stringify(texts)}` : JSON.stringify(texts), map: null };
  },
};
