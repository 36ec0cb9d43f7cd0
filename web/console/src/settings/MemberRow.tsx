/** One of the team: a row of the table, a card where there is no room for a table. */
import type { JSX } from 'react';
import type { Member, Role } from '../door/shapes.ts';
import { Button, SignButton } from '../parts/Button.tsx';
import { Pick } from '../parts/Pick.tsx';
import { useWords } from '../words.ts';
import { Portrait } from './Portrait.tsx';
import css from './page.module.css';

export type MemberWish = Partial<{ role: Role; alias: string; title: string }>;

interface Props {
  workspace: string;
  member: Member;
  roles: readonly (readonly [Role, string])[];
  may: boolean;
  /** it is the person who looks */
  self: boolean;
  onChange: (some: MemberWish) => void;
  onInvite: () => void;
  onRemove: () => void;
  onFace: () => void;
}

export function MemberRow(props: Props): JSX.Element {
  const { workspace, member, roles, may, self, onChange, onInvite, onRemove, onFace } = props;
  const { t } = useWords();
  return (
    <tr>
      <td className={css.who}>
        <div className={css.person}>
          <Portrait workspace={workspace} member={member} may={may || self} onChange={onFace} />
          <span>
            <bdi>{member.name}</bdi>
            <small dir="ltr">{member.email}</small>
          </span>
        </div>
      </td>
      <td data-label={t('team.role')}>
        <Pick
          says={t('team.role.of', { name: member.name })}
          value={member.role}
          options={roles}
          disabled={!may}
          onChange={(role) => onChange({ role })}
        />
      </td>
      <td data-label={t('team.state')}>
        {member.invited ? (
          <span className={css.invited}>
            <span className={css.dot} title={t('team.invited.text')}>
              {t('team.invited')}
            </span>
            {may ? (
              <Button kind="plain" aria-label={t('team.invited.again.to', { name: member.name })} onPress={onInvite}>
                {t('team.invited.again')}
              </Button>
            ) : null}
          </span>
        ) : (
          <span className={css.dot} data-on={member.available || undefined}>
            {t(member.available ? 'available.short.on' : 'available.short.off')}
          </span>
        )}
      </td>
      <td className={css.wide} data-label={t('team.alias')}>
        <Word
          may={may}
          held={member.alias}
          says={t('team.alias.of', { name: member.name })}
          onKeep={(alias) => onChange({ alias })}
          needed
        />
      </td>
      <td className={css.wide} data-label={t('team.role.title')}>
        <Word
          may={may}
          held={member.title}
          says={t('team.title.of', { name: member.name })}
          none={t('aliases.notitle')}
          onKeep={(title) => onChange({ title })}
        />
      </td>
      <td className={css.acts}>
        {may && !self ? (
          <SignButton sign="trash" says={t('team.remove', { name: member.name })} side="start" onPress={onRemove} />
        ) : null}
      </td>
    </tr>
  );
}

interface WordProps {
  may: boolean;
  held: string;
  says: string;
  /** what stands where nothing is written */
  none?: string;
  needed?: boolean;
  onKeep: (text: string) => void;
}

/** A word that is kept when it is left; one that is needed comes back when it is emptied. */
function Word({ may, held, says, none = '', needed = false, onKeep }: WordProps): JSX.Element {
  if (!may) return <bdi>{held || none}</bdi>;
  return (
    <input
      key={held}
      defaultValue={held}
      aria-label={says}
      placeholder={none}
      dir="auto"
      maxLength={60}
      onBlur={(event) => {
        const text = event.target.value.trim();
        if (text === held || (needed && !text)) event.target.value = held;
        else onKeep(text);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
