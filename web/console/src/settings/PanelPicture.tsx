/** The panel in one of its three views, of the parts and class names of web/widget/panel (a test keeps the names true). */

import type { NoticeRef } from '@troth/wire/api';
import type { T } from '@troth/words';
import { type JSX, type ReactNode, useId } from 'react';
import { policyOf } from '../../../widget/panel/shapes.ts';
import type { FieldChoice, FormField, Language, Site } from '../door/shapes.ts';
import { initials } from '../parts/Avatar.tsx';
import { Mark } from '../parts/Mark.tsx';
import { useWords } from '../words.ts';
import type { FaceShown, View } from './Preview.tsx';

interface Props {
  site: Site;
  /** the one in force */
  notice: NoticeRef | null;
  /** what the site says, in the language of the picture */
  texts: Readonly<Record<string, string>>;
  /** the widget's own words */
  words: T;
  language: Language;
  view: View;
  faces: readonly FaceShown[];
}

export function PanelPicture(props: Props): JSX.Element {
  const { view } = props;
  return (
    <div className="body">
      <div className={`panel ${view === 'talk' ? 'talk' : 'start'}`}>
        <Head {...props} />
        {view === 'talk' ? <Talk {...props} /> : <Start {...props} />}
      </div>
    </div>
  );
}

function Head({ site, texts, words, view, faces }: Props): JSX.Element {
  const who = view === 'talk' ? faces[0] : undefined;
  const below = who ? who.title || words('head.here') : words(view === 'away' ? 'head.away' : 'head.available');
  return (
    <header className="head">
      <span className="faces">
        {who ? (
          <Face face={who} />
        ) : (
          <span className="face brand">
            <Mark size={24} />
          </span>
        )}
      </span>
      <span className="who">
        <h1>
          <bdi>{who?.alias ?? (texts.title || site.name)}</bdi>
        </h1>
        <p>
          <i className={view === 'away' ? 'dot' : 'dot on'} />
          {below}
        </p>
      </span>
      {view === 'talk' ? <Round path="M5 10h.01M10 10h.01M15 10h.01" name="more" /> : null}
      <Round path="M5 8l5 5 5-5" name="down" />
    </header>
  );
}

function Start({ site, notice, texts, words, language, view, faces }: Props): JSX.Element {
  const id = useId();
  const away = view === 'away';
  const policy = policyOf({ ...site, notice }, language);
  const shown = faces.slice(0, 3);
  const names = new Intl.ListFormat(language, { type: 'conjunction' });
  return (
    <div className="form">
      <section className="welcome">
        {!away && shown.length > 0 ? (
          <p className="team">
            <span className="faces">
              {shown.map((face) => (
                <Face key={face.alias} face={face} size={40} />
              ))}
            </span>
            <span>{words('start.here', { names: names.format(shown.map((face) => face.alias)) })}</span>
          </p>
        ) : null}
        <h2>{away ? texts.offline : texts.greeting}</h2>
        {site.hours.always ? null : (
          <p className="hours">
            <Drawing path="M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 6v4.3l2.8 1.7" size={16} />{' '}
            {words('hours')}
          </p>
        )}
      </section>
      <div className="card">
        <p className="privacy">
          <Drawing path="M10 3l5.5 2v4.5c0 3.6-2.3 6.3-5.5 7.5-3.2-1.2-5.5-3.9-5.5-7.5V5z" size={16} />
          <span dir="auto">
            {texts.privacy} {policy ? <a href={policy}>{words('start.policy')}</a> : null}
          </span>
        </p>
        {(away ? site.offline_fields : site.fields).map((field) => (
          <Row key={field.id} field={field} language={language} words={words} />
        ))}
        <div className="row">
          <label htmlFor={id}>{words('start.message')}</label>
          <textarea id={id} rows={3} readOnly />
        </div>
        <button type="button" className="main">
          {words(away ? 'start.leave' : 'start.send')}
        </button>
      </div>
    </div>
  );
}

