import { beforeEach, expect, test, vi } from 'vitest';
import type { Me, SearchAnswer } from '#domain/http.ts';
import type { Outcome, SearchRequest } from '../api.ts';
import { readOperators } from '#domain/operators.ts';
import { headOf } from './fixtures.ts';
import { Search } from './search.svelte.ts';

const nothing = { hits: [], next: null };
const empty: SearchAnswer = { contacts: nothing, conversations: nothing, messages: nothing };

function found(...ids: string[]): SearchAnswer {
  return { ...empty, contacts: { hits: ids.map((id) => headOf({ id })), next: 'more' } };
}

const me: Me = {
  actor: { id: 'p1', name: 'Ana', role: 'agent', groups: [], visibility: 'all' },
  team: [],
  attributes: [],
  accounts: [],
  tags: [{ id: 't1', name: 'vip', colour: 'red' }],
  leads: [],
  groups: [],
  views: [],
  pins: [],
  unreadNotices: 0,
  shards: 1,
  now: 0,
};

let asked: { request: SearchRequest; answer: (outcome: Outcome<SearchAnswer>) => void }[] = [];
const tell = vi.fn();
const leave = vi.fn();

function make(): Search {
  return new Search({
    api: {
      search: (request) => {
        const { promise, resolve } = Promise.withResolvers<Outcome<SearchAnswer>>();
        asked.push({ request, answer: resolve });
        return promise;
      },
    },
    session: { me, tell, leave },
    operators: { now: readOperators, load: () => Promise.resolve(readOperators) },
    timers: {
      set: (run, delay) => Number(setTimeout(run, delay)),
      clear: (id) => clearTimeout(id),
      random: () => 0,
    },
    now: () => ({ at: 1_790_000_000_000, zone: 'UTC' }),
  });
}

async function answer(index: number, value: SearchAnswer): Promise<void> {
  asked[index]?.answer({ ok: true, value, cookies: [] });
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  asked = [];
  vi.clearAllMocks();
  vi.useFakeTimers();
});

test('it is searched once the fingers rest, with operators as a filter (B-10)', () => {
  const search = make();
  search.set('an');
  search.set('ana tag:vip');
  vi.advanceTimersByTime(149);
  expect(asked).toHaveLength(0);
  vi.advanceTimersByTime(1);
  expect(asked.map((one) => one.request)).toEqual([{ words: 'ana', filter: { tags: ['t1'] } }]);
  expect(search.busy).toBe(true);
});

test('of answers only the newest counts, in whichever order they come (B-10)', async () => {
  const search = make();
  search.set('an');
  vi.advanceTimersByTime(150);
  search.set('ana');
  vi.advanceTimersByTime(150);
  await answer(1, found('new'));
  await answer(0, found('old'));
  expect(search.answer?.contacts.hits.map((head) => head.id)).toEqual(['new']);
  expect(search.busy).toBe(false);
});

test('an emptied box shows nothing, whatever is still on its way', async () => {
  const search = make();
  search.set('ana');
  vi.advanceTimersByTime(150);
  search.clear();
  await answer(0, found('late'));
  expect([search.answer, search.busy, search.text]).toEqual([null, false, '']);
});

test('operators that mean nothing are told, and looked for as words', () => {
  const search = make();
  search.set('tag:nobody');
  expect([search.unknown, search.words]).toEqual([['tag:nobody'], 'tag:nobody']);
});

test('more of a group joins what is there, each once; not into the answer to something else', async () => {
  const search = make();
  search.set('ana');
  vi.advanceTimersByTime(150);
  await answer(0, found('a', 'b'));
  void search.more('contacts');
  void search.more('contacts');
  expect(asked).toHaveLength(2);
  expect(asked[1]?.request).toMatchObject({ group: 'contacts', cursor: 'more' });
  await answer(1, {
    ...found('b', 'c'),
    contacts: { hits: [headOf({ id: 'b' }), headOf({ id: 'c' })], next: null },
  });
  expect(search.answer?.contacts.hits.map((head) => head.id)).toEqual(['a', 'b', 'c']);
  expect(search.answer?.contacts.next).toBeNull();
});

test('a failure is told where the results stand, and the same text can be searched again', async () => {
  const search = make();
  search.set('ana');
  vi.advanceTimersByTime(150);
  asked[0]?.answer({ ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } });
  await vi.advanceTimersByTimeAsync(0);
  expect([search.problem, search.busy]).toEqual(['No line.', false]);
  search.set('ana ');
  vi.advanceTimersByTime(150);
  expect([asked.length, search.problem]).toEqual([2, null]);
});
