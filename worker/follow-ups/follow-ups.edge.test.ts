import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FollowUpCounts, FollowUpsAnswer } from '#domain/http-follow-ups.ts';
import type { Head } from '#domain/head.ts';
import type { CommandAnswer } from '#domain/http.ts';
import type { FollowUp } from '#domain/panel.ts';
import type { Actor } from '#domain/permission.ts';
import type { CustomerName } from '../channels/channel.ts';
import {
  ask,
  command,
  env,
  idOf,
  join,
  migrateD1,
  objectOf,
  post,
  setUp,
  until,
  view,
} from '../testing/door.ts';
import { published, someHead } from '../testing/heads.ts';
import { customer, done, indexed, reindex } from '../testing/list-door.ts';
import { upsertHeads } from '../inbox/index-row.ts';
import { writeFollowUps } from './copy.ts';
import { followUpCounts, followUpsPage } from './follow-ups.ts';
import { eventually } from '../testing/eventually.ts';

const minute = 60_000;
const hour = 60 * minute;
let admin = '';
let ada = '';
let ana: { id: string; cookie: string };
let rui: { id: string; cookie: string };

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  ada = (await (await ask('/api/me', { cookie: admin })).json<{ actor: Actor }>()).actor.id;
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
});

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM follow_up').run();
});

const tomorrow = Date.now() + 26 * hour;
type Added = { dueAt?: number; ownerId?: string; note?: string; cookie?: string };

/** A follow-up of a conversation; answers its id. */
async function add(
  name: CustomerName,
  { dueAt = tomorrow, ownerId = ada, note = '', cookie = admin }: Added,
) {
  const id = crypto.randomUUID();
  await done(name, cookie, { type: 'follow-up-add', id, dueAt, ownerId, note });
  return id;
}

async function page(cookie: string, query: string): Promise<FollowUpsAnswer> {
  const answer = await ask(`/api/follow-ups?zone=UTC&${query}`, { cookie });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer.json<FollowUpsAnswer>();
}

/** Until the list says so: notes of what is in it. */
async function notes(cookie: string, query: string, wanted: readonly string[]): Promise<void> {
  await eventually(async () =>
    expect((await page(cookie, query)).rows.map(({ followUp }) => followUp.note)).toEqual(wanted),
  );
}

async function counts(cookie: string, scope: 'me' | 'team'): Promise<FollowUpCounts> {
  return (await ask(`/api/follow-ups/counts?zone=UTC&scope=${scope}`, { cookie })).json<FollowUpCounts>();
}

