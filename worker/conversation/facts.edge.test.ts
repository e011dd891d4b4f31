/** What the list asks of conversations: sorting them, many at once, and pages around a message. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bulkSize } from '#domain/bulk.ts';
import type { CommandBody } from '#domain/command.ts';
import type { AroundPage, BulkAnswer, CommandAnswer, Group, Tag } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import {
  ask,
  command,
  connect,
  env,
  idOf,
  join,
  meta,
  migrateD1,
  post,
  setUp,
  view,
} from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { saying } from '../testing/meta.ts';
import { Conversation } from './object.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let ana: { id: string; cookie: string };
let rui: { id: string; cookie: string };
let sales: Group;
let vip: Tag;
let next = 15559000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
  const group = { name: 'Sales', members: [ana.id] };
  sales = await (await post('/api/groups', group, admin)).json<Group>();
  await post('/api/attributes', { name: 'City', type: 'text' }, admin);
  vip = await (await post('/api/tags', { name: 'VIP', colour: 'red' }, admin)).json<Tag>();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Customers that no other test has spoken to, who wrote `texts` messages each, a second apart. */
async function somebody(texts = 1, profile = 'Maria'): Promise<CustomerName> {
  next += 1;
  const from = String(next);
  const said = Array.from({ length: texts }, (_none, index) =>
    saying({
      ...{ id: `wamid.${from}.${index}`, from, name: profile, text: `text ${index}` },
      at: Date.now() - hour + index * 1000,
    }),
  );
  await meta(...said);
  return `phone:${from}`;
}

type WithoutId<T> = T extends CommandBody ? Omit<T, 'clientId'> & { clientId?: string } : never;
async function done(
  name: CustomerName,
  body: WithoutId<CommandBody>,
  cookie = admin,
): Promise<CommandAnswer> {
  const answer = await command(name, cookie, body);
  expect(answer.status).toBe(200);
  return answer.json<CommandAnswer>();
}
const lines = async (name: CustomerName) =>
  (await view(name, admin)).messages.flatMap(({ content }) => (content.kind === 'line' ? [content] : []));

describe('what a person notes', () => {
  it('is looked up by name at the edge, told in the timeline, and can be taken back (R-28)', async () => {
    const name = await somebody();
    const at = Date.now() + 60 * 60_000;
    const answers = [
      await done(name, { type: 'tag', add: [vip.id], remove: [] }),
      await done(name, { type: 'group', groupId: sales.id }),
      await done(name, { type: 'lead', status: 'qualified' }),
      await done(name, { type: 'follow-up', at }),
      await done(name, { type: 'attribute', name: 'city', value: 'Porto' }),
    ];
    expect((await view(name, admin)).head).toMatchObject({
      ...{ tags: [vip.id], groupId: sales.id, lead: 'qualified', followUpAt: at },
      attributes: { city: 'Porto' },
    });
    expect(await lines(name)).toMatchObject([
      { what: 'tagged', tags: ['VIP'] },
      { what: 'grouped', to: 'Sales' },
      { what: 'lead', to: 'Qualified' },
      { what: 'follow-up', at },
      { what: 'attribute', name: 'City', value: 'Porto' },
    ]);
    for (const { undo } of answers) if (undo) await done(name, undo);
    const { head } = await view(name, admin);
    expect(head).toMatchObject({ groupId: null, lead: 'new' });
    expect(head).not.toHaveProperty('attributes');
    expect(head).not.toHaveProperty('tags');
    expect(head).not.toHaveProperty('followUpAt');
  });

  it('is answered the same when it is repeated, but not undone twice (R-18)', async () => {
    const name = await somebody();
    const clientId = crypto.randomUUID();
    const first = await done(name, { type: 'tag', clientId, add: [vip.id], remove: [] });
    const again = await done(name, { type: 'tag', clientId, add: [vip.id], remove: [] });
    expect(first.undo).toEqual({ type: 'tag', add: [], remove: [vip.id] });
    expect(again).toEqual({ rev: first.rev });
  });

  it.each<[string, WithoutId<CommandBody>]>([
    ['tag-not-found', { type: 'tag', add: ['gone'], remove: [] }],
    ['group-not-found', { type: 'group', groupId: 'gone' }],
    ['lead-status-not-found', { type: 'lead', status: 'gone' }],
    ['person-not-found', { type: 'assign', personId: 'gone' }],
  ])('is refused where it is not here any more: %s', async (code, body) => {
    const name = await somebody();
    const answer = await command(name, admin, body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code });
    expect((await view(name, admin)).head.rev).toBe(1);
  });

  it('can be taken off though it is not here any more', async () => {
    const name = await somebody();
    const old = await (await post('/api/tags', { name: 'Old', colour: 'grey' }, admin)).json<Tag>();
    await done(name, { type: 'tag', add: [old.id], remove: [] });
    await ask(`/api/tags/${old.id}`, { method: 'DELETE', cookie: admin });
    await done(name, { type: 'tag', add: [], remove: [old.id] });
    expect((await view(name, admin)).head).not.toHaveProperty('tags');
  });
});

