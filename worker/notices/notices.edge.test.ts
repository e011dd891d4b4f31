/** The bell (B-66, B-69): who is told what, once, live and in the list; what nobody wants, and what is forgotten. */
import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import { keptNotices, type NoticesPage } from '#domain/http-notices.ts';
import type { Me } from '#domain/http.ts';
import type { Notice } from '#domain/notice.ts';
import type { CustomerName } from '../channels/channel.ts';
import { inboxStub } from '../inbox/stub.ts';
import { sweep } from '../sweep.ts';
import {
  ask,
  connect,
  env,
  idOf,
  join,
  meta,
  migrateD1,
  objectOf,
  post,
  setUp,
  view,
} from '../testing/door.ts';
import { playGraph, refusedWith } from '../testing/graph.ts';
import { customer, done, freshNumber } from '../testing/list-door.ts';
import { saying } from '../testing/meta.ts';
import { openSocket, type Line } from '../testing/socket.ts';
import { eventually } from '../testing/eventually.ts';

type Somebody = { id: string; cookie: string };
const hour = 60 * 60 * 1000;
let admin = '';
let ana: Somebody;
let rui: Somebody;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await env.DB.batch([env.DB.prepare('DELETE FROM notice'), env.DB.prepare('DELETE FROM notice_setting')]);
});

async function bell({ cookie }: Pick<Somebody, 'cookie'>, query = ''): Promise<NoticesPage> {
  const answer = await ask(`/api/notices${query}`, { cookie });
  expect(answer.status).toBe(200);
  return answer.json<NoticesPage>();
}

const put = async ({ cookie }: Somebody, body: object): Promise<Response> =>
  ask('/api/notices/settings', { method: 'PUT', body: JSON.stringify(body), cookie });

/** Waits until the bell of somebody shows so many. */
async function told(who: Pick<Somebody, 'cookie'>, count: number): Promise<NoticesPage['notices']> {
  return eventually(async () => {
    const { notices } = await bell(who);
    expect(notices).toHaveLength(count);
    return notices;
  });
}

async function lineOf({ cookie }: Pick<Somebody, 'cookie'>): Promise<Line<ListFrame>> {
  const line = await openSocket<ListFrame>('/api/live', cookie);
  line.hello(null);
  await line.wait(1);
  return line;
}

const noticesOn = ({ frames }: Line<ListFrame>): Notice[] =>
  frames.flatMap((frame) => (frame.t === 'notice' ? [frame.notice] : []));

async function mention(name: CustomerName, { id }: Somebody, text: string): Promise<void> {
  await done(name, admin, { type: 'comment', text, mentions: [id] });
}

/** As a conversation tells the list. */
async function publish(
  name: CustomerName,
  notices: readonly Notice[],
  part: Partial<Head> = {},
): Promise<boolean> {
  const { head } = await view(name, admin);
  const published = { head: { ...head, ...part }, was: null, dueAt: null, said: [], unsaid: [], notices };
  return inboxStub(env, head.id).publish(published);
}

async function noticeOf(
  name: CustomerName,
  { id: personId }: Somebody,
  some: Partial<Notice> = {},
): Promise<Notice> {
  const conversationId = await idOf(name);
  const id = `${conversationId}-${crypto.randomUUID()}`;
  return { id, personId, kind: 'mention', conversationId, name: 'Maria', text: 'x', at: Date.now(), ...some };
}

describe('a mention', () => {
  it('is told to whom it names, live and in the list, and to nobody else; never to who wrote it (B-36, B-69)', async () => {
    const name = await customer('Oi');
    const [hers, his, other] = [await lineOf(ana), await lineOf(rui), await lineOf({ cookie: admin })];
    await mention(name, ana, '@Ana Reis, is there one in stock?');
    const [notice] = await told(ana, 1);
    expect(notice).toMatchObject({
      ...{ kind: 'mention', personId: ana.id, name: 'Maria', by: { name: 'Ada Admin' }, readAt: null },
      ...{ conversationId: await idOf(name), text: '@Ana Reis, is there one in stock?' },
    });
    const { messages } = await view(name, admin);
    expect(notice?.messageId).toBe(messages.at(-1)?.id);
    await eventually(() => expect(noticesOn(hers)).toHaveLength(1));
    const { readAt: _unread, ...frame } = notice ?? { readAt: null };
    expect(noticesOn(hers)).toEqual([frame]);
    await done(name, ana.cookie, { type: 'comment', text: '@Ana Reis note to myself', mentions: [ana.id] });
    await mention(name, rui, '@Rui Costa too');
    await eventually(() => expect(noticesOn(his)).toHaveLength(1));
    expect([noticesOn(hers).length, noticesOn(other).length]).toEqual([1, 0]);
    expect((await bell({ cookie: admin })).notices).toEqual([]);
    await told(ana, 1);
  });

  it('of a conversation that went out of sight since is told neither live nor later; that it was handed on is, by name alone', async () => {
    const name = await customer('Oi');
    const line = await lineOf(ana);
    await done(name, admin, { type: 'assign', personId: rui.id });
    const both = [
      await noticeOf(name, ana, { kind: 'mention', text: 'secret' }),
      await noticeOf(name, ana, { kind: 'handed', text: 'secret', messageId: 'm' }),
    ];
    expect(await publish(name, both)).toBe(true);
    const { notices, unread } = await bell(ana);
    expect(notices.map(({ kind, text, messageId }) => [kind, text, messageId])).toEqual([
      ['handed', '', undefined],
    ]);
    expect(unread).toBe(1);
    await eventually(() => expect(noticesOn(line)).toHaveLength(1));
    expect(noticesOn(line)[0]).toMatchObject({ kind: 'handed', text: '' });
    expect(JSON.stringify(line.frames)).not.toContain('secret');
  });
});

