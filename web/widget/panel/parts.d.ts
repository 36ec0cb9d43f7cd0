/** A catalogue in three parts (vite_words.ts): what the first view needs, what is seen instead of a chat, and the rest. */
declare module '*.json?first' {
  const file: Readonly<Record<string, import('@troth/words').Entry>>;
  export default file;
}
declare module '*.json?talk' {
  const file: Readonly<Record<string, import('@troth/words').Entry>>;
  export default file;
}
declare module '*.json?asked' {
  const file: Readonly<Record<string, import('@troth/words').Entry>>;
  export default file;
}
