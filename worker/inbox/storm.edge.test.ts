import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Filter } from '#domain/filter.ts';
import { matches } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { View } from '#domain/http.ts';
import { can, type Actor, type Ownership } from '#domain/permission.ts';
import { shardOf } from '#domain/shard.ts';
import { anyHead } from '#domain/testing/heads.ts';
import { conversationStub } from '../conversation/id.ts';
import type { Command } from '../conversation/decide-command.ts';
import { env, idOf, meta, migrateD1 } from '../testing/door.ts';
import { ana, boss, member, rui } from '../testing/events.ts';
import { dice, type Dice } from '../testing/dice.ts';
import { emptyTables, queried, Reader, shownAs, withShards, type Reading } from '../testing/list.ts';
import { saying } from '../testing/meta.ts';
import { readTally, countsFor } from './counts.ts';
import { Inbox } from './object.ts';
import type { Published } from './published.ts';
import { allInboxes, inboxStub } from './stub.ts';
import { recount } from './tally.ts';
import { eventually } from '../testing/eventually.ts';

beforeEach(migrateD1);

afterEach(async () => {
  vi.restoreAllMocks();
  await abortAllDurableObjects();
  await emptyTables();
});

const people = [ana, rui, member('Eva'), null];
const groups = ['sales', 'support', null];

function view(id: string, filter: Filter, tab: View['tab'] = 'active'): View {
  return { id, name: id, shared: true, owner: boss.id, tab, sort: 'newest', filter };
}

async function save(one: View): Promise<void> {
  await env.DB.prepare('INSERT OR REPLACE INTO view VALUES (?, ?, ?, ?, ?, ?, ?, 0)')
    .bind(one.id, one.name, one.owner, Number(one.shared), one.tab, one.sort, JSON.stringify(one.filter))
    .run();
}

/** As often as D1 wants it: whoever saves a view tries again. */
async function tellOf(change: { added?: View; removed?: string }): Promise<void> {
  const tell = async (): Promise<unknown> =>
    Promise.all(
      allInboxes(env).map(async (inbox) =>
        runInDurableObject(inbox, async (one: Inbox) =>
          one.viewsChanged(change).then(
            () => true,
            () => false,
          ),
        ),
      ),
    ).then((done) => expect(done).not.toContain(false));
  await eventually(tell);
}

/** What the rows say that the counts must be. */
async function expectExact(views: readonly View[]): Promise<void> {
  const { results } = await env.DB.prepare('SELECT head FROM conversation').all<{ head: string }>();
  const heads = results.map(({ head }) => JSON.parse(head) as Head);
  const kept = await readTally(env.DB);
  const plain = (group: string, counts: Iterable<[string, number]>): string =>
    `${group}: ${[...counts].sort().join(' ')}`;
  const told = kept
    .filter(({ counts }) => Object.keys(counts).length > 0)
    .map(({ groupId, counts }) => plain(groupId, Object.entries(counts)));
  const taken = [...recount(heads, views)].map(([group, counts]) => plain(group, counts));
  expect(told.sort()).toEqual(taken.sort());
  for (const actor of [
    boss,
    ana,
    member('Rui', { groups: ['sales'] }),
    member('Eva', { visibility: 'own' }),
  ]) {
    const seen = heads.filter((head) => can(actor, 'conversation.see', head));
    const shown = countsFor(kept, actor, views);
    for (const { id, tab, filter } of views) {
      const fits = (head: Head): boolean =>
        head.archived === (tab === 'archived') && matches(head, filter, { me: actor.id, now: 0 });
      expect(shown.views[id]?.n, `view ${id} of ${actor.name}`).toBe(seen.filter(fits).length);
    }
    expect(shown.active + shown.archived).toBe(seen.length);
  }
}

/** D1 refuses some batches, and takes some without anybody hearing of it. */
function unreliable(dices: Dice): { repair(): void } {
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const { batch } = database;
  const spy = vi.spyOn(database, 'batch').mockImplementation(async function tried(
    this: D1Database,
    statements: D1PreparedStatement[],
  ) {
    const chance = dices.below(10);
    if (chance === 0) throw new Error('D1_ERROR: refused by a test');
    const results = await batch.call(this, statements);
    if (chance === 1) throw new Error('D1_ERROR: lost by a test');
    return results;
  });
  return { repair: () => spy.mockRestore() };
}

/** Conversations that are published in every state, again when D1 did not take it, as their objects do. */
class Town {
  readonly heads = new Map<string, Head>();
  readonly #dices: Dice;
  readonly #states: Head[];
  readonly #taken = new Map<string, number>();
  #rev = 0;

  constructor(seed: number, dices: Dice) {
    this.#dices = dices;
    this.#states = fc.sample(anyHead, { seed, numRuns: 2000 });
  }

