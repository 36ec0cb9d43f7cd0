import { MAX_TEXT } from '@troth/wire';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Face } from './face.tsx';
import { check, FieldRow } from './fields.tsx';
import { touch } from './host.ts';
import { Icon } from './icons.tsx';
import { later } from './later.tsx';
import { type Field, policyOf, type Site } from './shapes.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';
import { written } from './written.ts';

const Hours = later(async () => (await import('./hours.tsx')).Hours, 'hours'); // few sites: a file of its own

/** Before the talk: who is there, one line on privacy, the site's fields, the first words. When nobody is there the same
 * place takes a message that becomes a conversation. */
export function Start({ visit }: { visit: Visit }) {
  const { t, own, language } = useWords();
  const { site, store, state } = visit;
  const [values, setValues] = useState<Record<string, string>>(
    () => ({ ...store.get<Record<string, string>>('contact'), of_age: '' }), // each says it themselves
  );
  const [text, setText] = useState(() => store.get<string>('draft') ?? '');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const faces = site.agents.slice(0, 3);
  const names = new Intl.ListFormat(language, { type: 'conjunction' });
  const policy = policyOf(site, language);
  const touched = useRef(false);
  const mode = useRef(state.available);
  // nothing changes under the hands of who is writing, unless the server asks for other fields
  const asked = Object.keys(state.fieldErrors);
  if (!touched.current) mode.current = state.available;
  else if (asked.some((name) => !fieldsOf(site, mode.current).some((field) => field.id === name)))
    mode.current = !mode.current;
  const available = mode.current;
  const fields = fieldsOf(site, available);
  const wrong = { ...state.fieldErrors, ...errors };

  useEffect(() => {
    if (!state.open || touch()) return;
    const first = fields.some((field) => field.required)
      ? form.current?.querySelector<HTMLElement>('input,select,textarea')
      : null;
    (first ?? words.current)?.focus({ preventScroll: true });
  }, [state.open]);

  const send = (event: Event): void => {
    event.preventDefault();
    const found: Record<string, string> = {};
    for (const field of fields) {
      const problem = check(field, values[field.id] ?? '');
      if (problem) found[field.id] = t(problem, { n: field.max_length });
    }
    if (!text.trim()) found.text = t('field.text.empty');
    else if ([...text].length > MAX_TEXT) found.text = t('field.long', { n: MAX_TEXT });
    setErrors(found);
    if (Object.keys(found).length > 0) {
      const name = fields.find((field) => found[field.id])?.id ?? 'text';
      form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
      return;
    }
    const kept = Object.fromEntries(
      fields.flatMap((field) => (values[field.id]?.trim() ? [[field.id, values[field.id]?.trim() ?? '']] : [])),
    );
    store.set('draft', null);
    visit.begin(text, kept);
  };

  const change = (name: string, value: string): void => {
    touched.current = true;
    setValues((old) => ({ ...old, [name]: value }));
    if (wrong[name]) setErrors(({ [name]: _, ...others }) => others);
  };

  return (
    <div class="form">
      <section class="welcome">
        {state.gone && (
          <p class="gone" role="status">
            {t('start.gone')}
          </p>
        )}
        {available && faces.length > 0 && (
          <p class="team">
            <span class="faces">
              {faces.map((agent) => (
                <Face key={agent.alias} face={agent} size={40} />
              ))}
            </span>
            <span>{t('start.here', { names: names.format(faces.map((agent) => agent.alias)) })}</span>
          </p>
        )}
        <h2>{available ? own('greeting') : own('offline')}</h2>
        {!site.hours.always && <Hours hours={site.hours} available={available} />}
      </section>
      <form class="card" ref={form} onSubmit={send} noValidate>
        <p class="privacy">
          <Icon name="shield" size={16} />
          <span dir="auto">
            {own('privacy')}{' '}
            {policy && (
              <a href={policy} target="_blank" rel="noopener noreferrer">
                {t('start.policy')}
              </a>
            )}
            {site.notice?.next_at && (
              <a
                class="next"
                href={`${site.notice.next_path}?lang=${language}`}
                target="_blank"
                rel="noopener noreferrer"
              >
                {t('start.changes', {
                  day: new Date(site.notice.next_at).toLocaleDateString(language, { dateStyle: 'long' }),
                })}
              </a>
            )}
          </span>
        </p>
        {fields.length > 0 && (
          <p class="hint" id={`${id}-hint`}>
            {t(fields.some((field) => field.required) ? 'field.all.needed' : 'field.all.free')}
          </p>
        )}
        {fields.map((field) => (
          <FieldRow
            key={field.id}
            field={field}
            language={language}
            value={values[field.id] ?? ''}
            error={wrong[field.id]}
            hint={`${id}-hint`}
            onChange={(value) => change(field.id, value)}
          />
        ))}
        <div class="row">
          <label for={`${id}-text`}>{t('start.message')}</label>
          <textarea
            id={`${id}-text`}
            name="text"
            ref={words}
            {...written(text)}
            required
            rows={3}
            value={text}
            aria-invalid={Boolean(wrong.text)}
            aria-describedby={wrong.text ? `${id}-wrong` : undefined}
            onInput={(event) => {
              touched.current = true;
              setText(event.currentTarget.value);
              store.set('draft', event.currentTarget.value);
              if (wrong.text) setErrors(({ text: _, ...others }) => others);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
            }}
          />
          {wrong.text && (
            <p class="wrong" id={`${id}-wrong`}>
              {wrong.text}
            </p>
          )}
        </div>
        <button type="submit" class="main">
          {available ? t('start.send') : t('start.leave')}
        </button>
      </form>
    </div>
  );
}

const fieldsOf = (site: Site, available: boolean): Field[] => (available ? site.fields : site.offline_fields);
