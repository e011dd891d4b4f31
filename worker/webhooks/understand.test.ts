import { describe, expect, it } from 'vitest';
import { deliverySteps } from '#domain/delivery.ts';
import { bodyOf, reporting, saying } from '../testing/meta.ts';
import { mutated } from '../testing/mutate.ts';
import type { ConversationEvent, Parsed } from '../channels/channel.ts';
import { isMadeId } from '../channels/tolerant.ts';
import { understand } from './understand.ts';

const at = Date.UTC(2026, 9, 1, 12);
const whatsApp = bodyOf(
  saying({ id: 'wamid.in1', from: '15551234567', bsuid: 'US.1', at }),
  saying({
    id: 'wamid.in2',
    bsuid: 'US.2',
    at,
    kind: { type: 'image', image: { id: '9', caption: 'Look' } },
  }),
  saying({ id: 'wamid.in3', from: '15551234568', at, kind: { type: 'reaction', reaction: { emoji: '👍' } } }),
  reporting({ id: 'wamid.out1', status: 'delivered', at, to: '15551234567', callbackId: 'c1' }),
  reporting({
    id: 'wamid.out2',
    status: 'failed',
    at,
    bsuid: 'US.1',
    errors: [{ code: 131026, title: 't' }],
  }),
  { field: 'account_update', value: { event: 'X' } },
);
const parties = { sender: { id: '77' }, recipient: { id: '900' }, timestamp: at };
const messaging = (object: string) => ({
  object,
  entry: [
    {
      id: '900',
      time: at,
      messaging: [
        { ...parties, message: { mid: 'm_1', text: 'Hello' } },
        { ...parties, message: { mid: 'm_2', attachments: [{ type: 'image', payload: { url: 'u' } }] } },
        { ...parties, postback: { mid: 'm_3', title: 'T', payload: 'P' } },
        { ...parties, postback: { title: 'T', payload: 'P', referral: { ref: 'r', source: 'ADS' } } },
        { ...parties, read: { watermark: at } },
        { ...parties, delivery: { mids: ['m_0'], watermark: at } },
        { ...parties, reaction: { mid: 'm_0', action: 'react', emoji: '👍' } },
        { ...parties, message_edit: { mid: 'm_1', text: 'Hi', num_edit: 1 } },
        { ...parties, message: { mid: 'm_1', is_deleted: true } },
        { ...parties, referral: { ref: 'r', ads_context_data: { ad_title: 'A' } }, lead: { data: [] } },
        { ...parties, optin: { ref: 'r' } },
        { ...parties, order: { products: [{ id: '1', quantity: 1 }], note: 'n' } },
        { ...parties, pass_thread_control: { new_owner_app_id: '5' } },
        { ...parties, messaging_feedback: { feedback_screens: [{ questions: { q: { payload: '5' } } }] } },
        {
          sender: parties.recipient,
          recipient: parties.sender,
          timestamp: at,
          message: {
            mid: 'm_4',
            is_echo: true,
            attachments: [
              { type: 'template', payload: { template_type: 'generic', elements: [{ title: 'T' }] } },
              { type: 'appointment_booking', payload: { start_time: 1_790_000_000 } },
              { type: 'location', payload: { coordinates: { lat: 1, long: 2 } } },
            ],
          },
        },
      ],
      standby: [{ ...parties, message: { mid: 'm_5', text: 'Hello', reply_to: { mid: 'm_4' } } }],
      changes: [{ field: 'feed', value: { item: 'comment' } }],
    },
  ],
});
const seeds = Array.from({ length: 500 }, (_, seed) => seed);

/** The ids of Meta's that an event names. */
function idsOf(event: ConversationEvent): readonly string[] {
  switch (event.type) {
    case 'reaction':
    case 'edit':
    case 'unsend':
      return [event.target];
    case 'watermark':
      return event.ids;
    default:
      return [event.id];
  }
}

/** What must hold for whatever came: nothing is invented, nothing odd gets further. */
function check({ events, broken }: Parsed, body: unknown): void {
  const text = JSON.stringify(body);
  for (const event of events) {
    if (event.type === 'account') continue;
    for (const id of idsOf(event)) {
      expect(id).not.toBe('');
      if (!isMadeId(id)) expect(text).toContain(JSON.stringify(id).slice(1, -1));
    }
    expect(event.names.length).toBeGreaterThan(0);
    expect(event.at).toBeGreaterThan(0);
    if (event.type === 'status') expect([...deliverySteps, 'failed']).toContain(event.step);
  }
  for (const one of broken) expect(one.reason).not.toBe('');
  // It goes to objects by a structured clone.
  expect(structuredClone({ events, broken })).toEqual({ events, broken });
}

function tried(body: unknown): Parsed {
  try {
    return understand(body);
  } catch (failure) {
    throw new Error(`threw for ${JSON.stringify(body)}`, { cause: failure });
  }
}

describe('a mutated body', () => {
  it.each([
    ['WhatsApp', whatsApp],
    ['Messenger', messaging('page')],
    ['Instagram', messaging('instagram')],
  ])('of %s never throws and never invents a message, 500 times (R-40)', (_name, body) => {
    for (const seed of seeds) {
      const one = mutated(body, seed);
      check(tried(one), one);
    }
  });

  it('never costs its neighbours anything, 500 times (R-40)', () => {
    const entryOf = (body: unknown) => (body as { entry: readonly unknown[] }).entry;
    const good = [{ ...parties, timestamp: at, message: { mid: 'good', text: 'x' } }];
    const bodies = [
      ['whatsapp_business_account', whatsApp, entryOf(bodyOf(saying({ id: 'good', from: '15559', at })))],
      ['page', messaging('page'), [{ id: '900', messaging: good }]],
      ['instagram', messaging('instagram'), [{ id: '900', messaging: good }]],
    ] as const;
    for (const [object, body, neighbours] of bodies) {
      for (const seed of seeds) {
        const one = { object, entry: [mutated(entryOf(body)[0], seed), ...neighbours] };
        const ids = tried(one).events.map((event) => (event.type === 'message' ? event.id : ''));
        expect(ids, JSON.stringify(one)).toContain('good');
      }
    }
  });
});

describe('a body', () => {
  it.each([
    ['null', null],
    ['a number', 1],
    ['a word', 'x'],
    ['a list', []],
    ['nothing', {}],
    ['no entry', { object: 'page' }],
    ['an entry that is no list', { object: 'page', entry: {} }],
    ['an object of another product', { object: 'permissions', entry: [] }],
    ['an inherited word as its object', { object: 'constructor', entry: [] }],
  ])('is one dead letter with its reason: %s (R-40)', (_name, body) => {
    const { events, broken } = understand(body);
    expect(events).toEqual([]);
    expect(broken).toHaveLength(1);
    expect(broken[0]?.reason).not.toBe('');
  });

  it('of no entries says nothing', () => {
    expect(understand({ object: 'page', entry: [] })).toEqual({ events: [], broken: [] });
  });

  it('never throws, however deep it is (R-40)', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    for (const object of ['whatsapp_business_account', 'page', 'instagram', 'permissions']) {
      expect(() => understand({ object, entry: [deep] })).not.toThrow();
    }
  });
});
