/** The widget as visitors see it: the panel's own style sheets around the same parts. A picture, not the widget: it holds
 * no talk and asks nothing. */
import type { NoticeRef } from '@troth/wire/api';
import { type CSSProperties, type JSX, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Member, Site } from '../door/shapes.ts';
import { Icon } from '../parts/Icon.tsx';
import { Mark } from '../parts/Mark.tsx';
import { useWords } from '../words.ts';
import { shades } from './accent.ts';
import { PanelPicture } from './PanelPicture.tsx';
import css from './Preview.module.css';
import { panelStyle } from './panel_style.ts';
import { useWidgetWords } from './widget_words.ts';

export type View = 'start' | 'away' | 'talk';
const VIEWS: readonly View[] = ['start', 'away', 'talk'];

interface Props {
  site: Site;
  notice: NoticeRef | null;
  ours: Site['texts'];
  members: readonly Member[];
  view: View;
  onView: (view: View) => void;
}

export function Preview({ site, notice, ours, members, view, onView }: Props): JSX.Element {
  const { t, locale } = useWords();
  const [light, dark] = [shades(site.look.accent, 'light'), shades(site.look.accent, 'dark')];
  const { theme, position, launcher } = site.look;
  const style = {
    '--accent': `light-dark(${light.fill}, ${dark.fill})`,
    '--on-accent': `light-dark(${light.onFill}, ${dark.onFill})`,
    '--accent-text': `light-dark(${light.text}, ${dark.text})`,
    ...(theme === 'auto' ? {} : { colorScheme: theme }),
  } as CSSProperties;
  const language = site.languages.find((one) => one === locale) ?? site.languages[0] ?? 'en';
  const words = useWidgetWords(language);
  const own = Object.entries(site.texts[language] ?? {}).filter(([, text]) => text);
  const texts: Readonly<Record<string, string>> = { ...ours[language], ...Object.fromEntries(own) };
  return (
    <figure className={css.figure}>
      <div
        className={css.page}
        style={style}
        data-position={position}
        dir={language === 'ar' ? 'rtl' : 'ltr'}
        lang={language}
        role="img"
        aria-label={t('preview')}
      >
        <i className={css.words} />
        <i className={css.words} />
        <i className={css.words} />
        <div className={css.small} inert>
          <Shadow className={css.panel} theme={theme} style={style}>
            {words ? (
              <PanelPicture
                site={site}
                notice={notice}
                texts={texts}
                words={words}
                language={language}
                view={view}
                faces={members.filter((member) => !member.invited).map((member) => faceOf(site, member))}
              />
            ) : null}
          </Shadow>
          <span className={css.launcher} data-kind={launcher}>
            {launcher === 'tab' ? <Icon sign="down" size={24} /> : <Mark size={34} />}
          </span>
        </div>
      </div>
      <figcaption>{t('preview')}</figcaption>
      <fieldset className={css.views} aria-label={t('preview.views')}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => onView(one)}>
            {t(`preview.${one}`)}
          </button>
        ))}
      </fieldset>
    </figure>
  );
}

export interface FaceShown {
  alias: string;
  title: string;
  picture: string;
}

/** As visitors of this site meet somebody: src/troth/sites/faces.py. */
function faceOf(site: Site, member: Member): FaceShown {
  const own = site.aliases.find((one) => one.member_id === member.id);
  return {
    alias: own?.alias || member.alias,
    title: own?.title || member.title,
    picture: own?.picture || member.picture,
  };
}

interface ShadowProps {
  className: string | undefined;
  /** on the host itself, where it wins over the tokens of the style sheets */
  style: CSSProperties;
  theme: Site['look']['theme'];
  children: JSX.Element | null;
}

/** The panel's styles reach nothing of the console, and the console's nothing of the panel. */
function Shadow({ className, style, theme, children }: ShadowProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<ShadowRoot | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const made = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    made.adoptedStyleSheets = [panelStyle()];
    setRoot(made);
  }, []);
  return (
    <div className={className} style={style} ref={host} data-theme={theme === 'auto' ? undefined : theme}>
      {root ? createPortal(children, root) : null}
    </div>
  );
}
