import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { CustomerName } from './channels/channel.ts';
import { overdue } from './inbox/list.ts';
import { deleteHead, upsertHeads } from './inbox/index-row.ts';
import { sweep } from './sweep.ts';
import { connect, env, idOf, migrateD1, objectOf, setUp, view } from './testing/door.ts';
import { playGraph } from './testing/graph.ts';
import { countedD1 } from './testing/index.ts';
import { customer, done, indexed } from './testing/list-door.ts';
import { eventually } from './testing/eventually.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin, 'whatsapp', { marksRead: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Sets the clock on by `ms`; alarms ring only where a test says so. */
function later(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

async function rings(name: CustomerName): Promise<void> {
  await runDurableObjectAlarm(await objectOf(name));
  await indexed(admin, name);
}

/** Rows that D1 reads while the sweep looks for what is late, and whether `name` is. */
async function looks(name: CustomerName): Promise<{ rows: number; late: boolean }> {
  const { db, cost } = countedD1();
  const ids = await overdue({ DB: db }, Date.now());
  return { rows: cost.read, late: ids.includes(await idOf(name)) };
}

it('does not come for a conversation that was read: the customer was told, and nothing is due (R-25, R-38)', async () => {
  const graph = playGraph();
  const name = await customer('Hello');
  // Whose object has been there for a while, as that of a conversation that somebody works in.
  later(10 * minute);
  await done(name, admin, { type: 'read', rev: (await view(name, admin)).head.rev });
  await eventually(() => expect(graph.asked.map(({ body }) => body['status'])).toContain('read'));
  await indexed(admin, name);
  later(10 * minute);
  expect(await looks(name)).toEqual({ rows: 0, late: false });
});

it('does not come for client ids that are forgotten after a week (R-18, R-38)', async () => {
  const name = await customer('Hello');
  await done(name, admin, { type: 'unread' });
  await indexed(admin, name);
  later(day + minute);
  await rings(name);
  later(7 * day);
  await rings(name);
  later(10 * minute);
  expect((await looks(name)).late).toBe(false);
});

it('comes once for what the index alone takes for late: then the index knows (R-38)', async () => {
  const names: CustomerName[] = [];
  for (let n = 0; n < 3; n += 1) names.push(await customer('Hello'));
  await indexed(admin, ...names);
  const heads = await Promise.all(names.map(async (name) => (await view(name, admin)).head));
  const stale = heads.map((head) => ({ head, was: null, dueAt: Date.now() - day, said: [], unsaid: [] }));
  await env.DB.batch([...heads.map(({ id }) => deleteHead(env.DB, id)), upsertHeads(env.DB, stale)]);
  expect(await sweep(env, Date.now())).toBe(3);
  await indexed(admin, ...names);
  expect(await sweep(env, Date.now())).toBe(0);
  const after = await Promise.all(names.map(async (name) => (await view(name, admin)).head.rev));
  expect(after).toEqual(heads.map(({ rev }) => rev + 1));
});
