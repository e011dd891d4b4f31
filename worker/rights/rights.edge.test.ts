/**
 * Every route, command and method × role × relation × visibility: allowed exactly where the tables say, and a refused attempt
 * changes nothing (Must show 1). What has no line in its table fails here, and is told which line.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandBody } from '#domain/command.ts';
import { roles, visibilities } from '#domain/permission.ts';
import { createApp } from '../app.ts';
import { conversationStub } from '../conversation/id.ts';
import { LookUp } from '../conversation/look-up.ts';
import { Conversation } from '../conversation/object.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { playGraph } from '../testing/graph.ts';
import { attempt, partsOf, type Attempt } from './testing/attempt.ts';
import { commands } from './testing/commands.ts';
import { describeFrames } from './testing/frames.ts';
import { methods } from './testing/methods.ts';
import {
  headOf,
  namedFor,
  openPlace,
  restore,
  seatsOf,
  setVisibility,
  type Place,
  type Seat,
} from './testing/place.ts';
import { verdictOn, type Verdict } from './testing/rights.ts';
import { routes } from './testing/routes.ts';
import { eventually } from '../testing/eventually.ts';

let place: Place;
let graph: ReturnType<typeof playGraph>;

beforeAll(async () => {
  graph = playGraph();
  await migrateD1();
  place = await openPlace();
});
afterAll(() => graph.restore());

const app = createApp({ fetch: () => new Response('pages') });
const existing = [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))];
const typeNames = commandBody.options.map(({ shape }) => String(shape.type.value));
const methodNames = Object.getOwnPropertyNames(Conversation.prototype).filter(
  (name) => name !== 'constructor',
);

/** What to write where, for whatever has no line, and for lines of what is not there any more. */
function gaps(
  table: string,
  wanted: readonly string[],
  line: (name: string) => string,
  has: object,
): string[] {
  const known = Object.keys(has);
  const missing = wanted.filter((name) => !known.includes(name));
  const idle = known.filter((name) => !wanted.includes(name));
  const at = `worker/rights/testing/${table}.ts`;
  return [
    ...missing.map((name) => `Say in ${at} who may, in one line:  ${line(name)}`),
    ...idle.map((name) => `Remove the line '${name}' from ${at}: it is not there any more.`),
  ];
}

const routeLine = (name: string): string =>
  name.includes('/conversations/:id')
    ? `'${name}': of(looking${name.startsWith('GET') ? '' : ', { body: {…} }'}),`
    : `'${name}': place(admins${name.startsWith('GET') ? '' : ', { body: {…} }'}),`;

describe('the tables', () => {
  it('say of every route who may', () => {
    expect(gaps('routes', existing, routeLine, routes)).toEqual([]);
  });

  it('say of every command who may give it', () => {
    expect(
      gaps('commands', typeNames, (name) => `'${name}': { who: looking, body: {…} },`, commands),
    ).toEqual([]);
  });

  it('say of every method of a conversation who may, or that only the edge calls it', () => {
    const line = (name: string): string => `${name}: { who: looking, with: [] },  or  ${name}: edge,`;
    expect(gaps('methods', methodNames, line, methods)).toEqual([]);
  });
});

const titleOf = ({ role, relation, visibility }: Seat): string => `${role} · ${relation} · ${visibility}`;
type Found = { readonly seat: string; readonly verdict: Verdict };

/** One who may not: what they get, and that the conversation is as it was. */
async function refusedOne(seat: Seat, ask: () => Promise<Verdict>): Promise<Found> {
  const before = await headOf(seat.id);
  const verdict = await ask();
  expect((await headOf(seat.id)).rev, `${titleOf(seat)} changed something`).toBe(before.rev);
  return { seat: titleOf(seat), verdict };
}

/** Everybody asks, first those who may not; whoever does something undoes it before the next one comes. */
async function everybody(
  seats: readonly Seat[],
  expected: (seat: Seat) => Verdict,
  ask: (seat: Seat) => Promise<Verdict>,
): Promise<void> {
  const wanted: Found[] = [];
  const found: Found[] = [];
  for (const seat of seats.toSorted(
    (a, b) => Number(expected(a) === 'may') - Number(expected(b) === 'may'),
  )) {
    wanted.push({ seat: titleOf(seat), verdict: expected(seat) });
    if (expected(seat) !== 'may') found.push(await refusedOne(seat, () => ask(seat)));
    else {
      found.push({ seat: titleOf(seat), verdict: await ask(seat) });
      await restore(seat.id);
    }
  }
  expect(found).toEqual(wanted);
}

/** Sessions come and go with every question, and virtual tables cannot be read as they are. */
const unlooked = /^(sqlite_|_cf_|d1_|facet|said|session$|rateLimit$|verification$)/;