describe('many at once', () => {
  const bulk = async (items: readonly { id: string; command: object }[], cookie = admin) => {
    const whole = items.map(({ id, command: one }) => ({
      id,
      command: { clientId: crypto.randomUUID(), ...one },
    }));
    return post('/api/conversations/bulk', { items: whole }, cookie);
  };
  const results = async (...asked: Parameters<typeof bulk>) => {
    const answer = await bulk(...asked);
    expect(answer.status).toBe(200);
    return (await answer.json<BulkAnswer>()).results;
  };

  it('are done each for itself and answered in order, with what takes it back; done again, nothing', async () => {
    const names = await Promise.all(Array.from({ length: bulkSize }, () => somebody()));
    const ids = await Promise.all(names.map((name) => idOf(name)));
    const tag = { type: 'tag', add: [vip.id], remove: [] };
    const items = ids.map((id) => ({ id, command: tag }));
    expect(await results(items)).toEqual(
      ids.map((id) => ({ id, undo: { type: 'tag', add: [], remove: [vip.id] }, refused: null })),
    );
    expect(await results(items)).toEqual(ids.map((id) => ({ id, undo: null, refused: null })));
    const heads = await Promise.all(names.map(async (name) => (await view(name, admin)).head.tags));
    expect(heads).toEqual(ids.map(() => [vip.id]));
  });

  it('names who was refused and why, as far as the caller may know (product §1)', async () => {
    const [mine, ruis, hidden] = [
      await somebody(1, 'Mine'),
      await somebody(1, 'Ruis'),
      await somebody(1, 'No'),
    ];
    await done(ruis, { type: 'group', groupId: sales.id });
    await done(ruis, { type: 'assign', personId: rui.id });
    await done(hidden, { type: 'assign', personId: rui.id });
    const archive = { type: 'archive' };
    const ids = await Promise.all([mine, ruis, hidden].map((name) => idOf(name)));
    const items = [...ids, 'nonsense'].map((id) => ({ id, command: archive }));
    const [own, other, unseen, none] = await results(items, ana.cookie);
    expect(own).toMatchObject({ id: ids[0], undo: { type: 'reopen' }, refused: null });
    expect(other).toMatchObject({ undo: null, refused: { name: 'Ruis' } });
    expect(other?.refused?.sentence).toContain('Rui Costa');
    expect([unseen?.refused?.name, none?.refused?.name]).toEqual(['', '']);
    expect(unseen?.refused?.sentence).toBe(none?.refused?.sentence);
  });

  it('one that breaks is a refusal of its own row, and the others are done', async () => {
    const [good, bad] = [await somebody(), await somebody()];
    const [goodId, badId] = [await idOf(good), await idOf(bad)];
    const { command: original } = Conversation.prototype;
    vi.spyOn(Conversation.prototype, 'command').mockImplementation(async function broken(
      this: Conversation,
      ...asked
    ) {
      if ((await this.indexed())?.head.id === badId) throw new Error('broken by a test');
      return original.apply(this, asked);
    });
    const answers = await results([badId, goodId].map((id) => ({ id, command: { type: 'archive' } })));
    expect(answers).toMatchObject([
      { id: badId, undo: null, refused: { name: '' } },
      { id: goodId, undo: { type: 'reopen' }, refused: null },
    ]);
    expect(answers[0]?.refused?.sentence).toMatch(/could not be reached/);
  });

  it('asks the directory once for all rows, and what is gone is refused in each', async () => {
    const names = [await somebody(), await somebody(), await somebody()];
    const ids = await Promise.all(names.map((name) => idOf(name)));
    const d1 = vi.spyOn(Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as D1PreparedStatement, 'raw');
    const answers = await results(ids.map((id) => ({ id, command: { type: 'group', groupId: 'gone' } })));
    expect(answers.map(({ refused }) => refused?.name)).toEqual(['Maria', 'Maria', 'Maria']);
    expect(new Set(answers.map(({ refused }) => refused?.sentence)).size).toBe(1);
    expect(d1.mock.calls.length).toBeLessThan(10);
  });

  it('needs no D1 for what it need not look up', async () => {
    const name = await somebody();
    await view(name, admin);
    const broken = breakD1();
    const answers = await results([{ id: await idOf(name), command: { type: 'archive' } }]);
    broken.repair();
    expect(answers).toMatchObject([{ refused: null }]);
  });

  it.each([
    ['what cannot be done to many', { type: 'comment', text: 'x' }],
    ['an attribute', { type: 'attribute', name: 'a', value: 'b' }],
    ['nonsense', { type: 'explode' }],
  ])('takes nothing else: %s', async (_title, body) => {
    expect((await bulk([{ id: 'x', command: body }])).status).toBe(422);
  });

  it('takes no more than it says, and nobody who is not signed in', async () => {
    const many = Array.from({ length: bulkSize + 1 }, () => ({ id: 'x', command: { type: 'archive' } }));
    expect((await bulk(many)).status).toBe(422);
    expect((await bulk([])).status).toBe(422);
    expect((await bulk(many.slice(0, 1), '')).status).toBe(401);
  });
});

