import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sorts, type Filter, type Sort } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { headOf } from './fixtures.ts';
import { Inbox } from './inbox.svelte.ts';
import type { Query } from './place.ts';
import { edgeNow, ListEdge, me, settled } from './testing/list-edge.ts';

const conversations = 60;
const filters: readonly Filter[] = [
  {},
  { agents: ['me'] },
  { tags: ['t1'], unread: true },
  { unanswered: true },
];
const ana = { id: me, name: 'Ana' };
const bo = { id: 'p2', name: 'Bo' };

function initial(index: number): Head {
  return headOf({
    id: `r${index}`,
    lastAt: edgeNow - index * 700,
    unread: index % 3,
    assignee: index % 4 === 0 ? ana : index % 4 === 1 ? bo : null,
    archived: index % 5 === 0,
    ...(index % 2 === 0 && { tags: ['t1'] }),
    ...(index % 3 === 0 && { waitingSince: edgeNow - index * 300 }),
    windowExpiresAt: index % 2 === 0 ? edgeNow + 5e6 + index * 1000 : null,
  });
}

type Step = { readonly do: Doing; readonly of: number; readonly how: number };
type Doing =
  | 'change'
  | 'deliver'
  | 'answer'
  | 'look'
  | 'pass'
  | 'index'
  | 'hide'
  | 'show'
  | 'repeat'
  | 'query'
  | 'counts'
  | 'freeze'
  | 'thaw'
  | 'open'
  | 'cut'
  | 'fail'
  | 'mend';

const n = fc.nat({ max: 1_000 });
const weights: readonly (readonly [number, Doing])[] = [
  [10, 'change'],
  [8, 'deliver'],
  [8, 'answer'],
  [6, 'look'],
  [4, 'pass'],
  [3, 'index'],
  [2, 'hide'],
  [2, 'show'],
  [2, 'repeat'],
  [2, 'query'],
  [2, 'counts'],
  [1, 'freeze'],
  [1, 'thaw'],
  [1, 'open'],
  [1, 'cut'],
  [1, 'fail'],
  [1, 'mend'],
];
const step: fc.Arbitrary<Step> = fc.oneof(
  ...weights.map(([weight, what]) => ({
    weight,
    arbitrary: fc.record({ do: fc.constant(what), of: n, how: n }),
  })),
);

function changeOf(how: number, edge: ListEdge): Partial<Head> {
  const now = edgeNow + (how % 97) * 331;
  const changes: readonly Partial<Head>[] = [
    { lastAt: now, unread: 1 + (how % 3), waitingSince: now, windowExpiresAt: edge.now + 8e6 + how },
    { lastAt: now, unread: 0 },
    { unread: 0 },
    { archived: how % 2 === 0 },
    { assignee: how % 3 === 0 ? ana : how % 3 === 1 ? bo : null },
    { tags: how % 2 === 0 ? ['t1'] : [] },
  ];
  return changes[how % changes.length] ?? {};
}

function queryOf(of: number): Query {
  return {
    tab: of % 3 === 0 ? 'archived' : 'active',
    sort: sorts[of % sorts.length] ?? 'newest',
    filter: filters[of % filters.length] ?? {},
  };
}

function play(one: Step, { inbox, edge }: { inbox: Inbox; edge: ListEdge }): void {
  const shard = one.of % edge.shards;
  const id = `r${one.of % conversations}`;
  const last = edge.lines[shard]?.queue.at(-1);
  switch (one.do) {
    case 'change':
      return edge.change(id, changeOf(one.how, edge));
    case 'hide':
    case 'show':
      return edge.hide(id, one.do === 'hide');
    case 'deliver':
      return edge.deliver(shard);
    case 'repeat':
      if (last) edge.lines[shard]?.queue.push(last);
      return;
    case 'cut':
      return edge.cut(shard);
    case 'open':
      return edge.connect();
    case 'answer':
      return edge.respond(one.of);
    case 'look':
      inbox.seen(one.of % 50, (one.of % 50) + 12);
      return inbox.ensure(one.of % 50, (one.of % 50) + 12);
    case 'query':
      // Frames do not say for which of two queries they were sent; no line is slower than a person who chooses twice.
      edge.deliverAll();
      return inbox.show(queryOf(one.of));
    case 'index':
      return edge.writeIndex();
    case 'counts':
      return edge.tellCounts();
    case 'pass':
      return edge.pass(200);
    case 'freeze':
      return inbox.freeze();
    case 'thaw':
      return inbox.thaw();
    case 'fail':
    case 'mend':
      edge.down = one.do === 'fail';
  }
}

/** Everything arrives, and everything is looked at. */
async function finish(inbox: Inbox, edge: ListEdge): Promise<void> {
  edge.down = false;
  edge.prompt = true;
  inbox.thaw();
  edge.writeIndex();
  for (let turn = 0; turn < 30; turn += 1) {
    while (edge.waiting > 0) edge.respond();
    edge.pass(1_000);
    edge.connect();
    edge.deliverAll();
    inbox.ensure(0, inbox.length);
    await settled();
  }
}

test('whatever comes late, twice or not at all, the list ends as a fresh reading of everything', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 120, size: 'max' }),
      fc.constantFrom<Sort>(...sorts),
      fc.nat({ max: 3 }),
      // What ends with a fresh start hides what was wrong before: most runs have few of these.
      fc.subarray<Doing>(['cut', 'query', 'fail', 'open']),
      async (played, sort, which, without) => {
        const steps = played.filter((one) => !without.includes(one.do));
        const heads = Array.from({ length: conversations }, (_, index) => initial(index));
        const edge = new ListEdge(heads, 3);
        const query: Query = { tab: 'active', sort, filter: filters[which] ?? {} };
        edge.prompt = false;
        edge.mostOnPage = 8;
        const start = { page: edge.page(query), query, pins: new Set<string>(), pinned: [] };
        const inbox = new Inbox(start, {
          api: edge.api,
          shards: edge.shards,
          openWire: edge.openWire,
          timers: edge.timers,
          me: () => me,
          now: () => edge.now,
          sync: () => {},
          onLine: () => {},
          onEnd: () => {},
          onSignedOut: () => {},
          onTemplates: () => {},
          onBell: () => {},
          onCatchingUp: () => {},
        });
        inbox.start();
        edge.connect();
        for (const one of steps) {
          play(one, { inbox, edge });
          await settled();
        }
        await finish(inbox, edge);
        expect(inbox.ids).toEqual(edge.ids(inbox.query));
        expect(inbox.length).toBe(inbox.ids.length);
        for (const [index, id] of inbox.ids.entries()) {
          expect(inbox.at(index)).toEqual(edge.rows.get(id));
        }
        inbox.stop();
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
