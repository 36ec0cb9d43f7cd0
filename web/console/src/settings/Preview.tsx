/** The widget as it would look, drawn small. A picture, not the widget: it holds no talk and asks nothing. */
import type { CSSProperties, JSX } from 'react';
import type { Site } from '../door/shapes.ts';
import { Icon } from '../parts/Icon.tsx';
import { Mark } from '../parts/Mark.tsx';
import { useWords } from '../words.ts';
import { shades } from './accent.ts';
import css from './Preview.module.css';

export function Preview({ site, ours }: { site: Site; ours: Site['texts'] }): JSX.Element {
  const { t, locale } = useWords();
  const [light, dark] = [shades(site.look.accent, 'light'), shades(site.look.accent, 'dark')];
  const style = {
    '--p-solid': `light-dark(${light.fill}, ${dark.fill})`,
    '--p-on': `light-dark(${light.onFill}, ${dark.onFill})`,
  } as CSSProperties;
  const { theme, position, launcher } = site.look;
  const language = site.languages.find((one) => one === locale) ?? site.languages[0] ?? 'en';
  const own = Object.entries(site.texts[language] ?? {}).filter(([, text]) => text);
  const texts: Readonly<Record<string, string>> = { ...ours[language], ...Object.fromEntries(own) };
  return (
    <figure className={css.figure}>
      <div
        className={css.page}
        style={style}
        data-theme={theme}
        data-position={position}
        dir={language === 'ar' ? 'rtl' : 'ltr'}
        lang={language}
        role="img"
        aria-label={t('preview')}
      >
        <i className={css.words} />
        <i className={css.words} />
        <i className={css.words} />
        <div className={css.panel}>
          <header>
            <b>{texts.title}</b>
            <Icon sign="x" size={14} />
          </header>
          <div className={css.talk}>
            <p>{texts.greeting}</p>
            <p data-own>{t('preview.own')}</p>
            <small>{texts.privacy}</small>
          </div>
          <div className={css.write}>
            <span>{t('preview.write')}</span>
            <b>
              <Icon sign="send" size={13} />
            </b>
          </div>
        </div>
        <span className={css.launcher} data-kind={launcher}>
          {launcher === 'tab' ? texts.title : <Mark size={20} />}
        </span>
      </div>
      <figcaption>{t('preview')}</figcaption>
    </figure>
  );
}
