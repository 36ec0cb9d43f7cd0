import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  writeBundle({ dir }, bundle) {
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    for (const name of Object.keys(bundle)) {
      const path = join(dir ?? '', name);
      const source = readFileSync(path);
      writeFileSync(`${path}.br`, brotliCompressSync(source, quality));
      writeFileSync(`${path}.gz`, gzipSync(source, { level: 9 }));
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
          modulePreload: false,
          manifest: 'manifest.json',
          rollupOptions: { input: 'panel/main.tsx' },
        },
}));
