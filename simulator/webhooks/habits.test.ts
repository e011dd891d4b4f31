import { describe, expect, it } from 'vitest';
import { batches, defaultHabits, delayOf, gatheredAt, habitsSchema, repeated } from './habits.ts';
import { between, dice, shuffled } from './prng.ts';

const numbers = Array.from({ length: 20 }, (_, index) => index);

describe('dice', () => {
  it('fall the same way for the same seed, and go on from where they stood', () => {
    const first = dice(7);
    const rolls = [first.roll(), first.roll(), first.roll()];
    const second = dice(7);
    second.roll();
    const third = dice(second.state());
    expect([third.roll(), third.roll()]).toEqual(rolls.slice(1));
    expect(dice(8).roll()).not.toBe(rolls[0]);
  });

  it('reach both ends and nothing beyond', () => {
    const rolled = dice(1);
    const seen = new Set(Array.from({ length: 500 }, () => between(3, 6, rolled)));
    expect([...seen].toSorted()).toEqual([3, 4, 5, 6]);
  });

  it('shuffle without losing anything', () => {
    const order = shuffled(numbers, dice(1));
    expect(order).not.toEqual(numbers);
    expect(order.toSorted((a, b) => a - b)).toEqual(numbers);
    expect(shuffled(numbers, dice(1))).toEqual(order);
  });
});

describe('habits', () => {
  it('are off by default: one update a POST, in order, once, at once', () => {
    const rolled = dice(1);
    expect(batches(numbers, defaultHabits, rolled)).toEqual(numbers.map((number) => [number]));
    expect(repeated(numbers, defaultHabits, rolled)).toEqual(numbers);
    expect(delayOf(defaultHabits, rolled)).toBe(0);
    expect(gatheredAt(defaultHabits, 100, 1)).toBe(100);
    expect(rolled.state()).toBe(dice(1).state());
  });

  it('batch up to the size', () => {
    const cut = batches(numbers, { ...defaultHabits, batch: 8 }, dice(1));
    expect(cut.map(({ length }) => length)).toEqual([8, 8, 4]);
    expect(cut.flat()).toEqual(numbers);
  });

  it('gather for a batch until it is full, and for a shuffle until the time is up', () => {
    const batch = { ...defaultHabits, batch: 3, gatherMs: 50 };
    expect(gatheredAt(batch, 100, 2)).toBe(150);
    expect(gatheredAt(batch, 100, 3)).toBe(100);
    expect(gatheredAt({ ...defaultHabits, disorder: true, gatherMs: 50 }, 100, 9)).toBe(150);
  });

  it('repeat in rounds, mixed when disorder is on too', () => {
    const rounds = repeated(['a', 'b'], { ...defaultHabits, repeat: 3 }, dice(1));
    expect(rounds).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    const mixed = repeated(numbers, { ...defaultHabits, repeat: 2, disorder: true }, dice(1));
    expect(mixed.toSorted((a, b) => a - b)).toEqual(numbers.flatMap((number) => [number, number]));
    expect(mixed).not.toEqual([...numbers, ...numbers]);
  });

  it('vary: each comes from once to so many times, in batches of any size up to the largest', () => {
    const habits = { ...defaultHabits, varied: true, repeat: 5, batch: 4 };
    const cut = batches(numbers, habits, dice(2));
    expect(cut.flat()).toEqual(numbers);
    expect(new Set(cut.map(({ length }) => length)).size).toBeGreaterThan(1);
    expect(Math.max(...cut.map(({ length }) => length))).toBeLessThanOrEqual(4);
    const posts = repeated(numbers, habits, dice(2));
    const often = numbers.map((number) => posts.filter((post) => post === number).length);
    expect([Math.min(...often), Math.max(...often)]).toEqual([1, 5]);
  });

  it('delay between the two ends', () => {
    const habits = { ...defaultHabits, delay: { minMs: 10, maxMs: 12 } };
    const rolled = dice(3);
    expect(new Set(Array.from({ length: 100 }, () => delayOf(habits, rolled)))).toEqual(
      new Set([10, 11, 12]),
    );
  });

  it('refuse a delay that ends before it begins', () => {
    expect(habitsSchema.safeParse({ ...defaultHabits, delay: { minMs: 2, maxMs: 1 } }).success).toBe(false);
  });
});
