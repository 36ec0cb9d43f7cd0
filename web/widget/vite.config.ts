import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const OUT = '../../src/troth/static/widget';

/** Notes are for translators; visitors get the texts. */
const words: Plugin = {
  name: 'words',
  enforce: 'pre',
  transform(code, id) {
    if (!/[\\/]words[\\/][\w.]+\.json$/.test(id)) return null;
    const file = JSON.parse(code) as Record<string, { text: unknown }>;
    const kept = Object.entries(file).map(([key, { text }]) => [key, { text }]);
    return { code: JSON.stringify(Object.fromEntries(kept)), map: null };
  },
};

/** Beside every file its compressed twins, made once. */
const compressed: Plugin = {
  name: 'compressed',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
      this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: brotliCompressSync(source, quality) });
      this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzipSync(source, { level: 9 }) });
    }
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [words, compressed],
  base: '/w/assets/',
  publicDir: false,
  build:
    mode === 'loader'
      ? {
          outDir: `${OUT}/loader`,
          emptyOutDir: true,
          target: 'es2022',
          cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
          lib: { entry: 'loader/index.ts', formats: ['iife'], name: '__troth', fileName: () => 'loader.js' },
        }
      : {
          outDir: `${OUT}/panel`,
          emptyOutDir: true,
          target: 'es2022',
          cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
          assetsDir: '',
          modulePreload: { polyfill: false },
          manifest: 'manifest.json',
          rollupOptions: { input: 'panel/main.tsx' },
        },
}));
