// @vitest-environment jsdom

import { MAX_TEXT } from '@troth/wire';
import { describe, expect, it } from 'vitest';
import { said } from '../../log/made.ts';
import { opening, replies, rest, Silent, store, visit } from './stage.ts';
import type { Visit } from './visit.ts';

describe('the first message', () => {
  it('is shown at once and leaves with the ids it keeps over every attempt', async () => {
    replies['POST /conversations'] = ['offline', { status: 503, body: { code: 'busy' } }, { status: 201 }];
    const here = visit();
    here.open();
    here.begin('hello', { name: 'Vi' });
    expect(here.talk?.outbox).toMatchObject([{ text: 'hello', state: 'sending' }]);
    await rest(20_000);
    expect(opening()).toHaveLength(3);
    expect(new Set(opening().map(({ body }) => `${body.id} ${body.client_id}`)).size).toBe(1);
    expect(opening()[0]?.body).toMatchObject({ text: 'hello', fields: { name: 'Vi' }, language: 'en' });
    expect(here.talk?.outbox).toMatchObject([{ state: 'sent' }]);
    expect([store.get('conversation'), store.get('first')]).toEqual([here.state.conversation, null]);
  });

  it('survives a page that was left before it was sent', async () => {
    replies['POST /conversations'] = ['offline'];
    const before = visit();
    before.open();
    before.begin('hello', {});
    await rest(100);
    replies['POST /conversations'] = [{ status: 201 }];
    const after = visit();
    after.open();
    await rest(100);
    expect(after.state.conversation).toBe(before.state.conversation);
    expect(opening().at(-1)?.body.client_id).toBe(opening()[0]?.body.client_id);
  });

  it('goes back to the form with what is wrong, and keeps the words', async () => {
    replies['POST /conversations'] = [{ status: 422, body: { code: 'invalid', fields: { email: 'no address' } } }];
    const here = visit();
    here.open();
    here.begin('hello', { email: 'x' });
    await rest(100);
    expect(here.state).toMatchObject({ phase: 'start', conversation: null, fieldErrors: { email: 'no address' } });
    expect([store.get('draft'), store.get('contact'), store.get('first')]).toEqual(['hello', { email: 'x' }, null]);
  });

  it('is followed by what was said meanwhile: not before it, also after a reload', async () => {
    replies['POST /conversations'] = [{ status: 429, body: { code: 'too_many' } }];
    const before = visit();
    before.open();
    await rest(10);
    const [socket] = Silent.all;
    socket?.onopen?.({});
    socket?.onmessage?.({ data: JSON.stringify({ op: 'welcome', v: 1, now: '', session: '' }) });
    before.begin('first', {});
    before.say('second');
    await rest(10);
    expect(socket?.sent.map((frame) => frame.op)).toEqual(['hello']);
    replies['POST /conversations'] = [{ status: 201 }];
    const after = visit();
    after.open();
    await rest(100);
    expect(after.talk?.outbox).toMatchObject([
      { text: 'first', state: 'sent' },
      { text: 'second', state: 'sending' },
    ]);
  });

  it('that is put away leaves its place to the next', async () => {
    replies['POST /conversations'] = [{ status: 403, body: { code: 'forbidden' } }, { status: 201 }];
    const here = visit();
    here.open();
    here.begin('first', { name: 'Vi' });
    here.say('second');
    await rest(100);
    here.discard(String(opening()[0]?.body.client_id));
    await rest(100);
    expect(opening().at(-1)?.body).toMatchObject({ text: 'second', fields: { name: 'Vi' } });
    expect(here.talk?.outbox).toMatchObject([{ text: 'second', state: 'sent' }]);
    expect([store.get('first'), store.get('outbox')]).toEqual([null, null]);
  });

  it('goes back to the form with all that was said behind it', async () => {
    replies['POST /conversations'] = [{ status: 422, body: { code: 'invalid', fields: { email: 'no address' } } }];
    const here = visit();
    here.open();
    here.begin('first', { email: 'x' });
    here.say('second');
    store.set('draft', 'third');
    await rest(100);
    expect([store.get('draft'), store.get('outbox')]).toEqual(['first\nsecond\nthird', null]);
  });

  it('of a talk begun anew does not wait for one that was given up', async () => {
    replies['POST /conversations'] = ['offline', { status: 201 }];
    const here = visit();
    here.open();
    here.begin('never mind', {});
    await rest(100);
    here.discard(String(opening()[0]?.body.client_id));
    here.begin('hello', {});
    await rest(100);
    expect(here.talk?.outbox).toMatchObject([{ text: 'hello', state: 'sent' }]);
    await rest(20_000);
    expect(opening().map(({ body }) => body.text)).toEqual(['never mind', 'hello']);
  });

  it('does not knock for an hour where an hour is to be waited', async () => {
    replies['POST /conversations'] = [{ status: 429, body: { code: 'too_many' } }];
    const here = visit();
    here.open();
    here.begin('hello', {});
    await rest(60_000);
    expect(here.talk?.outbox).toMatchObject([{ text: 'hello', state: 'failed', error: 'too_many' }]);
    expect(opening().length).toBeLessThan(6);
  });

  it('stays, marked as not sent, when it was refused for good', async () => {
    replies['POST /conversations'] = [{ status: 403, body: { code: 'forbidden' } }];
    const here = visit();
    here.open();
    here.begin('hello', {});
    await rest(100);
    expect(here.talk?.outbox).toMatchObject([{ state: 'failed', error: 'forbidden' }]);
    replies['POST /conversations'] = [{ status: 201 }];
    here.retry(String(opening()[0]?.body.client_id));
    await rest(100);
    expect(here.talk?.outbox).toMatchObject([{ state: 'sent' }]);
  });
});

describe('words that missed the end', () => {
  const begun = async (): Promise<Visit> => {
    store.set('token', 'token');
    store.set('conversation', 'c');
    replies['GET /conversations/c'] = [{ body: { id: 'c', state: 'closed', marks: [] } }];
    replies['GET /conversations/c/events'] = [{ body: { items: [said(1, 0)], more: false } }];
    const here = visit();
    here.open();
    await rest(100);
    return here;
  };
  const miss = (here: Visit, text: string): void => {
    here.say(text);
    here.session.failed('c', String(here.talk?.outbox.at(-1)?.clientId), 'closed');
  };

  it('go into a new conversation, all of them, with what the visitor answered before', async () => {
    store.set('contact', { name: 'Vi', email: 'vi@example.net' });
    const here = await begun();
    miss(here, 'one more thing');
    miss(here, 'and another');
    here.anew();
    await rest(100);
    expect(opening()).toHaveLength(1);
    expect(opening()[0]?.body).toMatchObject({
      text: 'one more thing\nand another',
      fields: { name: 'Vi', email: 'vi@example.net' },
    });
    expect(here.state).toMatchObject({ phase: 'talk', conversation: opening()[0]?.body.id });
    expect(here.talk?.outbox).toMatchObject([{ text: 'one more thing\nand another', state: 'sent' }]);
  });

  it('wait in the form where they are too long for one message', async () => {
    const here = await begun();
    for (let n = 0; n < 3; n++) miss(here, 'x'.repeat(MAX_TEXT - 1));
    here.anew();
    await rest(100);
    expect([here.state.phase, opening()]).toEqual(['start', []]);
    expect(store.get<string>('draft')).toHaveLength(3 * MAX_TEXT - 1);
  });

  it('and what was half written stay in the field when a new chat is begun', async () => {
    const here = await begun();
    store.set('draft', 'is the be');
    here.forget();
    expect(store.get('draft')).toBe('is the be');
  });
});
