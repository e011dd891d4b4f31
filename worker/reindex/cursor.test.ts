import { expect, it } from 'vitest';
import { readProgress, writeProgress, type Progress } from './cursor.ts';

const everyShard = Array.from({ length: 64 }, (_none, shard) => shard);

it.each<[string, Progress]>([
  ['the beginning', { of: 'rows', shards: [0], after: '' }],
  ['one of two shards', { of: 'rows', shards: [0, 3], after: 'abcdefghijklmnopqrstuvwx' }],
  ['every shard', { of: 'rows', shards: everyShard, after: 'abcdefghijklmnopqrstuvwx' }],
  ['the counts of tabs', { of: 'counts', after: '' }],
  ['the counts of views', { of: 'counts', after: '0f0e0d0c0b0a' }],
])('%s is written and read again, within what the API takes', (_title, progress) => {
  const cursor = writeProgress(progress);
  expect(cursor.length).toBeLessThanOrEqual(200);
  expect(readProgress(cursor)).toEqual(progress);
});

it.each([[null], [''], ['rows'], ['rows zz a'], ['rows 1'], ['counts'], ['counts a b'], ['somewhere 1 a']])(
  '%j begins anew',
  (cursor) => {
    expect(readProgress(cursor)).toBeNull();
  },
);
