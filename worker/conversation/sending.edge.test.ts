import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { command, connect, meta, migrateD1, objectOf, setUp, until, view } from '../testing/door.ts';
import {
  acceptedOn,
  everyChannel,
  hour,
  inStates,
  ofUs,
  say,
  sides,
  somebody,
  statesOf,
  take,
  type Customer,
} from '../testing/customers.ts';
import { acceptedMid, lost, playGraph, refusedWith } from '../testing/graph.ts';
import { echo, from, messagingBody } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

let admin = '';
let graph: ReturnType<typeof playGraph>;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

beforeEach(async () => {
  graph = playGraph();
  await connect(admin, 'whatsapp', { parentId: '900' });
  await connect(admin, 'messenger', { utilityTemplates: true });
  await connect(admin, 'instagram');
});

afterEach(() => {
  graph.restore();
  vi.useRealTimers();
});

describe('a text', () => {
  const own = 'https://graph.test/v26.0/555000111/messages';
  const page = { messaging_type: 'RESPONSE', message: { text: 'Sim!', metadata: expect.any(String) } };
  it.each([
    ['whatsapp', {}, own, { type: 'text', text: { body: 'Sim!', preview_url: false } }],
    ['messenger', {}, own, page],
    [
      'instagram',
      { login: 'page', parentId: '42' },
      own.replace('555000111', '42'),
      { message: { text: 'Sim!' } },
    ],
    ['instagram', { login: 'page' }, own, { message: { text: 'Sim!' } }],
    [
      'instagram',
      { login: 'instagram' },
      own.replace('graph', 'graph.instagram'),
      { message: { text: 'Sim!' } },
    ],
  ] as const)(
    'goes to %s as it should (%o), and is accepted (R-6, R-8)',
    async (channel, part, url, body) => {
      await connect(admin, channel, { token: 'EAAits', ...part });
      const customer = await somebody(channel);
      graph.answer(() => acceptedOn(channel, `out.${customer.id}`));
      await say(customer, 'Sim!', { cookie: admin });
      await inStates(customer, admin, ['accepted']);
      expect(graph.asked).toHaveLength(1);
      expect(graph.asked[0]).toMatchObject({ url, method: 'POST', token: 'Bearer EAAits', body });
      if (channel !== 'whatsapp') expect(graph.asked[0]?.body['recipient']).toEqual({ id: customer.id });
      if (channel === 'instagram') expect(graph.asked[0]?.body).not.toHaveProperty('messaging_type');
    },
  );
});

describe('an echo of our own send is that send (R-8, R-43)', () => {
  type Told = { readonly customer: Customer; readonly clientId: string };

  async function tellEcho({ customer, clientId }: Told, text = 'Sim!'): Promise<void> {
    const { channel, id } = customer;
    if (channel === 'whatsapp') throw new Error('WhatsApp has no such echoes.');
    const metadata = channel === 'messenger' ? { metadata: clientId } : {};
    await take(messagingBody(channel, echo(id, Date.now(), { mid: `out.${id}`, text, ...metadata })));
  }

  async function sendAndTell(customer: Customer, when: 'after' | 'before' | 'instead', text = 'Sim!') {
    const clientId = crypto.randomUUID();
    const told = { customer, clientId };
    graph.answer(async () => {
      if (when === 'before') await tellEcho(told, text);
      return when === 'instead' ? lost() : acceptedMid(`out.${customer.id}`);
    });
    const draft = { kind: 'text', text: 'Sim!' } as const;
    expect((await command(customer.name, admin, { type: 'send', clientId, draft })).status).toBe(200);
    if (when === 'before') return;
    await inStates(customer, admin, [when === 'after' ? 'accepted' : 'unknown']);
    await tellEcho(told, text);
  }

  it.each(
    sides.flatMap((side) => (['after', 'before', 'instead'] as const).map((when) => [side, when] as const)),
  )('%s, %s the answer', async (side, when) => {
    const customer = await somebody(side);
    await sendAndTell(customer, when);
    const seen = await inStates(customer, admin, ['sent']);
    expect(ofUs(seen)).toHaveLength(1);
    expect(ofUs(seen)[0]).not.toHaveProperty('origin');
    expect(graph.asked).toHaveLength(1);
    // Once more is nothing.
    await tellEcho({ customer, clientId: ofUs(seen)[0]?.id ?? '' });
    expect((await view(customer.name, admin)).head.rev).toBe(seen.head.rev);
  });

  it('Instagram: one that came before an answer that never came waits, and is that send', async () => {
    const customer = await somebody('instagram');
    graph.answer(async () => {
      await tellEcho({ customer, clientId: '' });
      return lost();
    });
    await say(customer, 'Sim!', { cookie: admin });
    await inStates(customer, admin, ['unknown']);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 21_000 });
    await runDurableObjectAlarm(await objectOf(customer.name));
    expect(ofUs(await inStates(customer, admin, ['sent']))).toHaveLength(1);
  });

  it.each(sides)('%s: what says something else, from elsewhere, is a message of its own', async (side) => {
    const customer = await somebody(side);
    graph.answer(lost);
    await say(customer, 'Sim!', { cookie: admin });
    await inStates(customer, admin, ['unknown']);
    const item = echo(customer.id, Date.now(), { mid: `else.${customer.id}`, text: 'Other', app_id: 7 });
    await take(messagingBody(side, item));
    const seen = await until(customer.name, admin, (one) => ofUs(one).length === 2);
    expect(statesOf(seen)).toEqual(['unknown', 'sent']);
    expect(ofUs(seen)[1]).toMatchObject({ origin: 'other-app', content: { text: 'Other' } });
  });
});