/** All that must not change by anything that is refused. */
async function placeNow(): Promise<string> {
  const tables = env.DB.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  const { results } = await tables.all<{ name: string }>();
  const names = results.map(({ name }) => name).filter((name) => !unlooked.test(name));
  const rows = await env.DB.batch(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  return JSON.stringify(rows.map(({ results: all }, index) => [names[index], all]));
}

/** What was done to conversations reaches D1 a moment later. */
async function settled(): Promise<void> {
  await eventually(async () => {
    const before = await placeNow();
    await scheduler.wait(200);
    expect(await placeNow()).toBe(before);
  });
}

describe.each(visibilities)('of a conversation, where agents see: %s', (visibility) => {
  beforeAll(async () => setVisibility(place, visibility));

  const ofConversations = Object.entries(routes).filter(([, { of }]) => of === 'conversation');
  it.each(ofConversations)('%s', async (name, route) => {
    if (route.of !== 'conversation') return;
    const parts = await partsOf(route, place);
    const asked = { name, route, parts };
    const asks = async ({ cookie, id }: Seat): Promise<Verdict> => attempt({ ...asked, cookie, id }, place);
    await everybody(seatsOf(place, visibility), (seat) => verdictOn(route.who, seat), asks);
    for (const cookie of [place.deactivated.cookie, '']) {
      const { rev } = await headOf(place.abandoned);
      expect(await attempt({ ...asked, cookie, id: place.abandoned }, place)).toBe('out');
      expect((await headOf(place.abandoned)).rev).toBe(rev);
    }
  });

  const examples = Object.entries(commands).flatMap(([type, some]) =>
    [some]
      .flat()
      .map((example, index) => ({ title: index === 0 ? type : `${type} (${index + 1})`, type, example })),
  );
  it.each(examples)('the command $title', async ({ type, example: { who, body, then } }) => {
    await everybody(
      seatsOf(place, visibility),
      (seat) => verdictOn(who, seat),
      async (seat) => {
        const named = namedFor(place, seat);
        const example: object = typeof body === 'function' ? body(named) : body;
        const parsed = commandBody.parse({ type, clientId: crypto.randomUUID(), ...example });
        const command = await new LookUp(env).withFacts(parsed, { id: seat.id, actor: seat.actor });
        return said(await conversationStub(env, seat.id).command(seat.actor, command), then);
      },
    );
  });

  const asked = Object.entries(methods).flatMap(([name, method]) =>
    typeof method === 'string' ? [] : [{ name, method }],
  );
  it.each(asked)('the method $name', async ({ name, method: { who, with: rest, silent } }) => {
    const hushed = (verdict: Verdict): Verdict => (silent && verdict !== 'may' ? 'hidden' : verdict);
    await everybody(
      seatsOf(place, visibility),
      (seat) => hushed(verdictOn(who, seat)),
      async (seat) => {
        const stub = conversationStub(env, seat.id) as unknown as Record<
          string,
          (...args: unknown[]) => unknown
        >;
        const answer = await stub[name]?.(seat.actor, ...rest);
        return said(answer === null || answer === '' ? hidden : answer, 'message-not-found');
      },
    );
  });
});

const hidden = { refusal: { code: 'conversation-not-found' } };

/** What an answer of an object means. @throws when it is neither a yes nor a no */
function said(answer: unknown, then?: string): Verdict {
  if (typeof answer !== 'object' || answer === null || !('refusal' in answer)) return 'may';
  const { code } = answer.refusal as { code: string };
  if (code === then) return 'may';
  if (code === 'conversation-not-found') return 'hidden';
  if (code === 'role-may-not' || code === 'assigned-to-other') return 'role';
  throw new Error(`It was refused as ${code}, which says neither yes nor no.`);
}

describe('of the place', () => {
  beforeAll(async () => {
    await setVisibility(place, 'groups');
    await settled();
  });

  const ofPlace = Object.entries(routes).filter(([, { of }]) => of === 'place');
  it.each(ofPlace)('%s', async (name, route) => {
    if (route.of !== 'place') return;
    const asks = async (cookie: string, parts: Attempt['parts']): Promise<Verdict> =>
      attempt({ name, route, cookie, parts, id: null }, place);
    const parts = await partsOf(route, place);
    const before = await placeNow();
    const refused = roles.filter((role) => route.who[role] !== 'may');
    for (const role of refused) {
      expect(await asks(place.people[role].cookie, parts), role).toBe(route.who[role]);
    }
    expect(await asks(place.deactivated.cookie, parts), 'deactivated').toBe('out');
    expect(await asks('', parts), 'signed out').toBe('out');
    expect(await placeNow()).toBe(before);
    for (const role of roles.filter((one) => !refused.includes(one))) {
      expect(await asks(place.people[role].cookie, await partsOf(route, place)), role).toBe('may');
    }
  });

  const ofAnybody = Object.entries(routes).filter(([, { of }]) => of === 'anybody');
  it.each(ofAnybody)('%s', async (name, route) => {
    const cookies = [...roles.map((role) => place.people[role].cookie), place.deactivated.cookie, ''];
    const before = await placeNow();
    for (const cookie of cookies) {
      expect(await attempt({ name, route, cookie, parts: {}, id: null }, place)).toBe('may');
    }
    expect(await placeNow()).toBe(before);
  });
});

describeFrames(() => place);
