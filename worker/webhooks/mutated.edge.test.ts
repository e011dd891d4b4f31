import { runInDurableObject } from 'cloudflare:test';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Conversation } from '../conversation/object.ts';
import { isMadeId } from '../channels/tolerant.ts';
import { env, idOf, migrateD1, webhook } from '../testing/door.ts';
import { playGraph } from '../testing/graph.ts';
import { account, bodyOf, messagingBody, saying } from '../testing/meta.ts';
import { hostile, mutated } from '../testing/mutate.ts';

/**
 * The door under 10,000 bodies that nobody should send. What may come of them is said here without the parsers: a message
 * needs an id that stands in the body (or none at all, then it is made up, for one item without an id each), and says no word
 * that the body does not say.
 */
const bodies = 10_000;
const atOnce = 25;
/** Bodies of one test, so that a failure tells where. */
const perTest = 500;
/** Every so often not only the entry is mutated but the body around it. */
const wholeEvery = 10;
const goodCustomers = 20;
const now = Math.floor(Date.now() / 1000) * 1000;

type Part = Record<string, unknown>;
const stamp = String(now / 1000 - 3600);
const customer = '15557770001';
const bsuid = 'US.777000111';
const ours = '15550001111';
const metadata = { display_phone_number: ours, phone_number_id: account };

/** One of each kind on WhatsApp; `n` marks all that it says. */
function whatsAppChanges(n: number): Part[] {
  const text = { type: 'text', text: { body: `text ${n}` } };
  const ids = { from: customer, timestamp: stamp };
  let count = 0;
  const message = (part: Part): Part => ({ id: `m.${n}.${(count += 1)}`, ...ids, ...part });
  const contacts = [{ profile: { name: `Maria ${n}` }, wa_id: customer, user_id: bsuid }];
  const ofField = (field: string, value: Part): Part => ({
    field,
    value: { messaging_product: 'whatsapp', metadata, ...value },
  });
  const said = (...parts: readonly Part[]): Part =>
    ofField('messages', { contacts, messages: parts.map(message) });
  const target = `m.${n}.1`;
  return [
    said({ ...text, context: { id: target }, referral: { source_type: 'ad', headline: `ad ${n}` } }, text),
    said({ type: 'image', image: { id: `i${n}`, caption: `caption ${n}` } }),
    said({ type: 'location', location: { latitude: 1, longitude: 2, name: `place ${n}` } }),
    said({ type: 'contacts', contacts: [{ name: { first_name: `Ada ${n}` }, phones: [{ phone: '1' }] }] }),
    said({ type: 'button', button: { text: `yes ${n}`, payload: 'P' } }),
    said({
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply: { response_json: `{"a":${n}}` } },
    }),
    said({ type: 'order', order: { text: `order ${n}`, product_items: [{ product_retailer_id: 'p' }] } }),
    said(text, { type: 'reaction', reaction: { message_id: target, emoji: '👍' } }),
    said(text, { type: 'edit', edit: { original_message_id: target, message: text } }),
    said(text, { type: 'revoke', revoke: { original_message_id: target } }),
    said({ type: 'system', system: { type: 'user_changed_number', body: `new ${n}`, wa_id: '15557770002' } }),
    said({
      type: 'unsupported',
      unsupported: { type: 'poll' },
      errors: [{ code: 131051, title: 'Unknown' }],
    }),
    said({ ...text, group_id: 'group-1' }),
    ofField('messages', {
      statuses: [
        {
          id: `s.${n}`,
          status: 'failed',
          timestamp: stamp,
          recipient_id: customer,
          errors: [{ code: 131047 }],
        },
      ],
    }),
    ofField('smb_message_echoes', { message_echoes: [{ ...message(text), from: ours, to: customer }] }),
    ofField('history', { history: [{ threads: [{ id: customer, messages: [message(text)] }] }] }),
    ofField('calls', { calls: [{ ...message({ event: 'connect' }), direction: 'USER_INITIATED' }] }),
    ofField('user_preferences', {
      user_preferences: [
        { wa_id: customer, category: 'marketing_messages', value: 'stop', timestamp: stamp },
      ],
    }),
    ofField('account_update', { event: 'DISABLED_UPDATE', number: n }),
  ];
}

