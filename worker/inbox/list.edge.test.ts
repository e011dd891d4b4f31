import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { channels } from '#domain/channel.ts';
import { matches, sorts, type Filter, type Sort } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { writeAddress } from '#domain/filter-address.ts';
import type { ListPage, ListQuery, Matching, SearchAnswer } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';
import { hashOf } from '#domain/shard.ts';
import { anyActor, anyFilter, anyHead, anyTab, testNow } from '#domain/testing/heads.ts';
import { ask, env, migrateD1, post, setUp } from '../testing/door.ts';
import { aHead, countedD1, day, emptyIndex, hour, indexHeads, leadOf, minute } from '../testing/index.ts';
import { boundedCount } from './counts.ts';
import { deleteHead } from './index-row.ts';
import { listPage, matchingIds, overdue } from './list.ts';
import { secondOf } from './place.ts';
import { readRows } from './sorts.ts';

const admin: Actor = { id: 'ada', name: 'Ada', role: 'admin', groups: [], visibility: 'all' };
const agent: Actor = { id: 'ana', name: 'Ana', role: 'agent', groups: ['sales'], visibility: 'groups' };
const now = testNow;
/** These walk many pages; how long that takes is no matter here (ms). */
const patience = { timeout: 60_000 };

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  await migrateD1();
});
afterAll(() => void vi.useRealTimers());

type Query = Partial<ListQuery>;
const queryOf = (part: Query): ListQuery => ({ tab: null, sort: 'newest', filter: {}, limit: 50, ...part });

/** All pages, one after the other; `between` happens before each next one. */
async function walk(actor: Actor, part: Query, between?: (page: number) => Promise<void>): Promise<Head[][]> {
  const pages: Head[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listPage(env, actor, queryOf({ ...part, ...(cursor !== undefined && { cursor }) }));
    pages.push([...page.rows]);
    cursor = page.next ?? undefined;
    if (cursor !== undefined) await between?.(pages.length);
  } while (cursor !== undefined);
  return pages;
}

const isOpen = ({ windowExpiresAt }: Head): boolean => windowExpiresAt !== null && windowExpiresAt > now;

/** What rows are sorted by: the stretch, then a time that grows down the list. Ids decide where that is equal. */
const orderOf: Readonly<Record<Sort, (head: Head) => readonly [number, number]>> = {
  newest: ({ lastAt }) => [0, -lastAt],
  oldest: ({ lastAt }) => [0, lastAt],
  waiting: ({ waitingSince, lastAt }) => (waitingSince === undefined ? [1, -lastAt] : [0, waitingSince]),
  closing: (head) => (isOpen(head) ? [0, head.windowExpiresAt ?? 0] : [1, -head.lastAt]),
};
const byNewest = (sort: Sort, stretch: number): boolean => sort === 'newest' || stretch === 1;

function inOrder(heads: readonly Head[], sort: Sort): Head[] {
  return heads.toSorted((a, b) => {
    const [[stretch, time], [other, otherTime]] = [orderOf[sort](a), orderOf[sort](b)];
    const byId = (a.id < b.id ? -1 : 1) * (byNewest(sort, stretch) ? -1 : 1);
    return stretch - other || time - otherTime || byId;
  });
}

/** As exactly as the index keeps order from page to page: seconds, and buckets of 4 s for the ends of windows. */
function stepsOf(heads: readonly Head[], sort: Sort): (readonly [number, number])[] {
  return heads.map((head) => {
    const [stretch, time] = orderOf[sort](head);
    if (sort === 'closing' && stretch === 0) return [0, Math.floor(time / 4096)];
    return [stretch, byNewest(sort, stretch) ? -secondOf(-time) : secondOf(time)];
  });
}

const idsOf = (heads: readonly Head[]): string[] => heads.map(({ id }) => id);

function expectWalk(pages: readonly Head[][], expected: readonly Head[], sort: Sort): void {
  const walked = pages.flat();
  expect(idsOf(walked).toSorted()).toEqual(idsOf(expected).toSorted());
  expect(stepsOf(walked, sort)).toEqual(stepsOf(inOrder(expected, sort), sort));
  for (const page of pages) expect(idsOf(page)).toEqual(idsOf(inOrder(page, sort)));
}

/** Numbers from 0 to 1 that are the same in every run. */
function dice(seed: number): () => number {
  return () => hashOf(`${(seed += 1)}`) / 2 ** 31;
}

