import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { headOf } from './fixtures.ts';
import { Inbox } from './inbox.svelte.ts';
import type { Query } from './place.ts';
import { edgeNow, ListEdge, me, settled } from './testing/list-edge.ts';

const newest: Query = { tab: 'active', sort: 'newest', filter: {} };
const onCatchingUp = vi.fn();

function row(id: string, age: number, some: Partial<Head> = {}): Head {
  return headOf({ id, lastAt: edgeNow - age * 1000, ...some });
}

function many(count: number, some: Partial<Head> = {}): Head[] {
  return Array.from({ length: count }, (_, index) => row(`r${index}`, index, some));
}

type Made = { inbox: Inbox; edge: ListEdge };

async function make(heads: readonly Head[], query = newest, pins: readonly string[] = []): Promise<Made> {
  const edge = new ListEdge(heads, 2);
  const start = { page: edge.page(query), query, pins: new Set(pins), pinned: [] };
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
    onCatchingUp,
  });
  inbox.start();
  edge.connect();
  await calm(edge);
  vi.clearAllMocks();
  return { inbox, edge };
}

/** Everything that is on its way arrives. */
async function calm(edge: ListEdge): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    edge.deliverAll();
    await settled();
    edge.pass(50);
    await settled();
  }
}

function ids(inbox: Inbox): string {
  return inbox.ids.join('');
}

beforeEach(() => vi.clearAllMocks());

describe('live', () => {
  test('news moves a row up, and an old version changes nothing', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2), row('c', 3)]);
    edge.change('b', { lastAt: edge.now });
    await calm(edge);
    edge.lines[0]?.onmessage?.(JSON.stringify({ t: 'rows', now: 0, rows: [row('b', 9)], gone: [] }));
    expect(ids(inbox)).toBe('bac');
    expect(inbox.row('b')?.rev).toBe(2);
  });

  test('a row leaves when it does not fit any more and comes when it does', async () => {
    const filter: Filter = { agents: ['me'] };
    const mine = { assignee: { id: me, name: 'Ana' } };
    const { inbox, edge } = await make([row('a', 1, mine), row('b', 2)], { ...newest, filter });
    edge.change('a', { assignee: null });
    edge.change('b', mine);
    await calm(edge);
    expect(ids(inbox)).toBe('b');
    expect(inbox.matching).toEqual({ n: 1, more: false });
  });

  test('one that may not be seen any more goes, and no old page brings it back', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2)]);
    edge.hide('a');
    edge.deliverAll();
    await inbox.refresh();
    expect(ids(inbox)).toBe('b');
    edge.hide('a', false);
    edge.deliverAll();
    expect(ids(inbox)).toBe('ab');
  });

  test('counts are the edge’s; the newest word counts, and views that look at the clock keep theirs', async () => {
    const { inbox, edge } = await make(many(3));
    edge.change('r1', { archived: true });
    edge.tellCounts();
    await calm(edge);
    expect(inbox.counts).toMatchObject({ active: 2, archived: 1 });
    const old = { active: 9, archived: 9, unread: 9, views: {} };
    edge.lines[0]?.onmessage?.(JSON.stringify({ t: 'counts', now: edge.now - 60_000, counts: old }));
    expect(inbox.counts.active).toBe(2);
  });

  test('windows that end take their rows along by the clock alone', async () => {
    const filter: Filter = { windows: ['open'] };
    const ending = row('a', 1, { windowExpiresAt: edgeNow + 30_000 });
    const open = row('b', 2, { windowExpiresAt: edgeNow + 9e6 });
    const { inbox, edge } = await make([ending, open], { ...newest, filter });
    expect(ids(inbox)).toBe('ab');
    edge.pass(31_000);
    expect(ids(inbox)).toBe('b');
  });

  test('who looks and who writes is told by each shard, and forgotten with its line', async () => {
    const { inbox, edge } = await make([row('a', 1)]);
    const ana = { id: 'p2', name: 'Ana', typing: true };
    edge.lines[1]?.onmessage?.(JSON.stringify({ t: 'present', now: 0, id: 'a', people: [ana] }));
    expect(inbox.present('a')).toEqual([ana]);
    edge.cut(0);
    edge.cut(1);
    edge.pass(1_000);
    edge.connect();
    await calm(edge);
    expect(inbox.present('a')).toEqual([]);
  });
});

