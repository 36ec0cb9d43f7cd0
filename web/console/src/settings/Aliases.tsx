/** Under which name visitors of this site meet each colleague. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { api } from '../door/http.ts';
import type { Alias, Member, Page } from '../door/shapes.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { useWords } from '../words.ts';
import { Part } from './Part.tsx';
import css from './SitePage.module.css';
import type { PartProps } from './SitePage.tsx';

export function Aliases({ site, may, wrong, change, workspace }: PartProps & { workspace: string }): JSX.Element {
  const { t } = useWords();
  const { data } = useQuery({
    queryKey: [workspace, 'members'],
    queryFn: () => api<Page<Member>>(`/workspaces/${workspace}/members`),
  });
  const keep = (member: string, some: Partial<Alias>): void => {
    const held = site.aliases.find((one) => one.member_id === member) ?? { member_id: member, alias: '', title: '' };
    const next = { ...held, ...some };
    if (next.alias === held.alias && next.title === held.title) return;
    void change({
      aliases: [...site.aliases.filter((one) => one.member_id !== member), ...(next.alias ? [next] : [])],
    });
  };
  return (
    <Part title={t('aliases.title')} text={t('aliases.text')}>
      <div className={css.rows}>
        {(data?.items ?? []).map((member) => {
          const own = site.aliases.find((one) => one.member_id === member.id);
          return (
            <div key={`${member.id}${own?.alias ?? ''}${own?.title ?? ''}`} className={css.row}>
              <Avatar name={member.name} colour={member.colour} picture={member.picture || undefined} size={24} />
              <span style={{ inlineSize: 120, overflowWrap: 'anywhere' }}>{member.name}</span>
              <input
                defaultValue={own?.alias ?? ''}
                placeholder={member.alias}
                aria-label={t('aliases.alias', { name: member.name })}
                maxLength={60}
                disabled={!may}
                onBlur={(event) => keep(member.id, { alias: event.target.value.trim() })}
              />
              <input
                defaultValue={own?.title ?? ''}
                placeholder={member.title || t('aliases.notitle')}
                aria-label={t('aliases.role', { name: member.name })}
                maxLength={60}
                disabled={!may}
                onBlur={(event) =>
                  keep(member.id, { title: event.target.value.trim(), alias: own?.alias || member.alias })
                }
              />
            </div>
          );
        })}
      </div>
      {wrong.aliases ? (
        <p className={css.warn} role="alert">
          {t('error.invalid')}
        </p>
      ) : null}
    </Part>
  );
}
