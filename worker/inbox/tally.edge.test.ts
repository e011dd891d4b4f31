import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { looksAtClock, looksAtReader, matches } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { ListCounts, View } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';
import { anyActor, anyFilter, anyHead, testNow } from '#domain/testing/heads.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { aHead, countedD1, day, emptyIndex, hour, indexHeads } from '../testing/index.ts';
import { countsFor, readTally } from './counts.ts';
import { deleteHead, upsertHeads } from './index-row.ts';
import { listPage } from './list.ts';
import { writeSaid } from './said.ts';
import { addTally, recount, removeView, tallyDeltas, type Deltas } from './tally.ts';

const now = testNow;
const admin: Actor = { id: 'ana', name: 'Ana', role: 'admin', groups: [], visibility: 'all' };
const rui: Actor = { id: 'rui', name: 'Rui', role: 'agent', groups: ['sales'], visibility: 'groups' };
const ana = { id: 'ana', name: 'Ana' };

beforeAll(migrateD1);
beforeEach(emptyIndex);
afterEach(() => void vi.useRealTimers());

function viewOf(id: string, part: Partial<View> = {}): View {
  return { id, owner: 'ana', name: id, shared: true, tab: 'active', sort: 'newest', filter: {}, ...part };
}

const plain = (counts: Deltas): Record<string, Record<string, number>> =>
  Object.fromEntries(Array.from(counts, ([group, numbers]) => [group, Object.fromEntries(numbers)]));

async function kept(): Promise<Record<string, Record<string, number>>> {
  const rows = await readTally(env.DB);
  const groups = rows.filter(({ counts }) => Object.keys(counts).length > 0);
  return Object.fromEntries(groups.map(({ groupId, counts }) => [groupId, counts]));
}

/** What `actor` sees, counted one by one. */
function countOneByOne(heads: readonly Head[], actor: Actor, views: readonly View[]): ListCounts {
  const seen = heads.filter((head) => can(actor, 'conversation.see', head));
  const active = seen.filter(({ archived }) => !archived);
  const count = ({ tab, filter }: View): number =>
    seen.filter(
      (head) => head.archived === (tab === 'archived') && matches(head, filter, { me: actor.id, now }),
    ).length;
  const shown = views.filter(({ filter }) => !looksAtClock(filter) && !looksAtReader(filter));
  const leads = Object.entries(Object.groupBy(seen, ({ lead = '' }) => lead)).filter(([lead]) => lead !== '');
  return {
    active: active.length,
    archived: seen.length - active.length,
    unread: active.filter(({ unread }) => unread > 0).length,
    views: Object.fromEntries(shown.map((view) => [view.id, { n: count(view), more: false }])),
    ...(leads.length > 0 && {
      leads: Object.fromEntries(leads.map(([lead, those = []]) => [lead, { n: those.length, more: false }])),
    }),
  };
}

const anyView = fc.record({
  filter: anyFilter,
  tab: fc.constantFrom('active' as const, 'archived' as const),
});
/** Ids are ours: whatever else they are, they are text. */
const isText = (id = ''): boolean => id.isWellFormed() && !id.includes('\0');
const isWord = (id = ''): boolean => /^\S*$/u.test(id);
const anyOwned = anyHead.filter(
  ({ assignee, groupId, lead }) =>
    isText(assignee?.id) && isText(groupId ?? '') && isText(lead) && isWord(lead),
);
/** Ten conversations, each as it is at one time after the other; null: it is gone. */
const anyStorm = fc.array(fc.tuple(fc.nat(9), fc.option(anyOwned, { freq: 8 })), {
  minLength: 1,
  maxLength: 40,
});

