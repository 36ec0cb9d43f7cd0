import { describe, expect, it } from 'vitest';
import type { Measure } from '../shapes.ts';
import { hashOf, waiting } from './measures.ts';

describe('a measure', () => {
  it('has the hash of its evidence made here, as the server would make it', async () => {
    expect(await hashOf(new Blob(['abc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('needs somebody unless it is attested for a good while', () => {
    const all = (['overdue', 'soon', 'attested', 'missing'] as const).map((standing) => ({ standing }) as Measure);
    expect(waiting(all)).toBe(3);
  });
});
