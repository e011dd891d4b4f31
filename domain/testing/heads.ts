/** Random heads, filters and people, out of few values so that they meet, and of hostile ones so that nothing breaks. */
import fc from 'fast-check';
import { channels } from '../channel.ts';
import {
  followUpStates,
  noFilter,
  readFilter,
  tabs,
  windowStates,
  type Filter,
  type Tab,
} from '../filter.ts';
import { broadcastStates, statuses, type Head } from '../head.ts';
import { roles, visibilities, type Actor } from '../permission.ts';

const minute = 60 * 1000;
const hour = 60 * minute;
const day = 24 * hour;

/** The time around which everything here happens (ms). */
export const testNow = Date.UTC(2026, 10, 20, 12, 34, 56, 789);

/** What breaks a query that is put together carelessly. */
export const hostileTexts = [
  '" OR 1 --',
  'a" NEAR("b", 2)',
  '*:^(){}-+',
  "'; DROP TABLE conversation; --",
  '\0null\0',
  '\ud800',
  'x\udfff',
  '%_\\',
  'Ünï,cödé=✓',
  '👩‍👩‍👧 🇧🇷',
  'x'.repeat(250),
] as const;

/** Any text at all, half characters too. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0x20, max: 0x7e })))
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(...hostileTexts),
);

const idOf = (...known: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts).map((text) => text.slice(0, 120)) },
  );

const people = ['ana', 'rui', 'Eva-7', 'EVA-7'];
const groups = ['sales', 'support', 'night'];
const person = idOf(...people);
const group = idOf(...groups);
const lead = idOf('new', 'lost', 'converted');
const tag = idOf('vip', 'VIP', 'vip2', 'paid');
const account = fc.constantFrom('1', '12', '123:4', 'page');
const template = idOf('welcome', 'Welcome', 'order_update');
const ad = idOf('111', '1111', '222');
const broadcast = fc.constantFrom('spring', 'sp', 'summer', '"x"');
const broadcastState = fc.constantFrom(...broadcastStates);
/** The ids of attributes are ours: none has the sign that parts it from its value. */
const attribute = idOf('city', 'cit', 'plan').filter((id) => !id.includes('='));
const value = fc.constantFrom('Lisboa', 'lisboa', 'a=b', '', 'x,y', '日本', 'y'.repeat(200));

const around = (spread: number): fc.Arbitrary<number> =>
  fc.integer({ min: -spread, max: spread }).map((distance) => testNow + distance);
const edges = [0, 1, hour, 3 * hour, 12 * hour, 24 * hour].flatMap((distance) =>
  [-1, 0, 1].map((off) => testNow + distance + off),
);
/** Times to come or gone by, often just at an edge. */
const time = fc.oneof(
  { weight: 3, arbitrary: around(2 * hour) },
  { weight: 3, arbitrary: around(2 * day) },
  { weight: 2, arbitrary: fc.constantFrom(...edges) },
  { weight: 1, arbitrary: around(400 * day) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, Date.UTC(2019, 5), Date.UTC(2090, 1), Date.UTC(2500, 1)) },
);
/** Not later than the clock may go wrong. */
const past = time.map((at) => Math.min(at, testNow + 5 * minute));

const names = [
  'Maria Silva',
  'José Ángel',
  'محمد أحمد',
  'प्रिया शर्मा',
  '王小明',
  'さくら',
  'Nguyễn Văn',
  '',
  ...hostileTexts,
] as const;

const optional = {
  phone: fc.constantFrom('+5511987654321', '+447700900123', '+912223334445'),
  username: fc.constantFrom('@ana.lima', '@loja_22'),
  waitingSince: past,
  answeredAt: past,
  reopened: fc.constant(true as const),
  failed: fc.constant(true as const),
  lead,
  leadFacts: fc.record(
    {
      id: fc.constant('lead-1'),
      since: past,
      source: fc.constant('organic' as const),
      owner: person.map((id) => ({ id, name: id })),
    },
    { requiredKeys: ['id', 'since', 'source'] },
  ),
  tags: fc.uniqueArray(tag, { maxLength: 4 }),
  followUpAt: time,
  attributes: fc.dictionary(attribute, value, { maxKeys: 3, noNullPrototype: true }),
  templates: fc.uniqueArray(template, { maxLength: 3 }),
  ads: fc.uniqueArray(ad, { maxLength: 2 }),
  broadcasts: fc.uniqueArray(
    fc.tuple(broadcast, broadcastState).map(([id, state]) => `${id}:${state}`),
    { maxLength: 4 },
  ),
};

