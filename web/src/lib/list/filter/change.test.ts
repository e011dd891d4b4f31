/** Steps between filters. */
import { describe, expect, test } from 'vitest';
import { readFilter, type Filter } from '#domain/filter.ts';
import { manyFields, toggled, withFlag, withoutSpan, withTime, withValues } from './change.ts';

const mine: Filter = { agents: ['me'], unread: true };

describe('a step changes one field and leaves the others (B-09)', () => {
  test.each<[string, Filter, Filter]>([
    ['another value', toggled(mine, 'agents', 'none'), { agents: ['me', 'none'], unread: true }],
    ['a value of a new field', toggled(mine, 'windows', '3h'), { ...mine, windows: ['3h'] }],
    ['the last value takes the field along', toggled(mine, 'agents', 'me'), { unread: true }],
    ['values as a whole', withValues(mine, 'tags', ['a', 'b']), { ...mine, tags: ['a', 'b'] }],
    ['no values', withValues(mine, 'agents', []), { unread: true }],
    ['a flag on', withFlag(mine, 'failed', true), { ...mine, failed: true }],
    ['a flag off', withFlag(mine, 'unread', false), { agents: ['me'] }],
    ['a time', withTime(mine, 'lastFrom', 7), { ...mine, lastFrom: 7 }],
    ['no time', withTime({ lastFrom: 7, lastTo: 9 }, 'lastFrom', null), { lastTo: 9 }],
    ['no span', withoutSpan({ ...mine, lastFrom: 7, lastTo: 9 }, 'last'), mine],
  ])('%s', (_name, after, wanted) => {
    expect(after).toStrictEqual(wanted);
  });

  test.each<[string, Filter, Filter]>([
    ['a window that there is not', toggled(mine, 'windows', 'ajar'), mine],
    ['a time before the first', withTime(mine, 'createdFrom', -1), mine],
    ['more values than a list takes', withValues(mine, 'tags', Array.from({ length: 51 }, String)), mine],
  ])('%s is not taken', (_name, after, wanted) => {
    expect(after).toStrictEqual(wanted);
  });

  test('whatever it makes, a filter may hold (the address and the edge read it again)', () => {
    for (const field of manyFields) {
      const value = { windows: 'open', channels: 'whatsapp', statuses: 'new', followUps: 'any' };
      const one = field === 'broadcasts' ? 'any:read' : (new Map(Object.entries(value)).get(field) ?? 'x');
      const made = toggled({}, field, one);
      expect(readFilter(made)).toStrictEqual({ [field]: [one] });
    }
  });
});
