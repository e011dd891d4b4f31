import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', '**/.svelte-kit/**', 'dist/**', '.play/**'];
const walks = '**/*.walk.test.ts';
/** Walks that need the machine for themselves: many customers at once, and a process that is killed at some moment. */
const storms = 'tests/{storm,send-faults,power-cut}.walk.test.ts';
const edges = '**/*.edge.test.ts';
const screens = '**/*.svelte.test.ts';

/** What the edge's own tests run with; no secret of these opens anything. */
const testSecrets = {
  AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  META_APP_SECRETS: '["test-secret","older-secret"]',
  META_VERIFY_TOKEN: 'test-verify',
  SEAL_KEYS: '{"current":"1","keys":{"1":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}}',
  GRAPH_URL: 'https://graph.test',
  INSTAGRAM_GRAPH_URL: 'https://graph.instagram.test',
  PUBLIC_URL: 'https://casement.test',
};

/** A test that is alone on its machine takes a fraction of it; one that shares two cores with others does not. In ms. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/** Rules first: they are quick. (Group 0 would be put last on a machine with few cores.) */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'rules',
          ...patience,
          environment: 'node',
          include: ['{domain,worker,simulator,web/src,tools}/**/*.test.ts'],
          exclude: [...outside, walks, edges, screens],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: [svelte({ configFile: 'web/svelte.config.js' })],
        // Svelte's own code, too, must be the browser's, or runes do not react.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'screens',
          ...patience,
          environment: './tools/runes-environment.ts',
          include: [`web/src/${screens}`],
          exclude: outside,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            main: './worker/testing/entry.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: { ...testSecrets, TEST_MIGRATIONS: await readD1Migrations('./migrations') },
            },
          })),
        ],
        test: {
          name: 'edge',
          ...patience,
          include: [`worker/${edges}`],
          exclude: outside,
          // One more than there are cores: half of such a test is waiting for an alarm.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './simulator/wrangler.toml' } })],
        test: {
          name: 'edge-simulator',
          ...patience,
          expect: { poll: { timeout: 30_000 } },
          include: [`simulator/${edges}`],
          exclude: outside,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'walks',
          globalSetup: './tests/furnished.ts',
          environment: 'node',
          include: [`{tests,tools}/${walks}`],
          exclude: [...outside, storms],
          // Two at a time: most of a walk is waiting.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'storms',
          globalSetup: './tests/furnished.ts',
          environment: 'node',
          include: [storms],
          exclude: outside,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