/** One of each kind on Messenger and Instagram. */
function messagingItems(n: number): Part[] {
  const item = (part: Part): Part => ({
    sender: { id: '777' },
    recipient: { id: account },
    timestamp: now - 3_600_000,
    ...part,
  });
  const mid = `m.${n}.1`;
  const text = `text ${n}`;
  const buttons = [{ type: 'web_url', title: `go ${n}`, url: 'https://shop.example' }];
  const echo = { sender: { id: account }, recipient: { id: '777' } };
  return [
    item({ message: { mid, text, quick_reply: { payload: 'P' }, reply_to: { mid: `m.${n}.0` } } }),
    item({
      message: { mid, attachments: [{ type: 'image', payload: { url: 'https://cdn.example/a.jpg' } }] },
    }),
    item({
      message: {
        mid,
        attachments: [{ type: 'template', payload: { template_type: 'button', text, buttons } }],
      },
    }),
    item({
      message: {
        mid,
        attachments: [{ type: 'ig_reel', payload: { url: 'https://ig.example', title: text } }],
      },
    }),
    item({
      postback: { mid, title: text, payload: 'P', referral: { ref: `ref ${n}`, source: 'SHORTLINK' } },
    }),
    item({ order: { products: [{ id: 'p', quantity: 1 }], note: text } }),
    item({ reaction: { mid, action: 'react', emoji: '👍' } }),
    item({ message_edit: { mid, text, num_edit: 1 } }),
    item({ message: { mid, is_deleted: true } }),
    item({ ...echo, message: { mid, text, is_echo: true, app_id: 5, metadata: `c.${n}` } }),
    item({ delivery: { mids: [mid], watermark: now } }),
    item({ read: { mid, watermark: now } }),
    item({ referral: { ref: `ref ${n}`, source: 'ADS', type: 'OPEN_THREAD', ad_id: '6' } }),
    item({ optin: { type: 'notification_messages', notification_messages_status: 'STOP_NOTIFICATIONS' } }),
    item({ messaging_feedback: { feedback_screens: [{ questions: { q: { payload: `answer ${n}` } } }] } }),
    item({ pass_thread_control: { new_owner_app_id: '5', metadata: `take it ${n}` } }),
  ];
}

const kinds = ['whatsapp', 'messenger', 'instagram'] as const;

function pick<T>(all: readonly T[], n: number): T {
  const [first] = all;
  const one = all[n % all.length] ?? first;
  if (one === undefined) throw new Error('an empty list');
  return one;
}

/** The unmutated body of `n`, and a good one of somebody else's. */
function pair(n: number): { readonly body: unknown; readonly good: unknown } {
  const channel = pick(kinds, n);
  const id = String(1000 + (n % goodCustomers));
  const text = `good ${n}`;
  if (channel === 'whatsapp') {
    const good = saying({ id: `good.${n}`, from: `1555999${id}`, text, at: now - 1000 });
    return { body: bodyOf(pick(whatsAppChanges(n), Math.floor(n / 3))), good: bodyOf(good) };
  }
  const item = { sender: { id }, recipient: { id: account }, timestamp: now - 1000 };
  const good = messagingBody(channel, { ...item, message: { mid: `good.${n}`, text } });
  return { body: messagingBody(channel, pick(messagingItems(n), Math.floor(n / 3))), good };
}

const entriesOf = (body: unknown): unknown[] => (body as { entry: unknown[] }).entry;

type Sent = { readonly text: string; readonly hasGood: boolean };

/** What is sent: the mutated entry with a good one after it, or a body that is mutated as a whole. */
function sentBody(n: number): Sent {
  const { body, good } = pair(n);
  if (n % wholeEvery === 0) return { text: JSON.stringify(mutated(body, n, hostile)), hasGood: false };
  const entry = [...entriesOf(body).map((one) => mutated(one, n, hostile)), ...entriesOf(good)];
  return { text: JSON.stringify({ ...(body as Part), entry }), hasGood: true };
}

/** Every conversation object that was asked for anything. */
const asked = new Set<string>();
const sent: Sent[] = [];

beforeAll(async () => {
  await migrateD1();
  // Files of theirs are not to be had.
  playGraph();
  // What goes wrong is told in a line each, of which there would be many.
  vi.spyOn(console, 'log').mockReturnValue();
  type Called = (this: object, ...args: unknown[]) => unknown;
  for (const method of ['ingest', 'claim'] as const) {
    const original = Reflect.get(Conversation.prototype, method) as Called;
    const noted: Called = function noted(...args) {
      const { id } = Reflect.get(this, 'ctx') as DurableObjectState;
      asked.add(id.name ?? '');
      return original.apply(this, args);
    };
    vi.spyOn(Conversation.prototype as unknown as Record<string, Called>, method).mockImplementation(noted);
  }
});

afterAll(() => vi.restoreAllMocks());

type Stored = {
  readonly conversation: string;
  readonly id: string;
  readonly direction: string;
  readonly metaId: string | null;
  readonly text: string;
};

