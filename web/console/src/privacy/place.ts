/** Where one is at the privacy desk: /privacy/{client}/{part}/{one of it}. */
import { useLocation } from 'wouter';
import type { Membership } from '../door/shapes.ts';
import { guards, useMe } from '../live/me.ts';
import type { Sign } from '../parts/Icon.tsx';

export const PARTS = {
  requests: 'tray',
  notice: 'file',
  retention: 'glass',
  profile: 'shield',
  measures: 'seal',
  holds: 'lock',
  consents: 'check',
  looks: 'eye',
  settings: 'settings',
} as const satisfies Record<string, Sign>;

export type DeskPart = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as DeskPart[];

export interface DeskPlace {
  /** those of the person's clients whose officer or owner they are */
  guarded: readonly Membership[];
  membership: Membership | undefined;
  part: DeskPart;
  id: string | null;
  /** whether the address names a part, or the desk as a whole */
  chosen: boolean;
}

export const deskAddress = (workspace: string, part: DeskPart, id: string | null = null): string =>
  `/privacy/${workspace}/${part}${id ? `/${id}` : ''}`;

const isPart = (word: string | undefined): word is DeskPart => word !== undefined && Object.hasOwn(PARTS, word);

export function useDeskPlace(): DeskPlace {
  const [path] = useLocation();
  const { memberships } = useMe();
  const [, workspace, part, id] = path.split('/').filter(Boolean);
  const guarded = memberships.filter(guards);
  return {
    guarded,
    membership: guarded.find((one) => one.workspace.id === workspace) ?? guarded[0],
    part: isPart(part) ? part : 'requests',
    id: id ?? null,
    chosen: isPart(part),
  };
}
