import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, shades } from './accent.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('the preview of an accent', () => {
  it('is readable for every colour, as the server makes it', () => {
    fc.assert(
      fc.property(colour, fc.constantFrom('light' as const, 'dark' as const), (accent, theme) => {
        const { fill, onFill } = shades(accent, theme);
        expect(contrast(onFill, fill)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
  it('leaves a good colour alone', () => expect(shades('#0F766E', 'light').fill).toBe('#0f766e'));
});
