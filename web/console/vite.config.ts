import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** The notes of a catalogue are for translators; browsers get the texts alone. */
const catalogues = (): Plugin => ({
  name: 'catalogues',
  enforce: 'pre',
  load(id) {
    const file = id.split('?')[0] ?? id;
    if (!/\/words\/console\.\w+\.json$/.test(file)) return null;
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { text: unknown }>;
    return JSON.stringify(Object.fromEntries(Object.entries(entries).map(([key, { text }]) => [key, text])));
  },
});

const mock = process.env.TROTH_URL ?? 'http://localhost:8000';

export default defineConfig({
  base: '/console/',
  root: import.meta.dirname,
  plugins: [catalogues()],
  build: {
    outDir: '../../src/troth/static/console',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the page's policy knows no inline fonts or scripts
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      onwarn: (warning, tell) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(warning), // "use client" means nothing here
    },
  },
  css: { modules: { generateScopedName: '[local]_[hash:base64:5]' } },
  server: {
    proxy: {
      '/api': mock,
      '/_allauth': mock,
      '/ws': { target: mock, ws: true },
    },
  },
});
