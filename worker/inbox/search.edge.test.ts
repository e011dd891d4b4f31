import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { SearchAnswer } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';
import { hostileTexts } from '#domain/testing/heads.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { aHead, countedD1, day, emptyIndex, hour, indexHeads, minute } from '../testing/index.ts';
import type { Published } from './published.ts';
import { writeSaid } from './said.ts';
import { search } from './search.ts';

const now = Date.UTC(2026, 10, 20, 12);
const admin: Actor = { id: 'ada', name: 'Ada', role: 'admin', groups: [], visibility: 'all' };
const rui: Actor = { id: 'rui', name: 'Rui', role: 'agent', groups: [], visibility: 'own' };

type Group = keyof SearchAnswer;
type Query = { readonly filter?: Filter; readonly group?: Group; readonly cursor?: string };

const ask = async (q: string, query: Query = {}, actor = admin): Promise<SearchAnswer> =>
  search(env, actor, { q, filter: {}, ...query });
const idsOf = (heads: readonly Head[]): string[] => heads.map(({ id }) => id);
const contacts = async (q: string, query?: Query): Promise<string[]> =>
  idsOf((await ask(q, query)).contacts.hits);
const conversations = async (q: string, query?: Query): Promise<string[]> =>
  idsOf((await ask(q, query)).conversations.hits);
const messages = async (q: string, query?: Query): Promise<string[]> =>
  (await ask(q, query)).messages.hits.map(({ messageId }) => messageId);

type Words = readonly (readonly [message: string, at: number, text: string])[];

const publishedOf = (head: Head, words: Words): Published => ({
  head,
  was: null,
  dueAt: null,
  said: words.map(([message, at, text]) => ({ message, at, text })),
  unsaid: [],
});
const say = async (head: Head, words: Words): Promise<unknown> =>
  env.DB.batch([...writeSaid(env.DB, [publishedOf(head, words)])]);

/** All hits of one group, page by page. */
async function all<G extends Group>(
  q: string,
  group: G,
  actor = admin,
): Promise<SearchAnswer[G]['hits'][number][]> {
  const hits: SearchAnswer[G]['hits'][number][] = [];
  let cursor: string | null = null;
  do {
    const answer: SearchAnswer = await ask(q, { group, ...(cursor !== null && { cursor }) }, actor);
    hits.push(...answer[group].hits);
    cursor = answer[group].next;
  } while (cursor !== null);
  return hits;
}

const people = [
  aHead({
    id: 'maria',
    lastAt: now,
    name: 'María Fernández',
    phone: '+447700900123',
    tags: ['t-vip'],
    lead: 'new',
  }),
  aHead({ id: 'ali', lastAt: now - hour, name: 'محمد علي', phone: '+919876543210', groupId: 'g-sales' }),
  aHead({ id: 'wang', lastAt: now - 2 * hour, name: '王小明', username: '@xiao.ming', tags: ['t-slow'] }),
  aHead({
    id: 'priya',
    lastAt: now - 3 * hour,
    name: 'प्रिया शर्मा',
    attributes: { city: 'Nova Iorque', size: 'XL' },
  }),
  aHead({
    id: 'mario',
    lastAt: now - 4 * hour,
    name: 'Mario Vip',
    tags: ['t-vip', 't-slow'],
    archived: true,
  }),
];

beforeAll(async () => {
  await migrateD1();
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO tag VALUES ('t-vip', 'VIP customer', 'red'), ('t-slow', 'Paga tarde', 'grey')",
    ),
    env.DB.prepare("INSERT INTO team_group (id, name) VALUES ('g-sales', 'Ventas Área')"),
  ]);
});

