import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import type { Group } from '#domain/http.ts';
import type { Head } from '#domain/head.ts';
import type { CustomerName } from '../channels/channel.ts';
import { chooserStub } from '../inbox/stub.ts';
import { sweep } from '../sweep.ts';
import {
  ask,
  command,
  connect,
  env,
  join,
  meta,
  migrateD1,
  objectOf,
  post,
  setUp,
  until,
  view,
} from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { account, saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

type Somebody = { readonly id: string; readonly cookie: string };
let admin = '';
let [ana, ben, cora]: Somebody[] = [];
let next = 15_700_000_000;
const newest: CustomerName[] = [];

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Agent', 'agent');
  ben = await join(admin, 'Ben Agent', 'agent');
  cora = await join(admin, 'Cora Agent', 'agent');
});

function team(): string[] {
  return [ana, ben, cora].map((one) => one?.id ?? '');
}

/** Nobody has anything, nobody is away, and no group is there; what the last test did is counted already. */
beforeEach(async () => {
  await settled();
  await leadTo(null);
  await env.DB.exec(
    'DELETE FROM team_group; DELETE FROM team_group_member; UPDATE tally SET counts = json_object(); UPDATE user SET away = 0, active = 1;',
  );
  await runInDurableObject(chooserStub(env), (_object, { storage }) => {
    for (const table of ['turn', 'given', 'waiting']) storage.sql.exec(`DELETE FROM ${table}`);
  });
});

async function made(body: Partial<Group>): Promise<Group> {
  const answer = await post('/api/groups', { name: 'Sales', members: team(), ...body }, admin);
  expect(answer.status).toBe(201);
  return answer.json<Group>();
}
async function put({ id, ...group }: Group, part: Partial<Group>): Promise<void> {
  const init = { method: 'PUT', cookie: admin, body: JSON.stringify({ ...group, ...part }) };
  expect((await ask(`/api/groups/${id}`, init)).status).toBe(200);
}
async function leadTo(groupId: string | null): Promise<number> {
  const init = { method: 'PATCH', cookie: admin, body: JSON.stringify({ groupId }) };
  return (await ask(`/api/accounts/whatsapp/${account}`, init)).status;
}
/** A group that assigns by itself, and gets what is new. */
async function assigning(part: Partial<Group>): Promise<Group> {
  const group = await made({ assigning: 'round-robin', ...part });
  expect(await leadTo(group.id)).toBe(200);
  return group;
}
async function setPerson(id: string | undefined, set: string): Promise<void> {
  await env.DB.prepare(`UPDATE user SET ${set} WHERE id = ?`).bind(id).run();
}

/** Somebody new writes. */
async function written(): Promise<CustomerName> {
  next += 1;
  const from = String(next);
  newest.push(`phone:${from}`);
  await meta(saying({ id: `wamid.${from}`, from, at: Date.now() - 60_000 }));
  return `phone:${from}`;
}
async function writesAgain(name: CustomerName): Promise<void> {
  next += 1;
  const from = name.slice('phone:'.length);
  await meta(saying({ id: `wamid.again.${next}`, from, at: Date.now() - 30_000 }));
}
const headOf = async (name: CustomerName): Promise<Head> => (await view(name, admin)).head;
const given = async (name: CustomerName): Promise<string | undefined> =>
  (await until(name, admin, ({ head }) => head.assignee !== null)).head.assignee?.id;
const whats = async (name: CustomerName) =>
  (await view(name, admin)).messages.flatMap(({ content }) => (content.kind === 'line' ? [content] : []));
/** Until the index has everything of the last few who wrote. */
async function settled(): Promise<void> {
  for (const name of newest.splice(0).slice(-5)) {
    await eventually(async () => {
      const [indexed] = await headsOf([name]);
      expect(indexed?.rev).toBe((await headOf(name)).rev);
    });
  }
}
/** Until the index shows all of them as somebody's, or nobody's. */
async function listed(names: readonly CustomerName[], owned: boolean): Promise<void> {
  const all = async () => {
    const right = (await headsOf(names)).filter(({ assignee }) => (assignee !== null) === owned);
    expect(right).toHaveLength(names.length);
  };
  await eventually(all);
}
/** Their heads, by the index. */
async function headsOf(names: readonly CustomerName[]): Promise<Head[]> {
  const phones = JSON.stringify(names.map((name) => `+${name.slice('phone:'.length)}`));
  const rows = env.DB.prepare(
    "SELECT head FROM conversation WHERE head ->> 'phone' IN (SELECT value FROM json_each(?))",
  ).bind(phones);
  return (await rows.all<{ head: string }>()).results.map(({ head }): Head => JSON.parse(head));
}
/** Whether anything is still to be asked or published, as it is written down. */
const unsettled = async (object: Awaited<ReturnType<typeof objectOf>>): Promise<boolean> =>
  runInDurableObject(object, (_object, { storage }) => {
    const [row] = storage.sql.exec<{ state: string }>('SELECT state FROM head').toArray();
    return (
      row === undefined || !row.state.includes('"seeking":"not"') || row.state.includes('"indexed":null')
    );
  });
