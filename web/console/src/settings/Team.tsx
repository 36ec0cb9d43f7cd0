/** Who works for a client, in which role, and under what name visitors meet them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { newId } from '@troth/log';
import { type FormEvent, type JSX, useState } from 'react';
import { api, Problem } from '../door/http.ts';
import type { Member, Membership, Page, Role } from '../door/shapes.ts';
import { manages } from '../live/me.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Button, SignButton } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Field } from '../parts/Field.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Pick } from '../parts/Pick.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { tell } from '../parts/toasts.tsx';
import { trouble } from '../talk/deeds.ts';
import { useWords } from '../words.ts';
import css from './page.module.css';

const ROLES: readonly Role[] = ['owner', 'admin', 'agent'];

export function Team({ membership }: { membership: Membership }): JSX.Element {
  const { t } = useWords();
  const { workspace } = membership;
  const cache = useQueryClient();
  const key = [workspace.id, 'members'];
  const { data, isError, refetch } = useQuery({
    queryKey: key,
    queryFn: () => api<Page<Member>>(`/workspaces/${workspace.id}/members`),
  });
  const [leaving, setLeaving] = useState<Member | null>(null);
  const may = manages(membership);
  const again = (): Promise<void> => cache.invalidateQueries({ queryKey: key });

  async function change(member: Member, some: Partial<MemberWish>): Promise<void> {
    try {
      await api(`/workspaces/${workspace.id}/members/${member.id}`, { method: 'PATCH', body: some });
      tell(t('saved'));
    } catch (error) {
      trouble(error);
    }
    await again();
  }
  async function remove(member: Member): Promise<void> {
    setLeaving(null);
    try {
      await api(`/workspaces/${workspace.id}/members/${member.id}`, { method: 'DELETE' });
      tell(t('team.removed', { name: member.name }));
    } catch (error) {
      trouble(error);
    }
    await again();
  }

  if (isError)
    return (
      <Empty sign="warn" bad title={t('team.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;
  const roles = ROLES.map((role) => [role, t(`role.${role}`)] as const);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t('team.title', { name: workspace.name })}</h1>
        <p className={css.lead}>{t('team.lead')}</p>
      </header>
      {may ? null : <Locked />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={css.scroll} aria-label={t('team')} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('team.person')}</th>
              <th scope="col">{t('team.role')}</th>
              <th scope="col">{t('team.alias')}</th>
              <th scope="col">{t('team.state')}</th>
              <th scope="col">
                <span className="unseen">{t('team.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((member) => (
              <tr key={member.id}>
                <td>
                  <div className={css.person}>
                    <Avatar name={member.name} seed={member.id} size={32} />
                    <span>
                      <bdi>{member.name}</bdi>
                      <small dir="ltr">{member.email}</small>
                    </span>
                  </div>
                </td>
                <td>
                  <Pick
                    says={t('team.role.of', { name: member.name })}
                    value={member.role}
                    options={roles}
                    disabled={!may}
                    onChange={(role) => void change(member, { role })}
                  />
                </td>
                <td>
                  {may ? (
                    <input
                      key={member.alias}
                      defaultValue={member.alias}
                      aria-label={t('team.alias.of', { name: member.name })}
                      maxLength={60}
                      onBlur={(event) => {
                        const alias = event.target.value.trim();
                        if (alias && alias !== member.alias) void change(member, { alias });
                        else event.target.value = member.alias;
                      }}
                      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
                    />
                  ) : (
                    <bdi>{member.alias}</bdi>
                  )}
                </td>
                <td>
                  <span className={css.dot} data-on={member.available || undefined}>
                    {t(member.available ? 'available.short.on' : 'available.short.off')}
                  </span>
                </td>
                <td>
                  {may && member.id !== membership.member_id ? (
                    <SignButton
                      sign="trash"
                      says={t('team.remove', { name: member.name })}
                      side="start"
                      onPress={() => setLeaving(member)}
                    />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {may ? <AddMember workspace={workspace.id} roles={roles} onAdded={again} /> : null}
      <Sheet
        title={t('team.remove', { name: leaving?.name ?? '' })}
        open={leaving !== null}
        onClose={() => setLeaving(null)}
      >
        <p>{t('team.remove.text', { name: leaving?.name ?? '', client: workspace.name })}</p>
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginBlockStart: 20 }}>
          <Button kind="plain" onPress={() => setLeaving(null)}>
            {t('cancel')}
          </Button>
          <Button kind="danger" sign="trash" onPress={() => leaving && void remove(leaving)}>
            {t('team.remove.do')}
          </Button>
        </div>
      </Sheet>
    </div>
  );
}

type MemberWish = { role: Role; alias: string };

export function Locked(): JSX.Element {
  const { t } = useWords();
  return (
    <p className={css.locked}>
      <Icon sign="lock" />
      {t('settings.locked')}
    </p>
  );
}

interface AddProps {
  workspace: string;
  roles: readonly (readonly [Role, string])[];
  onAdded: () => Promise<void>;
}

function AddMember({ workspace, roles, onAdded }: AddProps): JSX.Element {
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
      <span>
        <Pick says={t('team.role')} value={role} options={roles} onChange={setRole} />
      </span>
      <Button kind="solid" type="submit" sign="plus">
        {t('team.add')}
      </Button>
    </form>
  );
}
