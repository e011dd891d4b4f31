import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attribute } from '#domain/attribute.ts';
import type { Channel } from '#domain/channel.ts';
import type { ConversationFrame } from '#domain/frame.ts';
import type { CommandAnswer, Me, Problem, SearchAnswer, Tag } from '#domain/http.ts';
import type { AuditPage, FilesPage, Gathered, OthersAnswer, UseCounts } from '#domain/http-contact.ts';
import type { CustomerName } from '../channels/channel.ts';
import { mostLooked } from '../conversation/gathered.ts';
import { everyChannel, somebody as customerOn, take } from '../testing/customers.ts';
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
import { playGraph } from '../testing/graph.ts';
import { countedD1 } from '../testing/index.ts';
import { customer, done, indexed } from '../testing/list-door.ts';
import { from, messagingBody, saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';
import { othersOf } from './others.ts';

type Somebody = { id: string; cookie: string };
const hour = 60 * 60 * 1000;
let admin = '';
let ana: Somebody;
let rui: Somebody;
let graph: ReturnType<typeof playGraph>;

beforeEach(() => {
  graph = playGraph();
});
afterEach(() => graph.restore());

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  for (const channel of everyChannel) await connect(admin, channel);
  ana = await join(admin, 'Ana Reis', 'agent');
  rui = await join(admin, 'Rui Costa', 'agent');
});

const get = async <T>(path: string, cookie = admin): Promise<T> => (await ask(path, { cookie })).json<T>();
const at = async (name: CustomerName, path: string): Promise<string> =>
  `/api/conversations/${await idOf(name)}/${path}`;
const drop = async (path: string, cookie = admin) => ask(path, { method: 'DELETE', cookie });
const assign = async (name: CustomerName, personId: string) =>
  done(name, admin, { type: 'assign', personId });

describe('details of a customer', () => {
  it.each(everyChannel)(
    'are read at the edge, live for who watches, found by the search, and taken back: %s',
    async (channel) => {
      const { name } = await customerOn(channel);
      const socket = await openSocket<ConversationFrame>(
        `/api/conversations/${await idOf(name)}/live`,
        ana.cookie,
      );
      socket.hello(null);
      await socket.wait(1);
      const local = `11 9${Date.now() % 10_000_000}`.padEnd(12, '4').slice(0, 12);
      const patch = {
        phone: local,
        email: `Kim@${channel}.Example`,
        language: 'PT-br',
        zone: 'America/Sao_Paulo',
      };
      const answer = await command(name, ana.cookie, { type: 'details', patch, country: 'BR' });
      expect(answer.status).toBe(200);
      const details = {
        phone: `+55${local.replace(/ /gu, '')}`,
        email: patch.email,
        language: 'pt-BR',
        zone: 'America/Sao_Paulo',
      };
      await socket.wait(2);
      expect(socket.frames[1]).toMatchObject({ t: 'changes', panel: { details } });
      expect((await view(name, admin)).panel?.details).toEqual(details);
      await indexed(admin, name);
      for (const q of [`kim ${channel}`, local.replace(/ /gu, '').slice(2)]) {
        const { contacts } = await get<SearchAnswer>(`/api/search?q=${encodeURIComponent(q)}`);
        expect(contacts.hits.map(({ id }) => id)).toContain(await idOf(name));
      }
      const { undo } = await answer.json<CommandAnswer>();
      if (!undo) throw new Error('nothing takes it back');
      await done(name, ana.cookie, undo);
      expect((await view(name, admin)).panel?.details).toEqual({});
    },
  );

  it.each([
    ['phone', 'call me', /country code/u],
    ['phone', '98765 4321', /country code/u],
    ['email', 'kim at example', /name@example.com/u],
    ['zone', 'Moon/Sea', /time zone/u],
    ['language', 'x', /language/u],
  ])('are refused with what to write instead: %s “%s”', async (detail, value, sentence) => {
    const { name } = await customerOn('whatsapp');
    const answer = await command(name, admin, { type: 'details', patch: { [detail]: value } });
    expect(answer.status).toBe(422);
    const problem = await answer.json<Problem>();
    expect([problem.code, sentence.test(problem.sentence)]).toEqual(['value-not-allowed', true]);
  });
});

