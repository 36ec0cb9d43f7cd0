/** What is asked: before the chat, or when nobody is there. */
import { type JSX, useState } from 'react';
import { Group } from 'react-aria-components';
import type { FormField, Language } from '../door/shapes.ts';
import { Button, SignButton } from '../parts/Button.tsx';
import { Pick } from '../parts/Pick.tsx';
import { SPOKEN, useWords } from '../words.ts';
import { Choices } from './Choices.tsx';
import { Part } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

const KINDS: readonly FormField['kind'][] = ['text', 'email', 'phone', 'choice', 'textarea', 'checkbox'];

export function Fields({
  site,
  may,
  wrong,
  change,
  which,
}: PartProps & { which: 'fields' | 'offline_fields' }): JSX.Element {
  const { t } = useWords();
  const [fields, setFields] = useState(site[which]);
  const keep = (next: FormField[]): void => {
    setFields(next);
    const whole = next.every(
      (field) => Object.values(field.label).some(Boolean) && (field.kind !== 'choice' || field.choices?.length),
    );
    if (whole && JSON.stringify(next) !== JSON.stringify(site[which])) void change({ [which]: next });
  };
  const edit = (at: number, some: Partial<FormField>): FormField[] =>
    fields.map((field, index) => (index === at ? { ...field, ...some } : field));
  const kinds = KINDS.map((kind) => [kind, t(`field.${kind}`)] as const);
  return (
    <Part title={t(`${which}.title`)} text={t(`${which}.text`)}>
      <div className={css.rows}>
        {fields.map((field, at) => (
          <Group key={field.id} className={css.row ?? ''} aria-label={Object.values(field.label)[0] ?? field.id}>
            {site.languages.map((language: Language) => (
              <input
                key={language}
                value={field.label[language] ?? ''}
                placeholder={t('field.label', { language: SPOKEN[language] ?? language })}
                aria-label={t('field.label', { language: SPOKEN[language] ?? language })}
                dir="auto"
                lang={language}
                maxLength={120}
                disabled={!may}
                onChange={(event) => setFields(edit(at, { label: { ...field.label, [language]: event.target.value } }))}
                onBlur={() => keep(fields)}
              />
            ))}
            <Pick
              says={t('field.kind')}
              value={field.kind}
              options={kinds}
              disabled={!may || field.id === 'email'}
              onChange={(kind) => keep(edit(at, { kind, choices: kind === 'choice' ? (field.choices ?? []) : null }))}
            />
            {field.kind === 'choice' ? (
              <Choices
                choices={field.choices ?? []}
                languages={site.languages}
                may={may}
                keep={(choices) => keep(edit(at, { choices }))}
              />
            ) : null}
            <label>
              <input
                type="checkbox"
                checked={field.required}
                disabled={!may}
                onChange={(event) => keep(edit(at, { required: event.target.checked }))}
              />
              {t('field.required')}
            </label>
            {may ? (
              <SignButton
                sign="trash"
                says={t('field.remove')}
                onPress={() => keep(fields.filter((_, index) => index !== at))}
              />
            ) : null}
          </Group>
        ))}
      </div>
      {wrong[which] ? (
        <p className={css.warn} role="alert">
          {t('error.invalid')}
        </p>
      ) : null}
      {may ? (
        <Button
          kind="plain"
          sign="plus"
          onPress={() =>
            setFields([...fields, { id: fresh(fields), kind: 'text', label: {}, required: false, max_length: 200 }])
          }
        >
          {t('field.add')}
        </Button>
      ) : null}
    </Part>
  );
}

function fresh(fields: readonly FormField[]): string {
  const taken = new Set(fields.map((field) => field.id));
  for (let count = 1; ; count += 1) if (!taken.has(`field_${count}`)) return `field_${count}`;
}
