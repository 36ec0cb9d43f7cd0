/** A catalogue in two parts (vite.config.ts): what the first view needs, and the rest. */
declare module '*.json?first' {
  const file: Readonly<Record<string, import('@troth/words').Entry>>;
  export default file;
}
declare module '*.json?talk' {
  const file: Readonly<Record<string, import('@troth/words').Entry>>;
  export default file;
}