describe('receipts (R-10)', () => {
  async function two(channel: 'messenger' | 'instagram'): Promise<Customer> {
    const customer = await somebody(channel);
    graph.answer(
      () => acceptedMid(`one.${customer.id}`),
      () => acceptedMid(`two.${customer.id}`),
    );
    await say(customer, 'one', { cookie: admin });
    await say(customer, 'two', { cookie: admin });
    await until(customer.name, admin, (seen) => statesOf(seen).join() === 'accepted,accepted');
    return customer;
  }

  it('Messenger’s watermarks raise everything before: delivered, then read', async () => {
    const customer = await two('messenger');
    const { id } = customer;
    for (const [field, state] of [
      ['delivery', 'delivered'],
      ['read', 'read'],
    ] as const) {
      const now = Date.now();
      await take(messagingBody('messenger', from(id, now, { [field]: { watermark: now } })));
      expect(statesOf(await view(customer.name, admin))).toEqual([state, state]);
    }
  });

  it('Instagram’s read message raises it and all before, and nothing is ever delivered', async () => {
    const customer = await two('instagram');
    const { id } = customer;
    await take(messagingBody('instagram', from(id, Date.now(), { read: { mid: `two.${id}` } })));
    const seen = await view(customer.name, admin);
    expect(statesOf(seen)).toEqual(['read', 'read']);
    for (const { delivery } of ofUs(seen)) expect(delivery?.times).not.toHaveProperty('delivered');
  });
});