const required = {
  id: fc.uuid(),
  rev: fc.integer({ min: 1, max: 1000 }),
  channel: fc.constantFrom(...channels),
  accountId: account,
  name: fc.constantFrom(...names),
  createdAt: past,
  lastAt: past,
  preview: fc.constant(null),
  unread: fc.constantFrom(0, 0, 1, 12),
  windowExpiresAt: fc.option(time),
  openedAt: fc.constant(null),
  freeEntryUntil: fc.option(time),
  assignee: fc.option(person.map((id) => ({ id, name: id }))),
  groupId: fc.option(group),
  archived: fc.boolean(),
};

/** Any conversation. */
export const anyHead: fc.Arbitrary<Head> = fc
  .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }))
  .map(([head, more]) => ({ ...head, ...more }));

const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 3 });

const fields = {
  agents: some(fc.oneof(fc.constantFrom('me', 'none'), person)),
  groups: some(fc.oneof(fc.constant('none'), group)),
  leads: some(fc.oneof(fc.constant('none'), lead)),
  leadOwners: some(fc.oneof(fc.constantFrom('me', 'none'), person)),
  statuses: some(fc.constantFrom(...statuses)),
  tags: some(tag),
  channels: some(fc.constantFrom(...channels)),
  accounts: some(fc.tuple(fc.constantFrom(...channels), account).map(([channel, id]) => `${channel}:${id}`)),
  windows: some(fc.constantFrom(...windowStates)),
  unread: fc.constant(true as const),
  unanswered: fc.constant(true as const),
  failed: fc.constant(true as const),
  lastFrom: time,
  lastTo: time,
  createdFrom: time,
  createdTo: time,
  broadcasts: some(
    fc.tuple(fc.oneof(fc.constant('any'), broadcast), broadcastState).map(([id, state]) => `${id}:${state}`),
  ),
  templates: some(template),
  ads: some(fc.oneof(fc.constant('any'), ad)),
  attributes: some(
    fc
      .oneof(
        attribute,
        fc.tuple(attribute, value).map(([name, text]) => `${name}=${text}`),
      )
      .filter((asked) => asked.length <= 300),
  ),
  followUps: some(fc.constantFrom(...followUpStates)),
  customer: fc
    .oneof(fc.constantFrom('ma', 'Maria', '+55 11', '987', 'o', '...'), anyText)
    .filter((text) => text !== '' && text.length <= 120),
} satisfies { [K in keyof Required<Filter>]: fc.Arbitrary<NonNullable<Filter[K]>> };

const fieldNames = Object.keys(fields) as (keyof typeof fields)[];

/** Any filter that `filterBody` takes, of at most three criteria: more fit hardly any row. */
export const anyFilter: fc.Arbitrary<Filter> = fc
  .tuple(fc.record(fields), fc.shuffledSubarray(fieldNames, { maxLength: 3 }))
  .map(
    ([every, chosen]) =>
      readFilter(Object.fromEntries(chosen.map((name) => [name, every[name]]))) ?? noFilter,
  );

/** Anybody of the team. */
export const anyActor: fc.Arbitrary<Actor> = fc.record({
  id: fc.constantFrom(...people),
  name: fc.constant('Somebody'),
  role: fc.constantFrom(...roles),
  visibility: fc.constantFrom(...visibilities),
  groups: fc.uniqueArray(fc.constantFrom(...groups, ...hostileTexts), { maxLength: 3 }),
});

export const anyTab: fc.Arbitrary<Tab | null> = fc.option(fc.constantFrom(...tabs));

/** A time at which a list may be asked for: the heads were then, or not long ago. */
export const anyNow: fc.Arbitrary<number> = fc.oneof(
  fc.constant(testNow),
  around(minute).map((at) => Math.max(at, testNow)),
  fc.integer({ min: 0, max: 40 * day }).map((later) => testNow + later),
);
