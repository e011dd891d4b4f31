import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { onceAnswered } from './quicker.svelte.ts';

/** What is typed, whether an answer to it is on its way, and how often it was run. */
function typing() {
  let typed = $state('an');
  let busy = $state(true);
  let runs = 0;
  let later!: ReturnType<typeof onceAnswered>;
  const stop = $effect.root(() => {
    later = onceAnswered(
      () => typed,
      () => busy,
      () => void (runs += 1),
    );
  });
  const now = (change: { readonly typed?: string; readonly busy: boolean }): number => {
    typed = change.typed ?? typed;
    busy = change.busy;
    flushSync();
    return runs;
  };
  return { later, now, stop };
}

test('what was wanted before the answer is done once it is here, and once only', () => {
  const { later, now, stop } = typing();
  expect(now({ busy: true })).toBe(0);
  later.wait();
  expect(now({ busy: true })).toBe(0);
  expect(now({ busy: false })).toBe(1);
  expect(now({ busy: true })).toBe(1);
  expect(now({ busy: false })).toBe(1);
  stop();
});

test('not for another text, and not when it was forgotten', () => {
  const { later, now, stop } = typing();
  later.wait();
  expect(now({ typed: 'ana', busy: true })).toBe(0);
  expect(now({ busy: false })).toBe(0);
  now({ busy: true });
  later.wait();
  later.forget();
  expect(now({ busy: false })).toBe(0);
  stop();
});
