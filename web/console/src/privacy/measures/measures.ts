/** What people answer for: the measures of a client's profile, as the desk asks for them. */
import { useQuery } from '@tanstack/react-query';
import type { Sign } from '../../parts/Icon.tsx';
import { desk } from '../door.ts';
import type { Measure } from '../shapes.ts';

export type Standing = Measure['standing'];

export const SIGNS: Readonly<Record<Standing, Sign>> = {
  overdue: 'warn',
  altered: 'warn',
  ownerless: 'people',
  withdrawn: 'reopen',
  missing: 'edit',
  soon: 'waiting',
  attested: 'seal',
};

/** How a badge looks that says it: the colours of what was sent, waits or failed. */
export const LOOKS: Readonly<Record<Standing, 'sent' | 'waiting' | 'failed' | undefined>> = {
  overdue: 'failed',
  altered: 'failed',
  ownerless: 'failed',
  withdrawn: undefined,
  missing: undefined,
  soon: 'waiting',
  attested: 'sent',
};

export const measuresKey = (workspace: string): readonly string[] => [workspace, 'privacy', 'measures'];

export const useMeasures = (workspace: string) =>
  useQuery({
    queryKey: measuresKey(workspace),
    queryFn: () => desk<{ items: Measure[] }>(workspace, '/measures'),
  });

/** How many need somebody now, or soon. */
export const waiting = (all: readonly Measure[]): number => all.filter((one) => one.standing !== 'attested').length;

/** The SHA-256 of a file, in hexadecimal. It is read here and sent nowhere. */
export async function hashOf(file: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
