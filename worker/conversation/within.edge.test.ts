import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WithinAnswer } from '#domain/http-within.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, command, connect, idOf, join, meta, migrateD1, objectOf, setUp } from '../testing/door.ts';
import { playGraph } from '../testing/graph.ts';
import { saying } from '../testing/meta.ts';

const start = Math.floor(Date.now() / 1000) * 1000 - 60 * 60 * 1000;
let admin = '';
let graph: ReturnType<typeof playGraph>;
let nextPhone = 15570000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
});
beforeEach(() => {
  graph = playGraph();
});
afterEach(() => graph.restore());

type Customer = { readonly phone: string; readonly name: CustomerName };

/** A customer who wrote these, one a second; `m0` is the id of the first. */
async function customer(...texts: readonly string[]): Promise<Customer> {
  nextPhone += 1;
  const phone = String(nextPhone);
  const letters = texts.map((text, index) =>
    saying({ id: `wamid.${phone}.${index}`, from: phone, text, at: start + index * 1000 }),
  );
  await meta(...letters);
  return { phone, name: `phone:${phone}` };
}

async function ofSearch(name: CustomerName, q: string, cookie: string = admin): Promise<Response> {
  return ask(`/api/conversations/${await idOf(name)}/search?${new URLSearchParams({ q }).toString()}`, {
    cookie,
  });
}

async function find(name: CustomerName, q: string, cookie: string = admin): Promise<WithinAnswer> {
  const answer = await ofSearch(name, q, cookie);
  expect(answer.status).toBe(200);
  return answer.json<WithinAnswer>();
}

/** The times of the hits, in seconds after the start. */
const secondsOf = ({ hits }: WithinAnswer): number[] => hits.map(({ at }) => (at - start) / 1000);

describe('search inside a conversation (B-39)', () => {
  it('finds newest first, by beginnings of words, all of them, folded as in the list', async () => {
    const { name } = await customer(
      'A bolsa de couro caramelo',
      'Você tem a BOLSA?',
      'embolsar',
      'Temos: bolsas e cintos de couro',
      'مُحَمَّد أحمد',
      '我要两个包',
      'Ligue +55 (11) 98765-4321',
      '👍 ok',
    );
    const asked = async (q: string): Promise<number[]> => secondsOf(await find(name, q));
    expect(await asked('bolsa')).toEqual([3, 1, 0]);
    expect(await asked('bólsa COURO')).toEqual([3, 0]);
    expect(await asked('couro b')).toEqual([3, 0]);
    expect(await asked('voce')).toEqual([1]);
    expect(await asked('olsa')).toEqual([]);
    expect(await asked('احمد')).toEqual([4]);
    expect(await asked('两')).toEqual([5]);
    expect(await asked('两个')).toEqual([5]);
    expect(await asked('个两')).toEqual([]);
    expect(await asked('5511987')).toEqual([6]);
    expect(await asked('👍')).toEqual([7]);
    expect(await asked('')).toEqual([]);
    expect(await asked(' .,! ')).toEqual([]);
  });

  it('finds comments and our own messages, not what was unsent, nor lines', async () => {
    const { name, phone } = await customer('Segredo um', 'Segredo dois');
    await command(name, admin, { type: 'comment', text: 'Nosso segredo' });
    await command(name, admin, { type: 'send', draft: { kind: 'text', text: 'Sem segredos' } });
    const revoke = { type: 'revoke', revoke: { original_message_id: `wamid.${phone}.1` } };
    await meta(saying({ id: `wamid.${phone}.gone`, from: phone, at: start + 5000, kind: revoke }));
    const { hits } = await find(name, 'segredo');
    expect(hits).toHaveLength(3);
    expect(hits.at(-1)?.id).toBe((await find(name, 'um')).hits[0]?.id);
    await command(name, admin, { type: 'archive' });
    expect((await find(name, 'archived')).hits).toEqual([]);
  });

  it('is for whoever sees the conversation, and tells nobody else that it is there', async () => {
    const { name } = await customer('Confidential');
    const ana = await join(admin, 'Ana Reis', 'agent');
    const rui = await join(admin, 'Rui Costa', 'agent');
    await command(name, admin, { type: 'assign', personId: ana.id });
    expect((await find(name, 'confidential', ana.cookie)).hits).toHaveLength(1);
    for (const visibility of ['own', 'all']) {
      await ask('/api/settings', { method: 'PUT', body: JSON.stringify({ visibility }), cookie: admin });
      expect((await ofSearch(name, 'confidential', rui.cookie)).status).toBe(
        visibility === 'all' ? 200 : 404,
      );
    }
    expect((await ofSearch(name, 'confidential', '')).status).toBe(401);
    expect((await ofSearch('phone:15579999999', 'x')).status).toBe(404);
  });

  it.each([
    `" OR 1=1 --`,
    `'); DROP TABLE message;--`,
    '%',
    '*',
    '\0',
    '\ud800',
    'a'.repeat(300),
    '(NEAR/2)',
  ])('takes any text: %j', async (q) => {
    const { name } = await customer('Nothing of the kind');
    expect(await find(name, q)).toEqual({ hits: [], more: false });
  });

  it('refuses a text that is too long, or none at all', async () => {
    const { name } = await customer('Hello');
    expect((await ofSearch(name, 'a'.repeat(301))).status).toBe(422);
    expect((await ask(`/api/conversations/${await idOf(name)}/search`, { cookie: admin })).status).toBe(422);
  });

  /** Puts `count` older messages there, without their webhooks. */
  async function fill(name: CustomerName, count: number, text: string): Promise<void> {
    const object = await objectOf(name);
    await runInDurableObject(object, (_instance, { storage }) => {
      storage.sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO message (id, rev, at, seq, direction, body)
         SELECT 'old-' || i, 1, i, 1000000 + i, 'in', ? FROM n`,
        count,
        JSON.stringify({ content: { kind: 'text', text } }),
      );
    });
  }

  it('answers at most 200, the newest, and says that there are more', async () => {
    const { name } = await customer('needle');
    await fill(name, 250, 'A needle in a haystack');
    const { hits, more } = await find(name, 'needle');
    expect([hits.length, more]).toEqual([200, true]);
    expect(hits[1]?.id).toBe('old-250');
    expect(hits.at(-1)?.id).toBe('old-52');
  });

  it('looks through 10,000 messages; of very much text only at the newest', async () => {
    const { name } = await customer('hay');
    await fill(name, 9_999, 'Good morning, and thank you');
    expect(await find(name, 'hay')).toMatchObject({ hits: [{}], more: false });
    const { name: long } = await customer('hay');
    await fill(long, 1_100, 'Thank you. '.repeat(400));
    expect(await find(long, 'hay')).toMatchObject({ hits: [{}], more: true });
  });
});
