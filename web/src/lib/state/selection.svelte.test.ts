import { expect, test, vi } from 'vitest';
import type { Matching } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import type { Query } from './place.ts';
import { Selection } from './selection.svelte.ts';

const newest: Query = { tab: 'active', sort: 'newest', filter: {} };

function make(answer: Outcome<Matching>): {
  selection: Selection;
  inbox: { query: Query };
  tell: () => void;
} {
  const inbox = { ids: ['a', 'b', 'c', 'd', 'e'], query: newest };
  const tell = vi.fn();
  const api = { matching: () => Promise.resolve(answer) };
  return { selection: new Selection({ api, inbox, session: { tell } }), inbox, tell };
}

const matching: Outcome<Matching> = { ok: true, value: { ids: ['a', 'x', 'y'], more: true }, cookies: [] };

test('rows are chosen one by one, in a range from the last one, or all that are loaded (B-12)', () => {
  const { selection } = make(matching);
  selection.toggle('b');
  selection.rangeTo('d');
  expect([...selection.ids]).toEqual(['b', 'c', 'd']);
  selection.toggle('c');
  expect([...selection.ids]).toEqual(['b', 'd']);
  selection.rangeTo('a');
  expect([...selection.ids].sort()).toEqual(['a', 'b', 'c', 'd']);
  selection.allLoaded();
  expect([selection.count, selection.active]).toEqual([5, true]);
  selection.clear();
  expect([selection.count, selection.active]).toEqual([0, false]);
});

test('all that match are chosen by the edge’s own count, which is told before anything is done', async () => {
  const { selection } = make(matching);
  expect(await selection.allMatching()).toEqual({ ids: ['a', 'x', 'y'], more: true });
  expect([selection.count, selection.more]).toEqual([3, true]);
  selection.toggle('x');
  expect(selection.more).toBe(false);
});

test('an answer about another list chooses nothing; a failure is told', async () => {
  const { selection, inbox } = make(matching);
  const asked = selection.allMatching();
  inbox.query = { ...newest, tab: 'archived' };
  expect([await asked, selection.count]).toEqual([null, 0]);
  const failed = make({ ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } });
  expect(await failed.selection.allMatching()).toBeNull();
  expect(failed.tell).toHaveBeenCalled();
});
