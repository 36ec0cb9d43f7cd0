import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { MARK } from '../look/mark.ts';
import { words } from './vite_words.ts';

const OUT = '../../src/troth/static/widget';

/** The panel takes the tokens it uses and leaves the others. */
const thrifty: Plugin = {
  name: 'thrifty',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const sheets = Object.values(bundle).filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
      for (let dropped = 1; dropped > 0; ) {
        dropped = 0;
        const all = sheets.map((file) => String('source' in file && file.source)).join();
        const used = new Set([...all.matchAll(/var\((--[\w-]+)/g)].map((found) => found[1]));
        for (const file of sheets) {
          if (!('source' in file)) continue;
          file.source = String(file.source).replace(/(--[\w-]+):[^;{}]+(;|(?=\}))/g, (whole, name: string) => {
            if (used.has(name)) return whole;
            dropped++;
            return '';
          });
        }
      }
    },
  },
};

/** A tab's icon for the hosted chat. */
const icon: Plugin = {
  name: 'icon',
  generateBundle() {
    const paths = MARK.map((path) => `<path d="${path}"/>`).join('');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" fill="none" stroke="#1f7a6d" stroke-width="2.5">${paths}</svg>`;
    this.emitFile({ type: 'asset', fileName: 'mark.svg', source: svg });
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

const TARGETS = { target: 'es2022', cssTarget: ['chrome123', 'firefox120', 'safari17.5'], emptyOutDir: true };

const loader: UserConfig = {
  plugins: [words, compressed],
  build: {
    ...TARGETS,
    outDir: `${OUT}/loader`,
    lib: { entry: 'loader/index.ts', formats: ['iife'], name: '__troth', fileName: () => 'loader.js' },
  },
};

const panel: UserConfig = {
  plugins: [words, thrifty, icon, compressed],
  build: {
    ...TARGETS,
    outDir: `${OUT}/panel`,
    assetsDir: '',
    modulePreload: false,
    manifest: 'manifest.json',
    rollupOptions: { input: 'panel/main.tsx' },
  },
};

/** The pages of my data: a style sheet, and no script. */
const portal: UserConfig = {
  plugins: [thrifty],
  build: {
    ...TARGETS,
    outDir: `${OUT}/portal`,
    rollupOptions: { input: 'portal/portal.css', output: { assetFileNames: '[name][extname]' } },
  },
};

export default defineConfig(({ mode }) => ({
  base: '/w/assets/',
  publicDir: false,
  ...(mode === 'loader' ? loader : mode === 'portal' ? portal : panel),
}));
