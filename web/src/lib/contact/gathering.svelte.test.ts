import { expect, test, vi } from 'vitest';
import type { Gathered } from '#domain/http-contact.ts';
import { Gathering } from './gathering.svelte.ts';

const place = { at: 5, seq: 1 };

test('pages are read one after the other, also over one that holds nothing', async () => {
  const read = vi
    .fn<(before: unknown) => Promise<Gathered<string> | null>>()
    .mockResolvedValueOnce({ found: [], next: place })
    .mockResolvedValueOnce({ found: ['a'], next: null });
  const gathering = new Gathering<string>(read);
  await gathering.begin();
  expect([gathering.here, gathering.found, gathering.more]).toEqual([true, [], true]);
  await gathering.further();
  expect([gathering.found, gathering.more]).toEqual([['a'], false]);
  await gathering.further();
  expect(read.mock.calls).toEqual([[null], [place]]);
});

test('a page that fails leaves what is here, and can be asked for again', async () => {
  const read = vi
    .fn<(before: unknown) => Promise<Gathered<string> | null>>()
    .mockResolvedValueOnce({ found: ['a'], next: place })
    .mockResolvedValueOnce(null)
    .mockResolvedValueOnce({ found: ['b'], next: null });
  const gathering = new Gathering<string>(read);
  await gathering.begin();
  await gathering.further();
  expect([gathering.failed, gathering.found, gathering.more]).toEqual([true, ['a'], true]);
  await gathering.further();
  expect([gathering.failed, gathering.found]).toEqual([false, ['a', 'b']]);
});
