import { beforeEach, expect, test, vi } from 'vitest';
import type { Change, CommandBody } from '#domain/command.ts';
import type { BulkAnswer, CommandAnswer } from '#domain/http.ts';
import type { Head } from '#domain/head.ts';
import type { BulkItem, Outcome } from '../api.ts';
import { Actions } from './actions.svelte.ts';
import { headOf } from './fixtures.ts';
import { KnownHeads } from './known.ts';
import { Toasts } from './toasts.svelte.ts';

const unreachable = { ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } } as const;
const archive: Change = { type: 'archive' };

let heads = new KnownHeads();
let toasts = new Toasts();
let nextId = 1;
const tell = vi.fn();
const command = vi.fn<(id: string, body: CommandBody) => Promise<Outcome<CommandAnswer>>>();
const bulk = vi.fn<(items: readonly BulkItem[]) => Promise<Outcome<BulkAnswer>>>();

function done<Value>(value: Value): Promise<Outcome<Value>> {
  return Promise.resolve({ ok: true, value, cookies: [] });
}

function make(): Actions {
  const people = new Map([['p2', { id: 'p2', name: 'Bo' }]]);
  return new Actions({
    api: { command, bulk },
    directory: { person: (id) => people.get(id) ?? null, group: () => null, lead: () => null },
    inbox: {
      assume: (id: string, apply: (head: Head) => Head) => heads.assume(id, apply),
    },
    session: { tell },
    threads: { take: () => {} },
    toasts,
    newId: () => `id${nextId++}`,
  });
}

function know(count: number): string[] {
  const all = Array.from({ length: count }, (_, index) =>
    headOf({ id: `c${index}`, rev: 4, name: `N${index}` }),
  );
  heads.take(all, null);
  return all.map((head) => head.id);
}

/** Does everything, except to those in `refusing`. */
function obey(refusing: readonly string[] = []): void {
  bulk.mockImplementation((items) =>
    done({
      results: items.map(({ id }) =>
        refusing.includes(id)
          ? { id, undo: null, refused: { name: `Name of ${id}`, sentence: 'Bo answers this conversation.' } }
          : { id, undo: { type: 'reopen' }, refused: null },
      ),
    }),
  );
}

beforeEach(() => {
  heads = new KnownHeads();
  toasts = new Toasts();
  nextId = 1;
  vi.resetAllMocks();
  vi.useFakeTimers();
});

test('a row changes at once, and stays so when it is done (B-13)', async () => {
  const actions = make();
  know(1);
  command.mockReturnValue(done({ rev: 5, undo: { type: 'assign', personId: null } }));
  const asked = actions.one('c0', { type: 'assign', personId: 'p2' });
  expect(heads.get('c0')?.assignee?.name).toBe('Bo');
  expect(await asked).toBe(true);
  expect(heads.get('c0')?.assignee?.name).toBe('Bo');
  heads.take([headOf({ id: 'c0', rev: 5, assignee: { id: 'p3', name: 'Cem' } })], 0);
  expect(heads.get('c0')?.assignee?.name).toBe('Cem');
  expect(toasts.items.map((item) => item.sentence)).toEqual(['1 conversation assigned to Bo.']);
});

test('a refusal puts the row back and says why (B-13)', async () => {
  const actions = make();
  know(1);
  const problem = { code: 'role-may-not', sentence: 'No.', requestId: 'r' } as const;
  const failure = { kind: 'refused', status: 403, problem } as const;
  command.mockReturnValue(Promise.resolve({ ok: false, failure }));
  expect(await actions.one('c0', archive)).toBe(false);
  expect([heads.get('c0')?.archived, tell.mock.calls[0]?.[0], toasts.items.length]).toEqual([
    false,
    failure,
    0,
  ]);
});

test('a request that may not have arrived is repeated with its own ids, which makes it harmless (R-18)', async () => {
  const actions = make();
  know(1);
  command.mockReturnValueOnce(Promise.resolve(unreachable)).mockReturnValueOnce(done({ rev: 5 }));
  expect(await actions.one('c0', archive)).toBe(true);
  expect(new Set(command.mock.calls.map(([, body]) => body.clientId)).size).toBe(1);
});

test('undo takes the last action back, once, and its offer goes after 8 seconds unless it is held (B-13)', async () => {
  const actions = make();
  know(1);
  command.mockReturnValue(done({ rev: 5, undo: { type: 'reopen' } }));
  await actions.one('c0', archive);
  const [offer] = toasts.items;
  toasts.hold(offer?.id ?? 0);
  vi.advanceTimersByTime(20_000);
  toasts.release(offer?.id ?? 0);
  expect(toasts.items).toHaveLength(1);
  command.mockReturnValue(done({ rev: 6, undo: archive }));
  await actions.undo();
  expect(command.mock.calls.at(-1)?.[1]).toMatchObject({ type: 'reopen' });
  expect(toasts.items).toHaveLength(0);
  await actions.undo();
  expect(command).toHaveBeenCalledTimes(2);
});

