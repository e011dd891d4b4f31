/** What the list shows of a conversation, when webhooks repeat and come late, people act at once, and undo comes after others. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { statusOf, type Head } from '#domain/head.ts';
import type { Change, CommandBody } from '#domain/command.ts';
import type { CommandAnswer, Tag } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import {
  command,
  connect,
  idOf,
  join,
  meta,
  migrateD1,
  post,
  setUp,
  until,
  view,
  webhook,
} from '../testing/door.ts';
import { acceptedAs, playGraph, refusedWith } from '../testing/graph.ts';
import { bulk, results } from '../testing/list-door.ts';
import { echo, from as fromSide, messagingBody, reporting, saying } from '../testing/meta.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Whole seconds: WhatsApp tells no more. */
const start = Math.floor(Date.now() / second) * second - hour;
type Somebody = { id: string; cookie: string };
let admin = '';
let ana: Somebody;
let rui: Somebody;
let vip: Tag;
let loud: Tag;
let graph: ReturnType<typeof playGraph>;
let next = 15553000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  for (const channel of ['whatsapp', 'messenger'] as const) await connect(admin, channel);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
  vip = await (await post('/api/tags', { name: 'VIP', colour: 'red' }, admin)).json<Tag>();
  loud = await (await post('/api/tags', { name: 'Loud', colour: 'red' }, admin)).json<Tag>();
});

beforeEach(() => {
  graph = playGraph();
});
afterEach(() => {
  graph.restore();
  vi.restoreAllMocks();
});

type WithoutId<T> = T extends CommandBody ? Omit<T, 'clientId'> & { clientId?: string } : never;

async function write(phone: string, mid: string, seconds: number): Promise<void> {
  await meta(saying({ id: `${phone}.${mid}`, from: phone, text: mid, at: start + seconds * second }));
}
async function somebody(): Promise<{ phone: string; name: CustomerName }> {
  next += 1;
  const phone = String(next);
  await write(phone, 'm0', 0);
  return { phone, name: `phone:${phone}` };
}
async function done(
  name: CustomerName,
  body: WithoutId<CommandBody>,
  cookie = admin,
): Promise<CommandAnswer> {
  const answer = await command(name, cookie, body);
  if (answer.status !== 200) throw new Error(`${body.type}: ${await answer.text()}`);
  return answer.json<CommandAnswer>();
}
const head = async (name: CustomerName): Promise<Head> => (await view(name, admin)).head;
const lines = async (name: CustomerName, what: string): Promise<number> =>
  (await view(name, admin)).messages.filter(({ content }) => content.kind === 'line' && content.what === what)
    .length;
describe('what is taken back after somebody else did something meanwhile', () => {
  async function undone(
    name: CustomerName,
    body: WithoutId<CommandBody>,
    meanwhile: () => Promise<unknown>,
  ): Promise<{ status: number; head: Head }> {
    const { undo } = await done(name, body);
    expect(undo).toBeDefined();
    await meanwhile();
    const answer = await command(name, admin, undo as Change);
    return { status: answer.status, head: await head(name) };
  }

  it('does not overwrite whom somebody else assigned', async () => {
    const { name } = await somebody();
    const after = await undone(name, { type: 'assign', personId: ana.id }, async () =>
      done(name, { type: 'assign', personId: rui.id }, ana.cookie),
    );
    expect(after.head.assignee?.id).toBe(rui.id);
    expect(after.status).toBe(409);
  });

  it('does not overwrite a lead status or a group, nor end a follow-up, that somebody else set', async () => {
    const { name } = await somebody();
    const lead = await undone(name, { type: 'lead', status: 'contacted' }, async () =>
      done(name, { type: 'lead', status: 'qualified' }, ana.cookie),
    );
    expect([lead.status, lead.head.lead]).toEqual([409, 'qualified']);
    const [one, other] = [Date.now() + hour, Date.now() + 2 * hour];
    const due = await undone(name, { type: 'follow-up', at: one }, async () =>
      done(name, { type: 'follow-up', at: other }, ana.cookie),
    );
    expect([due.status, due.head.followUpAt]).toEqual([200, other]);
  });

  it('takes only its own tags, and leaves those of others', async () => {
    const { name } = await somebody();
    const after = await undone(name, { type: 'tag', add: [vip.id], remove: [] }, async () =>
      done(name, { type: 'tag', add: [loud.id], remove: [] }, ana.cookie),
    );
    expect([after.status, after.head.tags]).toEqual([200, [loud.id]]);
  });

  it('does not put away what the customer wrote since it was fetched from the archive', async () => {
    const { name, phone } = await somebody();
    await done(name, { type: 'archive' });
    const after = await undone(name, { type: 'reopen' }, async () => write(phone, 'new', 60));
    expect(after.head).toMatchObject({ archived: false, unread: 2 });
    expect(after.status).toBe(409);
  });

  it('does not clear what came since it was marked unread', async () => {
    const { name, phone } = await somebody();
    await done(name, { type: 'read', rev: 1 });
    const after = await undone(name, { type: 'unread' }, async () => write(phone, 'new', 60));
    expect(after.head.unread).toBe(1);
  });

  it('goes where nothing changed since', async () => {
    const { name } = await somebody();
    const after = await undone(name, { type: 'assign', personId: ana.id }, async () =>
      done(name, { type: 'comment', text: 'still' }),
    );
    expect([after.status, after.head.assignee]).toEqual([200, null]);
  });
});

