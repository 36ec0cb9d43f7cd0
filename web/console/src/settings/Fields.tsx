/** What is asked: before the chat, or when nobody is there. Every field is kept once it is whole. */
import { type JSX, useEffect, useRef, useState } from 'react';
import type { FormField } from '../door/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { useWords } from '../words.ts';
import { FieldCard, nameOf } from './FieldCard.tsx';
import css from './Fields.module.css';
import { Part } from './Part.tsx';
import page from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

const MOST = 20;

export function Fields({
  site,
  may,
  wrong,
  change,
  which,
}: PartProps & { which: 'fields' | 'offline_fields' }): JSX.Element {
  const { t } = useWords();
  const [fields, setFields] = useState(site[which]);
  const [moved, setMoved] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const next = useRef<string | null>(null);

  // A button that moved along with its field keeps the focus; a new field begins with its label.
  useEffect(() => {
    if (!next.current) return;
    const wanted = list.current?.querySelector<HTMLElement>(next.current);
    next.current = null;
    wanted?.focus();
  }, [fields]);

  const keep = (after: FormField[]): void => {
    setFields(after);
    if (after.every(isWhole) && JSON.stringify(after) !== JSON.stringify(site[which])) void change({ [which]: after });
  };
  const edit = (at: number, some: Partial<FormField>): FormField[] =>
    fields.map((field, index) => (index === at ? { ...field, ...some } : field));
  const move = (at: number, to: number): void => {
    const field = fields[at];
    if (!field || to < 0 || to >= fields.length) return;
    const after = fields.filter((_, index) => index !== at);
    after.splice(to, 0, field);
    const side = to === 0 ? 'down' : to === fields.length - 1 ? 'up' : to < at ? 'up' : 'down';
    next.current = `[data-field="${field.id}"] [data-move="${side}"]`;
    setMoved(t('field.moved', { name: nameOf(field, t), at: to + 1, n: fields.length }));
    keep(after);
  };
  const add = (): void => {
    const id = fresh(fields);
    next.current = `[data-field="${id}"] input`;
    setFields([...fields, { id, kind: 'text', label: {}, required: false, max_length: 200 }]);
  };

  return (
    <Part title={t(`${which}.title`)} text={t(`${which}.text`)}>
      <ul className={css.fields} ref={list}>
        {fields.map((field, at) => (
          <FieldCard
            key={field.id}
            field={field}
            languages={site.languages}
            may={may}
            whole={isWhole(field)}
            first={at === 0}
            last={at === fields.length - 1}
            onEdit={(some) => setFields(edit(at, some))}
            onKeep={(some) => keep(edit(at, some))}
            onMove={(by) => move(at, at + by)}
            onRemove={() => keep(fields.filter((_, index) => index !== at))}
          />
        ))}
      </ul>
      <p className="unseen" aria-live="polite">
        {moved}
      </p>
      {wrong[which] ? (
        <p className={page.warn} role="alert">
          {t('error.invalid')}
        </p>
      ) : null}
      {may && fields.length < MOST ? (
        <Button kind="plain" sign="plus" onPress={add}>
          {t('field.add')}
        </Button>
      ) : null}
    </Part>
  );
}

/** The server takes a field that has a label in a language, and a choice that has something to choose. */
const isWhole = (field: FormField): boolean =>
  Object.values(field.label).some((text) => text.trim()) && (field.kind !== 'choice' || Boolean(field.choices?.length));

function fresh(fields: readonly FormField[]): string {
  const taken = new Set(fields.map((field) => field.id));
  for (let count = 1; ; count += 1) if (!taken.has(`field_${count}`)) return `field_${count}`;
}
