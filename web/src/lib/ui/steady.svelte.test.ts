import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { steady } from './steady.svelte.ts';

test('what stays the same is not told again; what changed is', () => {
  let word = $state.raw({ text: 'one', rev: 1 });
  const told: number[] = [];
  const stop = $effect.root(() => {
    const known = steady(
      () => word,
      (one, other) => one.text === other.text,
    );
    $effect(() => {
      told.push(known.now.rev);
    });
  });
  flushSync();
  word = { text: 'one', rev: 2 };
  flushSync();
  expect(told).toEqual([1]);
  word = { text: 'two', rev: 3 };
  flushSync();
  word = { text: 'two', rev: 4 };
  flushSync();
  expect(told).toEqual([1, 3]);
  stop();
});