describe('many at once', () => {
  it('does several things to one conversation in the order in which they stand', async () => {
    const { name } = await somebody();
    const id = await idOf(name);
    const [x, y] = [ana.id, rui.id];
    // Some of these must look something up first, others need not.
    const items = [
      { type: 'assign', personId: x },
      { type: 'assign', personId: null },
      { type: 'assign', personId: y },
      { type: 'tag', add: [vip.id], remove: [] },
      { type: 'archive' },
      { type: 'tag', add: [], remove: [vip.id] },
      { type: 'reopen' },
      { type: 'assign', personId: null },
    ].map((one) => ({ id, command: one }));
    const answers = await results(admin, items);
    expect(answers.map(({ undo }) => undo)).toMatchObject([
      { type: 'assign', personId: null },
      { type: 'assign', personId: x },
      { type: 'assign', personId: null },
      { type: 'tag', remove: [vip.id] },
      { type: 'reopen' },
      { type: 'tag', add: [vip.id] },
      { type: 'archive' },
      { type: 'assign', personId: y },
    ]);
    expect(await head(name)).toMatchObject({ assignee: null, archived: false });
  });

  it('the same one fifty times does it once; the 51st is too many', async () => {
    const { name } = await somebody();
    const id = await idOf(name);
    const item = { id, command: { type: 'tag', add: [vip.id], remove: [] } };
    const answers = await results(
      admin,
      Array.from({ length: 50 }, () => item),
    );
    expect(answers.filter(({ undo }) => undo !== null)).toHaveLength(1);
    expect(answers.every(({ refused }) => refused === null)).toBe(true);
    expect(await lines(name, 'tagged')).toBe(1);
    expect(
      (
        await bulk(
          admin,
          Array.from({ length: 51 }, () => item),
        )
      ).status,
    ).toBe(422);
  });

  it('one client id for all: each conversation does it once, however often it is sent (R-18)', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const ids = await Promise.all([one, other].map(({ name }) => idOf(name)));
    const clientId = crypto.randomUUID();
    const items = ids.map((id) => ({ id, command: { type: 'archive', clientId } }));
    const first = await results(admin, items);
    expect(first.map(({ undo }) => undo?.type)).toEqual(['reopen', 'reopen']);
    await done(one.name, { type: 'reopen' });
    const again = await results(admin, items);
    expect(again.map(({ undo, refused }) => [undo, refused])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect((await head(one.name)).archived).toBe(false);
    expect((await head(other.name)).archived).toBe(true);
  });

  it('some done, some refused, some broken: each in its place, and named as far as may be known', async () => {
    const [mine, his, gone] = [await somebody(), await somebody(), await somebody()];
    await done(his.name, { type: 'assign', personId: rui.id });
    const ids = await Promise.all([mine, his, gone].map(({ name }) => idOf(name)));
    const [a, b, c] = ids;
    const answers = await results(ana.cookie, [
      { id: a ?? '', command: { type: 'archive' } },
      { id: b ?? '', command: { type: 'archive' } },
      { id: 'x'.repeat(24), command: { type: 'archive' } },
      { id: '../../etc', command: { type: 'archive' } },
      { id: c ?? '', command: { type: 'tag', add: ['gone'], remove: [] } },
      { id: c ?? '', command: { type: 'assign', personId: 'nobody' } },
      { id: c ?? '', command: { type: 'read', rev: Number.MAX_SAFE_INTEGER } },
    ]);
    expect(answers.map(({ refused }) => refused?.name ?? null)).toEqual([
      ...[null, '', '', '', 'Maria', 'Maria', null],
    ]);
    expect(answers[1]?.refused?.sentence).toBe(answers[2]?.refused?.sentence);
    expect(JSON.stringify(answers)).not.toContain('Rui');
  });
});

