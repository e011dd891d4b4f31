import { expect, test, vi } from 'vitest';
import type { Me, View } from '#domain/http.ts';
import type { Api, Outcome } from '../api.ts';
import { Directory } from './directory.svelte.ts';
import { Pins } from './pins.svelte.ts';
import { Session } from './session.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { Views, type NewView } from './views.svelte.ts';

const unread: NewView = {
  name: 'Unread',
  shared: false,
  tab: 'active',
  sort: 'newest',
  filter: { unread: true },
};
const me: Me = {
  actor: { id: 'p1', name: 'Ana', role: 'agent', groups: [], visibility: 'all' },
  team: [{ id: 'p1', name: 'Ana', role: 'agent' }],
  attributes: [],
  accounts: [],
  tags: [{ id: 't1', name: 'vip', colour: 'red' }],
  leads: [],
  groups: [],
  views: [{ ...unread, id: 'v1', owner: 'p1' }],
  pins: ['c1'],
  unreadNotices: 0,
  shards: 1,
  now: 0,
};

function ok<Value>(value: Value): Promise<Outcome<Value>> {
  return Promise.resolve({ ok: true, value, cookies: [] });
}

const no: Promise<Outcome<never>> = Promise.resolve({
  ok: false,
  failure: { kind: 'unreachable', sentence: 'No line.' },
});

function sessionOf(): { session: Session; toasts: Toasts } {
  const toasts = new Toasts();
  const api = { me: () => ok(me), signOut: () => ok({}), setAway: () => no };
  return { session: new Session(me, { api, toasts, leave: vi.fn() }), toasts };
}

function viewsWith(some: Partial<Pick<Api, 'createView' | 'changeView' | 'removeView'>>): {
  views: Views;
  toasts: Toasts;
} {
  const { session, toasts } = sessionOf();
  const none = { createView: () => no, changeView: () => no, removeView: () => no };
  return { views: new Views({ api: { ...none, ...some }, session }), toasts };
}

test('a view is kept, changed and removed where it stands', async () => {
  const made: View = { ...unread, name: 'Mine', id: 'v2', owner: 'p1' };
  const changeView = vi.fn((id: string, view: NewView) => ok({ ...view, id, owner: 'p1' }));
  const { views } = viewsWith({ createView: () => ok(made), changeView, removeView: () => ok({}) });
  expect(await views.save({ ...unread, name: 'Mine' })).toEqual(made);
  await views.change('v1', { name: 'New name' });
  expect(changeView).toHaveBeenCalledWith('v1', { ...unread, name: 'New name' });
  expect(views.all.map((view) => view.name)).toEqual(['New name', 'Mine']);
  expect([await views.remove('v1'), views.get('v1')]).toEqual([true, null]);
});

test('what is refused is told, and nothing changes', async () => {
  const { views, toasts } = viewsWith({});
  expect([await views.save(unread), await views.remove('v1')]).toEqual([null, false]);
  expect(views.all).toEqual(me.views);
  expect(toasts.items.map((item) => item.sentence)).toEqual(['No line.']);
});

test('a pin shows at once and goes back when it is refused', async () => {
  const { session, toasts } = sessionOf();
  const pins = new Pins({ api: { pin: (id) => (id === 'c2' ? ok({}) : no) }, session });
  const asked = pins.toggle('c2');
  expect(pins.has('c2')).toBe(true);
  await asked;
  await pins.toggle('c1');
  expect([...pins.ids].sort()).toEqual(['c1', 'c2']);
  expect(toasts.items).toHaveLength(1);
});

test('names are found by their ids, also the one of a tag that was just made', async () => {
  const { session } = sessionOf();
  const api = { createTag: () => ok({ id: 't2', name: 'new', colour: 'blue' } as const) };
  const directory = new Directory({ api, session });
  expect([directory.tag('t1')?.name, directory.person('p1')?.name]).toEqual(['vip', 'Ana']);
  expect([directory.lead('gone'), directory.group('gone'), directory.tag('gone')]).toEqual([
    null,
    null,
    null,
  ]);
  expect((await directory.createTag('new', 'blue'))?.id).toBe('t2');
  expect(directory.tag('t2')?.name).toBe('new');
});
