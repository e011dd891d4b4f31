import { evictDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Head } from '#domain/head.ts';
import { closeCodes } from '#domain/frame.ts';
import type { Actor } from '#domain/permission.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { ana, boss, member, rui } from '../testing/events.ts';
import { someHead } from '../testing/heads.ts';
import { Reader } from '../testing/list.ts';
import { inboxShard } from './stub.ts';
import { eventually } from '../testing/eventually.ts';

const all = { tab: null, filter: {} } as const;
const own = member('Olga', { visibility: 'own' });
const readers: Reader[] = [];
let next = 0;

beforeAll(migrateD1);

afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await Promise.all(readers.splice(0).map(async (reader) => reader.close()));
});

async function open(actor: Actor): Promise<Reader> {
  const reader = await Reader.open({ actor, ...all }, { silent: true });
  readers.push(reader);
  return reader;
}

/** A conversation that the index has. */
async function conversation(part: Partial<Head> = {}): Promise<Head> {
  next += 1;
  const head = someHead(`talk-${next}`, part);
  const inbox = inboxShard(env, 0);
  expect(await inbox.publish({ head, was: null, dueAt: null, said: [], unsaid: [] })).toBe(true);
  return head;
}

async function changed(head: Head, part: Partial<Head>): Promise<Head> {
  const after = { ...head, ...part, rev: head.rev + 1 };
  await inboxShard(env, 0).publish({ head: after, was: head, dueAt: null, said: [], unsaid: [] });
  return after;
}

const at = (id: string | null, typing = false) => ({ t: 'at', id, typing });
const person = ({ id, name }: Actor, typing = false) => ({ id, name, typing });

