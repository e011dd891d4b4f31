import { describe, expect, it } from 'vitest';
import { deliverySteps } from '#domain/delivery.ts';
import { bodyOf, saying } from '../../testing/meta.ts';
import { mutated } from '../../testing/mutate.ts';
import { at, bsuid, from, metadata, ours, stamp, wireMessage } from '../../testing/whatsapp.ts';
import { understand } from '../../webhooks/understand.ts';
import type { ChannelEvent, Parsed } from '../channel.ts';
import { isMadeId } from '../tolerant.ts';

const text = { type: 'text', text: { body: 'Hello' } };
const message = (id: string, part: Record<string, unknown>) => wireMessage({ id, ...part });
const change = (field: string, part: Record<string, unknown>) => ({ field, value: { metadata, ...part } });
const error = { code: 131051, title: 'Unknown', error_data: { details: 'why' } };

/** One of everything. */
const body = bodyOf(
  change('messages', {
    contacts: [{ profile: { name: 'Maria', username: 'maria' }, wa_id: from, user_id: bsuid }],
    messages: [
      message('m1', {
        ...text,
        context: { id: 'q', forwarded: true },
        referral: { source_type: 'ad', image_url: 'i' },
      }),
      message('m2', { type: 'image', image: { id: '7', url: 'u', caption: 'Look' } }),
      message('m3', { type: 'location', location: { latitude: 1, longitude: 2, name: 'There' } }),
      message('m4', {
        type: 'contacts',
        contacts: [{ name: { first_name: 'Ada' }, phones: [{ phone: '1' }] }],
      }),
      message('m5', { type: 'button', button: { text: 'Yes', payload: 'P' } }),
      message('m6', {
        type: 'interactive',
        interactive: {
          type: 'nfm_reply',
          nfm_reply: { name: 'flow', response_json: '{"a":{"b":{"c":{"d":1}}}}' },
        },
      }),
      message('m7', {
        type: 'order',
        order: { text: 'x', product_items: [{ product_retailer_id: 'p', quantity: 1 }] },
      }),
      message('m8', { type: 'reaction', reaction: { message_id: 'm1', emoji: '👍' } }),
      message('m9', {
        type: 'system',
        system: { type: 'user_changed_number', wa_id: '2', user_id: 'US.2', body: 'b' },
      }),
      message('m10', { type: 'unsupported', unsupported: { type: 'poll' }, errors: [error] }),
      message('m11', { type: 'edit', edit: { original_message_id: 'm1', message: text } }),
      message('m12', { type: 'revoke', revoke: { original_message_id: 'm1' } }),
      message('m13', { ...text, group_id: 'g' }),
    ],
    statuses: [
      {
        id: 's1',
        status: 'sent',
        timestamp: stamp,
        recipient_id: from,
        conversation: { origin: { type: 'referral_conversion' }, expiration_timestamp: stamp },
        pricing: { billable: false, type: 'free_entry_point', category: 'referral_conversion' },
      },
      { id: 's2', status: 'failed', timestamp: stamp, recipient_user_id: bsuid, errors: [error] },
    ],
    errors: [error],
  }),
  change('smb_message_echoes', { message_echoes: [message('e1', { ...text, from: ours, to: from })] }),
  change('standby', {
    standby: { message_echoes: [{ id: 'e2', timestamp: stamp, message: { to: from, ...text } }] },
  }),
  change('history', {
    history: [
      {
        metadata: { phase: 1 },
        threads: [{ id: from, messages: [message('h1', text), message('h2', { from: ours, ...text })] }],
      },
    ],
  }),
  change('calls', {
    calls: [{ id: 'c1', from, event: 'connect', direction: 'USER_INITIATED', timestamp: stamp }],
  }),
  change('user_preferences', {
    user_preferences: [{ wa_id: from, category: 'marketing_messages', value: 'stop', timestamp: stamp }],
  }),
  {
    field: 'messaging_handovers',
    value: {
      sender: { phone_number: from },
      timestamp: stamp,
      type: 'control_passed',
      control_passed: { new_owner_role: 'escalation' },
    },
  },
  change('account_update', { event: 'DISABLED_UPDATE' }),
);
const seeds = Array.from({ length: 400 }, (_, seed) => seed);

/** What an event says that must have stood in the body. */
function saidBy(event: ChannelEvent): string[] {
  switch (event.type) {
    case 'message':
    case 'echo':
    case 'status':
      return isMadeId(event.id) ? [] : [event.id];
    case 'reaction':
    case 'edit':
    case 'unsend':
      return [event.target];
    default:
      return [];
  }
}

function check({ events, broken }: Parsed, whole: string): void {
  for (const event of events) {
    for (const said of saidBy(event)) expect(whole).toContain(said);
    if (event.type === 'account') continue;
    expect(event.names.length).toBeGreaterThan(0);
    expect(event.at).toBeGreaterThan(0);
    if (event.type === 'status') expect([...deliverySteps, 'failed']).toContain(event.step);
    if ('history' in event && event.type === 'message') expect(event.opens).toBe(false);
  }
  for (const one of broken) expect(one.reason).not.toBe('');
  // It goes to objects by a structured clone.
  expect(structuredClone({ events, broken })).toEqual({ events, broken });
}

describe('a mutated body with one of everything', () => {
  it('is understood whole while it is not mutated', () => {
    const { events, broken } = understand(body);
    expect(broken).toEqual([]);
    expect(events.map((event) => event.type)).toEqual([
      ...Array.from({ length: 7 }, () => 'message'),
      ...['reaction', 'notice', 'message', 'edit', 'unsend', 'message'],
      ...['status', 'status', 'account', 'echo', 'echo', 'message', 'echo', 'account'],
      ...['notice', 'notice', 'notice', 'account'],
    ]);
  });

  it(`never throws and never invents anything, ${seeds.length} times (R-40)`, () => {
    for (const seed of seeds) {
      const one = mutated(body, seed);
      check(understand(one), JSON.stringify(one));
    }
  });

  it('never costs its neighbours anything (R-40)', () => {
    const good = saying({ id: 'wamid.good', from: '15559', at });
    const [entry] = (body as { entry: readonly unknown[] }).entry;
    for (const seed of seeds) {
      const whole = {
        object: 'whatsapp_business_account',
        entry: [mutated(entry, seed), { id: '2', changes: [good] }],
      };
      const ids = understand(whole).events.map((event) => (event.type === 'message' ? event.id : ''));
      expect(ids).toContain('wamid.good');
    }
  });
});