async function storedIn(conversation: string): Promise<Stored[]> {
  const stub = env.CONVERSATION.getByName(conversation);
  return runInDurableObject(stub, (_instance, { storage }) =>
    storage.sql
      .exec<{ id: string; direction: string; meta_id: string | null; body: string }>(
        'SELECT id, direction, meta_id, body FROM message',
      )
      .toArray()
      .map(({ id, direction, meta_id, body }) => {
        const { content } = JSON.parse(body) as { content: { text?: string } };
        return { conversation, id, direction, metaId: meta_id, text: content.text ?? '' };
      }),
  );
}

/** Every string and number that stands anywhere in a value, as text. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

/** As it is kept: half a character has no UTF-8 (worker/channels/tolerant.ts). */
const asKept = (word: string): string => word.toWellFormed();

const isThing = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value !== '');
/** Meta's id stands on a WhatsApp message itself, elsewhere on what the item holds. */
const hasId = (item: Part): boolean =>
  isId(item['id']) || Object.values(item).some((held) => isThing(held) && isId(held['mid']));
const lists = ['messages', 'message_echoes', 'messaging'];

/** Things in Meta's lists that may become a message with an id that we make: there a message needs one of Meta's. */
const mayBeNamed = (item: unknown, list: string): boolean =>
  isThing(item) && !hasId(item) && (list !== 'messaging' || 'postback' in item || 'order' in item);

function nameless(value: unknown, key = ''): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) && lists.includes(key) ? value.filter((one) => mayBeNamed(one, key)) : [];
  return Object.entries(value).reduce<number>((sum, [name, one]) => sum + nameless(one, name), own.length);
}

describe('bodies that nobody should send (R-40, R-44)', () => {
  const starts = Array.from({ length: bodies / perTest }, (_, index) => index * perTest);

  it.each(starts)(
    '%d and on: each is answered 200',
    async (start) => {
      for (let first = start; first < start + perTest; first += atOnce) {
        const some = Array.from({ length: atOnce }, (_, index) => sentBody(first + index));
        sent.push(...some);
        const answers = await Promise.all(some.map(async ({ text }) => webhook(text)));
        const odd = answers.flatMap(({ status }, index) =>
          status === 200 ? [] : [`${first + index}: ${status}`],
        );
        expect(odd).toEqual([]);
      }
    },
    60_000,
  );

  it('every good event that came with one is there, once, and no message is invented', async () => {
    expect(sent).toHaveLength(bodies);
    const stored = (await Promise.all([...asked].map(storedIn))).flat();
    const messages = stored.filter(({ direction }) => direction === 'in' || direction === 'out');
    const good = messages.filter(({ id }) => /^good\.\d+$/.test(id));
    const expected = sent.flatMap(({ hasGood }, n) => (hasGood ? [`good.${n}`] : []));
    expect(good.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
    for (const { id, text } of good) expect(text).toBe(id.replace('.', ' '));

    const all = sent.map(({ text }) => JSON.parse(text) as unknown);
    const words = new Set(all.flatMap(wordsIn).map(asKept));
    const others = messages.filter(({ id }) => !/^good\.\d+$/.test(id));
    expect(others.length).toBeGreaterThan(bodies / 10);
    const made = others.filter(({ id }) => isMadeId(id));
    const invented = others.filter(({ id }) => !isMadeId(id) && !words.has(id));
    expect(invented).toEqual([]);
    expect(made.length).toBeLessThanOrEqual(all.reduce<number>((sum, one) => sum + nameless(one), 0));

    // An id of one body says nothing that stands only in another.
    const strangers = others.filter(({ id, text }) => {
      const [, n] = /^m\.(\d+)\.\d+$/.exec(id) ?? [];
      const body = n === undefined ? undefined : sent[Number(n)]?.text.toWellFormed();
      if (body === undefined) return false;
      return text.split(/[^\p{L}\p{N}]+/u).some((word) => !body.includes(word));
    });
    expect(strangers).toEqual([]);
  }, 60_000);

  it('what was broken is kept, with its reason', async () => {
    const row = await env.DB.prepare("SELECT count(*) AS n FROM dead_letter WHERE reason <> ''").first<{
      n: number;
    }>();
    expect(row?.n).toBeGreaterThan(bodies / 20);
    const untold = await env.DB.prepare("SELECT count(*) AS n FROM dead_letter WHERE reason = ''").first();
    expect(untold).toEqual({ n: 0 });
  });

  it('the conversation that suffered goes on', async () => {
    const at = Date.now();
    expect(
      (await webhook(bodyOf(saying({ id: 'last', from: customer, text: 'still here', at })))).status,
    ).toBe(200);
    const stored = (await Promise.all([...asked].map(storedIn))).flat();
    expect(stored.filter(({ text }) => text === 'still here')).toHaveLength(1);
    expect(asked).toContain(await idOf(`phone:${customer}`));
  });
});