describe('a follow-up', () => {
  it('is set, snoozed, given away and ended; everybody who looks sees it, and it can be taken back', async () => {
    const name = await customer('Hello');
    const id = await add(name, { note: ' Call about the offer ', ownerId: ana.id });
    const seen = await view(name, ana.cookie);
    expect(seen.panel?.followUps).toMatchObject([
      { id, dueAt: tomorrow, note: 'Call about the offer', owner: { name: 'Ana Reis' }, state: 'open' },
    ]);
    await done(name, ana.cookie, { type: 'follow-up-change', id, dueAt: tomorrow + hour, ownerId: rui.id });
    expect((await view(name, admin)).head.followUpAt).toBe(tomorrow + hour);
    const ended = await command(name, rui.cookie, { type: 'follow-up-end', id, as: 'done' });
    const { undo } = await ended.json<CommandAnswer>();
    expect((await view(name, admin)).head).not.toHaveProperty('followUpAt');
    if (undo) await done(name, rui.cookie, undo);
    const { head, panel } = await view(name, admin);
    expect(head.followUpAt).toBe(tomorrow + hour);
    expect(panel?.followUps).toMatchObject([{ id, owner: { name: 'Rui Costa' }, state: 'open' }]);
  });

  it.each<[string, object, number, string]>([
    ['an owner who is not here', { ownerId: 'gone' }, 422, 'person-not-found'],
    ['a time beyond any alarm', { dueAt: Number.MAX_SAFE_INTEGER }, 422, 'invalid-input'],
    ['a note beyond measure', { note: 'x'.repeat(2001) }, 422, 'invalid-input'],
  ])('is refused with %s', async (_title, part, status, code) => {
    const name = await customer('Hello');
    const body = { type: 'follow-up-add', id: crypto.randomUUID(), dueAt: tomorrow, ownerId: ada, note: '' };
    const path = `/api/conversations/${await idOf(name)}/commands`;
    const answer = await post(path, { clientId: crypto.randomUUID(), ...body, ...part }, admin);
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('reminds by the alarm at its second, though the object was away meanwhile (R-38)', async () => {
    const name = await customer('Hello');
    const dueAt = Date.now() + 1200;
    await add(name, { dueAt, note: 'Now', ownerId: ana.id });
    const stub = await objectOf(name);
    const alarm = await runInDurableObject(stub, async (_object, { storage }) => storage.getAlarm());
    expect(alarm).toBeLessThanOrEqual(dueAt);
    await evictDurableObject(stub);
    const seen = await until(name, admin, ({ panel }) => panel?.followUps[0]?.firedAt !== undefined);
    expect(seen.panel?.followUps[0]?.firedAt).toBeGreaterThanOrEqual(dueAt);
    const line = seen.messages.at(-1);
    expect([line?.at, line?.content]).toEqual([
      dueAt,
      { kind: 'line', what: 'follow-up-due', owner: { id: ana.id, name: 'Ana Reis' }, note: 'Now' },
    ]);
  });
});

describe('the list of follow-ups', () => {
  it('tells them by time, for oneself and for the team: overdue, today, upcoming, done', async () => {
    const [one, two] = [await customer('Hello'), await customer('Hi')];
    const midnight = Math.ceil(Date.now() / (24 * hour)) * 24 * hour;
    await add(one, { dueAt: Date.now() - hour, note: 'late' });
    await add(two, { dueAt: Date.now() - 2 * hour, note: 'later', ownerId: ana.id });
    await add(one, { dueAt: midnight - 1, note: 'tonight' });
    await add(one, { dueAt: midnight + hour, note: 'tomorrow' });
    const ended = await add(one, { note: 'ended' });
    const dropped = await add(two, { note: 'dropped' });
    await done(one, admin, { type: 'follow-up-end', id: ended, as: 'done' });
    await done(two, admin, { type: 'follow-up-end', id: dropped, as: 'cancelled' });
    await notes(admin, 'tab=done&scope=me', ['ended']);
    await notes(admin, 'tab=overdue&scope=me', ['late']);
    await notes(admin, 'tab=overdue&scope=team', ['later', 'late']);
    await notes(admin, 'tab=today&scope=me', ['tonight']);
    await notes(admin, 'tab=upcoming&scope=team', ['tomorrow']);
    await notes(admin, 'tab=open&scope=team', ['later', 'late', 'tonight', 'tomorrow']);
    await notes(admin, `tab=open&scope=team&from=${midnight - hour}&to=${midnight}`, ['tonight']);
    const { rows } = await page(admin, 'tab=overdue&scope=me');
    expect(rows[0]?.head).toEqual((await view(one, admin)).head);
    expect(await counts(admin, 'me')).toEqual({
      ...{ overdue: { n: 1, more: false }, today: { n: 1, more: false }, upcoming: { n: 1, more: false } },
      nextAt: midnight - 1,
    });
    expect((await counts(admin, 'team')).overdue.n).toBe(2);
    expect((await counts(ana.cookie, 'me')).overdue.n).toBe(1);
  });

  it('shows nobody what they may not see, and counts it for nobody (product §1)', async () => {
    const name = await customer('Hello');
    await add(name, { dueAt: Date.now() - hour, note: 'secret', ownerId: ana.id });
    await notes(ana.cookie, 'tab=overdue&scope=me', ['secret']);
    await notes(rui.cookie, 'tab=overdue&scope=team', ['secret']);
    await done(name, admin, { type: 'assign', personId: rui.id });
    await notes(ana.cookie, 'tab=overdue&scope=me', []);
    await notes(ana.cookie, 'tab=overdue&scope=team', []);
    await notes(rui.cookie, 'tab=overdue&scope=team', ['secret']);
    expect((await counts(ana.cookie, 'me')).overdue.n).toBe(0);
    expect((await counts(rui.cookie, 'team')).overdue.n).toBe(1);
  });

  it.each(['tab=soon&scope=me', 'tab=overdue&scope=all', 'tab=overdue&scope=me&cursor=x'])(
    'refuses %s with a sentence, and answers nobody who is signed out',
    async (query) => {
      expect((await ask(`/api/follow-ups?zone=UTC&${query}`, { cookie: admin })).status).toBe(422);
      expect((await ask(`/api/follow-ups?zone=UTC&tab=overdue&scope=me`)).status).toBe(401);
    },
  );
});

const followUpAt = (id: string, dueAt: number, owner: string, part: Partial<FollowUp> = {}): FollowUp => ({
  ...{ id, dueAt, note: id, state: 'open', createdAt: 1 },
  ...{ owner: { id: owner, name: owner }, by: { id: owner, name: owner } },
  ...part,
});

describe('pages of follow-ups', () => {
  const actor = (id: string, part: Partial<Actor> = {}): Actor => ({
    ...{ id, name: id, role: 'manager', groups: [], visibility: 'groups' },
    ...part,
  });

  /** As many conversations of `assignee` as `n`, one follow-up each, all at one time. */
  async function many(n: number, at: number, assignee: Head['assignee'] = null): Promise<void> {
    const rows = Array.from({ length: n }, (_none, index) => {
      const head = someHead(`many-${index}`, { assignee, lastAt: Date.UTC(2026, 0, 1) + index * 1000 });
      const all = [followUpAt(`f${String(index).padStart(4, '0')}`, at, 'ana')];
      return published(head, { followUps: { rev: 1, all } });
    });
    await env.DB.batch([upsertHeads(env.DB, rows), ...writeFollowUps(env.DB, rows)]);
  }
  afterEach(async () => {
    await env.DB.prepare("DELETE FROM conversation WHERE id LIKE 'many-%'").run();
  });

  /** Runs `work` and tells how many rows D1 read. */
  async function rowsRead(work: () => Promise<unknown>): Promise<number> {
    let rows = 0;
    const statement = Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as D1PreparedStatement;
    const { all } = statement;
    const spy = vi.spyOn(statement, 'all').mockImplementation(async function count(
      this: D1PreparedStatement,
    ) {
      const answer = await all.call(this);
      rows += answer.meta.rows_read;
      return answer;
    });
    await work();
    spy.mockRestore();
    return rows;
  }

  it.each(['me', 'team'] as const)(
    'of a thousand due at one second are each read once, and few rows for it (%s)',
    async (scope) => {
      const due = Date.now() - hour;
      await many(1000, due);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query = { tab: 'overdue', scope, zone: 'UTC', ...(cursor !== null && { cursor }) } as const;
        let next: FollowUpsAnswer | undefined;
        const read = await rowsRead(async () => {
          next = await followUpsPage(env, actor('ana'), query);
        });
        expect(read).toBeLessThanOrEqual(180);
        seen.push(...(next?.rows ?? []).map(({ followUp }) => followUp.id));
        cursor = next?.next ?? null;
      } while (cursor !== null);
      expect(new Set(seen).size).toBe(1000);
      expect(seen).toHaveLength(1000);
      expect(seen).toEqual([...seen].sort());
      expect(
        await rowsRead(async () => followUpCounts(env, actor('ana'), { scope, zone: 'UTC' })),
      ).toBeLessThanOrEqual(360);
    },
  );

  it('pass over what the caller may not see, no further than four pages at a time', async () => {
    await many(500, Date.now() - hour, { id: 'other', name: 'Other' });
    const eva = actor('eva', { role: 'agent' });
    const query = { tab: 'overdue', scope: 'team', zone: 'UTC' } as const;
    let [asked, cursor]: [number, string | null] = [0, null];
    do {
      const read = await rowsRead(async () => {
        const next = await followUpsPage(env, eva, { ...query, ...(cursor !== null && { cursor }) });
        expect(next.rows).toHaveLength(0);
        cursor = next.next;
      });
      expect(read).toBeLessThanOrEqual(720);
      asked += 1;
    } while (cursor !== null);
    expect(asked).toBe(3);
  });
});

describe('the copy in D1', () => {
  const copy = async (id: string) =>
    (
      await env.DB.prepare('SELECT id, rev, state, at FROM follow_up WHERE conversation_id = ? ORDER BY id')
        .bind(id)
        .all()
    ).results;

  it('is written when a follow-up changes, and not a row of it otherwise', async () => {
    const name = await customer('Hello');
    const [id, other] = [await add(name, {}), await add(name, { dueAt: tomorrow + hour })];
    await indexed(admin, name);
    const conversation = await idOf(name);
    const before = await copy(conversation);
    expect(before.map((row) => row['id']).sort()).toEqual([id, other].sort());
    await done(name, admin, { type: 'archive' });
    await indexed(admin, name);
    expect(await copy(conversation)).toEqual(before);
    await done(name, admin, { type: 'follow-up-end', id, as: 'done' });
    await indexed(admin, name);
    const after = await copy(conversation);
    const changed = after.filter((row, index) => row['rev'] !== before[index]?.['rev']);
    expect(changed).toMatchObject([{ id, state: 'done' }]);
  });

  it('is replaced only by a higher rev (R-35)', async () => {
    const head = someHead('x');
    const publish = async (rev: number, dueAt: number): Promise<void> => {
      const all = [followUpAt('x', dueAt, 'ana')];
      await env.DB.batch(writeFollowUps(env.DB, [{ head, followUps: { rev, all } }]));
    };
    await publish(5, 50);
    await publish(4, 40);
    expect(await copy(head.id)).toMatchObject([{ rev: 5, at: 50 }]);
    await publish(6, 60);
    expect(await copy(head.id)).toMatchObject([{ rev: 6, at: 60 }]);
  });

  it('is made again from the conversations by looking the index over', async () => {
    const [name, other] = [await customer('Hello'), await customer('Hello')];
    const [id] = [await add(name, {}), await add(other, {})];
    await indexed(admin, name, other);
    await reindex(admin);
    expect(await reindex(admin)).toBe(0);
    const [conversation, beside] = [await idOf(name), await idOf(other)];
    const before = await copy(conversation);
    await env.DB.batch([
      env.DB.prepare('UPDATE follow_up SET at = 1, rev = 999 WHERE conversation_id = ?').bind(conversation),
      env.DB.prepare('DELETE FROM follow_up WHERE conversation_id = ?').bind(beside),
      env.DB.prepare(
        "INSERT INTO follow_up SELECT ?, 'stray', rev, owner_id, state, at, body FROM follow_up LIMIT 1",
      ).bind(conversation),
    ]);
    expect(await reindex(admin)).toBe(2);
    expect(await copy(conversation)).toEqual(before);
    expect(before).toMatchObject([{ id }]);
    expect(await copy(beside)).toHaveLength(1);
    expect(await reindex(admin)).toBe(0);
  });
});
