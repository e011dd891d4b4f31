import { describe, expect, it } from 'vitest';
import { account, bodyOf, reporting } from '../../testing/meta.ts';
import { at, bsuid, from, ofPart, only, stamp } from '../../testing/whatsapp.ts';
import { understand } from '../../webhooks/understand.ts';

const ofStatus = (part: Record<string, unknown>, contacts: readonly unknown[] = []) =>
  ofPart({
    contacts,
    statuses: [{ id: 'wamid.out', status: 'sent', timestamp: stamp, recipient_id: from, ...part }],
  });
const status = (part: Record<string, unknown>, contacts?: readonly unknown[]) =>
  only('status', ofStatus(part, contacts));

describe('a status', () => {
  it.each(['accepted', 'sent', 'delivered', 'read', 'played'] as const)('%s is that step (R-6)', (step) => {
    const parsed = understand(bodyOf(reporting({ id: 'w1', status: step, at, to: from, callbackId: 'c1' })));
    expect(parsed.events).toEqual([
      {
        type: 'status',
        channel: 'whatsapp',
        accountId: account,
        names: [`phone:${from}`],
        peer: from,
        id: 'w1',
        at,
        step,
        callbackId: 'c1',
        profile: { phone: from },
      },
    ]);
  });

  it('that failed keeps code, title and details (R-7)', () => {
    const errors = [{ code: 131026, title: 'Undeliverable', error_data: { details: 'why' }, href: 'x' }];
    expect(status({ status: 'failed', errors })).toMatchObject({
      step: 'failed',
      error: { code: '131026', title: 'Undeliverable', details: 'why' },
    });
  });

  it.each([undefined, [], ['x'], [null], 'x'])(
    'that failed without saying why has failed: %j (R-7)',
    (errors) => {
      const event = status({ status: 'failed', errors });
      expect(event.step).toBe('failed');
      expect(event.error).toBeUndefined();
    },
  );

  it.each([
    ['by BSUID alone', { recipient_id: '', recipient_user_id: bsuid }, [], [`bsuid:${bsuid}`]],
    ['by both', { recipient_user_id: bsuid }, [], [`bsuid:${bsuid}`, `phone:${from}`]],
    [
      'by the parent too',
      { recipient_id: undefined, recipient_user_id: bsuid, recipient_parent_user_id: 'US.ENT.9' },
      [],
      [`bsuid:${bsuid}`, 'bsuid:US.ENT.9'],
    ],
    [
      'in the contacts',
      { recipient_id: undefined },
      [{ user_id: bsuid, wa_id: from }],
      [`bsuid:${bsuid}`, `phone:${from}`],
    ],
    [
      'as a group',
      { recipient_type: 'group', recipient_id: 'g', recipient_participant_id: from },
      [],
      ['group:g'],
    ],
  ])('may name the customer %s (R-29)', (_name, part, contacts, names) => {
    expect(status(part, contacts).names).toEqual(names);
  });

  it('tells what the customer is called (R-33)', () => {
    const contacts = [{ profile: { name: 'Maria', username: 'maria' }, wa_id: from, user_id: bsuid }];
    expect(status({}, contacts).profile).toEqual({ name: 'Maria', username: '@maria', phone: from });
  });

  it.each(['deleted', 'warning', 'constructor', 'toString', '__proto__'])(
    '%s is an account event, not a step (R-40)',
    (word) => {
      expect(only('account', ofStatus({ status: word }))).toMatchObject({ kind: `status.${word}` });
    },
  );
});

describe('the price of a message', () => {
  it.each([
    [
      { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' },
      { category: 'marketing', type: 'regular', billable: true },
    ],
    [
      { billable: false, type: 'free_customer_service', category: 'service' },
      { category: 'service', type: 'free_customer_service', billable: false },
    ],
    [
      { pricing_model: 'CBP', category: 'utility' },
      { category: 'utility', type: 'CBP', billable: true },
    ],
    [{ type: 'free_of_next_year' }, { category: '', type: 'free_of_next_year', billable: false }],
  ])('is in Meta’s words: %j', (pricing, price) => {
    expect(status({ pricing }).price).toEqual(price);
  });

  it.each([undefined, {}, 'x', []])('is not told by %j', (pricing) => {
    expect(status({ pricing }).price).toBeUndefined();
  });
});

describe('the free entry point', () => {
  const ends = at + 72 * 3_600_000;

  it('is told by the conversation, with its end (R-15)', () => {
    const conversation = {
      id: 'x',
      expiration_timestamp: String(ends / 1000),
      origin: { type: 'referral_conversion' },
    };
    expect(status({ conversation }).freeEntry).toEqual({ until: ends });
  });

  it.each([
    ['the conversation without an end', { conversation: { origin: { type: 'referral_conversion' } } }],
    ['the price', { pricing: { type: 'free_entry_point', category: 'referral_conversion' } }],
    [
      'an end that is none',
      { conversation: { expiration_timestamp: '9e99', origin: { type: 'referral_conversion' } } },
    ],
    [
      'an end after all time',
      { conversation: { expiration_timestamp: 1e21, origin: { type: 'referral_conversion' } } },
    ],
  ])('is told by %s (R-15)', (_name, part) => {
    expect(status(part).freeEntry).toEqual({});
  });

  it.each(['service', 'marketing', 'utility'])('is not told by a conversation of %s (R-15)', (type) => {
    const conversation = { expiration_timestamp: String(ends / 1000), origin: { type } };
    expect(status({ conversation, pricing: { type: 'regular', category: type } }).freeEntry).toBeUndefined();
  });
});
