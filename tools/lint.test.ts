import { ESLint } from 'eslint';
import svelte from 'eslint-plugin-svelte';
import { parser } from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { house } from './lint/house.ts';
import { at } from './root.ts';

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.ts'], languageOptions: { parser } },
    ...svelte.configs.base,
    { files: ['**/*.svelte'], languageOptions: { parserOptions: { parser } } },
    { files: ['**/*'], languageOptions: { globals: { fetch: 'readonly', globalThis: 'readonly' } } },
    ...house,
  ],
});

/** The rules that a snippet breaks when it stands at `place`. */
async function broken(place: string, code: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(code, { filePath: at(place) });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}
const imports = (specifier: string): string => `import { x } from '${specifier}'; x();`;

describe('an import out of its room is an error', () => {
  test.each([
    ['domain/window.ts', 'hono'],
    ['domain/window.ts', '../worker/log.ts'],
    ['web/src/routes/+page.ts', '../../../worker/app.ts'],
    ['web/src/lib/api.ts', '../../../simulator/meta.ts'],
    ['web/src/lib/ui/button.ts', '#domain/window.ts'],
    ['web/src/lib/ui/button.ts', '../state/inbox.svelte.ts'],
    ['web/src/lib/api.ts', './state/inbox.svelte.ts'],
    ['web/src/lib/live/socket.ts', '#lib/timeline/rows.ts'],
    ['web/src/lib/state/inbox.svelte.ts', '$app/navigation'],
    ['web/src/lib/state/inbox.svelte.ts', '../list/Row.svelte'],
    ['web/src/lib/list/rows.ts', '../api.ts'],
    ['web/src/lib/composer/send.ts', '#lib/live/socket.ts'],
    ['worker/app.ts', '../web/.svelte-kit/cloudflare/_worker.js'],
    ['worker/app.ts', '../simulator/meta.ts'],
    ['worker/channels/whatsapp/parse.ts', '../graph.ts'],
    ['worker/channels/whatsapp/render.ts', '../../env.ts'],
    ['worker/channels/messenger/wire.ts', 'hono'],
    ['worker/channels/graph.ts', '../accounts/accounts.ts'],
    ['worker/conversation/decide-event.ts', 'cloudflare:workers'],
    ['worker/conversation/decide.ts', './store.ts'],
    ['worker/conversation/outbox.ts', 'drizzle-orm'],
    ['worker/conversation/deadlines.ts', '../channels/graph.ts'],
    ['worker/conversation/object.ts', 'hono'],
    ['worker/team/routes.ts', 'drizzle-orm'],
    ['worker/team/routes.ts', './tables.ts'],
    ['worker/app.ts', './testing/builders.ts'],
    ['domain/window.ts', './window.test.ts'],
    ['worker/app.ts', '../tools/serve.ts'],
    ['simulator/meta.ts', '../worker/env.ts'],
  ])('%s → %s', async (place, specifier) => {
    expect(await broken(place, imports(specifier))).toEqual(['house/rooms']);
  });

  test('however it is written', async () => {
    const writings = [
      "import type { X } from '../worker/env.ts'; export type Y = X;",
      "export { x } from '../worker/env.ts';",
      "export * from '../worker/env.ts';",
      "export const x = () => import('../worker/env.ts');",
      "export type X = import('../worker/env.ts').X;",
    ];
    for (const code of writings) expect(await broken('domain/ids.ts', code), code).toEqual(['house/rooms']);
  });

  test('in a component too', async () => {
    const code = `<script lang="ts">\n  ${imports('../api.ts')}\n</script>`;
    expect(await broken('web/src/lib/list/Row.svelte', code)).toEqual(['house/rooms']);
  });
});

describe('an import that fits its room is none', () => {
  test.each([
    ['domain/window.ts', 'zod'],
    ['domain/window.ts', './delivery.ts'],
    ['worker/index.ts', '../web/.svelte-kit/cloudflare/_worker.js'],
    ['worker/channels/whatsapp/parse.ts', '../channel.ts'],
    ['worker/conversation/decide-event.ts', '#domain/window.ts'],
    ['worker/conversation/object.ts', 'cloudflare:workers'],
    ['web/src/lib/state/inbox.svelte.ts', '../api.ts'],
    ['web/src/lib/list/rows.ts', '../state/inbox.svelte.ts'],
    ['web/src/routes/+page.server.ts', './$types'],
    ['worker/conversation/decide.test.ts', './store.ts'],
  ])('%s → %s', async (place, specifier) => {
    expect(await broken(place, imports(specifier))).toEqual([]);
  });
});

describe('clock, chance, network and SQL stay where they belong', () => {
  test.each([
    ['domain/window.ts', 'export const now = () => Date.now();', 'no-restricted-syntax'],
    ['domain/window.ts', 'export const now = () => new Date();', 'no-restricted-syntax'],
    ['domain/ids.ts', 'export const any = () => Math.random();', 'no-restricted-syntax'],
    ['domain/ids.ts', 'export const any = () => crypto.randomUUID();', 'no-restricted-syntax'],
    ['worker/conversation/decide-event.ts', 'export const now = () => Date.now();', 'no-restricted-syntax'],
    ['worker/channels/whatsapp/parse.ts', 'export const now = () => Date.now();', 'no-restricted-syntax'],
    ['worker/conversation/outbox.ts', "export const go = () => fetch('https://x');", 'no-restricted-globals'],
    ['worker/accounts/accounts.ts', "export const go = () => fetch('https://x');", 'no-restricted-globals'],
    [
      'worker/accounts/accounts.ts',
      "export const go = () => globalThis.fetch('x');",
      'no-restricted-properties',
    ],
    ['web/src/lib/state/inbox.svelte.ts', "export const go = () => fetch('/api');", 'no-restricted-globals'],
    ['worker/team/routes.ts', "export const all = (db) => db.prepare('SELECT 1');", 'no-restricted-syntax'],
    ['worker/team/routes.ts', 'export const all = (sql) => sql`SELECT 1`;', 'no-restricted-syntax'],
  ])('%s: %s', async (place, code, rule) => {
    expect(await broken(place, code)).toEqual([rule]);
  });

  test.each([
    ['domain/window.ts', 'export const day = (at: number) => new Date(at);'],
    ['worker/channels/graph.ts', "export const go = () => fetch('https://x');"],
    ['worker/conversation/object.ts', 'export const now = () => Date.now();'],
    ['web/src/lib/api.ts', "export const go = () => fetch('/api');"],
    ['web/src/routes/+page.ts', "export const load = ({ fetch }) => fetch('/api');"],
    ['web/src/hooks.server.ts', 'export const handle = ({ event }) => event.fetch(event.request);'],
    ['worker/team/team.ts', 'export const all = (sql) => sql`SELECT 1`;'],
  ])('%s: %s is fine', async (place, code) => {
    expect(await broken(place, code)).toEqual([]);
  });
});
