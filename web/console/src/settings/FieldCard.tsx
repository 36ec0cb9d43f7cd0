/** One field of a form: its label in every language, its kind, whether it must be filled, and its place among others. */
import type { T } from '@troth/words';
import type { JSX, KeyboardEvent } from 'react';
import type { FormField, Language } from '../door/shapes.ts';
import { SignButton } from '../parts/Button.tsx';
import { Pick } from '../parts/Pick.tsx';
import { SPOKEN, useWords } from '../words.ts';
import { Choices } from './Choices.tsx';
import css from './Fields.module.css';

const KINDS: readonly FormField['kind'][] = ['text', 'email', 'phone', 'choice', 'textarea', 'checkbox'];

interface Props {
  field: FormField;
  languages: readonly Language[];
  may: boolean;
  /** it can be kept as it is */
  whole: boolean;
  first: boolean;
  last: boolean;
  /** while somebody writes */
  onEdit: (some: Partial<FormField>) => void;
  onKeep: (some: Partial<FormField>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

export const nameOf = (field: FormField, t: T): string =>
  Object.values(field.label).find((text) => text.trim()) ?? t('field.new');

export function FieldCard(props: Props): JSX.Element {
  const { field, languages, may, whole, first, last, onEdit, onKeep, onMove, onRemove } = props;
  const { t } = useWords();
  const name = nameOf(field, t);
  const kinds = KINDS.map((kind) => [kind, t(`field.${kind}`)] as const);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!may || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };

  return (
    <li className={css.field} data-field={field.id} onKeyDown={onKeyDown}>
      <fieldset className={css.plain} aria-label={t('field.of', { name })}>
        <div className={css.labels}>
          {languages.map((language) => (
            <label key={language} className={css.label}>
              <span lang={language}>{SPOKEN[language] ?? language}</span>
              <input
                value={field.label[language] ?? ''}
                aria-label={t('field.label', { language: SPOKEN[language] ?? language })}
                dir="auto"
                lang={language}
                maxLength={120}
                disabled={!may}
                onChange={(event) => onEdit({ label: { ...field.label, [language]: event.target.value } })}
                onBlur={() => onKeep({})}
              />
            </label>
          ))}
        </div>
        <div className={css.below}>
          <Pick
            says={t('field.kind')}
            value={field.kind}
            options={kinds}
            disabled={!may || field.id === 'email'}
            onChange={(kind) => onKeep({ kind, choices: kind === 'choice' ? (field.choices ?? []) : null })}
          />
          <label>
            <input
              type="checkbox"
              checked={field.required}
              disabled={!may}
              onChange={(event) => onKeep({ required: event.target.checked })}
            />
            {t('field.required')}
          </label>
          {may ? (
            <span className={css.acts}>
              <SignButton
                sign="up"
                says={t('field.up', { name })}
                keys="Alt+ArrowUp"
                data-move="up"
                isDisabled={first}
                onPress={() => onMove(-1)}
              />
              <SignButton
                sign="down"
                says={t('field.down', { name })}
                keys="Alt+ArrowDown"
                data-move="down"
                isDisabled={last}
                onPress={() => onMove(1)}
              />
              <SignButton sign="trash" says={t('field.remove', { name })} onPress={onRemove} />
            </span>
          ) : null}
        </div>
        {field.kind === 'choice' ? (
          <Choices
            says={t('field.choices', { name })}
            choices={field.choices ?? []}
            languages={languages}
            may={may}
            keep={(choices) => onKeep({ choices })}
          />
        ) : null}
        {whole ? null : <p className={css.unkept}>{t('field.whole')}</p>}
      </fieldset>
    </li>
  );
}