describe('publishing', () => {
  it('answers true only when D1 has the notices; the same again is nothing (R-35)', async () => {
    const name = await customer('Oi');
    const line = await lineOf(ana);
    const one = await noticeOf(name, ana);
    const broken = vi
      .spyOn(Object.getPrototypeOf(env.DB) as D1Database, 'batch')
      .mockRejectedValue(new Error('D1'));
    expect(await publish(name, [one])).toBe(false);
    broken.mockRestore();
    expect(noticesOn(line)).toEqual([]);
    expect((await bell(ana)).notices).toEqual([]);
    expect(await publish(name, [one])).toBe(true);
    expect(await publish(name, [one])).toBe(true);
    expect(await Promise.all([publish(name, [one]), publish(name, [one])])).toEqual([true, true]);
    expect((await bell(ana)).notices).toHaveLength(1);
    expect(noticesOn(line)).toHaveLength(1);
  });

  it('keeps what several publications brought that D1 got as one', async () => {
    const name = await customer('Oi');
    const all = await Promise.all(Array.from({ length: 5 }, () => noticeOf(name, ana)));
    const taken = await Promise.all(all.map(async (one) => publish(name, [one])));
    expect(taken).toEqual(all.map(() => true));
    expect((await bell(ana)).notices).toHaveLength(5);
  });

  it('leaves out what is older than what is kept, so that nothing forgotten comes back', async () => {
    const name = await customer('Oi');
    await publish(name, [await noticeOf(name, ana, { at: Date.now() - keptNotices.for - 1000 })]);
    expect((await bell(ana)).notices).toEqual([]);
  });
});

describe('settings', () => {
  it('leave out a kind that its person does not want, of that person alone', async () => {
    expect((await bell(ana)).settings).toEqual({ off: [], sound: true });
    expect(await (await put(ana, { off: ['mention', 'mention'], sound: false })).json()).toEqual({
      off: ['mention'],
      sound: false,
    });
    const kept = await (await ask('/api/notices/settings', { cookie: ana.cookie })).json();
    expect(kept).toEqual({ off: ['mention'], sound: false });
    const name = await customer('Oi');
    const line = await lineOf(ana);
    await publish(name, [
      await noticeOf(name, ana),
      await noticeOf(name, ana, { kind: 'failed' }),
      await noticeOf(name, rui),
    ]);
    expect((await bell(ana)).notices.map(({ kind }) => kind)).toEqual(['failed']);
    expect((await bell(rui)).notices.map(({ kind }) => kind)).toEqual(['mention']);
    await eventually(() => expect(noticesOn(line)).toHaveLength(1));
  });

  it('refuse what is none', async () => {
    expect((await put(ana, { off: ['everything'], sound: true })).status).toBe(422);
    expect((await ask('/api/notices/settings')).status).toBe(401);
  });
});

