import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock, settled } from './made.ts';
import { Posted } from './posted.ts';

interface Asked {
  path: string;
  headers: Record<string, string>;
  frames: { op: string; n?: number }[];
  signal: AbortSignal | null;
  answer(status: number, ...parts: string[]): void;
  more(part: string): void;
  end(): void;
}

const HELLO = { op: 'hello', pass: 'p1' };
const rest = async (): Promise<void> => {
  for (let i = 0; i < 6; i++) {
    await settled();
    await new Promise((done) => setTimeout(done));
  }
};

let clock: Clock;
let asked: Asked[];
let heard: string[];
let closed: number[];
let reasons: string[];

beforeEach(() => {
  [clock, asked, heard, closed, reasons] = [new Clock(), [], [], [], []];
  vi.stubGlobal('fetch', (url: string, { headers, body, signal }: RequestInit) => {
    let resolve: (answer: Response) => void = () => {};
    let reject: (error: unknown) => void = () => {};
    const promise = new Promise<Response>((...both) => {
      [resolve, reject] = both;
    });
    let way: ReadableStreamDefaultController<Uint8Array> | undefined;
    const stream = new ReadableStream<Uint8Array>({
      start: (made) => {
        way = made;
      },
    });
    signal?.addEventListener('abort', () => {
      reject(new DOMException('', 'AbortError'));
      way?.error(new DOMException('', 'AbortError'));
    });
    const more = (part: string): void => way?.enqueue(new TextEncoder().encode(part));
    asked.push({
      path: url.replace('/api/v1/line', ''),
      headers: headers as Record<string, string>,
      frames: JSON.parse(String(body)),
      signal: signal ?? null,
      answer: (status, ...parts) => {
        resolve(status === 204 ? new Response(null, { status }) : new Response(stream, { status }));
        for (const part of parts) more(part);
      },
      more,
      end: () => way?.close(),
    });
    return promise;
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open(polled = false): Promise<Posted> {
  const line = new Posted(polled, clock);
  line.onopen = () => line.send(JSON.stringify(HELLO));
  line.onmessage = ({ data }: { data: unknown }) => heard.push(String(data));
  line.onclose = ({ code, reason }: { code: number; reason?: string }) => {
    closed.push(code);
    reasons.push(reason ?? '');
  };
  await clock.pass(1);
  return line;
}

const at = (place: number): Asked => asked[place] as Asked;

describe('a line by event stream', () => {
  it('is one request that lasts, with frames wherever the pieces are cut', async () => {
    await open();
    expect(at(0)).toMatchObject({ path: '', frames: [HELLO] });
    expect(at(0).headers['Troth-Line']).toMatch(/^[\da-f-]{36}$/);
    at(0).answer(200, ':\n\nda', 'ta: {"op":"welcome"}\n', '\ndata: {"op":"a"}\n\ndata: {"op":"b: c"}\n\n');
    await rest();
    expect(heard).toEqual(['{"op":"welcome"}', '{"op":"a"}', '{"op":"b: c"}']);
  });

  it('says one batch at a time, in order, with the newest pass', async () => {
    const line = await open();
    at(0).answer(200, 'data: {"op":"pass","pass":"p2"}\n\n');
    await rest();
    for (let n = 1; n <= 100; n++) line.send(JSON.stringify({ op: 'say', n }));
    await rest();
    expect(asked).toHaveLength(2);
    expect(at(1)).toMatchObject({ path: '/frames', headers: { Authorization: 'Bearer p2' } });
    for (let place = 1; place < 4; place++) {
      at(place).answer(204);
      await rest();
    }
    expect(asked.slice(1).map(({ frames }) => frames.length)).toEqual([1, 64, 35]);
    expect(asked.slice(1).flatMap(({ frames }) => frames.map(({ n }) => n))).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 1),
    );
    expect(new Set(asked.map(({ headers }) => headers['Troth-Line'])).size).toBe(1);
  });

  it('answers a ping', async () => {
    await open();
    at(0).answer(200, 'event: ping\ndata: {}\n\n');
    await rest();
    expect(at(1)).toMatchObject({ path: '/frames', frames: [] });
    expect(heard).toEqual([]);
  });

  it('asks again where the line is not known, for it may be in another process', async () => {
    const line = await open();
    at(0).answer(200, ':\n\n');
    line.send('{"op":"say"}');
    for (let place = 1; place < 4; place++) {
      await rest();
      at(place).answer(place < 3 ? 404 : 204);
      await rest();
      await clock.pass(300);
    }
    await rest();
    expect([asked.length, closed]).toEqual([4, []]);
  });

  it('is over when nobody knows it any more, and when a request fails', async () => {
    for (const status of [404, 500]) {
      [asked, closed] = [[], []];
      const line = await open();
      at(0).answer(200, ':\n\n');
      line.send('{"op":"say"}');
      for (let place = 1; !closed.length && place < 20; place++) {
        await rest();
        at(place)?.answer(status);
        await rest();
        await clock.pass(300);
      }
      expect([closed, asked.length, at(0).signal?.aborted]).toEqual([[1006], status === 404 ? 13 : 2, true]);
    }
  });

  it('tells the code it was closed with, and 1006 when it only ends or is refused', async () => {
    await open();
    at(0).answer(200, 'event: close\ndata: {"code":4401,"reason":""}\n\n');
    at(0).end();
    await open();
    at(1).answer(200, 'data: {"op":"welcome"}\n\n');
    at(1).end();
    await open();
    at(2).answer(400);
    await rest();
    expect(closed.sort()).toEqual([1006, 1006, 4401]);
  });

  it('is over after a while without any byte', async () => {
    await open();
    at(0).answer(200, ':\n\n');
    await rest();
    await clock.pass(44_000);
    at(0).more(':\n\n');
    await rest();
    await clock.pass(44_000);
    expect(closed).toEqual([]);
    await clock.pass(2_000);
    expect(closed).toEqual([1006]);
  });

  it('lets a goodbye out when it is closed, and tells nothing more', async () => {
    const line = await open();
    at(0).answer(200, ':\n\n');
    await rest();
    line.send('{"op":"bye"}');
    line.close();
    await rest();
    expect(at(1)).toMatchObject({ frames: [{ op: 'bye' }], signal: null });
    expect(closed).toEqual([]);
  });
});

describe('a line by long polls', () => {
  it('asks again as soon as it has heard something', async () => {
    await open(true);
    expect(at(0)).toMatchObject({ path: '/poll', frames: [HELLO] });
    at(0).answer(200, 'data: {"op":"welcome"}\n\n');
    at(0).end();
    await rest();
    expect(at(1)).toMatchObject({ path: '/poll', frames: [], headers: { Authorization: 'Bearer p1' } });
    at(1).answer(200, 'data: {"op":"a"}\n\nevent: close\ndata: {"code":1012,"reason":"restart 3"}\n\n');
    at(1).end();
    await rest();
    expect([heard, closed, reasons]).toEqual([['{"op":"welcome"}', '{"op":"a"}'], [1012], ['restart 3']]);
    expect(asked).toHaveLength(2);
  });
});
