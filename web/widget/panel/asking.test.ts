// @vitest-environment jsdom

import { describe, expect, it } from 'vitest';
import { asked, asks, replies, rest, Silent, store, visit } from './stage.ts';

const kept = (): string[] => Object.keys({ ...localStorage }).concat(Object.keys({ ...sessionStorage }));
const paths = (): string[] => asked.map(({ what }) => what);

describe('a site that asks first', () => {
  it('makes nobody, keeps nothing and opens no line before there is an answer', async () => {
    const here = asks();
    here.wait();
    here.open();
    here.setSound(false);
    store.set('draft', 'half');
    await rest(60_000);
    expect([here.state.phase, asked, Silent.all.length, kept()]).toEqual(['consent', [], 0, []]);
  });

  it('records what was agreed to, and keeps from then on', async () => {
    const here = asks();
    here.open();
    here.answer('given');
    await rest();
    expect(asked).toMatchObject([
      { what: 'POST /sites/shop/consents', body: { answer: 'given', language: 'en', sha256: 'abc' } },
    ]);
    expect([here.state.phase, kept().sort()]).toEqual([
      'start',
      ['troth.shop.agreed', 'troth.shop.token', 'troth.shop.used'],
    ]);
  });

  it('is not answered again on the next page', async () => {
    const before = asks();
    before.open();
    before.answer('given');
    await rest();
    const here = asks();
    here.open();
    await rest();
    expect([here.state.phase, store.get('token')]).toEqual(['start', 'token']);
    expect(paths()).toEqual(['POST /sites/shop/consents', 'POST /passes']);
  });

  it('asks again once what was agreed to changed, and the talk goes on', async () => {
    const first = asks();
    first.open();
    first.answer('given');
    await rest();
    const here = asks({ number: 3, sha256: 'def', path: '/privacy/shop', asks_since: 3 });
    here.open();
    await rest();
    expect([here.state.phase, here.again]).toEqual(['consent', true]);
    replies['POST /me/consents'] = [
      { status: 503, body: { code: 'busy' } },
      { status: 204, body: '' },
    ];
    here.answer('given');
    await rest(1000);
    expect(here.state.phase).toBe('consent'); // nobody knows of it, so it is asked still
    here.answer('given');
    await rest();
    expect(asked.filter(({ what }) => what === 'POST /me/consents').at(-1)).toMatchObject({
      body: { answer: 'given', language: 'en', sha256: 'abc' },
    });
    expect([here.state.phase, here.again, store.get('token')]).toEqual(['start', false, 'token']);
    const later = asks({ number: 4, sha256: 'fed', path: '/privacy/shop', asks_since: 3 });
    later.open();
    await rest();
    expect(later.state.phase).toBe('start');
  });

  it('that asks again and is refused forgets the visitor, and chats from memory', async () => {
    const first = asks();
    first.open();
    first.answer('given');
    await rest();
    const here = asks({ number: 3, sha256: 'def', path: '/privacy/shop', asks_since: 3 });
    here.open();
    here.answer('refused');
    await rest(10_000);
    expect(paths()).toContain('POST /me/departure');
    const answers = asked.filter(({ what }) => what === 'POST /sites/shop/consents');
    expect(answers.map(({ body }) => body.answer)).toEqual(['given', 'refused']);
    expect([here.state.phase, kept()]).toEqual(['start', []]);
  });

  it('that was refused has a chat all the same, from memory', async () => {
    replies['POST /conversations'] = [{ status: 201, body: {} }];
    const here = asks();
    here.open();
    here.answer('refused');
    here.begin('Hello', { email: 'vi@example.net' });
    await rest(100);
    expect(asked[0]).toMatchObject({ what: 'POST /sites/shop/consents', body: { answer: 'refused' } });
    expect(paths()).toContain('POST /conversations');
    expect([here.state.phase, store.lasting, kept()]).toEqual(['talk', false, []]);
    expect(asks().state.conversation).toBeNull(); // the next page knows nothing
  });

  it('has what lay here from before it asked removed by either answer', async () => {
    store.set('token', 'old');
    store.set('conversation', 'c');
    const here = asks();
    here.open();
    expect(here.state.phase).toBe('consent');
    here.answer('refused');
    await rest();
    expect(kept()).toEqual([]);
  });

  it('asks anew when the server knows the visitor no more: a new record needs a new answer', async () => {
    const before = asks();
    before.open();
    before.answer('given');
    await rest();
    replies['POST /passes'] = [{ status: 401, body: { code: 'sign_in' } }];
    const here = asks();
    here.open();
    await rest(100);
    expect([here.state.phase, kept()]).toEqual(['consent', []]);
    expect(paths().filter((path) => path === 'POST /sites/shop/consents')).toHaveLength(1);
  });

  it('follows the answer of another tab, and its taking back', async () => {
    const here = asks();
    here.open();
    localStorage.setItem('troth.shop.agreed', '"abc"');
    localStorage.setItem('troth.shop.token', '"token"');
    dispatchEvent(new StorageEvent('storage', { key: 'troth.shop.agreed', newValue: '"abc"' }));
    await rest(100);
    expect([here.state.phase, paths()]).toEqual(['start', ['POST /passes']]);
    localStorage.clear();
    dispatchEvent(new StorageEvent('storage', { key: 'troth.shop.agreed', newValue: null }));
    await rest(100);
    expect([here.state.phase, here.state.status, kept()]).toEqual(['consent', 'stopped', []]);
  });
});

