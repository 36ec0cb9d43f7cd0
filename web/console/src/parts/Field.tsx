/** A line of text with its label, a hint, and what is wrong with it. */
import type { JSX } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import css from './Field.module.css';

interface Props {
  label: string;
  name?: string;
  type?: 'text' | 'email' | 'url';
  first?: string;
  value?: string;
  onChange?: (value: string) => void;
  onBlur?: () => void;
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
    >
      <Label>{label}</Label>
      <Input placeholder={placeholder ?? ''} dir={ltr ? 'ltr' : 'auto'} data-ltr={ltr || undefined} />
      {hint ? (
        <Text slot="description" className={css.hint ?? ''}>
          {hint}
        </Text>
      ) : null}
      <FieldError className={css.error ?? ''}>{error}</FieldError>
    </TextField>
  );
}