describe('a reaction of ours (R-42)', () => {
  const put = (mid: string) => ({ sender_action: 'react', payload: { message_id: mid, reaction: '👍' } });
  const bodies = {
    whatsapp: (mid: string) => ({ type: 'reaction', reaction: { message_id: mid, emoji: '👍' } }),
    messenger: put,
    instagram: put,
  };

  it.each(everyChannel)('%s: is on its message at once and no message of its own', async (channel) => {
    const customer = await somebody(channel);
    const messageId = `in.${customer.id}`;
    const before = await view(customer.name, admin);
    const answer = await command(customer.name, admin, { type: 'react', messageId, emoji: '👍' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).not.toHaveProperty('message');
    await eventually(() => expect(graph.asked).toHaveLength(1));
    expect(graph.asked[0]?.body).toMatchObject(bodies[channel](messageId));
    const seen = await view(customer.name, admin);
    expect(seen.messages).toHaveLength(before.messages.length);
    expect(seen.messages[0]?.reactions).toMatchObject([
      { emoji: '👍', from: 'business', by: { name: 'Ada Admin' } },
    ]);
    expect(seen.head.preview).toEqual(before.head.preview);
  });

  it.each(everyChannel)('%s: goes again, with the reason, when Meta refuses it', async (channel) => {
    const customer = await somebody(channel);
    graph.answer(() => refusedWith(100));
    await command(customer.name, admin, { type: 'react', messageId: `in.${customer.id}`, emoji: '👍' });
    const seen = await until(
      customer.name,
      admin,
      ({ messages }) => messages[0]?.reactions?.[0]?.emoji === '',
    );
    expect(seen.messages[0]?.reactions?.[0]?.sentence).toMatch(/\.$/);
    expect(seen.messages).toHaveLength(1);
  });
});

describe('an answer to one message', () => {
  it.each([
    ['whatsapp', (mid: string) => ({ context: { message_id: mid } })],
    ['messenger', (mid: string) => ({ reply_to: { mid } })],
    ['instagram', (mid: string) => ({ reply_to: { mid } })],
  ] as const)('%s: quotes by Meta’s id, theirs and ours', async (channel, bodyFor) => {
    const customer = await somebody(channel);
    graph.answer(() => acceptedOn(channel, `first.${customer.id}`));
    const first = await say(customer, 'first', { cookie: admin, quotes: `in.${customer.id}` });
    await inStates(customer, admin, ['accepted']);
    await say(customer, 'second', { cookie: admin, quotes: first });
    const seen = await until(customer.name, admin, (one) => statesOf(one)[1] === 'accepted');
    expect(graph.asked[0]?.body).toMatchObject(bodyFor(`in.${customer.id}`));
    expect(graph.asked[1]?.body).toMatchObject(bodyFor(`first.${customer.id}`));
    expect(ofUs(seen).map(({ quotes }) => quotes)).toEqual([`in.${customer.id}`, first]);
  });
});

describe('a template (R-17)', () => {
  const draft = {
    kind: 'template',
    name: 'order_update',
    language: 'en_GB',
    values: { header: [], body: [{ type: 'text', text: '4711' }], buttons: [] },
    shown: { text: 'Your order 4711 is on its way', buttons: [] },
  } as const;
  const ask = ({ name }: Customer) =>
    command(name, admin, {
      type: 'send',
      draft: {
        ...draft,
        values: { ...draft.values, body: [...draft.values.body], header: [], buttons: [] },
        shown: { ...draft.shown, buttons: [] },
      },
    });

  /** Without a time of Meta's, so the same word again must have another reason. */
  async function status(event: string, reason = 'NONE'): Promise<void> {
    const value = {
      event,
      message_template_name: 'order_update',
      message_template_language: 'en_GB',
      reason,
    };
    await meta({ field: 'message_template_status_update', value });
  }

  it.each([
    ['whatsapp', { type: 'template', template: { name: 'order_update' } }],
    ['messenger', { messaging_type: 'UTILITY', message: { template: { name: 'order_update' } } }],
  ] as const)('%s: leaves after the window has closed', async (channel, body) => {
    const customer = await somebody(channel, 48 * hour);
    expect((await ask(customer)).status).toBe(200);
    await inStates(customer, admin, ['accepted']);
    expect(graph.asked[0]?.body).toMatchObject(body);
  });

  it('Instagram has none', async () => {
    const customer = await somebody('instagram', 48 * hour);
    expect((await ask(customer)).ok).toBe(false);
    expect(graph.asked).toHaveLength(0);
  });

  it('that Meta paused is refused, and leaves again once it is approved', async () => {
    await status('PAUSED');
    const customer = await somebody('whatsapp');
    const refused = await ask(customer);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ sentence: expect.stringMatching(/Meta paused it/) });
    await scheduler.wait(2);
    await status('APPROVED');
    expect((await ask(customer)).status).toBe(200);
    await until(customer.name, admin, (one) => statesOf(one)[0] === 'accepted');
  });

  it('that Meta pauses while it waits does not leave', async () => {
    const customer = await somebody('whatsapp');
    graph.answer(() => refusedWith(130429, 429));
    expect((await ask(customer)).status).toBe(200);
    await until(customer.name, admin, (one) => ofUs(one)[0]?.delivery?.waiting !== undefined);
    await scheduler.wait(2);
    await status('PAUSED', 'SCAM');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 60_000 });
    await runDurableObjectAlarm(await objectOf(customer.name));
    const seen = await inStates(customer, admin, ['failed']);
    expect(ofUs(seen)[0]?.delivery?.failure?.sentence).toMatch(/paused/);
    expect(graph.asked).toHaveLength(1);
  });
});
