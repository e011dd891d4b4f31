import { beforeEach, expect, test, vi } from 'vitest';
import type { ListFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { ListPage, Tab } from '#domain/http.ts';
import type { Wire } from '../live/socket.ts';
import { headOf } from './fixtures.ts';
import { Inbox } from './inbox.svelte.ts';

class FakeWire implements Wire {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: ((code: number, reason: string) => void) | null = null;
  send(): void {}
  close(): void {}
}

let wire = new FakeWire();
let timers: (() => void)[] = [];
let pages: Record<string, ListPage> = {};
const list = vi.fn((tab: Tab, cursor: string | null) => {
  const page = pages[`${tab}:${cursor ?? ''}`];
  if (!page) throw new Error(`no page ${tab}:${cursor ?? ''}`);
  return Promise.resolve({ ok: true, value: page, cookies: [] } as const);
});
const onCatchingUp = vi.fn();

function row(id: string, lastAt: number, some: Partial<Head> = {}): Head {
  return headOf({ id, lastAt, ...some });
}

function page(rows: readonly Head[], next: string | null = null): ListPage {
  return { rows, next, counts: { active: 5, archived: 2, unread: 1 }, now: 0 };
}

function make(first: ListPage): Inbox {
  const inbox = new Inbox(first, 'active', {
    api: { list },
    openWire: () => (wire = new FakeWire()),
    timers: { set: (run) => timers.push(run), clear: () => {}, random: () => 0 },
    sync: () => {},
    onLine: () => {},
    onEnd: () => {},
    onSignedOut: () => {},
    onCatchingUp,
  });
  inbox.start();
  wire.onopen?.();
  return inbox;
}

function hear(frame: ListFrame): void {
  wire.onmessage?.(JSON.stringify(frame));
}

async function welcome(rows: readonly Head[] = []): Promise<void> {
  hear({ t: 'welcome', v: 1, now: 0, rows });
  await settle();
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

function ids(inbox: Inbox): string {
  return inbox.rows.map((one) => one.id).join('');
}

beforeEach(() => {
  timers = [];
  pages = {};
  vi.clearAllMocks();
});

test('news moves a row up, changes the counts, and an old version changes nothing', () => {
  const inbox = make(page([row('b', 20), row('a', 10)]));
  hear({ t: 'rows', now: 0, rows: [row('a', 30, { rev: 2, unread: 1 })], gone: [] });
  hear({ t: 'rows', now: 0, rows: [row('a', 10, { rev: 1 })], gone: [] });
  expect(ids(inbox)).toBe('ab');
  expect(inbox.counts).toEqual({ active: 5, archived: 2, unread: 2 });
});

test('archiving takes a row from one tab to the other', async () => {
  pages = { 'archived:': page([row('z', 5, { archived: true })]) };
  const inbox = make(page([row('b', 20), row('a', 10)]));
  hear({ t: 'rows', now: 0, rows: [row('a', 10, { rev: 2, archived: true })], gone: [] });
  expect(ids(inbox)).toBe('b');
  expect(inbox.counts).toMatchObject({ active: 4, archived: 3 });
  inbox.showTab('archived');
  await settle();
  expect(ids(inbox)).toBe('az');
});

test('pages follow below, and news about rows further down waits for its page', async () => {
  pages = { 'active:2': page([row('b', 20), row('a', 10)]) };
  const inbox = make(page([row('d', 40), row('c', 30)], '2'));
  hear({ t: 'rows', now: 0, rows: [row('a', 10, { rev: 2 })], gone: [] });
  expect(ids(inbox)).toBe('dc');
  await inbox.loadMore();
  expect(ids(inbox)).toBe('dcba');
  expect(inbox.row('a')?.rev).toBe(2);
  expect(inbox.more).toBe(false);
});

test('after the line was gone, rows that went are gone here and what came by line stays', async () => {
  const inbox = make(page([row('c', 30), row('b', 20), row('a', 10)]));
  pages = { 'active:': page([row('c', 30, { rev: 2 })]) };
  await welcome([row('n', 50, { rev: 7 })]);
  expect(ids(inbox)).toBe('nc');
  expect(inbox.row('c')?.rev).toBe(2);
  expect(onCatchingUp.mock.calls).toEqual([[true], [false]]);
});

test('a row that may no longer be seen does not come back with an old page', async () => {
  const inbox = make(page([row('b', 20, { rev: 4 }), row('a', 10)]));
  pages = { 'active:': page([row('b', 20, { rev: 4 }), row('a', 10)]) };
  hear({ t: 'welcome', v: 1, now: 0, rows: [] });
  hear({ t: 'rows', now: 0, rows: [], gone: ['b'] });
  await settle();
  expect(ids(inbox)).toBe('a');
});

test('under the pointer the order stands still until it is let go', () => {
  const inbox = make(page([row('b', 20), row('a', 10)]));
  inbox.freeze();
  hear({ t: 'rows', now: 0, rows: [row('a', 30, { rev: 2 })], gone: [] });
  expect([ids(inbox), inbox.waiting, inbox.row('a')?.rev]).toEqual(['ba', 1, 2]);
  inbox.applyWaiting();
  expect([ids(inbox), inbox.waiting]).toEqual(['ab', 0]);
  hear({ t: 'rows', now: 0, rows: [row('b', 40, { rev: 2 })], gone: [] });
  inbox.thaw();
  expect(ids(inbox)).toBe('ba');
});

test('news about a row that was never loaded asks for the counts', async () => {
  const inbox = make(page([row('a', 10)]));
  pages = {
    'active:': { ...page([row('n', 50), row('a', 10)]), counts: { active: 6, archived: 2, unread: 2 } },
  };
  const before = timers.length;
  hear({ t: 'rows', now: 0, rows: [row('n', 50)], gone: [] });
  expect(ids(inbox)).toBe('na');
  expect(timers).toHaveLength(before + 1);
  timers.at(-1)?.();
  await settle();
  expect(inbox.counts.active).toBe(6);
});

test('a page that fails is told and can be asked for again', async () => {
  list.mockResolvedValueOnce({ ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } } as never);
  const inbox = make(page([row('a', 10)], '1'));
  await inbox.loadMore();
  expect(inbox.problem).toBe('No line.');
  pages = { 'active:1': page([row('0', 1)]) };
  await inbox.loadMore();
  expect([inbox.problem, ids(inbox)]).toEqual([null, 'a0']);
});