/** An inbox as it may be: broad and rare values of everything, some hundred conversations in the same minute. */
function people(count: number): Head[] {
  const [next, other] = [dice(7), dice(8000)];
  const upTo = (n: number): number => Math.floor(next() * n);
  const chance = (share: number): boolean => next() < share;
  return Array.from({ length: count }, (_none, n) => {
    const lastAt = n < 300 ? now - hour - (n % 3) : now - Math.floor(next() * (chance(0.4) ? 1 : 90) * day);
    return aHead({
      id: `c${n}`,
      lastAt,
      channel: channels[upTo(3)] ?? 'whatsapp',
      createdAt: lastAt - upTo(300 * day),
      unread: chance(0.2) ? 1 : 0,
      archived: chance(0.4),
      failed: chance(0.02) ? true : undefined,
      assignee: chance(0.3) ? null : { id: ['ana', 'rui', 'eva'][upTo(3)] ?? 'ana', name: 'X' },
      groupId: chance(0.3) ? null : (['sales', 'support', 'night'][upTo(3)] ?? null),
      lead: chance(0.02) ? 'lost' : 'new',
      leadFacts: leadOf(['ana', 'rui', undefined][Math.floor(other() * 3)]),
      tags: chance(0.5) ? [`tag${upTo(20)}`, 'common'] : chance(0.01) ? ['rare'] : [],
      windowExpiresAt: chance(0.1) ? null : lastAt + 24 * hour - upTo(2) * upTo(8 * hour),
      freeEntryUntil: chance(0.2) ? lastAt + upTo(72 * hour) : null,
      waitingSince: chance(0.3) ? lastAt - upTo(5 * hour) : undefined,
      answeredAt: chance(0.6) ? lastAt - hour : undefined,
      followUpAt: chance(0.2) ? now + upTo(60 * day) - 30 * day : undefined,
      attributes: chance(0.5) ? { size: 'SML'[upTo(3)] ?? 'S' } : undefined,
      templates: chance(0.3) ? [`template${upTo(9)}`] : undefined,
      ads: chance(0.1) ? [`ad${upTo(5)}`] : undefined,
      broadcasts: chance(0.3)
        ? ['spring:received', chance(0.5) ? 'spring:read' : 'spring:failed']
        : undefined,
    });
  });
}

const singles: readonly (readonly [string, Filter])[] = [
  ['nothing', {}],
  ['me', { agents: ['me'] }],
  ['nobody', { agents: ['none'] }],
  ['two agents', { agents: ['rui', 'eva'] }],
  ['a group', { groups: ['night'] }],
  ['no group', { groups: ['none'] }],
  ['a common lead status', { leads: ['new'] }],
  ['a rare lead status', { leads: ['lost'] }],
  ['my leads, and those of nobody', { leadOwners: ['me', 'none'] }],
  ['new', { statuses: ['new'] }],
  ['a common tag', { tags: ['common'] }],
  ['a rare tag', { tags: ['rare'] }],
  ['a channel', { channels: ['instagram'] }],
  ['an account', { accounts: ['whatsapp:555'] }],
  ['open', { windows: ['open'] }],
  ['closing within an hour', { windows: ['1h'] }],
  ['closing within three hours', { windows: ['3h'] }],
  ['closing within twelve hours', { windows: ['12h'] }],
  ['expired', { windows: ['expired'] }],
  ['free entry', { windows: ['free'] }],
  ['unread', { unread: true }],
  ['unanswered', { unanswered: true }],
  ['failed', { failed: true }],
  ['last message', { lastFrom: now - 9 * day, lastTo: now - 2 * day }],
  ['created', { createdFrom: now - 90 * day, createdTo: now - 60 * day }],
  ['a broadcast', { broadcasts: ['spring:read'] }],
  ['a template', { templates: ['template4'] }],
  ['any ad', { ads: ['any'] }],
  ['an attribute', { attributes: ['size=M'] }],
  ['overdue', { followUps: ['overdue'] }],
  ['due soon', { followUps: ['soon'] }],
  ['all of it', { agents: ['me', 'none'], unread: true, tags: ['common'], windows: ['open'] }],
];

