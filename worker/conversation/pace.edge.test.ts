import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import type { CustomerName } from '../channels/channel.ts';
import { command, connect, meta, migrateD1, objectOf, setUp, until, view, webhook } from '../testing/door.ts';
import { playGraph, refusedWith } from '../testing/graph.ts';
import { from, messagingBody, saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let graph: ReturnType<typeof playGraph>;
let next = 15570000000;
/** What an account was told to wait in one test is over in the next. */
let clock = Date.now();

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

beforeEach(() => {
  graph = playGraph();
  clock += 10 * 60_000;
  vi.useFakeTimers({ toFake: ['Date'], now: clock });
});

afterEach(() => {
  graph.restore();
  vi.useRealTimers();
});

/** A customer that no other test has spoken to, who wrote an hour ago. */
async function somebody(): Promise<CustomerName> {
  next += 1;
  await meta(saying({ id: `in.${next}`, from: String(next), at: Date.now() - hour }));
  return `phone:${next}`;
}

async function say(name: CustomerName, text: string): Promise<void> {
  const answer = await command(name, admin, { type: 'send', draft: { kind: 'text', text } });
  expect(answer.status).toBe(200);
}

async function statesOf(name: CustomerName): Promise<(string | undefined)[]> {
  const { messages } = await view(name, admin);
  return messages.filter(({ direction }) => direction === 'out').map(({ delivery }) => delivery?.state);
}

const textsAsked = (): unknown[] => graph.asked.map(({ body }) => (body['text'] as { body: string }).body);

async function alarmOf(name: CustomerName): Promise<number | null> {
  return runInDurableObject(await objectOf(name), (_instance, { storage }) => storage.getAlarm());
}

async function ring(...names: readonly CustomerName[]): Promise<void> {
  for (const name of names) await runDurableObjectAlarm(await objectOf(name));
}

describe('limits of an account (R-22)', () => {
  it('hold its other conversations back, too, for as long as Meta asks; then all leave, each once', async () => {
    await connect(admin);
    const [one, other] = [await somebody(), await somebody()];
    const start = Date.now();
    graph.answer(() => refusedWith(130429, 429, { 'retry-after': '7' }));
    await say(one, 'one');
    await until(one, admin, ({ messages }) => messages.some(({ delivery }) => delivery?.waiting));
    await say(other, 'other');
    const due = await eventually(async () => {
      const at = (await alarmOf(other)) ?? 0;
      // The clock goes on a little while somebody waits here.
      expect(Math.floor((at - start) / 1000)).toBe(7);
      return at;
    });
    expect(textsAsked()).toEqual(['one']);
    expect(await statesOf(other)).toEqual(['queued']);
    vi.setSystemTime(due - 100);
    await ring(one, other);
    expect(textsAsked()).toEqual(['one']);
    vi.setSystemTime(due + 1000);
    await ring(one, other);
    await until(one, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    await until(other, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    expect(textsAsked()).toEqual(['one', 'one', 'other']);
  });

  it('do not hold back another account', async () => {
    await connect(admin);
    await connect(admin, 'messenger');
    const one = await somebody();
    graph.answer(() => refusedWith(130429, 429, { 'retry-after': '2' }));
    await say(one, 'one');
    await until(one, admin, ({ messages }) => messages.some(({ delivery }) => delivery?.waiting));
    next += 1;
    const item = from(String(next), Date.now() - hour, { message: { mid: `in.${next}`, text: 'Hi' } });
    expect((await webhook(messagingBody('messenger', item))).status).toBe(200);
    const page: CustomerName = `psid:${next}`;
    await say(page, 'other');
    await until(page, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    vi.setSystemTime(Date.now() + 5000);
    await ring(one);
    await until(one, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
  });
});

describe('one customer', () => {
  it('gets 45 messages on credit, then one every six seconds, in order (R-19, R-22)', async () => {
    await connect(admin);
    const name = await somebody();
    const start = Date.now();
    const texts = Array.from({ length: 47 }, (_, index) => `text ${index}`);
    for (const text of texts) {
      // The account may send more than this in the same time.
      vi.setSystemTime(Date.now() + 20);
      await say(name, text);
    }
    const most = 45;
    await eventually(async () => expect(graph.asked).toHaveLength(most));
    const alarm = await eventually(async () => {
      const at = (await alarmOf(name)) ?? Infinity;
      expect(at).toBeLessThanOrEqual(start + 8000);
      return at;
    });
    expect(textsAsked()).toEqual(texts.slice(0, most));
    vi.setSystemTime(alarm);
    await ring(name);
    await eventually(() => expect(graph.asked).toHaveLength(46));
    await eventually(async () => expect(await alarmOf(name)).toBeGreaterThan(alarm));
    vi.setSystemTime(alarm + 6000);
    await ring(name);
    await eventually(() => expect(graph.asked).toHaveLength(47));
    expect(textsAsked()).toEqual(texts);
  });
});

describe('what the customer is shown', () => {
  type Side = { readonly name: CustomerName; write(mid: string): Promise<void> };

  async function somebodyOn(channel: Channel): Promise<Side> {
    next += 1;
    const id = String(next);
    if (channel === 'whatsapp') {
      const write = (mid: string) => meta(saying({ id: `${mid}.${id}`, from: id, at: Date.now() - 1000 }));
      return { name: `phone:${id}`, write };
    }
    return {
      name: channel === 'messenger' ? `psid:${id}` : `igsid:${id}`,
      write: async (mid) => {
        const item = from(id, Date.now() - 1000, { message: { mid: `${mid}.${id}`, text: 'Hi' } });
        expect((await webhook(messagingBody(channel, item))).status).toBe(200);
      },
    };
  }

  const bare = (name: CustomerName): string => name.slice(name.indexOf(':') + 1);

  async function read({ name }: Side): Promise<void> {
    const { rev } = (await view(name, admin)).head;
    expect((await command(name, admin, { type: 'read', rev })).status).toBe(200);
  }

  it.each([
    ['whatsapp', (id: string) => ({ status: 'read', message_id: `two.${id}` })],
    ['messenger', (id: string) => ({ sender_action: 'mark_seen', recipient: { id } })],
  ] as const)('%s: one mark for the newest that was read (R-25)', async (channel, bodyFor) => {
    await connect(admin, channel, { marksRead: true });
    const customer = await somebodyOn(channel);
    await customer.write('one');
    await customer.write('two');
    await read(customer);
    await eventually(() => expect(graph.asked).toHaveLength(1));
    expect(graph.asked[0]?.body).toMatchObject(bodyFor(bare(customer.name)));
    await read(customer);
    await ring(customer.name);
    expect(graph.asked).toHaveLength(1);
    await customer.write('three');
    await read(customer);
    await eventually(() => expect(graph.asked).toHaveLength(2));
    // What is read while a mark is on its way gets its own, at once.
    await customer.write('four');
    graph.answer(async () => {
      await customer.write('five');
      await read(customer);
      return Response.json({ success: true });
    });
    await read(customer);
    await eventually(() => expect(graph.asked).toHaveLength(4));
  });

  it.each(['whatsapp', 'messenger'] as const)(
    '%s: none where the business wants none (R-25)',
    async (channel) => {
      await connect(admin, channel, { marksRead: false });
      const customer = await somebodyOn(channel);
      await customer.write('one');
      await read(customer);
      await ring(customer.name);
      expect(graph.asked).toHaveLength(0);
    },
  );

  it.each([
    ['whatsapp', { marksRead: true }, { status: 'read', typing_indicator: { type: 'text' } }],
    // There it cannot be had without blue ticks.
    ['whatsapp', { marksRead: false }, null],
    ['messenger', {}, { sender_action: 'typing_on' }],
    ['instagram', {}, { sender_action: 'typing_on' }],
  ] as const)(
    '%s with %o: that somebody writes, not more often than it lasts',
    async (channel, part, body) => {
      await connect(admin, channel, part);
      const customer = await somebodyOn(channel);
      await customer.write('one');
      const { rev } = (await view(customer.name, admin)).head;
      for (let time = 0; time < 3; time += 1) {
        expect((await command(customer.name, admin, { type: 'typing' })).status).toBe(200);
      }
      await eventually(() => expect(graph.asked).toHaveLength(body ? 1 : 0));
      if (body) expect(graph.asked[0]?.body).toMatchObject(body);
      expect((await view(customer.name, admin)).head.rev).toBe(rev);
    },
  );
});