const tallied = (ids: readonly (string | undefined)[]): number[] =>
  team().map((id) => ids.filter((one) => one === id).length);

describe('a new conversation', () => {
  it('gets the group of its account, with a line, and stays nobody’s where that does not assign', async () => {
    const group = await assigning({ assigning: 'off' });
    const name = await written();
    const { head } = await until(name, admin, (seen) => seen.head.groupId === group.id);
    expect(head.assignee).toBeNull();
    expect(await whats(name)).toEqual([{ kind: 'line', what: 'grouped', to: 'Sales', rule: 'account' }]);
  });

  it('is nobody’s and in no group where its account leads nowhere, and costs no commit', async () => {
    await made({ assigning: 'round-robin' });
    const name = await written();
    await listed([name], false);
    expect(await headOf(name)).toMatchObject({ groupId: null, assignee: null, rev: 1 });
    await command(name, admin, { type: 'archive' });
  });

  it('goes to one after the other, and tells by which rule (R-28)', async () => {
    await assigning({});
    const ids: (string | undefined)[] = [];
    const names: CustomerName[] = [];
    for (let n = 0; n < 4; n += 1) {
      names.push(await written());
      ids.push(await given(names.at(-1) ?? 'phone:'));
    }
    expect(new Set(ids.slice(0, 3)).size).toBe(3);
    expect(ids[3]).toBe(ids[0]);
    const [first] = names;
    expect(first && (await whats(first)).at(-1)).toMatchObject({
      what: 'assigned',
      rule: { assigning: 'round-robin', group: 'Sales' },
    });
  });

  it('goes to nobody who is away, deactivated, or not of the group', async () => {
    await assigning({ members: team().slice(0, 2) });
    await setPerson(ana?.id, 'away = 1');
    for (let n = 0; n < 3; n += 1) expect(await given(await written())).toBe(ben?.id);
    await setPerson(ana?.id, 'away = 0');
    await setPerson(ben?.id, 'active = 0');
    for (let n = 0; n < 3; n += 1) expect(await given(await written())).toBe(ana?.id);
  });
});

describe('200 new conversations at once over three people', () => {
  async function burst(): Promise<CustomerName[]> {
    return Promise.all(Array.from({ length: 200 }, written));
  }

  it('differ by at most one in turn, and each has exactly one', async () => {
    await assigning({});
    const names = await burst();
    await listed(names, true);
    const counts = tallied((await headsOf(names)).map(({ assignee }) => assignee?.id));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(200);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    const lines = await Promise.all(names.slice(0, 20).map(whats));
    for (const line of lines) expect(line.filter(({ what }) => what === 'assigned')).toHaveLength(1);
  });

  it('never exceed the cap of the least busy, and what is left waits in the group', async () => {
    const group = await assigning({ assigning: 'least-busy', most: 30 });
    const names = await burst();
    await eventually(async () => {
      const waiting = await runInDurableObject(
        chooserStub(env),
        (_object, { storage }) =>
          storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM waiting').one().n,
      );
      expect(waiting).toBe(110);
    });
    await eventually(async () => expect((await headsOf(names)).every(({ groupId }) => groupId)).toBe(true));
    const heads = await headsOf(names);
    expect(tallied(heads.map(({ assignee }) => assignee?.id))).toEqual([30, 30, 30]);
    for (const { groupId } of heads) expect(groupId).toBe(group.id);

    // A higher cap gives everybody as many as that allows, at once.
    await put(group, { most: 50 });
    const all = async () => {
      const now = await headsOf(names);
      expect(tallied(now.map(({ assignee }) => assignee?.id))).toEqual([50, 50, 50]);
    };
    await eventually(all, 200);
  });
});