describe('stretches', () => {
  test('100,000 rows: only what is looked at is loaded, two requests at a time (B-16)', async () => {
    const { inbox, edge } = await make(many(3_000));
    expect(inbox.length).toBe(3_000);
    expect(inbox.at(2_000)).toBeNull();
    edge.prompt = false;
    inbox.ensure(2_000, 2_020);
    inbox.ensure(1_500, 1_520);
    edge.pass(100);
    while (edge.waiting > 0) {
      edge.respond();
      await settled();
    }
    expect(inbox.at(1_510)).not.toBeNull();
    expect(edge.asked.atOnce).toBeLessThanOrEqual(2);
    expect(inbox.length).toBe(3_000);
    expect(inbox.ids.length).toBeLessThan(400);
  });

  test('news above leaves rows in the middle in their order, one place further down (B-04)', async () => {
    const { inbox, edge } = await make(many(600));
    inbox.ensure(300, 320);
    await calm(edge);
    const before = inbox.at(310)?.id ?? '';
    edge.change('r400', { lastAt: edge.now });
    edge.tellCounts();
    await calm(edge);
    expect(inbox.at(0)?.id).toBe('r400');
    expect(inbox.at(inbox.indexOf(before))?.id).toBe(before);
    expect(inbox.indexOf(before)).toBe(311);
    expect(inbox.length).toBe(600);
  });

  test('a page that fails is told, tried again, and comes', async () => {
    const { inbox, edge } = await make(many(120));
    edge.down = true;
    inbox.ensure(60, 80);
    await calm(edge);
    expect(inbox.problem).toBe('No line.');
    edge.down = false;
    edge.pass(5_000);
    await calm(edge);
    expect([inbox.problem, inbox.at(70)?.id]).toEqual([null, 'r70']);
  });

  test('another query shows its own rows; coming back shows what was loaded at once, and then the truth', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2, { archived: true })]);
    inbox.show({ ...newest, tab: 'archived' });
    await calm(edge);
    expect(ids(inbox)).toBe('b');
    edge.change('a', { archived: true });
    edge.writeIndex();
    await calm(edge);
    inbox.show(newest);
    await calm(edge);
    expect(ids(inbox)).toBe('');
    edge.prompt = false;
    inbox.show({ ...newest, tab: 'archived' });
    expect(ids(inbox)).toBe('ab');
  });
});

describe('after an absence', () => {
  test('the top and what is on the screen are fetched again, in place; all else is a gap', async () => {
    const { inbox, edge } = await make(many(600));
    inbox.ensure(300, 320);
    await calm(edge);
    inbox.ensure(500, 520);
    await calm(edge);
    inbox.seen(300, 312);
    inbox.ensure(300, 312);
    edge.cut(0);
    edge.cut(1);
    edge.change('r305', { name: 'New name' });
    edge.change('r30', { archived: true });
    edge.writeIndex();
    edge.pass(1_000);
    edge.connect();
    await calm(edge);
    expect(inbox.at(305)?.name ?? inbox.at(304)?.name).toBe('New name');
    expect(inbox.indexOf('r30')).toBe(-1);
    expect(Math.abs(inbox.indexOf('r300') - 300)).toBeLessThanOrEqual(1);
    expect(inbox.indexOf('r510')).toBe(-1);
    expect(inbox.length).toBe(599);
    expect(onCatchingUp.mock.calls.at(-1)).toEqual([false, 0]);
  });

  test('what the index does not show yet came with the welcome', async () => {
    const { inbox, edge } = await make(many(3));
    edge.cut(0);
    edge.cut(1);
    edge.change('new', row('new', -1));
    edge.pass(1_000);
    edge.connect();
    await calm(edge);
    expect(inbox.ids[0]).toBe('new');
  });
});