describe('reading', () => {
  it('clears what is named, or everything up to a time, on every page of the person (B-66)', async () => {
    const name = await customer('Oi');
    const at = Date.now();
    const all = await Promise.all([3, 2, 1].map(async (ago) => noticeOf(name, ana, { at: at - ago })));
    await publish(name, [...all, await noticeOf(name, rui)]);
    const [line, his] = [await lineOf(ana), await lineOf(rui)];
    const unread = async () =>
      (await (await ask('/api/me', { cookie: ana.cookie })).json<Me>()).unreadNotices;
    expect(await unread()).toBe(3);
    const [first, second, third] = all.map(({ id }) => id);
    expect(await (await post('/api/notices/read', { ids: [first, 'none'] }, ana.cookie)).json()).toEqual({
      ids: [first],
    });
    expect(await (await post('/api/notices/read', { ids: [first] }, ana.cookie)).json()).toEqual({ ids: [] });
    expect(await unread()).toBe(2);
    await post('/api/notices/read', { upTo: at - 2 }, ana.cookie);
    expect((await bell(ana)).notices.filter(({ readAt }) => readAt === null).map(({ id }) => id)).toEqual([
      third,
    ]);
    await eventually(() => expect(line.frames.filter(({ t }) => t === 'noticed')).toHaveLength(2));
    const noticed = line.frames.flatMap((frame) => (frame.t === 'noticed' ? frame.ids : []));
    expect(noticed).toEqual([first, second]);
    expect(his.frames.filter(({ t }) => t === 'noticed')).toEqual([]);
    // Of others nothing can be read.
    const [theirs] = (await bell(rui)).notices;
    expect(await (await post('/api/notices/read', { ids: [theirs?.id] }, ana.cookie)).json()).toEqual({
      ids: [],
    });
    expect((await post('/api/notices/read', {}, ana.cookie)).status).toBe(422);
  });

  it('pages by key, the newest first, also where several have one time', async () => {
    const name = await customer('Oi');
    const at = Date.now() - hour;
    const all = await Promise.all(
      Array.from({ length: 70 }, (_none, n) => noticeOf(name, ana, { at: at + Math.floor(n / 4) })),
    );
    await publish(name, all);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: NoticesPage = await bell(ana, cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`);
      seen.push(...page.notices.map(({ id }) => id));
      cursor = page.next;
    }
    expect(new Set(seen)).toEqual(new Set(all.map(({ id }) => id)));
    expect(seen).toHaveLength(70);
  });
});

it('the sweep forgets all but the newest 200 of 30 days, of everybody in turn', async () => {
  const now = Date.now();
  const rows = (personId: string, count: number, from: number) =>
    env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
       INSERT INTO notice (person_id, id, at, body) SELECT ?1, ?1 || i, ?3 - i, '{}' FROM n`,
    ).bind(personId, count, from);
  await env.DB.batch([rows(ana.id, 230, now), rows(rui.id, 5, now - keptNotices.for - 1)]);
  await sweep(env, now);
  const left = await env.DB.prepare(
    'SELECT person_id AS id, count(*) AS n, min(at) AS oldest FROM notice GROUP BY 1',
  ).all();
  expect(left.results).toEqual([{ id: ana.id, n: 200, oldest: now - 199 }]);
});

describe('a message that fails', () => {
  it('is told to its author, once', async () => {
    const graph = playGraph();
    const name = await customer('Oi', 'Maria', Date.now() - hour);
    graph.answer(() => refusedWith(131026));
    await done(name, ana.cookie, { type: 'send', draft: { kind: 'text', text: 'Your parcel left' } });
    const [notice] = await told(ana, 1);
    expect(notice).toMatchObject({ kind: 'failed', text: 'Your parcel left', personId: ana.id });
    const { messages } = await view(name, admin);
    expect(messages.find(({ id }) => id === notice?.messageId)?.delivery?.state).toBe('failed');
    graph.restore();
  });
});

describe('a window that closes within the hour', () => {
  async function waits(opened: number): Promise<CustomerName> {
    const from = freshNumber();
    await meta(saying({ id: `wamid.${from}`, from, name: 'Maria', text: 'Anybody there?', at: opened }));
    return `phone:${from}`;
  }
  const opened = (): number => Math.floor(Date.now() / 1000) * 1000 - 22 * hour;

  it('is told to the assignee when the customer still waits, once a window (R-38)', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const at = opened();
    const name = await waits(at);
    await done(name, admin, { type: 'assign', personId: ana.id });
    await told(ana, 1);
    await env.DB.prepare('DELETE FROM notice').run();
    const object = await objectOf(name);
    vi.setSystemTime(at + 23 * hour - 1);
    await runDurableObjectAlarm(object);
    await object.wake();
    expect((await bell(ana)).notices).toEqual([]);
    vi.setSystemTime(at + 23 * hour);
    await runDurableObjectAlarm(object);
    const [notice] = await told(ana, 1);
    expect(notice).toMatchObject({ kind: 'closing', text: 'Anybody there?', at: at + 23 * hour });
    for (const later of [1, 30 * 60_000, hour]) {
      vi.setSystemTime(at + 23 * hour + later);
      await object.wake();
    }
    await told(ana, 1);
    await meta(saying({ id: `wamid.2.${name}`, from: name.slice(6), at: at + 25 * hour }));
    vi.setSystemTime(at + 48 * hour);
    await object.wake();
    await told(ana, 2);
  });

  it('is not told where somebody answered, nobody has it, or it is archived', async () => {
    const graph = playGraph();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const at = opened();
    const [answered, nobodys, archived] = [await waits(at), await waits(at), await waits(at)];
    await done(answered, ana.cookie, { type: 'send', draft: { kind: 'text', text: 'Yes' } });
    await done(archived, ana.cookie, { type: 'assign', personId: ana.id });
    await done(archived, ana.cookie, { type: 'archive' });
    vi.setSystemTime(at + 23 * hour + 60_000);
    for (const name of [answered, nobodys, archived]) await (await objectOf(name)).wake();
    // What does come shows that the list has everything of before.
    await mention(nobodys, ana, '@Ana Reis');
    const notices = await told(ana, 1);
    expect(notices[0]?.kind).toBe('mention');
    graph.restore();
  });
});
