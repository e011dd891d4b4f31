/** Whom a comment names: the ids that a page sends, against the people there are and what they may see (B-36, B-51). */
import { beforeAll, expect, it } from 'vitest';
import type { Me } from '#domain/http.ts';
import { ask, command, connect, join, meta, migrateD1, post, setUp, view } from '../testing/door.ts';
import { saying } from '../testing/meta.ts';

type Somebody = { id: string; cookie: string };
const customer = 'phone:15558880001';
let admin = '';
let ana: Somebody;
let rui: Somebody;
let zoe: Somebody;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
  zoe = await join(admin, 'Zoe Lima', 'agent');
  const group = { name: 'Sales', members: [ana.id, rui.id] };
  const sales = await (await post('/api/groups', group, admin)).json<{ id: string }>();
  await meta(saying({ id: 'wamid.m1', from: '15558880001', name: 'Maria', text: 'Oi', at: Date.now() }));
  await command(customer, admin, { type: 'group', groupId: sales.id });
  await command(customer, admin, { type: 'assign', personId: ana.id });
});

/** What stands in the timeline after a comment of Ana. */
async function comment(text: string, mentions: readonly string[]) {
  const answer = await command(customer, ana.cookie, { type: 'comment', text, mentions: [...mentions] });
  expect(answer.status).toBe(200);
  return (await view(customer, admin)).messages.at(-1)?.content;
}

it('keeps people by id and name, drops who may not see it, keeps every word (B-36)', async () => {
  const text = '@Rui Costa and @Zoe Lima: is there one in stock? @Nobody';
  expect(await comment(text, [rui.id, zoe.id, 'nobody'])).toEqual({
    kind: 'comment',
    text,
    mentions: [{ id: rui.id, name: 'Rui Costa' }],
  });
});

it('of nobody who is named stays a comment', async () => {
  expect(await comment('Only a note', [rui.id])).toEqual({ kind: 'comment', text: 'Only a note' });
  expect(await comment('@Zoe Lima', [zoe.id])).toEqual({ kind: 'comment', text: '@Zoe Lima' });
});

it('tells the page each colleague’s role, so that it offers only who may see the conversation', async () => {
  const { team } = await (await ask('/api/me', { cookie: ana.cookie })).json<Me>();
  expect(team).toContainEqual({ id: rui.id, name: 'Rui Costa', role: 'agent' });
  expect(team.find(({ name }) => name === 'Ada Admin')?.role).toBe('admin');
});
