/**
 * Who may import whom (docs/architecture.md): one row a room. Every row whose `files` fit a file applies to it.
 * Paths count from the root of the project; a package is written `npm:name`.
 */
export type Room = {
  readonly files: readonly string[];
  readonly except?: readonly string[];
  /** If given, nothing else may be imported. */
  readonly may?: readonly string[];
  readonly never?: readonly string[];
  readonly because: string;
};

const tests = [
  '**/*.test.ts',
  'tests/**',
  '**/testing/**',
  'npm:vitest',
  'npm:fast-check',
  'npm:playwright-core',
];
const production = ['domain/**', 'worker/**', 'web/**', 'simulator/**'];
const regions = [
  'list',
  'header',
  'timeline',
  'composer',
  'contact',
  'follow-ups',
  'imports',
  'leads',
  'letters',
  'settings',
  'shell',
].map((name) => `web/src/lib/${name}/**`);
const channelRules = ['wire', 'parse', 'render', 'errors'].map((name) => `worker/channels/*/${name}*.ts`);
const decisions = [
  ...['decide*', 'change', 'state', 'outbox', 'deadlines', 'settle', 'windows', 'customer', 'written'],
  ...['placeholder', 'join'],
].map((name) => `worker/conversation/${name}.ts`);

export const rooms: readonly Room[] = [
  {
    files: ['domain/**'],
    may: ['domain/**', 'npm:zod'],
    because: 'domain/ is what both sides speak: it imports zod and itself, nothing else.',
  },
  {
    files: ['web/**'],
    never: ['worker/**', 'simulator/**', 'npm:hono', 'npm:drizzle-orm'],
    because: 'web/ knows the edge only through domain/http.ts and domain/frame.ts.',
  },
  {
    files: ['worker/**'],
    except: ['worker/index.ts'],
    never: ['web/**', 'web/.svelte-kit/**'],
    because: 'only worker/index.ts may take in the built pages.',
  },
  {
    files: ['domain/**', 'worker/**', 'web/**'],
    never: ['simulator/**'],
    because: 'the simulator stands in for Meta: the product speaks to it over HTTP only.',
  },
  {
    files: ['simulator/**'],
    never: ['worker/**', 'web/**', 'web/.svelte-kit/**'],
    because: 'the simulator must not know how the product works inside.',
  },
  {
    files: production,
    never: [...tests, 'tools/**'],
    because: 'tests and tools may import the product; the product never imports them.',
  },
  {
    files: ['web/src/lib/ui/**'],
    may: ['web/src/lib/ui/**', 'web/src/lib/words/**', 'npm:svelte', 'npm:svelte/**'],
    because: 'ui/ knows nothing of chat: no domain, no state, no API.',
  },
  {
    files: ['web/src/lib/live/**', 'web/src/lib/api.ts'],
    never: ['web/src/lib/state/**', ...regions, 'web/src/lib/ui/**', 'web/src/routes/**'],
    because: 'imports go down: routes → regions → state → live and api → domain.',
  },
  {
    files: ['web/src/lib/state/**'],
    never: [...regions, 'web/src/lib/ui/**', 'web/src/routes/**', 'npm:$app/**', '**/*.svelte'],
    because: 'state is made in a layout and handed down; it knows no component, route or $app module.',
  },
  {
    files: regions,
    never: ['web/src/lib/api.ts', 'web/src/lib/live/**', 'web/src/routes/**'],
    because: 'a region of the screen asks the state, never the network.',
  },
  {
    files: channelRules,
    may: ['domain/**', 'npm:zod', 'worker/channels/*.ts', ...channelRules],
    never: ['worker/channels/graph.ts'],
    because: 'what a channel means is pure: domain, zod, the shared channel words and its own folder.',
  },
  {
    files: ['worker/channels/graph.ts'],
    may: ['domain/**', 'npm:zod', 'worker/channels/**', 'worker/log.ts'],
    because: 'graph.ts carries requests to Meta and knows nothing else of the Worker.',
  },
  {
    files: decisions,
    may: [
      'domain/**',
      'npm:zod',
      ...decisions,
      'worker/channels/channel.ts',
      'worker/channels/errors.ts',
      'worker/contacts/contact.ts',
      'worker/limiter/bucket.ts',
      'worker/assigning/choice.ts',
      ...channelRules,
    ],
    because: 'decisions are pure: no Cloudflare, no SQL, no network, no clock.',
  },
  {
    files: ['worker/assigning/choice.ts'],
    may: ['domain/**'],
    because: 'whom a conversation goes to is a pure choice: no Cloudflare, no SQL, no clock.',
  },
  {
    files: ['worker/conversation/**'],
    except: ['worker/conversation/routes.ts'],
    never: ['npm:hono', 'npm:hono/**', 'worker/**/routes.ts'],
    because: 'a conversation is reached by its methods and sockets, not by routes.',
  },
  {
    files: ['worker/**/routes.ts'],
    never: [
      'npm:drizzle-orm',
      'npm:drizzle-orm/**',
      '**/tables.ts',
      '**/*.sql.ts',
      'worker/channels/graph.ts',
    ],
    because: 'routes translate; the SQL stands in the operations of their noun.',
  },
];
