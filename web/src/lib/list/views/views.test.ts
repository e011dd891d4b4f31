/** Saved views. */
import { describe, expect, test } from 'vitest';
import type { View } from '#domain/http.ts';
import type { Actor, Role } from '#domain/permission.ts';
import type { Query } from '../../state/place.ts';
import { countLong, countShort, isNew, mayChange, shownOf } from './views.ts';

function viewOf(some: Partial<View>): View {
  return {
    id: 'v1',
    owner: 'ana',
    name: 'Mine, closing',
    shared: false,
    tab: 'active',
    sort: 'closing',
    filter: { agents: ['me'], windows: ['3h', '1h'] },
    ...some,
  };
}

const query: Query = {
  tab: 'active',
  sort: 'closing',
  filter: { windows: ['1h', '3h'], agents: ['me'] },
};
const other = viewOf({ id: 'v2', filter: { unread: true } });

describe('which view is shown', () => {
  test.each<[string, readonly View[], string | null, Query, string | null]>([
    ['the chosen one', [other, viewOf({})], 'v2', other, 'v2'],
    ['the chosen one, though its filters were changed', [other, viewOf({})], 'v2', query, 'v2'],
    ['one that asks the same, in any order', [other, viewOf({})], null, query, 'v1'],
    ['none with another sort', [viewOf({ sort: 'newest' })], null, query, null],
    ['none on the other tab', [viewOf({ tab: 'archived' })], null, query, null],
    ['one that asks the same instead of one that is gone', [viewOf({})], 'v9', query, 'v1'],
  ])('%s', (_name, all, id, asked, wanted) => {
    expect(shownOf(all, id, asked)?.id ?? null).toBe(wanted);
  });

  test('what has no filter, or a name already, is not saved again', () => {
    expect(isNew([], query)).toBe(true);
    expect(isNew([viewOf({})], query)).toBe(false);
    expect(isNew([], { ...query, filter: {} })).toBe(false);
  });
});

test.each<[Role, Partial<View>, boolean]>([
  ['agent', {}, true],
  ['agent', { shared: true }, false],
  ['agent', { owner: 'rui' }, false],
  ['manager', { shared: true, owner: 'rui' }, true],
  ['manager', { owner: 'rui' }, false],
  ['admin', {}, true],
])('an %s may change a view with %o: %s', (role, some, wanted) => {
  const ana: Actor = { id: 'ana', name: 'Ana', role, groups: [], visibility: 'groups' };
  expect(mayChange(ana, viewOf(some))).toBe(wanted);
});

test.each([
  [undefined, '', ''],
  [{ n: 0, more: false }, '0', '0 conversations'],
  [{ n: 99, more: false }, '99', '99 conversations'],
  [{ n: 1284, more: false }, '99+', '1,284 conversations'],
  [{ n: 100, more: true }, '99+', 'more than 100 conversations'],
])('a count of %o', (counted, short, long) => {
  expect([countShort(counted), countLong(counted)]).toEqual([short, long]);
});