describe('presence', () => {
  it('tells who looks at a conversation and who writes, but nobody about themselves', async () => {
    const { id } = await conversation();
    const [anas, ruis] = [await open(ana), await open(rui)];
    anas.send(at(id));
    await ruis.until(() => ruis.about(id).length === 1);
    anas.send(at(id, true));
    await ruis.until(() => ruis.about(id).length === 2);
    anas.send(at(null));
    await ruis.until(() => ruis.about(id).length === 3);
    expect(ruis.about(id)).toEqual([[person(ana)], [person(ana, true)], []]);
    expect(anas.about(id)).toEqual([]);
    ruis.send(at(id));
    await anas.until(() => anas.about(id).length === 1);
    expect(anas.about(id)).toEqual([[person(rui)]]);
  });

  it('is one person however many pages they have; the last page that leaves takes them along', async () => {
    const { id } = await conversation();
    const [one, other, watching] = [await open(ana), await open(ana), await open(rui)];
    one.send(at(id));
    await watching.until(() => watching.about(id).length === 1);
    other.send(at(id, true));
    await watching.until(() => watching.about(id).length === 2);
    await one.close();
    other.send(at(id));
    await watching.until(() => watching.about(id).length === 3);
    await other.close();
    await watching.until(() => watching.about(id).length === 4);
    expect(watching.about(id)).toEqual([[person(ana)], [person(ana, true)], [person(ana)], []]);
    expect([...one.about(id), ...other.about(id)]).toEqual([]);
  });

  it('is told with the welcome, and survives that the object sleeps', async () => {
    const head = await conversation();
    const anas = await open(ana);
    anas.send(at(head.id, true));
    const ruis = await open(rui);
    await ruis.until(() => ruis.present.get(head.id)?.length === 1);
    await evictDurableObject(inboxShard(env, 0), { webSockets: 'hibernate' });
    const late = await open(boss);
    expect(late.present.get(head.id)).toEqual([person(ana, true)]);
    expect(late.frames[0]).toMatchObject({ t: 'welcome', present: [{ id: head.id }] });
    await anas.close();
    await late.until(() => late.present.get(head.id)?.length === 0);
    await ruis.until(() => ruis.present.get(head.id)?.length === 0);
  });

  it('lapses when nobody said for six seconds that they still write', async () => {
    const { id } = await conversation();
    const [anas, ruis] = [await open(ana), await open(rui)];
    anas.send(at(id, true));
    await ruis.until(() => ruis.about(id).length === 1);
    anas.send(at(id, true));
    // Said again, told again: the reader's clock begins anew.
    await ruis.until(() => ruis.about(id).length === 2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7000 });
    const late = await open(boss);
    expect(late.present.get(id)).toEqual([person(ana)]);
  });

  it('is for those who may see the conversation, and ends for them when they may no longer', async () => {
    const mine = await conversation({ assignee: { id: own.id, name: own.name } });
    const [olgas, anas, bosses] = [await open(own), await open(ana), await open(boss)];
    bosses.send(at(mine.id));
    olgas.send(at(mine.id, true));
    await bosses.until(() => bosses.present.get(mine.id)?.length === 1);
    await olgas.until(() => olgas.present.get(mine.id)?.length === 1);
    expect(anas.about(mine.id)).toEqual([]);
    await changed(mine, { assignee: { id: ana.id, name: ana.name } });
    await anas.until(() => anas.present.get(mine.id)?.length === 1);
    await bosses.until(() => bosses.present.get(mine.id)?.length === 0);
    expect(anas.about(mine.id)).toEqual([[person(boss)]]);
    expect(olgas.about(mine.id)).toEqual([[person(boss)]]);
    // Said of what is not theirs to see: nobody hears of it, and they learn nothing.
    olgas.send(at(mine.id, true));
    bosses.send(at(null));
    await anas.until(() => anas.present.get(mine.id)?.length === 0);
    await scheduler.wait(150);
    expect(anas.about(mine.id)).toEqual([[person(boss)], []]);
    expect(olgas.about(mine.id)).toEqual([[person(boss)]]);
  });

  it('asks D1 whose a conversation is when the object has slept, and lets nobody in when D1 fails', async () => {
    const head = await conversation();
    const mine = await conversation({ assignee: { id: rui.id, name: rui.name } });
    await evictDurableObject(inboxShard(env, 0));
    const [anas, ruis, bosses] = [await open(ana), await open(rui), await open(boss)];
    anas.send(at(mine.id));
    anas.send(at('no-such-conversation'));
    anas.send(at(head.id));
    await ruis.until(() => ruis.about(head.id).length === 1);
    await evictDurableObject(inboxShard(env, 0), { webSockets: 'hibernate' });
    const broken = breakD1();
    bosses.send(at(head.id));
    await eventually(() => expect(broken.asked()).toBeGreaterThan(0));
    broken.repair();
    await scheduler.wait(150);
    expect(ruis.about(head.id)).toEqual([[person(ana)]]);
    bosses.send(at(head.id));
    await ruis.until(() => ruis.about(head.id).length === 2);
    expect(ruis.about(mine.id)).toEqual([]);
  });

  it('goes with a conversation that became part of another (R-32)', async () => {
    const head = await conversation();
    const [anas, ruis] = [await open(ana), await open(rui)];
    anas.send(at(head.id));
    await ruis.until(() => ruis.present.has(head.id));
    expect(await inboxShard(env, 0).remove(head)).toBe(true);
    await ruis.until(() => !ruis.present.has(head.id));
    const late = await open(boss);
    expect(late.frames[0]).toMatchObject({ t: 'welcome', present: [] });
  });

  it('ends with the session, for all who look on', async () => {
    const { id } = await conversation();
    const anas = await Reader.open({ actor: ana, ...all }, { silent: true, sessionId: 'anas' });
    const ruis = await open(rui);
    anas.send(at(id));
    await ruis.until(() => ruis.about(id).length === 1);
    await inboxShard(env, 0).close('anas');
    await ruis.until(() => ruis.about(id).length === 2);
    expect(ruis.about(id).at(-1)).toEqual([]);
    await anas.until(() => anas.closed.length === 1);
    expect(anas.closed).toEqual(['signedOut']);
  });

  it('closes on a frame that it does not understand', async () => {
    const reader = await open(ana);
    reader.send({ t: 'at', id: 7, typing: true });
    await reader.until(() => reader.closed.length === 1);
    expect(reader.closed).toEqual(['badFrame']);
    expect(closeCodes.badFrame).toBe(4400);
  });
});
