import { defineConfig } from 'vitest/config';
import { words } from './web/widget/vite_words.ts';

const PATIENCE = 180_000; // ms, as in tests/until.py

export default defineConfig({
  plugins: [words],
  test: { include: ['web/**/*.test.{ts,tsx}'], environment: 'node', testTimeout: PATIENCE, hookTimeout: PATIENCE, teardownTimeout: PATIENCE },
});