describe('attributes', () => {
  const make = async (body: object) => post('/api/attributes', body, admin);

  it('are defined by admins, told with who one is, ordered, changed and dropped', async () => {
    const size = await (await make({ name: 'Größe', type: 'list', options: ['S', 'M'] })).json<Attribute>();
    const since = await (await make({ name: 'Since', type: 'date', of: 'conversation' })).json<Attribute>();
    expect([size.id, since.id]).toEqual(
      ['groe', 'since'].map((id) => expect.stringContaining(id.slice(0, 2))),
    );
    expect((await make({ name: 'since', type: 'text' })).status).toBe(409);
    expect((await make({ name: 'Colour', type: 'list' })).status).toBe(422);
    const order = { method: 'PUT', cookie: admin, body: JSON.stringify({ ids: [since.id, size.id] }) };
    expect(await (await ask('/api/attributes/order', order)).json()).toMatchObject([since, size]);
    expect((await get<Me>('/api/me', ana.cookie)).attributes).toEqual([since, size]);
    const { id, ...body } = size;
    const put = async (part: object) =>
      ask(`/api/attributes/${id}`, {
        method: 'PUT',
        cookie: admin,
        body: JSON.stringify({ ...body, ...part }),
      });
    expect(await (await put({ options: ['S', 'M', 'L'] })).json()).toEqual({
      ...size,
      options: ['S', 'M', 'L'],
    });
    expect((await put({ type: 'text', options: [] })).status).toBe(422);
    expect((await put({ name: 'Since' })).status).toBe(409);
    for (const one of [id, since.id]) expect((await drop(`/api/attributes/${one}`)).status).toBe(200);
    expect((await drop(`/api/attributes/${id}`)).status).toBe(422);
    for (const { cookie } of [ana, rui]) {
      expect((await post('/api/attributes', { name: 'x', type: 'text' }, cookie)).status).toBe(403);
      expect((await drop(`/api/attributes/${id}`, cookie)).status).toBe(403);
    }
  });

  it('are counted for who takes one away, and a name is free again once another has its place', async () => {
    const one = await (await make({ name: 'Fleet', type: 'list', options: ['A', 'B'] })).json<Attribute>();
    const { name } = await customerOn('whatsapp');
    await done(name, admin, { type: 'attribute', name: one.id, value: 'B' });
    await indexed(admin, name);
    expect((await get<UseCounts>('/api/attributes/counts', admin))[one.id]).toEqual({ n: 1, more: false });
    expect((await ask('/api/attributes/counts', { cookie: ana.cookie })).status).toBe(403);
    const { id, ...body } = one;
    const renamed = JSON.stringify({ ...body, name: 'Ships' });
    await ask(`/api/attributes/${id}`, { method: 'PUT', cookie: admin, body: renamed });
    expect(await (await make({ name: 'Fleet', type: 'text' })).json()).toMatchObject({ id: 'fleet-2' });
    expect((await make({ name: 'Deck', type: 'list', options: ['Up', 'up'] })).status).toBe(422);
    for (const gone of ['fleet', 'fleet-2']) await drop(`/api/attributes/${gone}`);
  });

  it('take what they are, refuse the rest with a sentence, and are undone', async () => {
    const { name } = await customerOn('instagram');
    await make({ name: 'Rooms', type: 'number' });
    await make({ name: 'Second phone', type: 'phone', required: true });
    const set = async (id: string, value: string) =>
      command(name, ana.cookie, { type: 'attribute', name: id, value });
    const rooms = await (await set('rooms', '22,5')).json<CommandAnswer>();
    expect(rooms.undo).toEqual({ type: 'attribute', name: 'rooms', value: '' });
    expect(
      (await (await set('second-phone', '+351 912 345 678')).json<CommandAnswer>()).undo,
    ).toBeUndefined();
    const kept = { rooms: '22.5', 'second-phone': '+351912345678' };
    expect((await view(name, admin)).head.attributes).toEqual(kept);
    for (const [id, value] of [
      ['rooms', 'many'],
      ['second-phone', ''],
      ['gone', 'x'],
    ] as const) {
      const refused = await set(id, value);
      expect([refused.status, /\. .+\.$/u.test((await refused.json<Problem>()).sentence)]).toEqual([
        422,
        true,
      ]);
    }
    expect((await set('gone', '')).status).toBe(200);
    const { messages } = await view(name, admin);
    expect(messages.at(-1)?.content).toMatchObject({ what: 'attribute', name: 'Second phone' });
  });
});