describe('taking it back', () => {
  it('is one step: the server is told, the device is empty, and the question is there again', async () => {
    const here = asks();
    here.open();
    here.answer('given');
    await rest();
    await Promise.all([here.depart('withdrawn'), rest()]);
    expect(asked.at(-1)).toMatchObject({ what: 'POST /me/departure', credential: 'pass' });
    expect([here.state.phase, here.state.withdrawn, here.state.status, kept()]).toEqual([
      'consent',
      'told',
      'stopped',
      [],
    ]);
  });

  it('empties the device also when nobody can be reached, and says so', async () => {
    const here = asks();
    here.open();
    here.answer('given');
    await rest();
    replies['POST /me/departure'] = ['offline'];
    await Promise.all([here.depart('withdrawn'), rest(5_000)]);
    expect([here.state.withdrawn, kept()]).toEqual(['untold', []]);
  });

  it('makes nobody afterwards', async () => {
    const here = asks();
    here.open();
    here.answer('given');
    await rest();
    await Promise.all([here.depart('withdrawn'), rest()]);
    const before = asked.length;
    here.close();
    here.open();
    await rest(60_000);
    expect([asked.length, kept(), here.state.phase]).toEqual([before, [], 'consent']);
  });
});

describe('turning the chat off', () => {
  it('removes the id, the talk and all else, here and there', async () => {
    const here = visit();
    here.open();
    here.setSound(false);
    here.begin('Hello', { email: 'vi@example.net' });
    await rest(100);
    await Promise.all([here.depart('off'), rest()]);
    expect(asked.at(-1)?.what).toBe('POST /me/departure');
    expect([here.state.phase, here.state.conversation, kept()]).toEqual(['off', null, []]);
  });

  it('of somebody who never was anybody asks for nothing', async () => {
    const here = visit();
    here.wait();
    await Promise.all([here.depart('off'), rest()]);
    expect([asked, kept()]).toEqual([[], []]);
  });

  it('can be taken back on a page of its own, as somebody new', async () => {
    const here = visit();
    here.open();
    await rest();
    await Promise.all([here.depart('off'), rest()]);
    here.back();
    await rest();
    expect([here.state.phase, store.get('token'), store.lasting]).toEqual(['start', 'token', true]);
    expect(paths().filter((path) => path.endsWith('/visitors'))).toHaveLength(2);
  });
});
