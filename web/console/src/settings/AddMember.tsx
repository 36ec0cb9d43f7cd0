/** Somebody new in the team; a mail tells them where to go. */
import { newId } from '@troth/log';
import { type FormEvent, type JSX, useState } from 'react';
import { api, Problem } from '../door/http.ts';
import type { Role } from '../door/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Pick } from '../parts/Pick.tsx';
import { tell } from '../parts/toasts.tsx';
import { trouble } from '../talk/deeds.ts';
import { useWords } from '../words.ts';
import css from './page.module.css';

interface Props {
  workspace: string;
  roles: readonly (readonly [Role, string])[];
  onAdded: () => Promise<void>;
}

export function AddMember({ workspace, roles, onAdded }: Props): JSX.Element {
  const { t } = useWords();
  const [role, setRole] = useState<Role>('agent');
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});

  async function add(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const [name, email] = [String(data.get('name')).trim(), String(data.get('email')).trim()];
    const missing: Record<string, string> = {};
    if (!name) missing.name = t('error.name');
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) missing.email = t('error.email');
    setWrong(missing);
    if (Object.keys(missing).length > 0) return;
    try {
      await api(`/workspaces/${workspace}/members`, { method: 'POST', body: { id: newId(), name, email, role } });
      tell(t('team.added', { name }));
      form.reset();
      await onAdded();
    } catch (error) {
      if (error instanceof Problem && error.fields.email) setWrong({ email: t('team.email.bad') });
      else trouble(error);
    }
  }
  return (
    <form className={css.add} onSubmit={(event) => void add(event)} noValidate aria-label={t('team.add')}>
      <Field label={t('team.name')} name="name" error={wrong.name} />
      <Field label={t('team.email')} name="email" type="email" ltr error={wrong.email} />
      <span className={css.addrole}>
        <span aria-hidden="true">{t('team.role')}</span>
        <Pick says={t('team.role')} value={role} options={roles} onChange={setRole} />
      </span>
      <Button kind="solid" type="submit" sign="plus">
        {t('team.add')}
      </Button>
    </form>
  );
}