describe('other conversations of the same person', () => {
  const others = async (name: CustomerName, cookie = admin) =>
    get<OthersAnswer>(await at(name, 'others'), cookie);
  const idsOf = ({ linked }: OthersAnswer) => linked.map(({ id }) => id);
  const link = async (one: CustomerName, other: CustomerName, cookie = admin) =>
    post(await at(one, 'others'), { other: await idOf(other) }, cookie);
  const unlink = async (one: CustomerName, other: CustomerName) =>
    drop(await at(one, `others/${await idOf(other)}`));

  it('are suggested by phone, e-mail and username, never linked by itself, and only to who may see them', async () => {
    const [one, byPhone, byMail, hidden] = await Promise.all([
      customer('Hello', 'Maria'),
      customerOn('messenger').then(({ name }) => name),
      customerOn('instagram').then(({ name }) => name),
      customerOn('instagram').then(({ name }) => name),
    ]);
    const phone = `+${one.slice('phone:'.length)}`;
    await done(one, admin, { type: 'details', patch: { email: 'same@person.example' } });
    await done(byPhone, admin, { type: 'details', patch: { phone } });
    for (const name of [byMail, hidden])
      await done(name, admin, { type: 'details', patch: { email: 'Same@person.example' } });
    await assign(hidden, rui.id);
    await indexed(admin, one, byPhone, byMail, hidden);
    const suggested = async (cookie: string) =>
      (await others(one, cookie)).suggested.map(({ conversation, by }) => [conversation.id, by]);
    expect(await suggested(ana.cookie)).toEqual([
      [await idOf(byPhone), 'phone'],
      [await idOf(byMail), 'email'],
    ]);
    expect(await suggested(admin)).toHaveLength(3);
    expect((await others(one)).linked).toEqual([]);
  });

  it('are linked and unlinked by hand, all of a person with them, and both sides’ audit tells of it', async () => {
    const names: CustomerName[] = [];
    for (const channel of [...everyChannel, 'whatsapp'] as Channel[])
      names.push((await customerOn(channel)).name);
    const [a, b, c, d] = names;
    if (!a || !b || !c || !d) throw new Error('not enough customers');
    await indexed(admin, ...names);
    await link(a, b);
    await link(c, d);
    await link(b, c);
    expect(idsOf(await others(a)).toSorted()).toEqual(
      (await Promise.all([b, c, d].map((one) => idOf(one)))).toSorted(),
    );
    await unlink(a, c);
    expect(idsOf(await others(c))).toEqual([]);
    expect(idsOf(await others(a)).toSorted()).toEqual(
      (await Promise.all([b, d].map((one) => idOf(one)))).toSorted(),
    );
    const { found } = await get<AuditPage>(await at(c, 'audit'));
    expect(found.map(({ happening, by }) => [happening.what, by?.name])).toEqual([
      ['unlinked', 'Ada Admin'],
      ['linked', 'Ada Admin'],
      ['linked', 'Ada Admin'],
    ]);
    expect((await link(a, a)).status).toBe(422);
  });

  it('are linked only by who may see both', async () => {
    const [one, hidden] = [(await customerOn('whatsapp')).name, (await customerOn('messenger')).name];
    await assign(hidden, rui.id);
    expect((await link(one, hidden, ana.cookie)).status).toBe(404);
    expect((await link(one, hidden)).status).toBe(201);
    await indexed(admin, one, hidden);
    expect(idsOf(await others(one, ana.cookie))).toEqual([]);
    expect(idsOf(await others(one))).toEqual([await idOf(hidden)]);
    expect((await ask(await at(hidden, 'others'), { cookie: ana.cookie })).status).toBe(404);
    expect((await ask('/api/conversations/nonsense/others', { cookie: admin })).status).toBe(404);
  });

  it('cost no more than 60 rows of D1 when the panel is opened', async () => {
    const names: CustomerName[] = [];
    for (let n = 0; n < 15; n += 1) names.push((await customerOn('instagram')).name);
    const [one] = names;
    if (!one) throw new Error('nobody');
    const patch = { email: 'many@person.example', phone: '+351912000111' };
    for (const name of names) await done(name, admin, { type: 'details', patch });
    await indexed(admin, ...names);
    for (const name of names.slice(1, 6)) expect((await link(one, name)).status).toBe(201);
    const { db, cost } = countedD1();
    const boss = (await get<Me>('/api/me')).actor;
    const answer = await othersOf({ ...env, DB: db }, boss, await idOf(one));
    expect(answer).toMatchObject({ linked: { length: 5 } });
    expect(cost.read).toBeGreaterThan(5);
    expect(cost.read).toBeLessThanOrEqual(60);
  });
});

/** All pages, one after the other. */
async function pages<T>(path: string): Promise<Gathered<T>[]> {
  const all: Gathered<T>[] = [];
  for (let query = ''; ;) {
    const page = await get<Gathered<T>>(`${path}${query}`);
    all.push(page);
    if (!page.next) return all;
    query = `${path.includes('?') ? '&' : '?'}beforeAt=${page.next.at}&beforeSeq=${page.next.seq}`;
  }
}

