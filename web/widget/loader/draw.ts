/** The launcher and the frame's place, in a closed shadow root. Nothing is set as HTML, no style attribute is written:
 * it works under the strictest policy of a host page. */

import { MARK } from '@troth/look/mark';
import css from './loader.css?inline';
import type { LoaderSite } from './site.ts';

const SVG = 'http://www.w3.org/2000/svg';

export interface Drawn {
  host: HTMLElement;
  launcher: HTMLButtonElement;
  badge: HTMLElement;
  box: HTMLElement;
}

export function draw(site: LoaderSite, dir: string): Drawn {
  const host = document.createElement('div');
  host.id = `troth-${site.key}`;
  host.dir = dir;
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  const { light, dark } = site;
  sheet.replaceSync(
    `${css}:host{--fill:light-dark(${light.fill},${dark.fill});--on:light-dark(${light.on_fill},${dark.on_fill});` +
      `color-scheme:${site.theme === 'auto' ? 'light dark' : site.theme}}`,
  );
  root.adoptedStyleSheets = [sheet];
  const all = element('div', `all ${site.position} ${site.launcher}`);
  const launcher = element('button', 'launcher');
  launcher.type = 'button';
  launcher.setAttribute('aria-haspopup', 'dialog');
  launcher.setAttribute('aria-expanded', 'false');
  const badge = element('span', 'badge');
  badge.hidden = true;
  launcher.append(svg('mark', MARK), svg('fold', ['M8 11.5l6 6 6-6']), badge);
  const box = element('div', 'box');
  box.append(svg('mark', MARK));
  all.append(box, launcher);
  root.append(all);
  return { host, launcher, badge, box };
}

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

function svg(name: string, paths: readonly string[]): SVGElement {
  const made = document.createElementNS(SVG, 'svg');
  made.setAttribute('viewBox', '0 0 28 28');
  made.setAttribute('class', name);
  made.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    made.append(path);
  }
  return made;
}
