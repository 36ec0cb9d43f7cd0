import { beforeEach, describe, expect, it } from 'vitest';
import { Clock, STREAM, said, settled } from './made.ts';
import { Polling } from './polling.ts';
import { Session } from './session.ts';

const rest = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await settled();
};

/** A server that keeps what it is told and answers requests. */
class Server {
  events = [said(1, 0)];
  down = false;
  gone = false;
  busy = 0; // so many answers to come
  posts = 0;

  ask = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    if (this.down) throw Object.assign(new Error(), { code: 'offline' });
    if (this.busy-- > 0) throw Object.assign(new Error(), { code: 'busy' });
    if (this.gone) throw Object.assign(new Error(), { code: 'not_found' });
    return this.#answer(method, path, body) as Answer;
  };

  #answer(method: string, path: string, body?: unknown): unknown {
    const last = this.events.at(-1)?.seq ?? 0;
    if (method === 'POST') {
      this.posts++;
      const { client_id, text } = body as { client_id: string; text: string };
      const known = this.events.find((event) => event.client_id === client_id);
      const event = known ?? said(last + 1, last, text, { client_id });
      if (!known) this.events.push(event);
      return { seq: event.seq, at: event.at, masked: 0 };
    }
    if (path === '/me') return {};
    if (!path.includes('/events')) return { last_seq: last, marks: [] };
    const after = Number(/after=(\d+)/.exec(path)?.[1]);
    const limit = Math.min(2, Number(/limit=(\d+)/.exec(path)?.[1]));
    const rest = this.events.filter((event) => event.seq > after);
    return { items: rest.slice(0, limit), more: rest.length > limit };
  }
}

let clock: Clock;
let server: Server;
let session: Session;

beforeEach(async () => {
  [clock, server] = [new Clock(), new Server()];
  session = new Session({
    open: () => new Polling(server.ask, clock),
    pass: async () => '',
    renew: async () => '',
    timers: clock,
  });
  session.watch(STREAM);
  session.start();
  await rest();
  await clock.pass(1);
  await rest();
});

const seqs = (): number[] => session.talk(STREAM).events.map((event) => event.seq);

describe('a talk without WebSocket', () => {
  it('begins with what there is and hears what comes', async () => {
    expect([session.status, seqs()]).toEqual(['online', [1]]);
    for (let seq = 2; seq <= 6; seq++) server.events.push(said(seq, seq - 1));
    await clock.pass(4_001);
    await rest();
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('keeps what is said and shows it once', async () => {
    const id = session.say(STREAM, 'hello');
    await rest();
    expect(session.talk(STREAM)).toMatchObject({ outbox: [], last: 2 });
    expect(server.events.at(-1)?.client_id).toBe(id);
  });

  it('says when the server is away, and goes on when it is back', async () => {
    server.down = true;
    await clock.pass(4_001);
    await rest();
    expect(session.status).not.toBe('online');
    session.say(STREAM, 'written meanwhile');
    server.down = false;
    await clock.pass(2_000);
    await rest();
    expect(session.talk(STREAM)).toMatchObject({ outbox: [], last: 2 });
  });

  it('asks again for what is missing when the server was busy', async () => {
    for (let seq = 2; seq <= 4; seq++) server.events.push(said(seq, seq - 1));
    const heard: unknown[] = [];
    const line = new Polling(server.ask, clock);
    line.onmessage = ({ data }: { data: unknown }) => heard.push(JSON.parse(String(data)).code ?? 0);
    server.busy = 1;
    line.send(JSON.stringify({ op: 'after', ref: 7, stream: STREAM, after: 1, limit: 200 }));
    await rest();
    expect(heard).toEqual(['busy']); // the session asks again at a refusal; silence would leave the gap for ever
  });

  it('lets go of what does not exist', async () => {
    const heard: unknown[] = [];
    session.on((change) => change.what === 'gone' && heard.push(change.stream));
    server.gone = true;
    session.unwatch(STREAM);
    session.watch(STREAM);
    await rest();
    expect(heard).toEqual([STREAM]);
  });
});