describe('kept counts (R-37)', () => {
  it('are what a recount says, for everybody, after any storm of changes', { timeout: 60_000 }, async () => {
    const property = fc.asyncProperty(
      anyStorm,
      fc.array(anyView, { maxLength: 6 }),
      anyActor,
      async (storm, filters, actor) => {
        await emptyIndex();
        const views = filters.map((view, index) => viewOf(`v${index}`, view));
        const heads = new Map<number, Head>();
        for (let at = 0; at < storm.length; at += 7) {
          const changes = storm.slice(at, at + 7).map(([which, after]) => {
            const change = { before: heads.get(which) ?? null, after };
            if (after) heads.set(which, after);
            else heads.delete(which);
            return change;
          });
          await addTally(env.DB, tallyDeltas(changes, views))?.run();
        }
        const left = [...heads.values()];
        expect(await kept()).toEqual(plain(recount(left, views)));
        expect(countsFor(await readTally(env.DB), actor, views)).toEqual(countOneByOne(left, actor, views));
      },
    );
    await fc.assert(property, { numRuns: 60, seed: 3 });
  });

  it('of several writers add up, and what comes to nothing goes', async () => {
    const heads = ['a', 'b', 'c'].map((id) => aHead({ id, lastAt: now, groupId: 'sales', unread: 1 }));
    const came = heads.map((head) => tallyDeltas([{ before: null, after: head }], []));
    await env.DB.batch(came.flatMap((deltas) => addTally(env.DB, deltas) ?? []));
    expect(await kept()).toEqual({ sales: { ' active': 3, ' unread': 3 } });
    const read = heads.map((head) => ({ before: head, after: { ...head, unread: 0, assignee: ana } }));
    await addTally(env.DB, tallyDeltas(read, []))?.run();
    expect(await kept()).toEqual({ sales: { 'ana active': 3 } });
    const gone = heads.map((head) => ({ before: { ...head, unread: 0, assignee: ana }, after: null }));
    await addTally(env.DB, tallyDeltas(gone, []))?.run();
    expect(await kept()).toEqual({});
  });

  it('are not written where nothing is counted otherwise', () => {
    const head = aHead({ id: 'a', lastAt: now });
    const deltas = tallyDeltas(
      [{ before: head, after: { ...head, lastAt: now + 1, name: 'Another' } }],
      [viewOf('v')],
    );
    expect(addTally(env.DB, deltas)).toBeNull();
  });

  it('of a view are by who asks: "me" is somebody else for everybody', async () => {
    const views = [
      viewOf('mine', { filter: { agents: ['me'] } }),
      viewOf('free', { filter: { agents: ['none'] } }),
      viewOf('hers', { filter: { agents: ['ana', 'me'] } }),
    ];
    await indexHeads(
      [
        aHead({ id: 'a', lastAt: now, assignee: ana, groupId: 'sales' }),
        aHead({ id: 'b', lastAt: now, assignee: ana, groupId: 'night' }),
        aHead({ id: 'c', lastAt: now, assignee: { id: 'rui', name: 'Rui' } }),
        aHead({ id: 'd', lastAt: now }),
      ],
      { views },
    );
    const counted = async (actor: Actor) =>
      Object.values(countsFor(await readTally(env.DB), actor, views).views).map(({ n }) => n);
    expect(await counted(admin)).toEqual([2, 1, 2]);
    expect(await counted(rui)).toEqual([1, 1, 2]);
  });

  it('are not kept of a view that asks for one’s own leads: it is counted for whoever asks', async () => {
    const views = [viewOf('mine', { filter: { leadOwners: ['me'] } })];
    const leadFacts = { id: 'lead-1', since: now, source: 'organic', owner: ana } as const;
    await indexHeads([aHead({ id: 'a', lastAt: now, lead: 'new', leadFacts })], { views });
    expect(await kept()).toEqual({ '': { ' active': 1, ' lead:new': 1 } });
    expect(countsFor(await readTally(env.DB), admin, views).views).toEqual({});
  });

  it('of a view go with it, and no other', async () => {
    const views = [viewOf('1'), viewOf('11')];
    await indexHeads([aHead({ id: 'a', lastAt: now, assignee: { id: 'view:1', name: '' } })], { views });
    await removeView(env.DB, '1').run();
    expect(await kept()).toEqual({ '': { 'view:1 active': 1, 'view:1 view:11': 1 } });
  });

  it('are read without reading more than 100 rows, however long the list', async () => {
    const heads = Array.from({ length: 1000 }, (_none, n) =>
      aHead({ id: `c${n}`, lastAt: now, groupId: `g${n % 90}`, assignee: { id: `p${n % 70}`, name: '' } }),
    );
    await indexHeads(heads);
    const { db, cost } = countedD1();
    expect(countsFor(await readTally(db), admin, []).active).toBe(1000);
    expect(cost.read).toBeLessThanOrEqual(100);
  });
});

it('counts views that look at the clock when a page is asked for, up to a hundred', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  const views = [
    viewOf('open', { filter: { windows: ['open'] } }),
    viewOf('due', { filter: { followUps: ['overdue'] } }),
  ];
  const insert = env.DB.prepare('INSERT INTO view VALUES (?, ?, ?, 1, ?, ?, ?, 0)');
  await env.DB.batch(
    views.map(({ id, name, owner, tab, sort, filter }) =>
      insert.bind(id, name, owner, tab, sort, JSON.stringify(filter)),
    ),
  );
  const heads = Array.from({ length: 150 }, (_none, n) =>
    aHead({
      id: `c${n}`,
      lastAt: now - n,
      windowExpiresAt: now + hour + n,
      ...(n < 3 && { followUpAt: now - day }),
    }),
  );
  await indexHeads(heads, { views });
  const query = { tab: 'active', sort: 'newest', filter: {}, limit: 20 } as const;
  const { counts, next } = await listPage(env, admin, query);
  expect(counts.views['due']).toEqual({ n: 3, more: false });
  expect(counts.views['open']).toMatchObject({ more: true });
  const later = await listPage(env, admin, { ...query, cursor: next ?? '' });
  expect(later.counts).toEqual({ ...counts, views: {} });
});

it('costs at most five rows written for a message, in one batch', async () => {
  const { db, cost, reset } = countedD1();
  const view = viewOf('v', { filter: { unread: true } });
  const write = async (before: Head | null, after: Head): Promise<void> => {
    const said = [{ message: `m${after.rev}`, at: after.lastAt, text: 'Hello there' }];
    const published = [{ head: after, was: null, dueAt: after.lastAt + day, said, unsaid: [] }];
    const tally = addTally(db, tallyDeltas([{ before, after }], [view]));
    reset();
    await db.batch([upsertHeads(db, published), ...writeSaid(db, published), ...(tally ? [tally] : [])]);
    expect(cost.written).toBeGreaterThanOrEqual(3);
    expect(cost.written).toBeLessThanOrEqual(5);
  };
  const first = aHead({ id: 'a', lastAt: now, unread: 1, waitingSince: now, windowExpiresAt: now + day });
  const second = { ...first, rev: 2, lastAt: now + hour, unread: 2, windowExpiresAt: now + hour + day };
  const { waitingSince: _waiting, ...answered } = { ...second, rev: 3, lastAt: now + day, unread: 0 };
  await write(null, first);
  await write(first, second);
  await write(second, { ...answered, assignee: ana });
  await deleteHead(env.DB, 'a').run();
});
