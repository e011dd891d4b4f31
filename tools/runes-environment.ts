/** Vitest's environment for `*.svelte.test.ts`: code is compiled as for a browser, so that runes react; no DOM. */
import type { Environment } from 'vitest/runtime';

const runes: Environment = {
  name: 'runes',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => {} }),
};

export default runes;