function Row({ field, language, words }: { field: FormField; language: Language; words: T }): JSX.Element {
  const id = useId();
  const label = field.label[language] || field.label.en || Object.values(field.label)[0] || field.id;
  if (field.kind === 'checkbox')
    return (
      <div className="row check">
        <label>
          <input type="checkbox" />
          <span dir="auto">{label}</span>
        </label>
      </div>
    );
  return (
    <div className="row">
      <label dir="auto" htmlFor={id}>
        {label}
        {field.required ? null : <span className="optional"> {words('field.optional')}</span>}
      </label>
      {field.kind === 'choice' ? (
        <span className="select">
          <select id={id}>
            <option>{words('field.choose')}</option>
            {field.choices?.map((choice) => (
              <option key={textOf(choice, language)}>{textOf(choice, language)}</option>
            ))}
          </select>
          <Drawing path="M5 8l5 5 5-5" />
        </span>
      ) : field.kind === 'textarea' ? (
        <textarea id={id} rows={2} readOnly />
      ) : (
        <input id={id} type="text" readOnly />
      )}
    </div>
  );
}

const textOf = (choice: FieldChoice, language: Language): string =>
  typeof choice === 'string' ? choice : choice[language] || choice.en || Object.values(choice)[0] || '';

function Talk({ words, language, faces }: Props): JSX.Element {
  const { t } = useWords();
  const who = faces[0] ?? { alias: t('preview.alias'), title: '', picture: '' };
  const clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const at = (minute: number): string => clock.format(new Date(2026, 0, 5, 9, minute));
  return (
    <>
      <div className="scroll">
        <div className="log">
          <div className="lines">
            <Group mine at={at(41)}>
              <Said>{t('preview.own')}</Said>
              <p className="state">{words('state.seen')}</p>
            </Group>
            <div className="joined">
              <Face face={who} size={40} />
              <p>
                <bdi>{words('line.joined', { name: who.alias })}</bdi>
                {who.title ? <small>{who.title}</small> : null}
              </p>
            </div>
            <Group who={who} at={at(42)}>
              <Said>{t('preview.answer')}</Said>
            </Group>
          </div>
        </div>
      </div>
      <div className="composer">
        <div className="write">
          <textarea rows={1} placeholder={words('composer')} readOnly />
          <div className="tools">
            <Round
              name="smile"
              path="M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM7.6 8.4v.01M12.4 8.4v.01M7 11.8c1.6 2 4.4 2 6 0"
            />
            <Round
              name="clip"
              path="M15.5 9.2l-5.6 5.6a3.4 3.4 0 0 1-4.8-4.8l6-6a2.2 2.2 0 0 1 3.2 3.2l-5.9 5.9a1.1 1.1 0 0 1-1.6-1.6l5.1-5.1"
            />
            <button type="button" className="send" disabled>
              <Drawing path="M10 16V4.5M5 9.5l5-5 5 5" />
            </button>
          </div>
        </div>
      </div>
    </>
  );
}

interface GroupOf {
  mine?: boolean;
  who?: FaceShown;
  at: string;
  children: ReactNode;
}

function Group({ mine = false, who, at, children }: GroupOf): JSX.Element {
  return (
    <div className={mine ? 'group mine' : 'group'}>
      {who ? <Face face={who} size={28} /> : null}
      <div className="bubbles">
        <p className="by">
          {who ? <bdi>{who.alias}</bdi> : null}
          <time>{at}</time>
        </p>
        {children}
      </div>
    </div>
  );
}

const Said = ({ children }: { children: string }): JSX.Element => (
  <div className="bubble">
    <p dir="auto">{children}</p>
  </div>
);

function Face({ face, size = 36 }: { face: FaceShown; size?: number }): JSX.Element {
  return (
    <span className="face" style={{ inlineSize: size, blockSize: size, fontSize: size * 0.38 }}>
      {face.picture.startsWith('/') ? (
        <img src={face.picture} alt="" width={size} height={size} />
      ) : (
        <span>{initials(face.alias)}</span>
      )}
    </span>
  );
}

const Round = ({ path, name }: { path: string; name: string }): JSX.Element => (
  <button type="button" className="quiet round">
    <Drawing path={path} name={name} />
  </button>
);

const Drawing = ({ path, name = '', size = 20 }: { path: string; name?: string; size?: number }): JSX.Element => (
  <svg className={`icon icon-${name}`} viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
    <path d={path} />
  </svg>
);
