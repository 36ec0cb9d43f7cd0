/** A face that can be changed: the picture visitors see of somebody. */
import { type JSX, useRef } from 'react';
import { Button as Base } from 'react-aria-components';
import { dropPortrait, keepPortrait, portraitOf } from '../door/portrait.ts';
import type { Member } from '../door/shapes.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Item, Menu } from '../parts/Menu.tsx';
import { tell } from '../parts/toasts.tsx';
import { trouble } from '../talk/deeds.ts';
import { useWords } from '../words.ts';
import css from './Portrait.module.css';

const TAKEN = 'image/png,image/jpeg,image/webp';

interface Props {
  workspace: string;
  member: Pick<Member, 'id' | 'name' | 'colour' | 'picture'>;
  /** whose, where the name alone does not say */
  says?: string;
  may: boolean;
  size?: 32 | 48;
  onChange: () => void;
}

export function Portrait({ workspace, member, says: whose, may, size = 32, onChange }: Props): JSX.Element {
  const { t } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const face = <Avatar name={member.name} colour={member.colour} picture={member.picture || undefined} size={size} />;
  if (!may) return face;

  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    const picture = await portraitOf(file);
    if (!picture) return tell(t('portrait.unreadable'), { bad: true });
    await keep(() => keepPortrait(workspace, member.id, picture));
  }
  async function keep(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      tell(t('saved'));
    } catch (error) {
      trouble(error);
    }
    onChange();
  }

  const says = t('portrait.of', { name: whose ? `${member.name}, ${whose}` : member.name });
  return (
    <span className={css.portrait}>
      <Menu
        says={says}
        side="bottom start"
        button={
          <Base className={css.button ?? ''} aria-label={says}>
            {face}
            <i aria-hidden="true">
              <Icon sign="plus" size={12} />
            </i>
          </Base>
        }
      >
        <Item sign="file" onAction={() => chooser.current?.click()}>
          {t('portrait.choose')}
        </Item>
        {member.picture ? (
          <Item sign="trash" danger onAction={() => void keep(() => dropPortrait(workspace, member.id))}>
            {t('portrait.remove')}
          </Item>
        ) : null}
      </Menu>
      <input
        ref={chooser}
        type="file"
        accept={TAKEN}
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </span>
  );
}
