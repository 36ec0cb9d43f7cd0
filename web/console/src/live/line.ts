/** The one socket of the console. It carries every workspace of the person and the talk that is open. */
import { Inboxes, type Kept, Session, SignedOut, type Talk } from '@troth/log';
import { dial, rememberedWay, rememberWay } from '@troth/log/dial';
import { useCallback, useSyncExternalStore } from 'react';
import { api, Problem } from '../door/http.ts';

interface PassAnswer {
  pass: string;
  expires: string;
}

let held: { pass: string; until: number } | null = null;

async function renew(): Promise<string> {
  try {
    const answer = await api<PassAnswer>('/passes', { method: 'POST', body: {} });
    held = { pass: answer.pass, until: Date.parse(answer.expires) };
    return answer.pass;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) throw new SignedOut();
    throw error;
  }
}

/** For what asks for a pass by name: the socket, and files, which are taken before the database is asked anything. */
export const pass = async (): Promise<string> => (held && held.until - Date.now() > 30_000 ? held.pass : renew());

export const line = new Session({
  open: dial,
  way: rememberedWay(),
  onWay: rememberWay,
  pass,
  renew,
  onPass: (pass, expires) => {
    held = { pass, until: Date.parse(expires) };
  },
  post: (stream, { clientId, text, files }) =>
    api<Kept>(`/conversations/${stream}/messages`, {
      method: 'POST',
      body: { client_id: clientId, text, files: files.map((file) => file.id) },
    }),
});

export const inboxes = line.add(Inboxes);

/** Nothing of one person's session may serve the next. */
export function hangUp(): void {
  held = null;
  line.stop();
}

function wake(): void {
  if (document.visibilityState === 'visible') line.nudge();
}
addEventListener('online', wake);
addEventListener('offline', () => line.nudge()); // the browser may be wrong: the line is asked
document.addEventListener('visibilitychange', wake);

export function useTalk(stream: string): Talk {
  const follow = useCallback(
    (tell: () => void) =>
      line.on((change) => {
        if (change.what === 'talk' && change.stream === stream) tell();
      }),
    [stream],
  );
  // An empty talk is made anew at each asking; it must stay the same value between two changes.
  return useSyncExternalStore(follow, () => steady(stream));
}

const empties = new Map<string, Talk>();
const blank = (talk: Talk): boolean =>
  talk.last === 0 && talk.outbox.length === 0 && Object.keys({ ...talk.marks, ...talk.typing }).length === 0;

function steady(stream: string): Talk {
  const talk = line.talk(stream);
  if (!blank(talk)) return talk;
  const known = empties.get(stream);
  if (known) return known;
  empties.set(stream, talk);
  return talk;
}

const followStatus = (tell: () => void): (() => void) => line.on((change) => change.what === 'status' && tell());
export const useStatus = (): Session['status'] => useSyncExternalStore(followStatus, () => line.status);
/** Whether this network holds sockets back, and everything goes a slower way. */
export const useDetour = (): boolean => useSyncExternalStore(followStatus, () => line.detour);
