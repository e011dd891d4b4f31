/** Pages of the list where many times are the same, long gone or far ahead, and windows at the very edge of the clock. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sorts } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { Actor } from '#domain/permission.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { aHead, day, emptyIndex, hour, indexHeads } from '../testing/index.ts';
import { listPage } from './list.ts';

const now = Date.UTC(2026, 10, 20, 12);
const admin: Actor = { id: 'ada', name: 'Ada', role: 'admin', groups: [], visibility: 'all' };
/** As late as a message is believed. */
const ahead = now + 5 * 60_000;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  await migrateD1();
});
afterAll(() => void vi.useRealTimers());

async function walk(sort: (typeof sorts)[number], filter = {}, limit = 7): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: readonly Head[]; next: string | null } = await listPage(env, admin, {
      tab: null,
      sort,
      filter,
      limit,
      ...(cursor && { cursor }),
    });
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.next;
  } while (cursor);
  return ids;
}

it.each(sorts)('equal times, before 2020 and far future: each once, %s', async (sort) => {
  await emptyIndex();
  const at = now - hour;
  const heads = [
    ...Array.from({ length: 120 }, (_n, i) =>
      aHead({ id: `same${i}`, lastAt: at, waitingSince: at, windowExpiresAt: at + day }),
    ),
    ...Array.from({ length: 30 }, (_n, i) =>
      aHead({
        id: `old${i}`,
        lastAt: Date.UTC(2015, 1, 1) + i * day,
        createdAt: 1,
        waitingSince: 5,
        windowExpiresAt: 9,
      }),
    ),
    ...Array.from({ length: 10 }, (_n, i) =>
      aHead({
        id: `new${i}`,
        lastAt: ahead + i,
        windowExpiresAt: Date.UTC(2095, 1, 2),
        freeEntryUntil: Date.UTC(2500, 1, 2),
        followUpAt: Number.MAX_SAFE_INTEGER,
        waitingSince: ahead,
      }),
    ),
    ...Array.from({ length: 10 }, (_n, i) =>
      aHead({ id: `long${i}`, lastAt: at, windowExpiresAt: now + 400 * day }),
    ),
  ];
  await indexHeads(heads);
  for (const limit of [1, 7, 50])
    expect((await walk(sort, {}, limit)).toSorted()).toEqual(heads.map(({ id }) => id).toSorted());
  for (const [filter, count] of [
    [{ windows: ['open'] }, 140],
    [{ windows: ['expired'] }, 30],
    [{ windows: ['12h'] }, 0],
    [{ windows: ['free'] }, 10],
    [{ lastTo: Date.UTC(2020, 0, 1) }, 30],
    [{ lastFrom: now }, 10],
    [{ lastFrom: Date.UTC(2090, 0, 1) }, 0],
    [{ createdTo: 2 }, 30],
    [{ createdTo: 1 }, 0],
    [{ followUps: ['any'] }, 10],
    [{ followUps: ['overdue'] }, 0],
    [{ unanswered: true }, 160],
  ] as const)
    expect([filter, (await walk(sort, filter, 50)).length]).toEqual([filter, count]);
});

it('windows that end in one millisecond: edges of the clock', async () => {
  await emptyIndex();
  const ends = [
    -1,
    0,
    1,
    4095,
    4096,
    hour - 1,
    hour,
    hour + 1,
    3 * hour,
    3 * hour + 1,
    12 * hour,
    12 * hour + 1,
    day,
  ];
  await indexHeads(
    ends.map((end, i) =>
      aHead({
        id: `w${i}`,
        lastAt: now - hour,
        windowExpiresAt: now + end,
        followUpAt: now + end,
        freeEntryUntil: now + end,
      }),
    ),
  );
  for (const sort of sorts) {
    const n = async (filter: object) => (await walk(sort, filter, 4)).length;
    expect(await n({ windows: ['open'] })).toBe(11);
    expect(await n({ windows: ['expired'] })).toBe(2);
    expect(await n({ windows: ['1h'] })).toBe(5);
    expect(await n({ windows: ['3h'] })).toBe(7);
    expect(await n({ windows: ['12h'] })).toBe(9);
    expect(await n({ windows: ['12h', 'expired'] })).toBe(11);
    expect(await n({ windows: ['1h', 'free'] })).toBe(11);
    expect(await n({ followUps: ['overdue'] })).toBe(2);
    expect(await n({ followUps: ['soon'] })).toBe(11);
    expect(await n({ followUps: ['overdue', 'soon'] })).toBe(13);
  }
});
