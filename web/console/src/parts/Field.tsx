/** A line of text, or some lines, with its label, a hint, and what is wrong with it. */
import type { JSX } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import css from './Field.module.css';

interface Props {
  label: string;
  name?: string;
  type?: 'text' | 'email' | 'url' | 'password';
  autoComplete?: string;
  /** characters */
  most?: number;
  /** more than one line of words */
  lines?: boolean;
  first?: string;
  value?: string;
  onChange?: (value: string) => void;
  onBlur?: () => void;
  onFocus?: () => void;
  hint?: string;
  placeholder?: string;
  error?: string | null | undefined;
  autoFocus?: boolean;
  disabled?: boolean;
  /** addresses and codes run from left to right in every language */
  ltr?: boolean;
  required?: boolean;
}

export function Field({
  label,
  hint,
  placeholder,
  error,
  first,
  value,
  onChange,
  disabled = false,
  ltr,
  most,
  lines = false,
  ...rest
}: Props): JSX.Element {
  return (
    <TextField
      {...rest}
      className={css.field ?? ''}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
      validationBehavior="aria"
      {...(value === undefined ? { defaultValue: first ?? '' } : { value })}
      {...(onChange ? { onChange } : {})}
      isRequired={rest.required ?? false}
      {...(most ? { maxLength: most } : {})}
    >
      <Label>{label}</Label>
      {lines ? (
        <TextArea placeholder={placeholder ?? ''} dir="auto" rows={2} />
      ) : (
        <Input placeholder={placeholder ?? ''} dir={ltr ? 'ltr' : 'auto'} data-ltr={ltr || undefined} />
      )}
      {hint ? (
        <Text slot="description" className={css.hint ?? ''}>
          {hint}
        </Text>
      ) : null}
      <FieldError className={css.error ?? ''}>{error}</FieldError>
    </TextField>
  );
}
