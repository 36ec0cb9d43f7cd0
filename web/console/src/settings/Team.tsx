/** Who works for a client, in which role, and under what name, title and face visitors meet them. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { api } from '../door/http.ts';
import type { Member, Membership, Page, Role } from '../door/shapes.ts';
import { manages, owns } from '../live/me.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { tell } from '../parts/toasts.tsx';
import { trouble } from '../talk/deeds.ts';
import { useWords } from '../words.ts';
import { AddMember } from './AddMember.tsx';
import { CloseSection } from './closing/CloseSection.tsx';
import { MemberRow, type MemberWish } from './MemberRow.tsx';
import css from './page.module.css';

const ROLES: readonly Role[] = ['owner', 'admin', 'agent', 'officer'];

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

  async function act(
    member: Member,
    wish: { method: 'PATCH' | 'DELETE' | 'POST'; path?: string; body?: unknown },
    said: string,
  ): Promise<void> {
    const { path = '', ...rest } = wish;
    try {
      await api(`/workspaces/${workspace.id}/members/${member.id}${path}`, rest);
      tell(said);
    } catch (error) {
      trouble(error);
    }
    await again();
  }
  const change = (member: Member, some: MemberWish): void =>
    void act(member, { method: 'PATCH', body: some }, t('saved'));
  const invite = (member: Member): void =>
    void act(
      member,
      { method: 'POST', path: '/invitations', body: {} },
      t('team.invited.again.told', { email: member.email }),
    );
  const remove = (member: Member): void => {
    setLeaving(null);
    void act(member, { method: 'DELETE' }, t('team.removed', { name: member.name }));
  };

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
      <table className={css.table} aria-label={t('team')}>
        <thead>
          <tr>
            <th scope="col">{t('team.person')}</th>
            <th scope="col">{t('team.role')}</th>
            <th scope="col">{t('team.state')}</th>
            <th scope="col">{t('team.alias')}</th>
            <th scope="col">{t('team.role.title')}</th>
            <th scope="col">
              <span className="unseen">{t('team.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((member) => (
            <MemberRow
              key={member.id}
              workspace={workspace.id}
              member={member}
              roles={roles}
              may={may}
              self={member.id === membership.member_id}
              onChange={(some) => change(member, some)}
              onInvite={() => invite(member)}
              onRemove={() => setLeaving(member)}
              onFace={() => void again()}
            />
          ))}
        </tbody>
      </table>
      {may ? <AddMember workspace={workspace.id} roles={roles} onAdded={again} /> : null}
      {owns(membership) ? <CloseSection membership={membership} /> : null}
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
          <Button kind="danger" sign="trash" onPress={() => leaving && remove(leaving)}>
            {t('team.remove.do')}
          </Button>
        </div>
      </Sheet>
    </div>
  );
}

export function Locked(): JSX.Element {
  const { t } = useWords();
  return (
    <p className={css.locked}>
      <Icon sign="lock" />
      {t('settings.locked')}
    </p>
  );
}
