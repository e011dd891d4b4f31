import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Recording, type RecordingTools } from './recording.svelte.ts';

const file = new File(['OggS'], 'Voice note.ogg', { type: 'audio/ogg' });
const format = { record: 'x', make: 'ogg', type: 'voice', mime: 'audio/ogg', end: 'ogg' } as const;

function make(some: Partial<RecordingTools> = {}) {
  const microphone = {
    pause: vi.fn(),
    resume: vi.fn(),
    stop: vi.fn(async () => new Blob(['webm'])),
    level: () => 0.5,
  };
  const recording = new Recording('whatsapp', {
    format: () => format,
    capture: async () => microphone,
    made: async () => ({ file, seconds: 2 }),
    now: () => Date.now(),
    ...some,
  });
  return { recording, microphone };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('it is recorded, paused, gone on with and made; a pause does not count (B-54)', async () => {
  const { recording, microphone } = make({ made: async () => ({ file, seconds: null }) });
  await recording.begin();
  expect(recording.state).toBe('recording');
  vi.advanceTimersByTime(1_000);
  recording.pause();
  expect([recording.state, recording.seconds, recording.levels.length]).toEqual(['paused', 1, 10]);
  vi.advanceTimersByTime(5_000);
  recording.resume();
  vi.advanceTimersByTime(500);
  await recording.stop();
  expect([recording.state, recording.seconds, recording.file, recording.type]).toEqual([
    ...['ready', 1.5],
    ...[file, 'voice'],
  ]);
  expect([microphone.pause, microphone.resume, microphone.stop].map((one) => one.mock.calls.length)).toEqual([
    1, 1, 1,
  ]);
});

test('at the end of what the channel takes it stops by itself', async () => {
  const { recording } = make({ format: () => ({ ...format, make: 'wav' }) });
  await recording.begin();
  await vi.advanceTimersByTimeAsync((recording.limit + 1) * 1000);
  expect([recording.state, recording.full]).toEqual(['ready', true]);
});

test.each([
  ['NotAllowedError', 'refused'],
  ['NotFoundError', 'none'],
])('%s: it says why, and may be tried again', async (name, trouble) => {
  let refuses = true;
  const { microphone } = make();
  const { recording } = make({
    capture: async () => {
      if (refuses) throw Object.assign(new Error(), { name });
      return microphone;
    },
  });
  await recording.begin();
  expect([recording.state, recording.trouble]).toEqual(['refused', trouble]);
  refuses = false;
  await recording.begin();
  expect([recording.state, recording.trouble]).toEqual(['recording', null]);
});

test.each([
  ['nothing', new Blob(), null, 'empty'],
  ['noise that is no recording', new Blob(['x']), null, 'broken'],
  ['a slip of the finger', new Blob(['x']), { file, seconds: 0.1 }, 'empty'],
] as const)('%s is no voice note', async (_, recorded, made, trouble) => {
  const { recording, microphone } = make({ made: async () => made });
  microphone.stop.mockResolvedValue(recorded);
  await recording.begin();
  await recording.stop();
  expect([recording.state, recording.trouble]).toEqual(['refused', trouble]);
});

test('whoever goes away while the microphone is asked for is not recorded', async () => {
  const asked = Promise.withResolvers<void>();
  const { microphone } = make();
  const { recording } = make({ capture: () => asked.promise.then(() => microphone) });
  const begun = recording.begin();
  await recording.stop();
  asked.resolve();
  await begun;
  expect(microphone.stop).toHaveBeenCalledOnce();
  expect(recording.state).toBe('asking');
});