describe('archived, reopened and the lead', () => {
  it('a repeated webhook does not bring it back; a late one that is new does, once (R-3, R-27)', async () => {
    const { name, phone } = await somebody();
    await done(name, { type: 'lead', status: 'lost' });
    await done(name, { type: 'archive' });
    await write(phone, 'm0', 0);
    await meta(reporting({ id: 'wamid.nobody', status: 'read', at: Date.now(), to: phone }));
    expect(statusOf(await head(name))).toBe('archived');
    expect((await head(name)).lead).toBe('lost');
    await write(phone, 'late', -3600);
    const back = await head(name);
    expect([statusOf(back), back.lead, back.unread]).toEqual(['reopened', 'new', 2]);
    await write(phone, 'late', -3600);
    expect(await head(name)).toEqual(back);
    expect([await lines(name, 'reopened'), await lines(name, 'lead')]).toEqual([1, 2]);
    await done(name, { type: 'archive' });
    await write(phone, 'late', -3600);
    expect(statusOf(await head(name))).toBe('archived');
  });
});

describe('waiting since', () => {
  async function send(name: CustomerName): Promise<string> {
    const clientId = crypto.randomUUID();
    await done(name, { type: 'send', clientId, draft: { kind: 'text', text: 'x' } });
    return clientId;
  }

  it('the first message; a failed answer gives it back, the accepted one ends it', async () => {
    const { name, phone } = await somebody();
    await write(phone, 'm1', 60);
    expect((await head(name)).waitingSince).toBe(start);
    graph.answer(() => refusedWith(131026));
    await send(name);
    await until(name, admin, ({ head: { failed } }) => failed === true);
    expect((await head(name)).waitingSince).toBe(start);
    graph.answer(() => acceptedAs('wamid.ok'));
    await send(name);
    await until(name, admin, ({ head: one }) => one.waitingSince === undefined && one.failed === undefined);
    await meta(
      reporting({ id: 'wamid.ok', status: 'failed', at: Date.now(), to: phone, errors: [{ code: 131026 }] }),
    );
    expect(await head(name)).toMatchObject({ waitingSince: start, failed: true });
    await meta(reporting({ id: 'wamid.ok', status: 'delivered', at: Date.now(), to: phone }));
    expect(await head(name)).not.toHaveProperty('waitingSince');
  });

  it('not for reactions and seen; an echo ends it for what stands before it', async () => {
    next += 1;
    const id = String(next);
    const name: CustomerName = `psid:${id}`;
    const take = async (...items: unknown[]) =>
      expect((await webhook(messagingBody('messenger', ...items))).status).toBe(200);
    await take(fromSide(id, start, { message: { mid: `${id}.1`, text: 'one' } }));
    await take(fromSide(id, start + minute, { message: { mid: `${id}.2`, text: 'two' } }));
    await take(echo(id, start + 30 * second, { mid: `${id}.e`, text: 'answer' }));
    expect((await head(name)).waitingSince).toBe(start + minute);
    await take(fromSide(id, start + 2 * minute, { read: { watermark: start + 2 * minute } }));
    await take(echo(id, start + 2 * minute, { mid: `${id}.e2`, text: 'answer' }));
    const reaction = { reaction: 'love', emoji: '❤', action: 'react', mid: `${id}.e2` };
    await take(fromSide(id, start + 3 * minute, { reaction }));
    expect(await head(name)).not.toHaveProperty('waitingSince');
    // The first comes again, and an older one late: neither is unanswered.
    await take(fromSide(id, start, { message: { mid: `${id}.1`, text: 'one' } }));
    await take(fromSide(id, start - minute, { message: { mid: `${id}.0`, text: 'zero' } }));
    expect(await head(name)).not.toHaveProperty('waitingSince');
  });
});
