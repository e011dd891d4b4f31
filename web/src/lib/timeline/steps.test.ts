import { describe, expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import type { Item } from './items.ts';
import { stepsOf } from './steps.ts';

const item = (key: string): Item =>
  key.startsWith('day')
    ? { kind: 'day', key, at: 0 }
    : { kind: 'message', key, at: 0, message: messageOf({ id: key }), pending: null, first: true };
const items = (keys: string): readonly Item[] => keys.split(' ').map(item);
const keys = (some: readonly Item[] | null) => some && some.map(({ key }) => key).join(' ');

describe('from one state of the timeline to the next (B-20)', () => {
  const before = items('day1 a b c d');
  const seen = { first: 2, last: 3 };

  test.each([
    ['what comes below', 'day1 a b c d e f', false, null],
    ['what changes in place', 'day1 a b c d', false, null],
    ['what comes above, also where a divider goes', 'day0 x y a b c d', true, null],
    ['what goes above', 'b c d', true, null],
    ['what comes on both sides: first above', 'day1 x a b c d e', true, 'day1 x a b c d'],
    ['as many above as go below', 'day1 x a b c', true, 'day1 x a b c d'],
    ['the topmost is gone, the next one stays', 'day1 c d', true, null],
  ])('%s', (_name, next, shift, between) => {
    const steps = stepsOf(before, items(next), seen);
    expect(steps?.shift).toBe(shift);
    expect(keys(steps?.between ?? null)).toBe(between);
  });

  test('nothing of the screen is left: another stretch', () => {
    expect(stepsOf(before, items('day0 x y z'), seen)).toBeNull();
    // A divider alone is no message that could be read on.
    expect(stepsOf(before, items('day1 x y z'), { first: 0, last: 2 })).toBeNull();
  });
});