describe('what is gathered from a conversation', () => {
  const image = (n: number) => ({ id: `media-${n}`, mime_type: 'image/jpeg' });
  const paper = { id: 'media-p', mime_type: 'application/pdf', filename: 'order.pdf' };

  it('media, files and links are each by itself, newest first, in pages', async () => {
    const customerNow = await customerOn('whatsapp', 2 * hour);
    const said = (n: number, kind?: Record<string, unknown>, text?: string) =>
      saying({
        ...{ id: `wamid.${customerNow.id}.${n}`, from: customerNow.id, at: Date.now() - hour + n * 1000 },
        ...(kind && { kind }),
        ...(text !== undefined && { text }),
      });
    await meta(
      ...Array.from({ length: 45 }, (_none, n) => said(n, { type: 'image', image: image(n) })),
      said(50, { type: 'document', document: paper }),
      said(51, undefined, 'See (https://example.com/a_b?c=1), or http://example.org.'),
    );
    const { name } = customerNow;
    const media = await pages<FilesPage['found'][number]>(await at(name, 'files?kind=media'));
    expect(media.map(({ found }) => found.length)).toEqual([40, 5]);
    const seqs = media.flatMap(({ found }) => found.map(({ seq }) => seq));
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
    const [files] = await pages<FilesPage['found'][number]>(await at(name, 'files?kind=files'));
    expect(files?.found).toMatchObject([
      { file: { type: 'document', name: 'order.pdf' }, slot: '0', from: 'customer' },
    ]);
    const [links] = await pages<FilesPage['found'][number]>(await at(name, 'files?kind=links'));
    expect(links?.found.map((one) => 'url' in one && one.url)).toEqual([
      'https://example.com/a_b?c=1',
      'http://example.org',
    ]);
    expect((await ask(await at(name, 'files?kind=all'), { cookie: admin })).status).toBe(422);
  });

  it('a page looks at no more of a long conversation than it may, and the next goes on there', async () => {
    const { id, name } = await customerOn('messenger', 40 * hour);
    const count = mostLooked + 20;
    const texts = Array.from({ length: count }, (_none, n) =>
      from(id, Date.now() - 30 * hour + n * 1000, {
        message: { mid: `m.${id}.${n}`, text: n === 0 ? 'https://first.example' : 'x' },
      }),
    );
    for (let n = 0; n < count; n += 255) await take(messagingBody('messenger', ...texts.slice(n, n + 255)));
    const all = await pages<FilesPage['found'][number]>(await at(name, 'files?kind=links'));
    expect(all.map(({ found }) => found.length)).toEqual([0, 1]);
  });

  it('the audit is every line, newest first, for those who see the conversation', async () => {
    const { name } = await customerOn('instagram');
    await done(name, admin, { type: 'details', patch: { company: 'Haven' } });
    await done(name, ana.cookie, { type: 'note', text: 'Secret of the team' });
    await done(name, ana.cookie, { type: 'comment', text: 'No line' });
    await done(name, admin, { type: 'consent', optedOut: true });
    const { found, next } = await get<AuditPage>(await at(name, 'audit'));
    expect(next).toBeNull();
    expect(found.map(({ happening, by }) => [happening, by?.name])).toEqual([
      [{ what: 'marketing', value: 'stop' }, 'Ada Admin'],
      [{ what: 'noted', how: 'added' }, 'Ana Reis'],
      [{ what: 'details', changes: [{ detail: 'company', to: 'Haven' }] }, 'Ada Admin'],
    ]);
    await assign(name, rui.id);
    for (const path of ['audit', 'files?kind=media', 'others']) {
      expect((await ask(await at(name, path), { cookie: ana.cookie })).status).toBe(404);
      expect((await ask(await at(name, path))).status).toBe(401);
    }
  });
});

it('tags are counted for who chooses one, as far as they may see', async () => {
  const tag = await (await post('/api/tags', { name: 'Counted', colour: 'blue' }, admin)).json<Tag>();
  const names = [(await customerOn('whatsapp')).name, (await customerOn('messenger')).name];
  for (const name of names) await done(name, admin, { type: 'tag', add: [tag.id], remove: [] });
  const [hidden] = names;
  if (hidden) await assign(hidden, rui.id);
  await indexed(admin, ...names);
  const count = async (cookie: string) => (await get<UseCounts>('/api/tags/counts', cookie))[tag.id];
  expect(await count(admin)).toEqual({ n: 2, more: false });
  expect(await count(ana.cookie)).toEqual({ n: 1, more: false });
});