  next(): Published {
    const id = `c${this.#dices.below(300)}`;
    const state = this.#dices.of(this.#states);
    const was = this.heads.get(id) ?? null;
    this.#rev += 1;
    // Ids of people, groups and lead statuses are ours.
    const owned = { assignee: this.#dices.of(people), groupId: this.#dices.of(groups) };
    const lead = state.lead === undefined ? {} : { lead: this.#dices.of(['new', 'lost']) };
    const head: Head = { ...state, ...owned, ...lead, id, rev: this.#rev };
    this.heads.set(id, head);
    return { head, was, dueAt: null, said: [], unsaid: [] };
  }

  async publish(all: readonly Published[]): Promise<void> {
    const byShard = Map.groupBy(all, ({ head }) => shardOf(head.id, Number(env.INBOX_SHARDS)));
    await Promise.all(
      [...byShard.values()].map(async ([first, ...rest]) => {
        if (!first) return;
        await runInDurableObject(inboxStub(env, first.head.id), async (inbox: Inbox) => {
          const taken = await Promise.all(
            [first, ...rest].map(async (one) => [one, await inbox.publish(one)] as const),
          );
          for (const [{ head }, is] of taken) if (is) this.#took(head);
        });
      }),
    );
  }

  #took({ id, rev }: Head): void {
    this.#taken.set(id, Math.max(rev, this.#taken.get(id) ?? 0));
  }

  /** Published again until D1 has everything. */
  async settle(): Promise<void> {
    for (let tries = 0; tries < 50; tries += 1) {
      const behind = [...this.heads.values()].filter(({ id, rev }) => (this.#taken.get(id) ?? 0) < rev);
      if (behind.length === 0) return;
      await this.publish(behind.map((head) => ({ head, was: head, dueAt: null, said: [], unsaid: [] })));
    }
    throw new Error('D1 never had everything.');
  }
}

const lasting = [
  view('unread', { unread: true }),
  view('mine', { agents: ['me'], statuses: ['open', 'new'] }),
  view('tagged', { tags: ['vip', 'paid'], channels: ['whatsapp', 'instagram'] }),
  view('old', { ads: ['any'] }, 'archived'),
];
const late = view('late', { unanswered: true });
const changed = view('unread', { failed: true });

describe('counts and views after a storm (R-37)', () => {
  it.each([
    { shards: 1, seed: 11 },
    { shards: 4, seed: 12 },
  ])(
    'equal a recount after 25,000 changes through $shards shards, with D1 failing, and views saved, changed and dropped meanwhile',
    { timeout: 120_000 },
    async ({ shards, seed }) =>
      withShards(shards, async () => {
        const dices = dice(seed);
        const town = new Town(seed, dices);
        for (const one of lasting) await save(one);
        const d1 = unreliable(dices);
        vi.spyOn(console, 'error').mockReturnValue();
        const waves: Promise<void>[] = [];
        const views: Promise<void>[] = [];
        for (let wave = 0; wave < 100; wave += 1) {
          waves.push(town.publish(Array.from({ length: 250 }, () => town.next())));
          if (wave % 3 === 0) await Promise.all(waves.splice(0));
          if (wave === 30) await save(late).then(() => views.push(tellOf({ added: late })));
          if (wave === 50)
            await save(changed).then(() => views.push(tellOf({ removed: 'unread', added: changed })));
          if (wave === 70) {
            await env.DB.prepare('DELETE FROM view WHERE id = ?').bind('old').run();
            views.push(tellOf({ removed: 'old' }));
          }
        }
        await Promise.all([...waves, ...views]);
        d1.repair();
        await town.settle();
        const shown = await queried({ actor: boss, tab: null, filter: {} });
        expect(shownAs(shown)).toEqual(shownAs([...town.heads.values()]));
        await expectExact([...lasting.filter(({ id }) => id !== 'unread' && id !== 'old'), late, changed]);
      }),
  );
});

/** Every state of a conversation that anybody could have been told of. */
type Everything = (Ownership & Pick<Head, 'id' | 'rev'>)[];

const olga = member('Olga', { visibility: 'own' });
const readings: readonly ((actor: Actor) => Reading)[] = [
  (actor) => ({ actor, tab: null, filter: {} }),
  (actor) => ({ actor, tab: 'active', filter: {} }),
  (actor) => ({ actor, tab: 'archived', filter: {} }),
  (actor) => ({ actor, tab: 'active', filter: { unread: true } }),
  (actor) => ({ actor, tab: 'active', filter: { agents: ['me'] } }),
  (actor) => ({ actor, tab: null, filter: { tags: ['vip'], groups: ['sales', 'none'] } }),
  (actor) => ({ actor, tab: 'active', filter: { statuses: ['new', 'reopened'] } }),
];
const team = [boss, ana, olga, member('Rui', { groups: ['sales'] }), member('Max', { role: 'manager' })];

const named = (id: string) => ({ id, name: id });

/** What somebody does, or a customer. */
function anyCommand(dices: Dice): Command {
  const clientId = crypto.randomUUID();
  const { id, name } = dices.of([ana, rui, olga]);
  return dices.of<Command>([
    { type: 'read', clientId, rev: 10_000 },
    { type: 'unread', clientId },
    { type: 'assign', clientId, to: { id, name } },
    { type: 'assign', clientId, to: null },
    { type: 'archive', clientId },
    { type: 'reopen', clientId },
    { type: 'tag', clientId, add: [named(dices.of(['vip', 'paid']))], remove: [] },
    { type: 'tag', clientId, add: [], remove: [named('vip')] },
    { type: 'group', clientId, to: dices.of([named('sales'), named('support'), null]) },
  ]);
}

describe('500 sockets watch while 200 conversations change 800 times', () => {
  it.each([1, 4])(
    'everybody ends with what a fresh query shows, and nobody was told of what is not theirs to see (%i shards)',
    { timeout: 120_000 },
    async (shards) =>
      withShards(shards, async () => {
        const dices = dice(shards);
        const everything: Everything = [];
        const { publish } = Inbox.prototype;
        vi.spyOn(Inbox.prototype, 'publish').mockImplementation(function noted(this: Inbox, one) {
          everything.push(one.head);
          if (one.was) everything.push({ ...one.was, id: one.head.id, rev: 0 });
          return publish.call(this, one);
        });
        const phones = Array.from({ length: 200 }, (_none, index) =>
          String(15_570_000_000 + shards * 1000 + index),
        );
        const write = async (phone: string): Promise<void> =>
          meta(saying({ id: `wamid.${crypto.randomUUID()}`, from: phone, at: Date.now() }));
        await Promise.all(phones.map(write));
        const open = (index: number): Promise<Reader> => {
          const actor = team[index % team.length] ?? boss;
          const reading = readings[Math.floor(index / team.length) % readings.length] ?? readings[0];
          if (!reading) throw new Error('No reading.');
          return Reader.open(reading(actor));
        };
        const readers: Reader[] = [];
        const [sockets, atOnce] = [500, 50];
        for (let index = 0; index < sockets / shards; index += atOnce / shards) {
          // They come while things change.
          const some = Promise.all(
            Array.from({ length: Math.floor(atOnce / shards) }, (_none, n) => open(index + n)),
          );
          await Promise.all(
            Array.from({ length: 60 }, async () => {
              const phone = dices.of(phones);
              if (dices.below(4) === 0) return write(phone);
              const object = conversationStub(env, await idOf(`phone:${phone}`));
              await object.command(boss, anyCommand(dices));
            }),
          );
          readers.push(...(await some));
        }
        for (let wave = 0; wave < 20; wave += 1) {
          await Promise.all(Array.from({ length: 10 }, () => write(dices.of(phones))));
        }
        await eventually(async () => {
          const newest = new Map<string, number>();
          for (const { id, rev } of everything) newest.set(id, Math.max(rev, newest.get(id) ?? 0));
          const rows = await env.DB.prepare('SELECT id, rev FROM conversation').all<{
            id: string;
            rev: number;
          }>();
          expect(new Map(rows.results.map(({ id, rev }) => [id, rev]))).toEqual(newest);
        }, 100);
        // The last counts of all.
        await scheduler.wait(800);
        const tally = await readTally(env.DB);
        const fresh = new Map<string, string[]>();
        for (const reader of readers) {
          const key = JSON.stringify(reader.reading);
          const rows = fresh.get(key) ?? shownAs(await queried(reader.reading));
          fresh.set(key, rows);
          expect(shownAs(reader.heads), key).toEqual(rows);
          expectNothingForeign(reader, everything);
          const { active, archived, unread } = countsFor(tally, reader.reading.actor, []);
          expect(reader.counts).toMatchObject({ active, archived, unread });
        }
        expect([...fresh.values()].filter((rows) => rows.length > 0).length).toBeGreaterThan(10);
        await Promise.all(readers.map(async (reader) => reader.close()));
      }),
  );
});

/** Rows only as the reader may see them; removals and presence only of what they could see once. */
function expectNothingForeign({ frames, reading }: Reader, everything: Everything): void {
  const sees = (head: Ownership): boolean => can(reading.actor, 'conversation.see', head);
  const everSeen = new Set(everything.filter(sees).map(({ id }) => id));
  const rows = frames.flatMap((frame) => (frame.t === 'rows' || frame.t === 'welcome' ? frame.rows : []));
  const gone = frames.flatMap((frame) => (frame.t === 'rows' ? frame.gone : []));
  expect(rows.filter((row) => !sees(row))).toEqual([]);
  expect(gone.filter((id) => !everSeen.has(id))).toEqual([]);
}