describe('under the hand', () => {
  test('the order stands still, the contents do not (B-03)', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2)]);
    inbox.freeze();
    edge.change('b', { lastAt: edge.now });
    edge.change('n', row('n', -5));
    await calm(edge);
    expect([ids(inbox), inbox.waiting, inbox.row('b')?.rev]).toEqual(['ab', 2, 2]);
    inbox.applyWaiting();
    expect([ids(inbox), inbox.waiting]).toEqual(['nba', 0]);
    edge.change('a', { lastAt: edge.now + 10_000 });
    await calm(edge);
    expect([ids(inbox), inbox.waiting]).toEqual(['nba', 1]);
    inbox.thaw();
    expect(ids(inbox)).toBe('anb');
  });

  test('while it stands still, scrolling loads below', async () => {
    const { inbox, edge } = await make(many(200));
    inbox.freeze();
    edge.change('r150', { lastAt: edge.now });
    inbox.ensure(60, 90);
    await calm(edge);
    expect([inbox.at(0)?.id, inbox.at(80)?.id, inbox.waiting]).toEqual(['r0', 'r80', 1]);
  });

  test('what this person does leaves at once; what others do stays, greyed, until the hand leaves', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2), row('c', 3)]);
    inbox.freeze();
    inbox.assume('a', (head) => ({ ...head, archived: true }));
    expect(ids(inbox)).toBe('bc');
    edge.change('b', { archived: true });
    await calm(edge);
    expect([ids(inbox), inbox.moved('b'), inbox.waiting]).toEqual(['bc', true, 1]);
    inbox.thaw();
    expect(ids(inbox)).toBe('c');
  });

  test('one that may not be seen any more goes even then', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2)]);
    inbox.freeze();
    edge.hide('a');
    await calm(edge);
    expect(ids(inbox)).toBe('b');
  });

  test('the selected row stays where it was when it leaves the list, until the selection leaves it (B-17)', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2), row('c', 3)]);
    inbox.select('b');
    inbox.assume('b', (head) => ({ ...head, archived: true }));
    edge.change('c', { lastAt: edge.now });
    await calm(edge);
    expect([ids(inbox), inbox.moved('b'), inbox.moved('a')]).toEqual(['cab', true, false]);
    inbox.select('c');
    expect([ids(inbox), inbox.moved('b')]).toEqual(['ca', false]);
  });
});

describe('pinned', () => {
  test('pinned rows stand on top and nowhere else, as long as they fit', async () => {
    const { inbox, edge } = await make([row('a', 1), row('b', 2), row('c', 3)], newest, ['c']);
    expect([ids(inbox), inbox.pinned.length, inbox.length]).toEqual(['cab', 1, 3]);
    inbox.pin(new Set(['b']));
    expect([ids(inbox), inbox.at(0)?.id, inbox.indexOf('c'), inbox.length]).toEqual(['bac', 'b', 2, 3]);
    edge.change('b', { archived: true });
    edge.tellCounts();
    await calm(edge);
    expect([ids(inbox), inbox.length]).toEqual(['ac', 2]);
  });

  test('what this person pins goes on top at once, also under their hand', async () => {
    const { inbox } = await make([row('a', 1), row('b', 2), row('c', 3)]);
    inbox.freeze();
    inbox.pin(new Set(['c']));
    expect([ids(inbox), inbox.length, inbox.waiting]).toEqual(['cab', 3, 0]);
    inbox.pin(new Set());
    expect([ids(inbox), inbox.waiting]).toEqual(['abc', 0]);
    inbox.thaw();
    expect([ids(inbox), inbox.length]).toEqual(['abc', 3]);
  });

  test('one that stands on no page is asked itself', async () => {
    const { inbox } = await make(many(200), newest, ['r180']);
    expect([inbox.at(0)?.id, inbox.length]).toEqual(['r180', 200]);
  });
});

describe('while the index is behind', () => {
  test('what a line told belongs to a page that lacks it', async () => {
    const { inbox, edge } = await make([...many(100), row('late', 80.5, { archived: true })]);
    edge.change('late', { archived: false });
    edge.deliverAll();
    inbox.ensure(60, 90);
    await calm(edge);
    expect(inbox.indexOf('late')).toBe(81);
  });

  test('what was told since a page was asked for is not undone by it', async () => {
    const { inbox, edge } = await make(many(100));
    edge.prompt = false;
    inbox.ensure(60, 90);
    edge.pass(50);
    edge.change('r70', { archived: true });
    edge.change('r71', { lastAt: edge.now });
    edge.hide('r72');
    edge.deliverAll();
    edge.respond();
    await settled();
    expect([inbox.indexOf('r70'), inbox.indexOf('r71'), inbox.indexOf('r72')]).toEqual([-1, 0, -1]);
  });
});