describe('the timeline around a message', () => {
  const page = async (name: CustomerName, path: string, cookie = admin) => {
    const answer = await ask(`/api/conversations/${await idOf(name)}/messages${path}`, { cookie });
    return answer.ok ? answer.json<AroundPage>() : answer.status;
  };
  const textsOf = (got: AroundPage | number) =>
    typeof got === 'number'
      ? got
      : got.messages.flatMap(({ content }) =>
          content.kind === 'text' ? [Number(content.text.slice(5))] : [],
        );
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_none, n) => from + n);
  const message = (name: CustomerName, index: number) => `wamid.${name.slice('phone:'.length)}.${index}`;

  it.each([
    [60, numbers(35, 86), true, true],
    [3, numbers(0, 29), false, true],
    [25, numbers(0, 51), false, true],
    [99, numbers(74, 100), true, false],
    [74, numbers(49, 100), true, false],
  ])('number %i stands in the middle, oldest first', async (index, shown, more, moreAfter) => {
    const name = await long();
    const got = await page(name, `/around/${message(name, index)}`);
    expect(textsOf(got)).toEqual(shown);
    expect(got).toMatchObject({ more, moreAfter });
  });

  it('goes on downwards to the end, and upwards as always', async () => {
    const name = await long();
    const got = await page(name, `/around/${message(name, 10)}`);
    const seen = typeof got === 'number' ? [] : [...got.messages];
    for (let more = true; more;) {
      const last = seen.at(-1);
      const after = await page(name, `?afterAt=${last?.at}&afterSeq=${last?.seq}`);
      if (typeof after === 'number') throw new Error(`answered ${after}`);
      expect(after.more).toBe(true);
      seen.push(...after.messages);
      more = after.moreAfter;
    }
    expect(seen.map(({ id }) => id)).toEqual(numbers(0, 100).map((index) => message(name, index)));
    const [, second] = seen;
    const before = await page(name, `?beforeAt=${second?.at}&beforeSeq=${second?.seq}`);
    expect(textsOf(before)).toEqual([0]);
  });

  it.each([
    ['a time is the first message at it or later', 60, 0, numbers(35, 86)],
    ['a time between two is the later one', 60, -1, numbers(35, 86)],
    ['the beginning is the first message', 0, -1_000_000, numbers(0, 26)],
    ['a time after all is the newest one', 99, 1_000_000, numbers(74, 100)],
  ])('from %s', async (_name, index, later, shown) => {
    const name = await long();
    const got = await page(name, `/around/${message(name, index)}`);
    const found = typeof got === 'number' ? null : got.messages.find(({ id }) => id === message(name, index));
    const from = await page(name, `/at/${(found?.at ?? 0) + later}`);
    expect(textsOf(from)).toEqual(shown);
    expect(from).toEqual(got);
  });

  it('is refused where there is no such message, and where it may not be seen', async () => {
    const name = await somebody();
    const id = message(name, 0);
    expect(await page(name, '/around/gone')).toBe(404);
    expect(await page(name, '?afterAt=x&afterSeq=1')).toBe(422);
    expect(await page(name, '')).toBe(422);
    for (const at of ['x', '-1', '1.5', '1e99']) expect(await page(name, `/at/${at}`)).toBe(422);
    expect(textsOf(await page(name, '/at/0'))).toEqual([0]);
    await done(name, { type: 'assign', personId: rui.id });
    expect(await page(name, `/around/${id}`, ana.cookie)).toBe(404);
    expect(await page(name, '/at/0', ana.cookie)).toBe(404);
    expect(await page(name, '/at/0', '')).toBe(401);
    expect(await page(name, '?afterAt=0&afterSeq=0', ana.cookie)).toBe(404);
    expect(textsOf(await page(name, `/around/${id}`, rui.cookie))).toEqual([0]);
  });

  let longest: CustomerName | null = null;
  async function long(): Promise<CustomerName> {
    return (longest ??= await somebody(100));
  }
});