describe('one box (B-10)', () => {
  const [maria] = people;

  beforeAll(async () => {
    await emptyIndex();
    await indexHeads(people);
    if (!maria) return;
    await say(maria, [
      ['m1', now - day, 'Where is my órden number 4417?'],
      ['m2', now - 2 * day, `${'so '.repeat(60)}the refund arrived, thank you`],
      ['m3', now - 3 * day, '请问什么时候发货'],
      ['m4', now - 4 * day, 'كيف الحال اليوم'],
    ]);
  });

  it.each([
    ['maria', ['maria']],
    ['MARÍA FER', ['maria']],
    ['mar', ['maria', 'mario']],
    ['7700 900', ['maria']],
    ['(0)7700-900-123', ['maria']],
    ['+44 7700 900123', ['maria']],
    ['@xiao', ['wang']],
    ['小明', ['wang']],
    ['محمد', ['ali']],
    ['शर्मा', ['priya']],
    ['nobody', []],
    ['', []],
    ['"', []],
  ])('finds the contacts of %j, newest first', async (q, expected) => {
    expect(await contacts(q)).toEqual(expected);
  });

  it.each([
    ['vip', ['maria', 'mario']],
    ['custom', ['maria', 'mario']],
    ['vip maria', ['maria']],
    ['tarde', ['wang', 'mario']],
    ['area', ['ali']],
    ['nova', ['priya']],
    ['iorque xl', ['priya']],
    ['maria', []],
  ])('finds the conversations of %j by tag, group, lead or attribute', async (q, expected) => {
    expect(await conversations(q)).toEqual(expected);
  });

  it.each([
    ['orden', ['m1']],
    ['whe', ['m1']],
    ['4417', ['m1']],
    ['refund thank', ['m2']],
    ['发货', ['m3']],
    ['الحال', ['m4']],
    ['refund where', []],
  ])('finds the messages of %j', async (q, expected) => {
    expect(await messages(q)).toEqual(expected);
  });

  it('shows what stands around a hit that is far into its text', async () => {
    const [hit] = (await ask('refund')).messages.hits;
    expect(hit).toMatchObject({ messageId: 'm2', at: now - 2 * day, head: { id: 'maria' } });
    expect(hit?.text).toMatch(/^….*the refund arrived, thank you$/);
    expect((await ask('where')).messages.hits[0]?.text).toBe('Where is my órden number 4417?');
  });

  it('keeps to the filter that operators became, in every group', async () => {
    expect(await contacts('mar', { filter: { statuses: ['archived'] } })).toEqual(['mario']);
    expect(await conversations('vip', { filter: { tags: ['t-slow'] } })).toEqual(['mario']);
    expect(await messages('refund', { filter: { tags: ['t-vip'] } })).toEqual(['m2']);
    expect(await messages('refund', { filter: { tags: ['t-slow'] } })).toEqual([]);
    expect(await conversations('', { filter: { tags: ['t-slow'] } })).toEqual(['wang', 'mario']);
  });

  it('takes any text', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...hostileTexts));
    await fc.assert(
      fc.asyncProperty(text, async (q) => {
        const answer = await ask(q);
        expect(answer.messages.hits.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 150, seed: 6 },
    );
  });

  it('forgets what was unsaid and what was changed, and keeps no text without words', async () => {
    const head = aHead({ id: 'words', lastAt: now });
    await indexHeads([head]);
    await say(head, [
      ['w1', now, 'first thoughts'],
      ['w2', now, 'second thoughts'],
      ['w3', now, 'third thoughts'],
    ]);
    await say(head, [
      ['w1', now, 'better thoughts'],
      ['w2', now, '…'],
    ]);
    await env.DB.batch([
      ...writeSaid(env.DB, [{ ...publishedOf(head, []), unsaid: [{ message: 'w3', at: now }] }]),
    ]);
    expect(await messages('thoughts')).toEqual(['w1']);
    expect(await messages('first')).toEqual([]);
    expect(writeSaid(env.DB, [publishedOf(head, [])])).toEqual([]);
  });
});

describe('a search over many', () => {
  const owners = [null, { id: 'rui', name: 'Rui' }, { id: 'eva', name: 'Eva' }];
  const heads = Array.from({ length: 1200 }, (_none, n) =>
    aHead({
      id: `c${n}`,
      lastAt: now - n * minute,
      name: `Common Name ${n}`,
      tags: ['t-vip'],
      assignee: owners[n % 40 === 0 ? 1 : 2] ?? null,
    }),
  );
  const written = heads.map((head, n) =>
    publishedOf(
      head,
      [1, 2, 3].map((m) => [`c${n}.${m}`, now - (n * 3 + m) * minute, `common word ${m}`]),
    ),
  );

  beforeAll(async () => {
    await emptyIndex();
    await indexHeads(heads);
    for (let at = 0; at < written.length; at += 300) {
      await env.DB.batch([...writeSaid(env.DB, written.slice(at, at + 300))]);
    }
  });

  it('tells five of each group, then one group page by page, each hit once', async () => {
    const first = await ask('common vip');
    expect(first.contacts.hits).toHaveLength(0);
    expect(first.conversations.hits).toHaveLength(5);
    expect((await ask('common')).messages.hits).toHaveLength(5);
    expect(idsOf(await all('common name', 'contacts'))).toEqual(idsOf(heads));
    const found = await all('common word', 'messages');
    expect(found.map(({ messageId }) => messageId)).toEqual(
      written.flatMap(({ said }) => said.map(({ message }) => message)),
    );
  });

  it('shows nothing of what its reader may not see, and goes on behind it', async () => {
    const mine = heads.filter((head) => can(rui, 'conversation.see', head));
    expect(mine.length).toBeGreaterThan(10);
    expect(idsOf(await all('common', 'contacts', rui))).toEqual(idsOf(mine));
    expect(idsOf(await all('vip', 'conversations', rui))).toEqual(idsOf(mine));
    const seen = await all('common', 'messages', rui);
    expect(new Set(seen.map(({ head }) => head.id))).toEqual(new Set(idsOf(mine)));
    expect(seen).toHaveLength(mine.length * 3);
  });

  it.each([
    ['everything', admin, {}],
    ['a little', rui, {}],
    ['nothing', { ...rui, id: 'new' }, {}],
    ['what fits a rare filter', admin, { agents: ['rui'], createdFrom: now - 100 * minute }],
  ] as const)('stays within its rows for whoever sees %s', async (_who, actor, filter) => {
    const { db, cost, reset } = countedD1();
    for (const [group, most] of [
      ['contacts', 2000],
      ['conversations', 2000],
      ['messages', 5000],
    ] as const) {
      reset();
      await search({ DB: db }, actor, { q: 'common', filter, group });
      expect(cost.read).toBeLessThanOrEqual(most);
    }
  });

  it('leaves out messages of conversations that are not in the index any more', async () => {
    await env.DB.prepare("DELETE FROM conversation WHERE id = 'c0'").run();
    const [hit] = (await ask('common')).messages.hits;
    expect(hit?.head.id).toBe('c1');
  });
});
