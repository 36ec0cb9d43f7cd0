import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** The notes of a catalogue are for translators; browsers get the texts alone. */
const catalogues = (): Plugin => ({
  name: 'catalogues',
  enforce: 'pre',
  load(id) {
    const file = id.split('?')[0] ?? id;
    if (!/\/words\/(?:console|widget)\.\w+\.json$/.test(file)) return null;
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { text: unknown }>;
    return JSON.stringify(Object.fromEntries(Object.entries(entries).map(([key, { text }]) => [key, text])));
  },
});

/** Beside every text its compressed twins, made once. */
const compressed = (): Plugin => ({
  name: 'compressed',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle)) {
      if (!/\.(js|css|html)$/.test(name)) continue;
      const path = join(dir ?? '', name);
      const source = readFileSync(path);
      writeFileSync(`${path}.br`, brotliCompressSync(source));
      writeFileSync(`${path}.gz`, gzipSync(source, { level: 9 }));
    }
  },
});

const server = process.env.TROTH_URL ?? 'http://localhost:8000';

export default defineConfig({
  base: '/console/',
  root: import.meta.dirname,
  plugins: [catalogues(), compressed()],
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
      '/api': server,
      '/_allauth': server,
      '/ws': { target: server, ws: true },
    },
  },
});
