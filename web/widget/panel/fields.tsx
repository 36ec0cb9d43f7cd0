import { useId } from 'preact/hooks';
import { Icon } from './icons.tsx';
import type { Field } from './shapes.ts';
import { useWords } from './words.ts';
import { written } from './written.ts';

/** A choice as a visitor reads it, and as the server knows it in all languages: its English text, else its first. */
export function option(choice: string | Record<string, string>, language: string): { value: string; text: string } {
  const texts: Record<string, string> = typeof choice === 'string' ? { en: choice } : choice;
  const value = texts.en?.trim() || Object.values(texts).find((text) => text.trim()) || '';
  return { value, text: texts[language]?.trim() || value };
}

/** The key of what is wrong with a value, or null. The server checks again. */
export function check(field: Field, value: string): string | null {
  const text = value.trim();
  if (!text || (field.kind === 'checkbox' && text !== 'true')) return field.required ? 'field.empty' : null;
  if ([...text].length > field.max_length) return 'field.long';
  if (field.kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)) return 'field.email';
  if (field.kind === 'phone' && !/^\+?[0-9 ()./-]{5,30}$/.test(text)) return 'field.phone';
  return null;
}

interface Row {
  field: Field;
  language: string;
  value: string;
  error: string | undefined;
  hint: string;
  onChange: (value: string) => void;
}

const KINDS = {
  text: { type: 'text' },
  email: { type: 'email', autocomplete: 'email', inputMode: 'email' },
  phone: { type: 'tel', autocomplete: 'tel', inputMode: 'tel' },
} as const;

/** One field with its label above and its error beside it. hint: the id of what says what follows when it is empty. */
export function FieldRow({ field, language, value, error, hint, onChange }: Row) {
  const { t } = useWords();
  const id = useId();
  const label = field.label[language] || field.label.en || Object.values(field.label)[0] || field.id;
  const shared = {
    id,
    name: field.id,
    required: field.required,
    'aria-invalid': Boolean(error),
    'aria-describedby': error ? `${id}-wrong ${hint}` : hint,
  };
  const input = (event: { currentTarget: { value: string } }): void => onChange(event.currentTarget.value);
  const problem = error && (
    <p class="wrong" id={`${id}-wrong`}>
      {error}
    </p>
  );
  if (field.kind === 'checkbox') {
    return (
      <div class="row check">
        <label for={id}>
          <input
            type="checkbox"
            {...shared}
            checked={value === 'true'}
            onChange={(event) => onChange(event.currentTarget.checked ? 'true' : '')}
          />
          <span dir="auto">{label}</span>
        </label>
        {problem}
      </div>
    );
  }
  return (
    <div class="row">
      <label for={id} dir="auto">
        {label}
        {!field.required && <span class="optional"> {t('field.optional')}</span>}
      </label>
      {field.kind === 'choice' ? (
        <span class="select">
          <select {...shared} value={value} onChange={input}>
            <option value="">{t('field.choose')}</option>
            {field.choices
              ?.map((choice) => option(choice, language))
              .map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
          </select>
          <Icon name="down" />
        </span>
      ) : field.kind === 'textarea' ? (
        <textarea {...shared} {...written(value)} rows={2} value={value} onInput={input} />
      ) : (
        <input
          {...shared}
          {...KINDS[field.kind]}
          autocomplete={field.id === 'name' ? 'name' : field.kind === 'text' ? 'off' : KINDS[field.kind].autocomplete}
          {...(field.kind === 'text' ? written(value) : { dir: 'ltr' })}
          value={value}
          onInput={input}
        />
      )}
      {problem}
    </div>
  );
}
