import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { contactQuery, facetsOf } from '#domain/facets.ts';
import { matches } from '#domain/filter.ts';
import { can } from '#domain/permission.ts';
import { hashOf } from '#domain/shard.ts';
import { anyActor, anyFilter, anyHead, anyNow, anyTab, anyText } from '#domain/testing/heads.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { compile } from './compile.ts';

// The order is for others to test: here any place will do, as long as no two are the same.
const heads = fc.sample(anyHead, { numRuns: 300, seed: 7 });

beforeAll(async () => {
  await migrateD1();
  const insert = env.DB.prepare(`INSERT INTO indexing
    (id, rev, head, place, tokens, print, last_at, created_at, window_expires_at, free_entry_until, follow_up_at)
    VALUES (?, ?, '{}', ?, ?, '', ?, ?, ?, ?, ?)`);
  await env.DB.batch(
    heads.map((head, index) => {
      const { id, rev, lastAt, createdAt, windowExpiresAt, freeEntryUntil, followUpAt } = head;
      const times = [lastAt, createdAt, windowExpiresAt, freeEntryUntil, followUpAt ?? null];
      return insert.bind(id, rev, hashOf(id) * 1000 + index, facetsOf(head).join(' '), ...times);
    }),
  );
});

async function idsOf(match: string, where: string, params: readonly number[]): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT c.id FROM facet JOIN conversation c ON c.id = facet.id WHERE facet MATCH ? AND ${where}`,
  )
    .bind(match, ...params)
    .all<{ id: string }>();
  return results.map(({ id }) => id).sort();
}

describe('a filter in D1', () => {
  it('finds exactly the rows that it fits and that the reader may see', async () => {
    const asked = fc.record({ filter: anyFilter, actor: anyActor, tab: anyTab, now: anyNow });
    await fc.assert(
      fc.asyncProperty(asked, async ({ filter, actor, tab, now }) => {
        const { match, where, params } = compile(filter, { actor, tab, now });
        const expected = heads
          .filter((head) => tab === null || head.archived === (tab === 'archived'))
          .filter((head) => can(actor, 'conversation.see', head))
          .filter((head) => matches(head, filter, { me: actor.id, now }));
        expect(await idsOf(match, where, params)).toEqual(expected.map(({ id }) => id).sort());
      }),
      { numRuns: 200 },
    );
  }, 30_000);

  it('takes any search', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const query = contactQuery(text);
        if (query !== '') expect(await idsOf(query, '1', [])).toBeInstanceOf(Array);
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});
