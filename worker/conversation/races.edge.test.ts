/**
 * Two agents take, hand on, release, archive and reply at once, 500 times: whatever comes of it is what would have come
 * of asking one after the other, everybody is told so, and object, D1 and both screens agree.
 */
import { beforeAll, expect, it } from 'vitest';
import type { Head } from '#domain/head.ts';
import type { Person } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import { headsOf } from '../inbox/index-row.ts';
import { connect, env, idOf, migrateD1, objectOf, setUp } from '../testing/door.ts';
import { dice, type Dice } from '../testing/dice.ts';
import { boss, member } from '../testing/events.ts';
import { playGraph } from '../testing/graph.ts';
import { customer } from '../testing/list-door.ts';
import { queried, Reader, shownAs } from '../testing/list.ts';
import type { Command } from './decide-command.ts';
import { conversationStub } from './id.ts';
import { eventually } from '../testing/eventually.ts';

const [ana, rui] = [member('Ana', { groups: ['sales'] }), member('Rui', { groups: ['sales'] })];
const agents = [ana, rui] as const;
const rounds = 25;
const places = 20;

const kinds = ['take', 'give', 'release', 'archive', 'reopen', 'reply'] as const;
type Kind = (typeof kinds)[number];
type Act = { readonly by: Actor; readonly kind: Kind };
/** What an agent is told: it was done, who has it, that their role may not, or that it is not there. */
type Told = 'done' | 'Ana' | 'Rui' | 'role' | 'hidden';
type Standing = {
  readonly assignee: string | null;
  readonly archived: boolean;
  /** Of the group that both are in. */
  readonly grouped: boolean;
};

beforeAll(async () => {
  await migrateD1();
  await connect(await setUp());
});

const personOf = ({ id, name }: Actor): Person => ({ id, name });
const other = ({ id }: Actor): Actor => (id === ana.id ? rui : ana);
const standingOf = ({ assignee, archived, groupId }: Head): Standing => ({
  assignee: assignee?.name ?? null,
  archived,
  grouped: groupId !== null,
});

function commandOf({ by, kind }: Act): Command {
  const clientId = crypto.randomUUID();
  switch (kind) {
    case 'take':
      return { type: 'assign', clientId, to: personOf(by) };
    case 'give':
      return { type: 'assign', clientId, to: personOf(other(by)) };
    case 'release':
      return { type: 'assign', clientId, to: null };
    case 'reply':
      return { type: 'send', clientId, draft: { kind: 'text', text: `Answer of ${by.name}` } };
    default:
      return { type: kind, clientId };
  }
}

/** What comes of one act when nothing else happens: R-26 and product section 1, once more and by hand. */
function alone({ by, kind }: Act, now: Standing): { readonly told: Told; readonly then: Standing } {
  const refused = (told: Told) => ({ told, then: now });
  if (now.assignee === other(by).name) return refused(now.grouped ? (now.assignee as Told) : 'hidden');
  const isTheirs = now.assignee === by.name;
  if ((kind === 'give' || kind === 'release') && !isTheirs) return refused('role');
  const after: Readonly<Record<Kind, Partial<Standing>>> = {
    take: { assignee: by.name },
    give: { assignee: other(by).name },
    release: { assignee: null },
    archive: { archived: true },
    reopen: { archived: false },
    reply: { assignee: by.name, archived: false },
  };
  return { told: 'done', then: { ...now, ...after[kind] } };
}

function* orders<T>(items: readonly T[]): Iterable<readonly T[]> {
  if (items.length === 0) yield [];
  for (const [index, first] of items.entries()) {
    for (const rest of orders(items.toSpliced(index, 1))) yield [first, ...rest];
  }
}

type Outcome = { readonly act: Act; readonly told: Told };

/** Whether asking one after the other, in some order, tells everybody the same and ends the same. */
function couldBe(before: Standing, outcomes: readonly Outcome[], after: Standing): boolean {
  for (const order of orders(outcomes)) {
    let now = before;
    const fits = order.every(({ act, told }) => {
      const step = alone(act, now);
      now = step.then;
      return step.told === told;
    });
    if (fits && JSON.stringify(now) === JSON.stringify(after)) return true;
  }
  return false;
}