test('undo waits for what has no answer yet, and takes that back, not what was done before (B-13)', async () => {
  const actions = make();
  know(1);
  command.mockReturnValueOnce(done({ rev: 5, undo: { type: 'assign', personId: null } }));
  await actions.one('c0', { type: 'assign', personId: 'p2' });
  let answer: (outcome: Outcome<CommandAnswer>) => void = () => {};
  command.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const asked = actions.one('c0', archive);
  const undone = actions.undo();
  expect(command).toHaveBeenCalledTimes(2);
  command.mockReturnValue(done({ rev: 7, undo: archive }));
  answer({ ok: true, value: { rev: 6, undo: { type: 'reopen' } }, cookies: [] });
  await Promise.all([asked, undone]);
  expect(command.mock.calls.map(([, body]) => body.type)).toEqual(['assign', 'archive', 'reopen']);
});

test('many: 50 at a time, progress, refused rows named and put back, one undo for all (B-12)', async () => {
  const actions = make();
  const ids = know(120);
  obey(['c7', 'c119']);
  const asked = actions.many(ids, archive);
  expect(heads.get('c7')?.archived).toBe(true);
  await asked;
  expect(bulk.mock.calls.map(([items]) => items.length)).toEqual([50, 50, 20]);
  expect(actions.progress).toMatchObject({ done: 120, total: 120 });
  expect(actions.progress?.refused.map((one) => one.name)).toEqual(['Name of c7', 'Name of c119']);
  expect([heads.get('c7')?.archived, heads.get('c8')?.archived]).toEqual([false, true]);
  expect(toasts.items.map((item) => item.sentence)).toEqual(['118 conversations archived.']);
  bulk.mockClear();
  obey();
  await actions.undo();
  expect(bulk.mock.calls.flatMap(([items]) => items)).toHaveLength(118);
  expect(bulk.mock.calls[0]?.[0][0]).toMatchObject({ id: 'c0', command: { type: 'reopen' } });
  expect([actions.progress, actions.running]).toEqual([null, false]);
});

test('it can be stopped: what is done is done and can be taken back, the rest stays', async () => {
  const actions = make();
  const ids = know(120);
  obey();
  const asked = actions.many(ids, archive);
  actions.stop();
  await asked;
  expect([bulk.mock.calls.length, actions.progress?.done, actions.running]).toEqual([1, 50, false]);
  expect([heads.get('c0')?.archived, heads.get('c60')?.archived]).toEqual([true, false]);
  expect(toasts.items[0]?.sentence).toBe('50 conversations archived.');
});

test('where the line fails, its rows go back, and what was done before can be taken back', async () => {
  const actions = make();
  const ids = know(70);
  obey();
  const first = bulk.getMockImplementation();
  bulk.mockImplementationOnce(first ?? (() => Promise.resolve(unreachable)));
  bulk.mockImplementation(() => Promise.resolve(unreachable));
  await actions.many(ids, archive);
  expect([heads.get('c0')?.archived, heads.get('c60')?.archived]).toEqual([true, false]);
  expect(tell).toHaveBeenCalledTimes(1);
  expect(toasts.items[0]?.sentence).toBe('50 conversations archived.');
});

test('an undo that is stopped, or that the line cuts off, can be gone on with', async () => {
  const actions = make();
  obey();
  await actions.many(know(120), archive);
  const answers = bulk.getMockImplementation();
  bulk.mockImplementationOnce((items) => {
    actions.stop();
    return answers?.(items) ?? Promise.resolve(unreachable);
  });
  await actions.undo();
  expect([toasts.items.map(({ sentence }) => sentence), actions.progress]).toEqual([
    ['Taken back for 50 of 120 conversations.'],
    null,
  ]);
  bulk.mockImplementation(() => Promise.resolve(unreachable));
  await actions.undo();
  expect(toasts.items.at(-1)?.sentence).toBe('Taken back for 0 of 70 conversations.');
  bulk.mockReset();
  obey();
  await actions.undo();
  expect(bulk.mock.calls.flatMap(([items]) => items.map(({ id }) => id))).toEqual(
    Array.from({ length: 70 }, (_none, n) => `c${n + 50}`),
  );
  expect(toasts.items.at(-1)?.sentence).toBe('Taken back for 70 conversations.');
});

const changes: readonly (readonly [Change, Partial<Head>, Partial<Head>])[] = [
  [{ type: 'group', groupId: 'g1' }, {}, { groupId: 'g1' }],
  [{ type: 'tag', add: ['b'], remove: ['a'] }, { tags: ['a', 'c'] }, { tags: ['c', 'b'] }],
  [{ type: 'lead', status: 'l1' }, {}, { lead: 'l1' }],
  [{ type: 'lead', status: null }, { lead: 'l1' }, {}],
  [{ type: 'follow-up', at: 5 }, {}, { followUpAt: 5 }],
  [{ type: 'follow-up', at: null }, { followUpAt: 5 }, {}],
  [{ type: 'read', rev: 9 }, { unread: 3 }, { unread: 0 }],
  [{ type: 'unread' }, { unread: 0 }, { unread: 1 }],
  [{ type: 'reopen' }, { archived: true }, { archived: false }],
];
test.each(changes)('%o shows before it is done', (change, before, after) => {
  const actions = make();
  heads.take([headOf({ id: 'c', ...before })], null);
  command.mockReturnValue(new Promise(() => {}));
  void actions.one('c', change);
  expect(heads.get('c')).toEqual(headOf({ id: 'c', ...after }));
});
