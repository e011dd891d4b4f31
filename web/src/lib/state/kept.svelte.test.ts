import { expect, test, vi } from 'vitest';
import type { Failure, Outcome } from '../api.ts';
import { Kept } from './kept.svelte.ts';

type Note = { readonly id: string; readonly owner: string; readonly text: string };
const note = (id: string, text = id): Note => ({ id, owner: 'ana', text });
const ok = <T>(value: T): Outcome<T> => ({ ok: true, value, cookies: [] });
const dead: Failure = { kind: 'unreachable', sentence: 'No network.' };
const failed = { ok: false, failure: dead } as const;

function made(list: () => Promise<Outcome<readonly Note[]>>) {
  const leave = vi.fn();
  const calls = {
    list: vi.fn(list),
    create: vi.fn(async (body: Omit<Note, 'id' | 'owner'>) => ok({ id: 'new', owner: 'ana', ...body })),
    change: vi.fn(async (id: string, body: Omit<Note, 'id' | 'owner'>) => ok({ id, owner: 'ana', ...body })),
    remove: vi.fn(async (): Promise<Outcome<unknown>> => ok({})),
  };
  return { kept: new Kept<Note>(calls, leave), calls, leave };
}

test('it is read once, however many ask; memory serves while the network is gone (B-50)', async () => {
  const { kept, calls } = made(async () => ok([note('a')]));
  await Promise.all([kept.known(), kept.known()]);
  expect(await kept.known()).toEqual([note('a')]);
  expect(calls.list).toHaveBeenCalledTimes(1);
  calls.list.mockResolvedValueOnce(failed);
  await kept.read();
  expect(kept.trouble).toBe('No network.');
  expect(await kept.known()).toEqual([note('a')]);
  await kept.read();
  expect(kept.trouble).toBe('');
});

test('before the first reading succeeded, every look reads again', async () => {
  const { kept, calls } = made(async () => failed);
  expect(await kept.known()).toEqual([]);
  calls.list.mockResolvedValueOnce(ok([note('a')]));
  expect(await kept.known()).toEqual([note('a')]);
});

test('what is kept, changed or removed shows at once', async () => {
  const { kept, calls } = made(async () => ok([note('a'), note('b')]));
  await kept.read();
  expect(await kept.keep({ text: 'c' })).toEqual({ item: note('new', 'c') });
  await kept.keep({ text: 'A' }, 'a');
  expect(await kept.remove('b')).toBeNull();
  expect(kept.all).toEqual([note('new', 'c'), note('a', 'A')]);
  expect(calls.create).toHaveBeenCalledTimes(1);
});

test('what is refused changes nothing and says why; the end of the session leads out', async () => {
  const { kept, calls, leave } = made(async () => ok([note('a')]));
  await kept.read();
  calls.remove.mockResolvedValueOnce(failed);
  calls.change.mockResolvedValueOnce(failed);
  expect(await kept.remove('a')).toBe('No network.');
  expect(await kept.keep({ text: 'x' }, 'a')).toEqual({ sentence: 'No network.' });
  expect(kept.all).toEqual([note('a')]);
  expect(leave).not.toHaveBeenCalled();
  const problem = { code: 'signed-out', sentence: 'Signed out.', requestId: 'r' } as const;
  calls.remove.mockResolvedValueOnce({ ok: false, failure: { kind: 'refused', status: 401, problem } });
  expect(await kept.remove('a')).toBe('Signed out.');
  expect(leave).toHaveBeenCalledOnce();
});
