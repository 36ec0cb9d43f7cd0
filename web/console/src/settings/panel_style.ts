/** The panel's own style sheets, for a shadow root: what the picture wears is what the widget wears, tokens included. */
import composer from '../../../widget/panel/style/composer.css?inline';
import panel from '../../../widget/panel/style/index.css?inline';
import log from '../../../widget/panel/style/log.css?inline';

/** The root of a page becomes the shadow's host, its body an element of the class `body`. */
function inShadow(css: string): string {
  return css
    .replace(/:root\[([^\]]+)\]/g, ':host([$1])')
    .replace(/:root\b/g, ':host')
    .replace(/(^|[\s},;])(html|body)(?=[\s,{:])/g, '$1.$2');
}

const OWN = `
:host { all: initial; display: block; block-size: 100%; }
.body { block-size: 100%; }
.form { overflow: hidden; }
`;

export function panelStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${[panel, log, composer].map(inShadow).join('\n')}${OWN}`);
  return sheet;
}