describe('a list of some thousand conversations', patience, () => {
  const heads = people(2500);

  beforeAll(async () => {
    await emptyIndex();
    await indexHeads(heads);
  });

  it.each(singles.flatMap(([name, filter]) => sorts.map((sort) => [name, sort, filter] as const)))(
    'filtered by %s, %s first, is right on every page at no more than 4 rows read a row shown',
    async (_name, sort, filter) => {
      for (const [actor, tab] of [
        [admin, 'active'],
        [agent, 'archived'],
      ] as const) {
        const { db, cost, reset } = countedD1();
        const asked = { db, actor, now };
        const pages: Head[][] = [];
        let next: string | null | undefined;
        do {
          reset();
          const page = await readRows(asked, { tab, sort, filter, limit: 50, ...(next && { cursor: next }) });
          expect(cost.read).toBeLessThanOrEqual(4 * Math.max(page.rows.length, 1));
          pages.push([...page.rows]);
          next = page.next;
        } while (next !== null);
        const expected = heads.filter(
          (head) =>
            head.archived === (tab === 'archived') &&
            matches(head, filter, { me: actor.id, now }) &&
            can(actor, 'conversation.see', head),
        );
        expectWalk(pages, expected, sort);
      }
    },
  );

  it.each(singles)('counts %s without reading more than 100 rows', async (_name, filter) => {
    const { db, cost } = countedD1();
    const { n, more } = await boundedCount(db, filter, { actor: admin, tab: 'active', now });
    expect(cost.read).toBeLessThanOrEqual(100);
    const all = heads.filter((head) => !head.archived && matches(head, filter, { me: admin.id, now })).length;
    expect(more ? all > n && n >= 49 : all === n).toBe(true);
  });

  it.each([
    ['newest', -1],
    ['oldest', 1],
  ] as const)('begins at any time of the order: %s', async (sort, way) => {
    const from = now - 20 * day;
    const { rows } = await listPage(env, admin, queryOf({ sort, from, limit: 20 }));
    const after = heads.filter(({ lastAt }) => way * (secondOf(lastAt) - secondOf(from)) >= 0);
    expect(stepsOf(rows, sort)).toEqual(stepsOf(inOrder(after, sort).slice(0, 20), sort));
  });

  it('tells on a first page how many match, exactly where all are shown', async () => {
    const page = async (part: Query) => listPage(env, admin, queryOf(part));
    const rare = heads.filter(({ tags }) => tags?.includes('rare')).length;
    expect((await page({ filter: { tags: ['rare'] } })).matching).toEqual({ n: rare, more: false });
    expect((await page({ filter: { tags: ['common'] } })).matching).toEqual({ n: 99, more: true });
    expect((await page({})).matching).toBeNull();
    const { next } = await page({ filter: { tags: ['common'] } });
    expect((await page({ filter: { tags: ['common'] }, cursor: next ?? '' })).matching).toBeNull();
  });

  it('names everybody whom a bulk action would be about (B-12)', async () => {
    const filter: Filter = { tags: ['common'], windows: ['open'] };
    const { ids, more } = await matchingIds(env, agent, queryOf({ tab: 'active', filter }));
    const expected = heads.filter(
      (head) =>
        !head.archived &&
        matches(head, filter, { me: agent.id, now }) &&
        can(agent, 'conversation.see', head),
    );
    expect(ids.toSorted()).toEqual(idsOf(expected).toSorted());
    expect(more).toBe(false);
  });

  it.each([['nonsense'], ['2.5'], ['0.99999999999999999999'], ['1;DROP TABLE conversation']])(
    'begins at the top for the cursor %s of another age',
    async (cursor) => {
      const first = await listPage(env, admin, queryOf({}));
      expect(idsOf((await listPage(env, admin, queryOf({ cursor }))).rows)).toEqual(idsOf(first.rows));
    },
  );
});

