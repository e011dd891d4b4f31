/** Meta's habits when it tells the product something. All off by default, except that everything is told. */
import { z } from 'zod';
import { between, shuffled, type Dice } from './prng.ts';

const milliseconds = z
  .int()
  .min(0)
  .max(60 * 60 * 1000);

export const habitsSchema = z.strictObject({
  /** How many times each webhook comes, one round after the other, also after a 200. */
  repeat: z.int().min(1).max(20),
  /** How many copies of a webhook arrive at the same moment. */
  parallel: z.int().min(1).max(20),
  /** Whether what gathered is sent in a shuffled order. */
  disorder: z.boolean(),
  /** Most updates in one POST. */
  batch: z.int().min(1).max(1000),
  /** Whether `repeat` and `batch` are only the most, and the dice choose from 1 up each time. */
  varied: z.boolean(),
  /** How long updates gather before they are batched or shuffled. */
  gatherMs: milliseconds,
  /** Each update waits a time between the two before it is told. */
  delay: z
    .strictObject({ minMs: milliseconds, maxMs: milliseconds })
    .refine(({ minMs, maxMs }) => minMs <= maxMs, 'minMs must not be larger than maxMs'),
  /** How many different webhooks may be on their way at once. */
  concurrency: z.int().min(1).max(32),
  /** Setting it throws the dice anew from here. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
});
export type Habits = z.infer<typeof habitsSchema>;

export const defaultHabits: Habits = {
  repeat: 1,
  parallel: 1,
  disorder: false,
  batch: 1,
  varied: false,
  gatherMs: 250,
  delay: { minMs: 0, maxMs: 0 },
  concurrency: 1,
  seed: 1,
};

/** How long this update waits. Rolls only when there is something to choose. */
export function delayOf({ delay }: Habits, dice: Dice): number {
  return delay.minMs === delay.maxMs ? delay.minMs : between(delay.minMs, delay.maxMs, dice);
}

/** When updates that began to wait at `oldestAt` may be sent, given how many of them there are. */
export function gatheredAt(habits: Habits, oldestAt: number, count: number): number {
  const gathers = habits.disorder || habits.batch > 1;
  const full = habits.batch > 1 && count >= habits.batch;
  return gathers && !full ? oldestAt + habits.gatherMs : oldestAt;
}

/** The habit's number, or one from 1 up to it. Rolls only when there is something to choose. */
function upTo(most: number, { varied }: Habits, dice: Dice): number {
  return varied && most > 1 ? between(1, most, dice) : most;
}

/** Cuts what is due into POSTs of at most `batch` updates, shuffled where that is the habit. */
export function batches<T>(due: readonly T[], habits: Habits, dice: Dice): T[][] {
  const ordered = habits.disorder ? shuffled(due, dice) : [...due];
  const cut: T[][] = [];
  while (ordered.length > 0) cut.push(ordered.splice(0, upTo(habits.batch, habits, dice)));
  return cut;
}

/** The POSTs with their repetitions: the whole round again and again, or all mixed up. */
export function repeated<T>(posts: readonly T[], habits: Habits, dice: Dice): T[] {
  const often = posts.map(() => upTo(habits.repeat, habits, dice));
  const rounds = Array.from({ length: habits.repeat }, (_, round) =>
    posts.filter((_, index) => round < (often[index] ?? 1)),
  ).flat();
  return habits.disorder && habits.repeat > 1 ? shuffled(rounds, dice) : rounds;
}