function toldOf(answer: Awaited<ReturnType<ReturnType<typeof conversationStub>['command']>>): Told {
  if (!('refusal' in answer)) return 'done';
  const { refusal } = answer;
  if (refusal.code === 'assigned-to-other') return refusal.name === 'Ana' ? 'Ana' : 'Rui';
  if (refusal.code === 'role-may-not') return 'role';
  if (refusal.code === 'conversation-not-found') return 'hidden';
  throw new Error(`Nobody expected ${refusal.code}.`);
}

async function headOf(id: string): Promise<Head> {
  const published = await conversationStub(env, id).indexed();
  if (!published) throw new Error(`There is no conversation ${id}.`);
  return published.head;
}

/** Both take at once in two of five; else up to four acts of either. */
function actsOf(chance: Dice): readonly Act[] {
  if (chance.below(5) < 2) return agents.map((by) => ({ by, kind: 'take' }));
  return Array.from({ length: 2 + chance.below(3) }, () => ({
    by: chance.of(agents),
    kind: chance.of(kinds),
  }));
}

/** One race; answers how many takers there were of what nobody had, and how many of them got it. */
async function race(id: string, chance: Dice): Promise<{ takers: number; winners: number }> {
  const object = conversationStub(env, id);
  if (chance.below(2) === 0) {
    await object.command(boss, { type: 'assign', clientId: crypto.randomUUID(), to: null });
  }
  const before = standingOf(await headOf(id));
  const acts = actsOf(chance);
  const outcomes = await Promise.all(
    acts.map(async (act) => ({ act, told: toldOf(await object.command(act.by, commandOf(act))) })),
  );
  const after = standingOf(await headOf(id));
  const story = JSON.stringify({
    before,
    acts: outcomes.map(({ act: { by, kind }, told }) => `${by.name} ${kind}: ${told}`),
    after,
  });
  expect(couldBe(before, outcomes, after), story).toBe(true);
  const onlyTaken = before.assignee === null && acts.every(({ kind }) => kind === 'take');
  if (!onlyTaken || new Set(acts.map(({ by }) => by)).size < 2) return { takers: 0, winners: 0 };
  const [winner, ...more] = outcomes.filter(({ told }) => told === 'done');
  const losers = outcomes.filter(({ told }) => told !== 'done');
  // By name, as far as they may still see it.
  const news = before.grouped ? winner?.act.by.name : 'hidden';
  for (const { told } of losers) expect(told, story).toBe(news);
  expect(after.assignee, story).toBe(winner?.act.by.name);
  return { takers: 1 + more.length + losers.length, winners: 1 + more.length };
}

async function opened(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const name = await customer(`Hello ${n}`);
    ids.push(await idOf(name));
    if (n % 4 === 3) continue;
    const to = { id: 'sales', name: 'Sales' };
    await (await objectOf(name)).command(boss, { type: 'group', clientId: crypto.randomUUID(), to });
  }
  return ids;
}

it('500 races end as if one had been after the other, and object, D1 and both screens agree (R-26)', async () => {
  const graph = playGraph();
  const ids = await opened(places);
  const screens = await Promise.all(
    agents.map(async (actor) => Reader.open({ actor, tab: null, filter: {} })),
  );
  const chances = ids.map((_id, index) => dice(500 + index));
  let [takers, winners] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const ran = await Promise.all(ids.map(async (id, index) => race(id, chances[index] ?? dice(index))));
    for (const one of ran) [takers, winners] = [takers + one.takers, winners + one.winners];
  }
  // There were many, and of two one won.
  expect(takers).toBeGreaterThan(100);
  expect(winners).toBe(takers / 2);
  await eventually(async () => {
    const rows = await headsOf(env.DB, ids);
    for (const id of ids) expect(rows.get(id)).toEqual(await headOf(id));
    for (const screen of screens)
      expect(shownAs(screen.heads)).toEqual(shownAs(await queried(screen.reading)));
  }, 100);
  for (const screen of screens) await screen.close();
  graph.restore();
}, 60_000);
