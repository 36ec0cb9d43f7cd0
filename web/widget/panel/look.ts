/** The site's look upon the shared tokens. The server has already corrected its contrast. */

import type { Site } from './shapes.ts';

export function wear({ theme, light, dark }: Site['look']): void {
  const root = document.documentElement;
  if (theme !== 'auto') root.dataset.theme = theme;
  const both = { '--accent': 'fill', '--on-accent': 'on_fill', '--accent-text': 'text' } as const;
  for (const [token, of] of Object.entries(both)) {
    root.style.setProperty(token, `light-dark(${light[of]}, ${dark[of]})`);
  }
}
