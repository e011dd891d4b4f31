import { expect, test, vi } from 'vitest';
import type { Problem } from '#domain/http.ts';
import type { Failure, Outcome, Uploaded } from '../api.ts';
import type { UploadTask } from '../live/upload.ts';
import { Uploads, type UploadJob } from './uploads.ts';

type Going = { readonly task: UploadTask; readonly answer: (outcome: Outcome<Uploaded>) => void };

const done: Outcome<Uploaded> = {
  ok: true,
  value: { uploadId: 'u', type: 'image', mime: 'image/png', bytes: 1 },
  cookies: [],
};
const failed = (failure: Failure): Outcome<Uploaded> => ({ ok: false, failure });
const cut = failed({ kind: 'unreachable', sentence: 'No line.' });
const problem: Problem = { code: 'too-large', sentence: 'No.', requestId: 'r' };

function make(): {
  uploads: Uploads;
  going: Going[];
  timers: (() => void)[];
  begin: (id: string) => UploadJob;
} {
  const going: Going[] = [];
  const timers: (() => void)[] = [];
  const uploads = new Uploads({
    upload: (task) => new Promise((answer) => going.push({ task, answer })),
    timers: {
      set: (run) => timers.push(run),
      clear: (id) => void (timers[id - 1] = () => {}),
      random: () => 0,
    },
  });
  const begin = (id: string): UploadJob => {
    const job: UploadJob = {
      ...{ id, file: new Blob(), mime: '', type: 'image', name: '', onProgress: vi.fn() },
      ...{ onEnd: vi.fn(), onWaits: vi.fn(), onGoes: vi.fn() },
    };
    uploads.start(job);
    return job;
  };
  return { uploads, going, timers, begin };
}

const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));

test('three go at a time, in their order (B-53)', async () => {
  const { going, begin } = make();
  ['a', 'b', 'c', 'd'].forEach(begin);
  expect(going.map(({ task }) => task.id)).toEqual(['a', 'b', 'c']);
  going[1]?.answer(done);
  await settled();
  expect(going.map(({ task }) => task.id)).toEqual(['a', 'b', 'c', 'd']);
});

test('a broken one comes again by itself, under the same id, and gives way meanwhile (B-53)', async () => {
  const { going, timers, begin } = make();
  const [first] = ['a', 'b', 'c', 'd'].map(begin);
  going[0]?.answer(cut);
  await settled();
  expect(first?.onWaits).toHaveBeenCalledExactlyOnceWith('No line.');
  expect(going.map(({ task }) => task.id)).toEqual(['a', 'b', 'c', 'd']);
  for (const one of going.slice(1)) one.answer(done);
  await settled();
  timers[0]?.();
  going[4]?.answer(done);
  await settled();
  expect(going[4]?.task.id).toBe('a');
  expect(first?.onEnd).toHaveBeenCalledExactlyOnceWith(done);
});

test('what waits goes when the network is back', async () => {
  const { uploads, going, begin } = make();
  begin('a');
  going[0]?.answer(cut);
  await settled();
  uploads.wake();
  expect(going).toHaveLength(2);
});

test('too many requests are later; a refusal and the end of the session are the end', async () => {
  const { going, begin } = make();
  const [later, no, out] = ['a', 'b', 'c'].map(begin);
  going[0]?.answer(failed({ kind: 'refused', status: 429, problem }));
  going[1]?.answer(failed({ kind: 'refused', status: 413, problem }));
  going[2]?.answer(failed({ kind: 'refused', status: 401, problem }));
  await settled();
  expect(later?.onWaits).toHaveBeenCalledWith('No.');
  expect(no?.onEnd).toHaveBeenCalledOnce();
  expect(out?.onEnd).toHaveBeenCalledOnce();
});

test('a cancelled one says nothing more and does not come again', async () => {
  const { uploads, going, begin } = make();
  const job = begin('a');
  uploads.cancel('a');
  expect(going[0]?.task.signal.aborted).toBe(true);
  going[0]?.answer(cut);
  await settled();
  uploads.wake();
  expect(job.onWaits).not.toHaveBeenCalled();
  expect(going).toHaveLength(1);
});
