/** Name, mark and look of a site. The colour is shown at once and kept when the choosing ends. */
import { type JSX, useEffect, useRef, useState } from 'react';
import type { Look } from '../door/shapes.ts';
import { clientStyle } from '../parts/Client.tsx';
import { Field } from '../parts/Field.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Pick } from '../parts/Pick.tsx';
import { useWords } from '../words.ts';
import { shades } from './accent.ts';
import { Part, Sentence } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

const PIGMENTS = ['verdigris', 'woad', 'moss', 'ochre', 'madder', 'ink'] as const;

export function LookPart({ site, may, wrong, change, show }: PartProps): JSX.Element {
  const { t } = useWords();
  const [name, setName] = useState(site.name);
  const look = (some: Partial<Look>): void => void change({ look: { ...site.look, ...some } });
  return (
    <Part title={t('look.title')} text={t('look.text')}>
      <div className={css.stack}>
        <Field
          onBlur={() => name.trim() && name !== site.name && void change({ name: name.trim() })}
          label={t('look.name')}
          value={name}
          onChange={setName}
          disabled={!may}
          error={wrong.name}
        />
      </div>
      <Sentence
        words={t('look.mark')}
        parts={{
          colour: (
            <span className={css.pigments} role="radiogroup" aria-label={t('look.mark.label')}>
              {PIGMENTS.map((pigment) => (
                <label key={pigment} style={clientStyle(pigment)} title={t(`pigment.${pigment}`)}>
                  <input
                    type="radio"
                    name="pigment"
                    aria-label={t(`pigment.${pigment}`)}
                    checked={site.colour === pigment}
                    disabled={!may}
                    onChange={() => void change({ colour: pigment })}
                  />
                  <Icon sign="check" size={16} />
                </label>
              ))}
            </span>
          ),
        }}
      />
      <Sentence
        words={t('look.where')}
        parts={{
          launcher: (
            <Pick
              says={t('look.launcher')}
              value={site.look.launcher}
              disabled={!may}
              options={[
                ['bubble', t('look.bubble')],
                ['tab', t('look.tab')],
              ]}
              onChange={(launcher) => look({ launcher })}
            />
          ),
          position: (
            <Pick
              says={t('look.position')}
              value={site.look.position}
              disabled={!may}
              options={[
                ['end', t('look.end')],
                ['start', t('look.start')],
              ]}
              onChange={(position) => look({ position })}
            />
          ),
        }}
      />
      <Sentence
        words={t('look.colours')}
        parts={{
          accent: (
            <AccentField
              accent={site.look.accent}
              may={may}
              onShow={(accent) => show({ look: { ...site.look, accent } })}
              onKeep={(accent) => look({ accent })}
            />
          ),
          theme: (
            <Pick
              says={t('theme')}
              value={site.look.theme}
              disabled={!may}
              options={[
                ['auto', t('look.auto')],
                ['light', t('look.light')],
                ['dark', t('look.dark')],
              ]}
              onChange={(theme) => look({ theme })}
            />
          ),
        }}
      />
      <Corrected accent={site.look.accent} />
    </Part>
  );
}

interface AccentProps {
  accent: string;
  may: boolean;
  onShow: (accent: string) => void;
  onKeep: (accent: string) => void;
}

/** The browser's picker says `input` while one chooses and `change` at the end; React knows only the first. */
function AccentField({ accent, may, onShow, onKeep }: AccentProps): JSX.Element {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const keep = useRef(onKeep);
  keep.current = onKeep;
  const [now, setNow] = useState(accent);
  useEffect(() => {
    const input = field.current;
    const onChange = (): void => keep.current(input?.value ?? '');
    input?.addEventListener('change', onChange);
    return () => input?.removeEventListener('change', onChange);
  }, []);
  return (
    <label className={css.colour}>
      <input
        ref={field}
        type="color"
        aria-label={t('look.accent')}
        value={now}
        disabled={!may}
        onChange={(event) => {
          setNow(event.target.value);
          onShow(event.target.value);
        }}
      />
      <span dir="ltr">{now}</span>
    </label>
  );
}

/** A colour that could not be read is moved; the owner is told, not surprised. */
function Corrected({ accent }: { accent: string }): JSX.Element | null {
  const { t } = useWords();
  const solid = shades(accent, 'light').fill;
  if (solid.toLowerCase() === accent.toLowerCase()) return null;
  return (
    <p className={css.hintline}>
      <Icon sign="help" size={14} />
      <span>{t('look.corrected', { from: accent, to: solid })}</span>
    </p>
  );
}
