import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationView } from '#domain/http.ts';
import type { Channel } from '#domain/channel.ts';
import type { CustomerName } from '../channels/channel.ts';
import {
  ask,
  command,
  connect,
  idOf,
  join,
  meta,
  migrateD1,
  setUp,
  until,
  view,
  webhook,
} from '../testing/door.ts';
import { acceptedAs, acceptedMid, playGraph } from '../testing/graph.ts';
import { from, messagingBody, saying } from '../testing/meta.ts';

const hour = 60 * 60 * 1000;
/** Whole seconds: WhatsApp tells no more. */
const start = Math.floor(Date.now() / 1000) * 1000 - hour;
let admin = '';
let graph: ReturnType<typeof playGraph>;
let next = 15590000000;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  for (const channel of ['whatsapp', 'messenger', 'instagram'] as const) await connect(admin, channel);
});

beforeEach(() => {
  graph = playGraph();
});

afterEach(() => graph.restore());

async function take(body: unknown): Promise<void> {
  expect((await webhook(body)).status).toBe(200);
}

/** What a customer does to messages, told as each channel tells it; `seconds` after the start. */
type Customer = {
  readonly channel: Channel;
  readonly name: CustomerName;
  write(mid: string, text: string, seconds: number): Promise<void>;
  react(mid: string, emoji: string, seconds: number): Promise<void>;
  edit(mid: string, text: string, seconds: number): Promise<void>;
  unsend(mid: string, seconds: number): Promise<void>;
};

function onWhatsApp(id: string): Customer {
  const tell = (seconds: number, key: string, kind: Record<string, unknown>) =>
    meta(saying({ id: `${key}.${id}.${seconds}`, from: id, at: start + seconds * 1000, kind }));
  const original_message_id = (mid: string) => ({ original_message_id: mid });
  return {
    channel: 'whatsapp',
    name: `phone:${id}`,
    write: (mid, text, seconds) => meta(saying({ id: mid, from: id, text, at: start + seconds * 1000 })),
    react: (mid, emoji, seconds) =>
      tell(seconds, 'react', { type: 'reaction', reaction: { message_id: mid, emoji } }),
    edit: (mid, text, seconds) => {
      const message = { type: 'text', text: { body: text } };
      return tell(seconds, 'edit', { type: 'edit', edit: { ...original_message_id(mid), message } });
    },
    unsend: (mid, seconds) => tell(seconds, 'revoke', { type: 'revoke', revoke: original_message_id(mid) }),
  };
}

function onSide(channel: 'messenger' | 'instagram', id: string): Customer {
  const tell = (seconds: number, part: Record<string, unknown>) =>
    take(messagingBody(channel, from(id, start + seconds * 1000, part)));
  return {
    channel,
    name: channel === 'messenger' ? `psid:${id}` : `igsid:${id}`,
    write: (mid, text, seconds) => tell(seconds, { message: { mid, text } }),
    react: (mid, emoji, seconds) => {
      const action = emoji === '' ? { action: 'unreact' } : { action: 'react', emoji };
      return tell(seconds, { reaction: { mid, ...action } });
    },
    edit: (mid, text, seconds) => tell(seconds, { message_edit: { mid, text, num_edit: seconds } }),
    unsend: (mid, seconds) => tell(seconds, { message: { mid, is_deleted: true } }),
  };
}

function somebody(channel: Channel): Customer {
  next += 1;
  return channel === 'whatsapp' ? onWhatsApp(String(next)) : onSide(channel, String(next));
}

const shown = ({ messages }: ConversationView, id: string) => messages.find((message) => message.id === id);
const see = ({ name }: Customer): Promise<ConversationView> => view(name, admin);

