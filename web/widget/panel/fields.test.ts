import { describe, expect, it } from 'vitest';
import { check, option } from './fields.tsx';
import type { Field } from './shapes.ts';

const field = (kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  id: 'f',
  kind,
  label: { en: 'F' },
  choices: null,
  required: false,
  max_length: 20,
  ...more,
});

describe('a field', () => {
  it.each([
    [field('text'), '', null],
    [field('text', { required: true }), '  ', 'field.empty'],
    [field('checkbox', { required: true }), '', 'field.empty'],
    [field('checkbox', { required: true }), 'true', null],
    [field('text'), '🧡'.repeat(20), null],
    [field('text'), '🧡'.repeat(21), 'field.long'],
    [field('email'), 'vi@example.com', null],
    [field('email'), 'vi@example', 'field.email'],
    [field('email'), 'vi example.com', 'field.email'],
    [field('phone'), '+49 (30) 123-45', null],
    [field('phone'), 'call me', 'field.phone'],
  ])('%o with %s', (which, value, problem) => {
    expect(check(which, value)).toBe(problem);
  });
});

describe('a choice', () => {
  it.each([
    ['Repair', 'ar', { value: 'Repair', text: 'Repair' }],
    [{ en: 'Repair', ar: 'إصلاح' }, 'ar', { value: 'Repair', text: 'إصلاح' }],
    [{ ar: 'إصلاح', en: 'Repair' }, 'en', { value: 'Repair', text: 'Repair' }],
    [{ en: 'Repair', ar: ' ' }, 'ar', { value: 'Repair', text: 'Repair' }],
    [{ en: '', ar: 'إصلاح' }, 'en', { value: 'إصلاح', text: 'إصلاح' }],
  ])('%o in %s', (choice, language, shown) => {
    expect(option(choice as Record<string, string> | string, language)).toEqual(shown);
  });
});
