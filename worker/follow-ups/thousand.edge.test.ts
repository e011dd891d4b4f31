/** A thousand follow-ups due in one minute, over a thousand conversations: each reminds once, whatever becomes of its object. */
import {
  abortAllDurableObjects,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Actor } from '#domain/permission.ts';
import { conversationStub } from '../conversation/id.ts';
import { Inbox } from '../inbox/object.ts';
import type { Published } from '../inbox/published.ts';
import { sweep } from '../sweep.ts';
import { env, idOf, meta, migrateD1, setUp } from '../testing/door.ts';
import { boss } from '../testing/events.ts';
import { saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

const minute = 60_000;
const many = 1000;
const atOnce = 50;

beforeAll(async () => {
  await migrateD1();
  await setUp();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** `work` for all of them, some at a time. */
async function each(ids: readonly string[], work: (id: string, index: number) => Promise<unknown>) {
  for (let start = 0; start < ids.length; start += atOnce) {
    await Promise.all(ids.slice(start, start + atOnce).map(async (id, n) => work(id, start + n)));
  }
}

/** Customers who wrote an hour ago, as ids of their conversations. */
async function customers(): Promise<string[]> {
  const phones = Array.from({ length: many }, (_none, n) => String(15_550_000_000 + n));
  const at = Date.now() - 60 * minute;
  for (let start = 0; start < many; start += 100) {
    await meta(...phones.slice(start, start + 100).map((from) => saying({ id: `wamid.${from}`, from, at })));
  }
  return Promise.all(phones.map(async (phone) => idOf(`phone:${phone}`)));
}

/** Ids of the notices that were published, by conversation. */
function heedNotices(): Map<string, Set<string>> {
  const told = new Map<string, Set<string>>();
  const { publish } = Inbox.prototype;
  vi.spyOn(Inbox.prototype, 'publish').mockImplementation(async function heed(this: Inbox, one: Published) {
    for (const { id, kind, conversationId } of one.notices ?? []) {
      if (kind === 'follow-up') told.set(conversationId, (told.get(conversationId) ?? new Set()).add(id));
    }
    return publish.call(this, one);
  });
  return told;
}

async function timesFired(id: string): Promise<number> {
  const seen = await conversationStub(env, id).view(boss);
  if ('refusal' in seen) return 0;
  return seen.messages.filter(({ content }) => content.kind === 'line' && content.what === 'follow-up-due')
    .length;
}

/** D1 has the follow-up of every conversation, and the time at which its alarm must ring. */
async function copied(fired: boolean): Promise<void> {
  const known = `SELECT count(*) AS n FROM follow_up WHERE (body ->> 'firedAt' IS NOT NULL) = ?`;
  await eventually(
    async () => expect(await env.DB.prepare(known).bind(Number(fired)).first('n')).toBe(many),
    100,
  );
}

it('a thousand that are due in one minute remind once each: by alarm, after eviction, after a restart, and by the sweep where the alarm was missed (R-38)', async () => {
  const owner: Actor = boss;
  const told = heedNotices();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const ids = await customers();
  const first = Date.now() + 60 * minute;
  await each(ids, async (id, n) => {
    const [clientId, dueAt] = [crypto.randomUUID(), first + (n % 60) * 1000];
    const adding = { type: 'follow-up-add', clientId, id: clientId, dueAt, owner, note: `n ${n}` } as const;
    expect(await conversationStub(env, id).command(boss, adding)).not.toHaveProperty('refusal');
  });
  await copied(false);

  // Not one comes before its time.
  vi.setSystemTime(first - 1);
  await each(ids.slice(0, 10), async (id) => runDurableObjectAlarm(conversationStub(env, id)));
  expect(told.size).toBe(0);

  const [plain, evicted, restarted] = [ids.slice(0, 400), ids.slice(400, 600), ids.slice(600, 800)];
  const missed = ids.slice(800);
  await each(missed, async (id) =>
    runInDurableObject(conversationStub(env, id), async (_object, { storage }) => storage.deleteAlarm()),
  );
  vi.setSystemTime(first + minute);
  await each(plain, async (id) => runDurableObjectAlarm(conversationStub(env, id)));
  await each(evicted, async (id) => {
    await evictDurableObject(conversationStub(env, id));
    await runDurableObjectAlarm(conversationStub(env, id));
  });
  await abortAllDurableObjects();
  await each(restarted, async (id) => runDurableObjectAlarm(conversationStub(env, id)));
  expect(await Promise.all(missed.map(timesFired))).toEqual(missed.map(() => 0));

  vi.setSystemTime(first + 7 * minute);
  let swept = 0;
  await eventually(async () => {
    swept += await sweep(env, Date.now());
    expect(swept).toBeGreaterThanOrEqual(missed.length);
    expect(await Promise.all(missed.map(timesFired))).toEqual(missed.map(() => 1));
  }, 200);
  await copied(true);

  // Whatever wakes them again finds it done.
  await each(ids, async (id) => conversationStub(env, id).wake());
  const fired = await Promise.all(ids.map(timesFired));
  expect(fired.every((n) => n === 1)).toBe(true);
  expect(told.size).toBe(many);
  expect([...told.values()].every(({ size }) => size === 1)).toBe(true);
}, 240_000);
