import { defineConfig } from 'vitest/config';
import { words } from './web/widget/vite_words.ts';

export default defineConfig({
  plugins: [words],
  test: { include: ['web/**/*.test.{ts,tsx}'], environment: 'node', testTimeout: 20_000 },
});