describe('any list', patience, () => {
  it('shows what matches and may be seen, and nothing else, page by page', async () => {
    await emptyIndex();
    const heads = fc.sample(anyHead, { numRuns: 300, seed: 4 });
    await indexHeads(heads);
    const asked = fc.record({
      actor: anyActor,
      filter: anyFilter,
      tab: anyTab,
      sort: fc.constantFrom(...sorts),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ actor, filter, tab, sort }) => {
        const pages = await walk(actor, { filter, tab, sort, limit: 30 });
        const expected = heads.filter(
          (head) =>
            (tab === null || head.archived === (tab === 'archived')) &&
            matches(head, filter, { me: actor.id, now }) &&
            can(actor, 'conversation.see', head),
        );
        expect(idsOf(pages.flat()).toSorted()).toEqual(idsOf(expected).toSorted());
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

/** Two ids with the same hash: their conversations want the same place. */
function twins(): [string, string] {
  const seen = new Map<number, string>();
  for (let n = 0; ; n += 1) {
    const id = `twin${n}`;
    const other = seen.get(hashOf(id));
    if (other !== undefined) return [other, id];
    seen.set(hashOf(id), id);
  }
}

describe('the index', patience, () => {
  const [a, b] = twins();
  const both = (lastAt: number, rev = 1): Head[] =>
    [a, b].map((id) => aHead({ id, lastAt, rev, waitingSince: lastAt }));
  const documents = async (): Promise<number> =>
    (await env.DB.prepare('SELECT count(*) AS n FROM facet').first<{ n: number }>())?.n ?? 0;

  beforeEach(emptyIndex);

  it.each<[string, (heads: readonly Head[]) => Promise<void>]>([
    ['in one statement', async (heads) => indexHeads(heads)],
    [
      'one after the other',
      async (heads) => {
        for (const head of heads) await indexHeads([head]);
      },
    ],
  ])('keeps conversations apart that want the same place, written %s', async (_how, write) => {
    for (const [rev, at] of [
      [1, now],
      [2, now],
      [3, now + minute],
      [4, now - minute],
      [5, now],
    ] as const) {
      await write(both(at, rev));
      for (const sort of ['newest', 'waiting'] as const) {
        expect(idsOf((await walk(admin, { sort })).flat()).toSorted()).toEqual([a, b].toSorted());
      }
      expect(await documents()).toBe(4);
    }
    await deleteHead(env.DB, a).run();
    expect(idsOf((await walk(admin, { sort: 'waiting' })).flat())).toEqual([b]);
    expect(await documents()).toBe(2);
  });

  it('takes a higher rev only, with all that the row is found by (R-35)', async () => {
    await indexHeads([aHead({ id: 'x', rev: 5, lastAt: now, tags: ['new'] })]);
    await indexHeads([aHead({ id: 'x', rev: 5, lastAt: now - day, tags: ['old'] })]);
    await indexHeads([aHead({ id: 'x', rev: 4, lastAt: now - day, tags: ['old'], waitingSince: now })]);
    expect((await walk(admin, { filter: { tags: ['old'] } })).flat()).toEqual([]);
    expect((await walk(admin, { filter: { tags: ['new'] } })).flat()).toMatchObject([
      { rev: 5, lastAt: now },
    ]);
    expect(await documents()).toBe(1);
  });

  it.each(sorts)('tells no row twice and loses none while others change: %s', async (sort) => {
    const heads = people(600);
    await indexHeads(heads);
    const moved = new Set<string>();
    const pages = await walk(admin, { sort, limit: 40 }, async (page) => {
      // Of every seventh conversation something comes in, wherever it stands.
      const writing = heads.filter((_head, n) => n % 7 === page % 7).slice(page, page + 20);
      for (const { id } of writing) moved.add(id);
      await indexHeads(
        writing.map((head) => ({ ...head, rev: page + 1, lastAt: now + page, windowExpiresAt: now + day })),
      );
    });
    const quiet = ({ id }: Head): boolean => !moved.has(id);
    expect(idsOf(pages.flat().filter(quiet)).toSorted()).toEqual(idsOf(heads.filter(quiet)).toSorted());
  });

  it('finds conversations whose alarm is late, and only those (R-38)', async () => {
    const due: Record<string, number> = {
      'long ago': now - 400 * day,
      late: now - 5 * minute - 1,
      'not yet': now - 5 * minute,
      soon: now + hour,
    };
    for (const [id, dueAt] of Object.entries(due)) {
      await indexHeads([aHead({ id, lastAt: now, waitingSince: now })], { dueAt });
    }
    await indexHeads([aHead({ id: 'never', lastAt: now })]);
    expect((await overdue(env, now)).toSorted()).toEqual(['late', 'long ago']);
  });
});

describe('at the door', () => {
  const heads = people(60);
  let cookie = '';

  beforeAll(async () => {
    vi.useRealTimers();
    cookie = await setUp();
    await emptyIndex();
    await indexHeads(heads);
  });

  it('a list is asked for by its address, and whom a bulk action is about by its query', async () => {
    const address = writeAddress({ tab: 'archived', sort: 'oldest', filter: { tags: ['common'] } });
    const answer = await ask(
      `/api/conversations?${new URLSearchParams([...address, ['limit', '100']]).toString()}`,
      {
        cookie,
      },
    );
    const page = await answer.json<ListPage>();
    const expected = heads.filter(({ archived, tags }) => archived && tags?.includes('common'));
    expect(idsOf(page.rows)).toEqual(idsOf(inOrder(expected, 'oldest')));
    const query = { tab: 'archived', sort: 'newest', filter: { tags: ['common'] } };
    const matching = await (await post('/api/conversations/matching', query, cookie)).json<Matching>();
    expect(matching.ids.toSorted()).toEqual(idsOf(expected).toSorted());
    const found = await ask('/api/search?q=nobody&tag=common', { cookie });
    expect(await found.json<SearchAnswer>()).toMatchObject({ contacts: { hits: [], next: null } });
  });

  it.each([
    ['/api/conversations?limit=0', 422],
    ['/api/conversations?limit=201', 422],
    [`/api/search?q=${'x'.repeat(301)}`, 422],
    ['/api/search?q=x&kind=nobody', 422],
    ['/api/conversations?tag=&window=nonsense&last-from=yesterday', 200],
  ])('%s is answered %i', async (path, status) => {
    expect((await ask(path, { cookie })).status).toBe(status);
  });
});
