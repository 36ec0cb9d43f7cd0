import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PANEL = join(import.meta.dirname, '../../../widget/panel');

const read = (folder: string, ending: RegExp): string =>
  readdirSync(folder)
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

/** The names in every class="..." or className={...} of a source. */
function classes(source: string): Set<string> {
  const found = [...source.matchAll(/class(?:Name)?=(?:"([^"]*)"|\{([^}]*)\})/g)];
  const words = found.flatMap(([, plain, code]) =>
    plain === undefined ? [...(code ?? '').matchAll(/['"`]([^'"`$]*)/g)].map((part) => part[1] ?? '') : [plain],
  );
  return new Set(words.flatMap((text) => text.split(/\s+/)).filter((word) => /^[a-z]/.test(word)));
}

it('is made of what the panel is made of', () => {
  const ours = classes(readFileSync(join(import.meta.dirname, 'PanelPicture.tsx'), 'utf8'));
  const theirs = `${read(PANEL, /\.tsx$/)}\n${read(join(PANEL, 'style'), /\.css$/)}`;
  const own = new Set(['body', 'talk', 'icon-']); // the page's body, and views that name nothing in a style sheet
  expect(ours.size).toBeGreaterThan(30);
  expect([...ours].filter((name) => !own.has(name) && !new RegExp(`[\\s"'\`.]${name}\\b`).test(theirs))).toEqual([]);
});
