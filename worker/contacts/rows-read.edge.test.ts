import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeAll, expect, it } from 'vitest';
import { pageSize, type ConversationFrame } from '#domain/frame.ts';
import type { Attribute } from '#domain/attribute.ts';
import type { Tag } from '#domain/http.ts';
import { blankPanel } from '#domain/panel.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, idOf, meta, migrateD1, objectOf, post, setUp, view } from '../testing/door.ts';
import { customer, done, indexed, me } from '../testing/list-door.ts';
import { saying } from '../testing/meta.ts';
import { readingsOf, rowsOf, type Reading } from '../testing/rows-read.ts';
import { openSocket } from '../testing/socket.ts';

const hour = 60 * 60_000;
let admin = '';
let name: CustomerName;
let id = '';

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_none, index) => make(index));

async function made<T extends { id: string }>(path: string, body: object): Promise<T> {
  return (await post(path, body, admin)).json<T>();
}

/** Messages as if they had come one by one, without as many webhooks. */
async function longHistory(count: number): Promise<void> {
  await runInDurableObject(await objectOf(name), async (_object, { storage }) => {
    storage.sql.exec(
      `INSERT INTO message (id, rev, at, seq, direction, meta_id, body)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      SELECT id || '.' || i, 1, at - i * 1000, -i, direction, meta_id || '.' || i, body
      FROM message CROSS JOIN n WHERE direction = 'in'`,
      count,
    );
  });
}

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  const ada = (await me(admin)).actor.id;
  name = await customer('Hello');
  id = await idOf(name);
  await longHistory(10_000);
  for (let lead = 1; lead < 5; lead += 1) {
    await done(name, admin, { type: 'lead', status: 'lost' });
    await meta(
      saying({ id: `wamid.again.${lead}`, from: name.slice('phone:'.length), at: Date.now() - lead }),
    );
  }
  const tags = await Promise.all(
    many(10, async (index) => made<Tag>('/api/tags', { name: `Tag ${index}`, colour: 'blue' })),
  );
  const attributes = await Promise.all(
    many(10, async (index) => made<Attribute>('/api/attributes', { name: `Field ${index}`, type: 'text' })),
  );
  await done(name, admin, { type: 'tag', add: tags.map((tag) => tag.id), remove: [] });
  for (const attribute of attributes)
    await done(name, admin, { type: 'attribute', name: attribute.id, value: 'known' });
  for (const index of many(20, (at) => at)) {
    await done(name, admin, { type: 'note', text: `Note ${index}` });
    const followUp = { id: crypto.randomUUID(), ownerId: ada, note: 'Call', dueAt: Date.now() + hour };
    await done(name, admin, { type: 'follow-up-add', ...followUp });
  }
  const email = 'maria@example.com';
  await done(name, admin, { type: 'details', patch: { email, phone: '+15550001111' } });
  const others = await Promise.all(many(8, async () => customer('Also here')));
  for (const other of others.slice(0, 5))
    await post(`/api/conversations/${id}/others`, { other: await idOf(other) }, admin);
  for (const other of others) await done(other, admin, { type: 'details', patch: { email } });
  await indexed(admin, name, ...others);
}, 120_000);

async function got(path: string): Promise<void> {
  const answer = await ask(`/api/conversations/${id}${path}`, { cookie: admin });
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
}

/** Who is calling is asked with every request; messages are the conversation's, panel or not. */
type Purpose = 'session' | 'messages' | 'panel';

function purposeOf({ of, sql }: Reading): Purpose {
  if (of === 'd1' && /"session"|"user"|"team_group_member"/u.test(sql)) return 'session';
  return /\(at, seq\) < .* direction <> 'act'|rev > \?/u.test(sql) ? 'messages' : 'panel';
}

function told(readings: readonly Reading[]): Readonly<Record<Purpose, number>> {
  const of = (purpose: Purpose): number => rowsOf(readings.filter((one) => purposeOf(one) === purpose));
  return { session: of('session'), messages: of('messages'), panel: of('panel') };
}

async function socket(rev: number): Promise<void> {
  const line = await openSocket<ConversationFrame>(`/api/conversations/${id}/live`, admin);
  line.hello(rev);
  expect(await line.wait(1)).toMatchObject([{ t: 'changes', to: rev, messages: [] }]);
  line.close();
}

it('a panel opens with at most 60 rows of D1 and of the object, its audit standing open, whatever the history', async () => {
  const seen = await view(name, admin);
  const { notes, followUps, leads } = seen.panel ?? blankPanel;
  expect([notes.length, followUps.length, leads.length]).toEqual([20, 20, 5]);
  const stub = await objectOf(name);
  // What it had to tell the list it has told; nobody looked for a while.
  await runDurableObjectAlarm(stub);
  await evictDurableObject(stub);
  const asked = {
    conversation: async () => got(''),
    socket: async () => socket(seen.head.rev),
    others: async () => got('/others'),
    audit: async () => got('/audit'),
  };
  const all: Reading[] = [];
  for (const request of Object.values(asked)) all.push(...(await readingsOf(stub, request)));
  const { session, messages, panel } = told(all);
  expect(panel).toBeLessThanOrEqual(60);
  expect(panel).toBeGreaterThan(20);
  // A page and the look whether there are more; nothing for the socket of a page that has everything.
  expect(messages).toBeLessThanOrEqual(pageSize + 1);
  // The session, its person, and what agents may see.
  expect(session).toBeLessThanOrEqual(4 * Object.keys(asked).length);
});

it('the history of the leads is read from the lines alone', async () => {
  const stub = await objectOf(name);
  const readings = await readingsOf(stub, async () => got('/leads'));
  const { panel } = told(readings);
  expect(panel).toBeGreaterThan(0);
  expect(panel).toBeLessThanOrEqual(100);
});