describe('what waits for somebody', () => {
  it('goes to who frees up, the oldest first', async () => {
    await assigning({ assigning: 'least-busy', most: 1, members: team().slice(0, 1) });
    const first = await written();
    expect(await given(first)).toBe(ana?.id);
    const [second, third] = [await written(), await written()];
    await listed([second, third], false);
    await listed([first], true);
    await command(first, ana?.cookie ?? '', { type: 'archive' });
    expect(await given(second)).toBe(ana?.id);
    expect((await headOf(third)).assignee).toBeNull();
  });

  it('goes to who came back, at once or by the sweep', async () => {
    await assigning({ members: team().slice(0, 1) });
    await setPerson(ana?.id, 'away = 1');
    const name = await written();
    await until(name, admin, ({ head }) => head.groupId !== null);
    await sweep(env, Date.now());
    expect((await headOf(name)).assignee).toBeNull();
    await setPerson(ana?.id, 'away = 0');
    await sweep(env, Date.now());
    expect(await given(name)).toBe(ana?.id);

    await setPerson(ana?.id, 'away = 1');
    const other = await written();
    await until(other, admin, ({ head }) => head.groupId !== null);
    const body = JSON.stringify({ away: false });
    await ask(`/api/team/${ana?.id}`, { method: 'PATCH', cookie: ana?.cookie ?? '', body });
    expect(await given(other)).toBe(ana?.id);
  });

  it('is left alone when somebody took it, or the group does not assign any more', async () => {
    const group = await assigning({ members: [] });
    const [taken, left] = [await written(), await written()];
    for (const name of [taken, left]) await until(name, admin, ({ head }) => head.groupId !== null);
    await command(taken, ben?.cookie ?? '', { type: 'assign', personId: ben?.id ?? '' });
    await put(group, { members: team(), assigning: 'off' });
    await sweep(env, Date.now());
    expect((await headOf(taken)).assignee?.id).toBe(ben?.id);
    expect((await headOf(left)).assignee).toBeNull();
    const waiting = await runInDurableObject(chooserStub(env), (_object, { storage }) =>
      storage.sql.exec('SELECT * FROM waiting').toArray(),
    );
    expect(waiting).toEqual([]);
  });
});

describe('beside people', () => {
  it('a taker and the rule at once: one has it, and one line tells it (R-26)', async () => {
    await assigning({ members: [ana?.id ?? '', ben?.id ?? ''] });
    const names = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const name = await written();
        await command(name, cora?.cookie ?? '', { type: 'assign', personId: cora?.id ?? '' });
        return name;
      }),
    );
    await listed(names, true);
    for (const name of names) {
      const assigned = (await whats(name)).flatMap((line) => (line.what === 'assigned' ? [line.to.id] : []));
      expect(assigned).toHaveLength(1);
      expect((await headOf(name)).assignee?.id).toBe(assigned[0]);
    }
  });

  it('a group that is set by hand on one that is nobody’s finds somebody', async () => {
    const name = await written();
    const group = await made({ assigning: 'least-busy', members: [ben?.id ?? ''] });
    await command(name, admin, { type: 'group', groupId: group.id });
    expect(await given(name)).toBe(ben?.id);
    expect((await whats(name)).map(({ what }) => what)).toEqual(['grouped', 'assigned']);
  });

  it.each([
    ['deactivated', 'active = 0'],
    ['away', 'away = 1'],
  ])('what comes back from the archive goes on from somebody who is %s', async (_title, set) => {
    await assigning({ members: [ana?.id ?? ''] });
    const name = await written();
    expect(await given(name)).toBe(ana?.id);
    await command(name, ana?.cookie ?? '', { type: 'archive' });
    await listed([name], true);
    const [group] = await (
      await ask('/api/me', { cookie: admin })
    )
      .json<{ groups: Group[] }>()
      .then((me) => me.groups);
    if (group) await put(group, { members: team() });
    await setPerson(ana?.id, set);
    await setPerson(cora?.id, 'away = 1');
    await writesAgain(name);
    await until(name, admin, ({ head }) => !head.archived && head.assignee?.id === ben?.id);
  });
});

describe('an object that was away meanwhile', () => {
  it('comes to rest: what was answered is not asked at every alarm', async () => {
    const name = await written();
    await listed([name], false);
    const object = await objectOf(name);
    for (let n = 0; n < 2; n += 1) {
      await evictDurableObject(object);
      await runDurableObjectAlarm(object);
      // What the alarm began is done.
      await eventually(async () => expect(await unsettled(object)).toBe(false));
    }
    await evictDurableObject(object);
    await runDurableObjectAlarm(object);
    const next = await runInDurableObject(object, async (_object, { storage }) => storage.getAlarm());
    expect(next).toBeGreaterThan(Date.now() + 3_600_000);
  });
});

describe('while D1 fails', () => {
  it('a new conversation is stored at once, and finds somebody when the alarm comes back (R-38)', async () => {
    await assigning({ members: [ben?.id ?? ''] });
    await given(await written());
    const broken = breakD1();
    const name = await written();
    const object = await objectOf(name);
    await eventually(() => expect(broken.asked()).toBeGreaterThan(0));
    broken.repair();
    expect((await headOf(name)).assignee).toBeNull();
    await object.wake();
    expect(await given(name)).toBe(ben?.id);
  });
});

describe('the group of an account', () => {
  it('is a group that is there, and ends with it', async () => {
    expect(await leadTo('nowhere')).toBe(422);
    const group = await assigning({});
    await ask(`/api/groups/${group.id}`, { method: 'DELETE', cookie: admin });
    const answer = await ask('/api/accounts', { cookie: admin });
    expect(await answer.json()).toMatchObject([{ groupId: null }]);
  });
});