describe.each(['whatsapp', 'messenger', 'instagram'] as const)('on %s', (channel) => {
  it('a reaction replaces the last one, and an empty one takes it away (R-42)', async () => {
    const customer = somebody(channel);
    await customer.write('m1', 'Hello', 0);
    const reactions = async () => shown(await see(customer), 'm1')?.reactions?.map(({ emoji }) => emoji);
    await customer.react('m1', '👍', 10);
    expect(await reactions()).toEqual(['👍']);
    await customer.react('m1', '❤️', 20);
    await customer.react('m1', '😮', 15);
    expect(await reactions()).toEqual(['❤️']);
    const { rev } = (await see(customer)).head;
    await customer.react('m1', '❤️', 20);
    expect((await see(customer)).head.rev).toBe(rev);
    await customer.react('m1', '', 30);
    expect((await reactions())?.join('')).toBe('');
    expect((await see(customer)).messages).toHaveLength(1);
  });

  it('a reaction finds a message of ours by Meta’s id (R-42)', async () => {
    const customer = somebody(channel);
    await customer.write('m1', 'Hello', 0);
    const mid = `ours.${customer.name}`;
    graph.answer(() => (channel === 'whatsapp' ? acceptedAs(mid) : acceptedMid(mid)));
    await command(customer.name, admin, { type: 'send', draft: { kind: 'text', text: 'Hi' } });
    await until(customer.name, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    await customer.react(mid, '🎉', 50);
    const reacted = (await see(customer)).messages.at(-1)?.reactions;
    expect(reacted).toEqual([{ emoji: '🎉', from: 'customer', at: start + 50_000 }]);
  });

  it('an edit changes the message in place and keeps what it said, whatever comes first (R-41)', async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const customer = somebody(channel);
      await customer.write('m1', 'Helo', 0);
      for (const count of order) await customer.edit('m1', `Hello ${count}`, count);
      await customer.edit('m1', 'Hello 2', 2);
      const message = shown(await see(customer), 'm1');
      expect(message?.content).toEqual({ kind: 'text', text: 'Hello 2' });
      expect(message?.edited?.before.map(({ text }) => text)).toEqual(['Helo', 'Hello 1']);
      expect((await see(customer)).head).toMatchObject({ unread: 1, preview: { text: 'Hello 2' } });
    }
  });

  it('what is unsent is gone from every screen, once (R-41)', async () => {
    const customer = somebody(channel);
    await customer.write('m1', 'Secret', 0);
    await customer.edit('m1', 'Secret too', 1);
    await customer.unsend('m1', 2);
    const seen = await see(customer);
    expect(shown(seen, 'm1')?.content).toEqual({ kind: 'unsent', text: '' });
    expect(JSON.stringify(seen)).not.toContain('Secret');
    const { rev } = seen.head;
    await customer.unsend('m1', 2);
    await customer.edit('m1', 'Secret again', 3);
    await customer.write('m1', 'Secret', 0);
    expect((await see(customer)).head.rev).toBe(rev);
  });

  it.each([
    ['a reaction', (one: Customer) => one.react('m2', '👍', 20), { reactions: [{ emoji: '👍' }] }],
    ['an edit', (one: Customer) => one.edit('m2', 'Second!', 20), { content: { text: 'Second!' } }],
    ['an unsend', (one: Customer) => one.unsend('m2', 20), { content: { kind: 'unsent' } }],
  ])('%s that comes before its message waits for it (R-9, R-41, R-42)', async (_what, tell, expected) => {
    const customer = somebody(channel);
    await customer.write('m1', 'First', 0);
    await tell(customer);
    expect((await see(customer)).messages).toHaveLength(1);
    await customer.write('m2', 'Second', 10);
    expect(shown(await see(customer), 'm2')).toMatchObject(expected);
  });

  it('what comes first of all begins no conversation, and is not lost (R-9)', async () => {
    const customer = somebody(channel);
    await customer.edit('m1', 'Hello!', 5);
    await expect(see(customer)).rejects.toThrow('404');
    await customer.write('m1', 'Hello', 0);
    expect(shown(await see(customer), 'm1')?.content).toEqual({ kind: 'text', text: 'Hello!' });
  });
});

describe('the raw event of a message (R-40)', () => {
  async function hologram(): Promise<{ name: CustomerName; path: string }> {
    next += 1;
    const id = String(next);
    const kind = { type: 'hologram', hologram: { colour: 'blue' } };
    await meta(saying({ id: `wamid.raw/${id}`, from: id, at: start, kind }));
    const name: CustomerName = `phone:${id}`;
    const mid = encodeURIComponent(`wamid.raw/${id}`);
    return { name, path: `/api/conversations/${await idOf(name)}/messages/${mid}/raw` };
  }

  it('is for admins; a plain text has none', async () => {
    const { name, path } = await hologram();
    const answer = await ask(path, { cookie: admin });
    expect(answer.status).toBe(200);
    const { raw } = await answer.json<{ raw: string }>();
    expect(JSON.parse(raw)).toMatchObject({ type: 'hologram', hologram: { colour: 'blue' } });
    expect(JSON.stringify(await view(name, admin))).not.toContain('blue');
    await meta(saying({ id: 'plain', from: name.slice('phone:'.length), at: start }));
    const plain = await ask(path.replace(/messages\/.*\/raw/, 'messages/plain/raw'), { cookie: admin });
    expect(await plain.json()).toEqual({ raw: null });
  });

  it('is for nobody else, and says no more than they may know', async () => {
    const { name, path } = await hologram();
    const ana = await join(admin, `Ana ${next}`, 'agent');
    const rui = await join(admin, `Rui ${next}`, 'agent');
    const mona = await join(admin, `Mona ${next}`, 'manager');
    await command(name, ana.cookie, { type: 'assign', personId: ana.id });
    const statuses = await Promise.all(
      [ana.cookie, mona.cookie, rui.cookie, undefined].map(
        async (cookie) => (await ask(path, cookie === undefined ? {} : { cookie })).status,
      ),
    );
    expect(statuses).toEqual([403, 403, 404, 401]);
    const missing = path.replace(/messages\/.*\/raw/, 'messages/none/raw');
    expect((await ask(missing, { cookie: admin })).status).toBe(404);
    expect(
      (await ask(path.replace(/conversations\/\w+/, 'conversations/none'), { cookie: admin })).status,
    ).toBe(404);
  });
});
