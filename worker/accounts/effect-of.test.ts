import { describe, expect, it } from 'vitest';
import type { AccountEvent } from '../channels/channel.ts';
import { effectOf } from './effect-of.ts';

const at = Date.UTC(2026, 9, 1);
const hour = 3_600_000;

function told(kind: string, value: unknown, part: Partial<AccountEvent> = {}): AccountEvent {
  const raw = JSON.stringify(value);
  return { type: 'account', channel: 'whatsapp', accountId: 'waba1', kind, at, raw, ...part };
}

const update = (event: string, value: object = {}) => told(`account_update.${event}`, { event, ...value });
const answering = 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING';
const starting = 'RESTRICTED_BIZ_INITIATED_MESSAGING';
const page = { channel: 'messenger', accountId: 'page1' } as const;
const enforced = (action: string) =>
  told(
    'policy_enforcement',
    { recipient: { id: 'page1' }, policy_enforcement: { action, reason: 'spam' } },
    page,
  );
const integrityValue = (...restrictions: readonly unknown[]) => ({ status: 'restricted', restrictions });
const integrity = (...restrictions: readonly unknown[]) => {
  const field = 'business_integrity';
  return told(field, { field, value: integrityValue(...restrictions) }, page);
};

describe('what stops an account', () => {
  it.each([
    ['a ban', update('DISABLED_UPDATE', { ban_info: { waba_ban_state: 'DISABLE' } }), /disabled/, null],
    ['its deletion', update('ACCOUNT_DELETED'), /deleted/, null],
    ['our removal as a partner', update('PARTNER_REMOVED'), /no longer shared/, null],
    ['a changed phone', update('ACCOUNT_OFFBOARDED'), /Connect it again/, null],
    [
      'a restriction of answers, until it ends (seconds)',
      update('ACCOUNT_RESTRICTION', {
        restriction_info: [
          { restriction_type: starting, expiration: 1 },
          { restriction_type: answering, expiration: (at + hour) / 1000 },
        ],
      }),
      /until 2026-10-01 01:00 UTC/,
      at + hour,
    ],
    [
      'a restriction of answers, until it ends (ISO)',
      update('ACCOUNT_RESTRICTION', {
        restriction_info: [{ restriction_type: answering, expiration: '2026-10-01T01:00:00+0000' }],
      }),
      /until 2026-10-01 01:00 UTC/,
      at + hour,
    ],
    [
      'a restriction of answers without an end',
      update('ACCOUNT_RESTRICTION', { restriction_info: [{ restriction_type: answering }] }),
      /does not let this WhatsApp account answer customers\. /,
      null,
    ],
    ['a block of the page', enforced('block'), /blocked/, null],
    [
      'a block, told without its envelope',
      told('policy_enforcement', { action: 'block' }, { channel: 'instagram', accountId: 'ig1' }),
      /blocked/,
      null,
    ],
    [
      'a block under Meta’s other spelling',
      told('policy_enforcement', { 'policy-enforcement': { action: 'block' } }, page),
      /blocked/,
      null,
    ],
    [
      'a restriction that stands in the thread of a page, without its name',
      told('status', integrityValue({ feature: 'messaging', expiration_time: (at + hour) / 1000 }), page),
      /restricted this page/,
      at + hour,
    ],
    [
      'a restriction of a page’s messages, until it ends',
      integrity({ feature: 'PAGE_NAME' }, { feature: 'MESSAGING', expiration_time: (at + hour) / 1000 }),
      /restricted this page/,
      at + hour,
    ],
  ])('%s', (_title, event, sentence, until) => {
    const effect = effectOf(event);
    expect(effect).toMatchObject({
      type: 'trouble',
      channel: event.channel,
      accountId: event.accountId,
      at,
      sentence: expect.stringMatching(sentence),
      until,
    });
  });

  it.each([
    ['a ban that was taken back', update('DISABLED_UPDATE', { ban_info: { waba_ban_state: 'REINSTATE' } })],
    ['a phone that is connected again', update('ACCOUNT_RECONNECTED')],
    ['a page that was unblocked', enforced('unblock')],
  ])('ends with %s', (_title, event) => {
    expect(effectOf(event)).toMatchObject({ type: 'trouble', sentence: null, until: null });
  });

  it('is the account that a partner is told of, not the partner', () => {
    const event = update('PARTNER_REMOVED', { waba_info: { waba_id: 'waba2' } });
    expect(effectOf({ ...event, accountId: 'partner' })).toMatchObject({ accountId: 'waba2' });
  });
});

describe('what a template event tells', () => {
  const template = {
    message_template_id: 1,
    message_template_name: 'order',
    message_template_language: 'en-US',
  };
  it.each([
    [
      'its status and its category',
      told('message_template_status_update.APPROVED', {
        ...template,
        event: 'APPROVED',
        reason: 'NONE',
        message_template_category: 'UTILITY',
      }),
      { status: { word: 'APPROVED', reason: null }, category: 'UTILITY' },
    ],
    [
      'why it was rejected',
      told('message_template_status_update.REJECTED', {
        ...template,
        event: 'rejected',
        reason: 'INVALID_FORMAT',
        rejection_info: { reason: 'Two parameters stand side by side.', recommendation: 'Part them.' },
      }),
      { status: { word: 'REJECTED', reason: 'Two parameters stand side by side.' } },
    ],
    [
      'why it was paused',
      told('message_template_status_update.PAUSED', {
        ...template,
        event: 'PAUSED',
        other_info: { title: 'FIRST_PAUSE', description: 'Paused for 3 hours.' },
      }),
      { status: { word: 'PAUSED', reason: 'Paused for 3 hours.' } },
    ],
    [
      'a word that is not known yet',
      told('message_template_status_update.MELTED', { ...template, event: 'MELTED', reason: null }),
      { status: { word: 'MELTED', reason: null } },
    ],
    [
      'its quality',
      told('message_template_quality_update', { ...template, new_quality_score: 'RED' }),
      { quality: 'RED' },
    ],
    [
      'its quality, under the name that one of Meta’s samples has',
      told('message_template_status_update', { ...template, new_quality_score: 'RED' }),
      { quality: 'RED' },
    ],
    [
      'its category',
      told('template_category_update', {
        ...template,
        previous_category: 'UTILITY',
        new_category: 'MARKETING',
      }),
      { category: 'MARKETING' },
    ],
    [
      'today’s category while a change is only announced',
      told('template_category_update', {
        ...template,
        correct_category: 'MARKETING',
        new_category: 'UTILITY',
      }),
      { category: 'UTILITY' },
    ],
    [
      'that it says something else now',
      told('message_template_components_update', { ...template, message_template_element: 'Other words' }),
      { reworded: true },
    ],
    [
      'that its buttons are others',
      told('message_template_components_update', { ...template, message_template_buttons: [] }),
      { reworded: true },
    ],
    [
      'the status of a page’s template, under the other of its names',
      told('messenger_template_status_update', { ...template, event: 'APPROVED' }, { accountId: 'waba1' }),
      { status: { word: 'APPROVED', reason: null } },
    ],
  ])('%s', (_title, event, wanted) => {
    expect(effectOf(event)).toEqual({
      type: 'template',
      ownerId: 'waba1',
      name: 'order',
      language: 'en_US',
      at,
      ...wanted,
    });
  });
});

describe('nothing changes by', () => {
  it.each([
    ['a violation: what it forbids comes by itself', update('ACCOUNT_VIOLATION', { violation_info: {} })],
    [
      'a ban that is only announced',
      update('DISABLED_UPDATE', { ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } }),
    ],
    [
      'a restriction to start conversations',
      update('ACCOUNT_RESTRICTION', { restriction_info: [{ restriction_type: starting, expiration: 1 }] }),
    ],
    ['a restriction of nothing', update('ACCOUNT_RESTRICTION', { restriction_info: 'none' })],
    ['another account update', update('VOLUME_BASED_PRICING_TIER_UPDATE')],
    ['an inherited word as the event', update('constructor')],
    ['a warning', enforced('warning')],
    ['a restriction that is over', integrity({ feature: 'messaging', expiration_time: 1 })],
    [
      'a restriction of something else',
      integrity({ feature: 'PAGE_NAME', expiration_time: (at + hour) / 1000 }),
    ],
    ['a template without a name', told('message_template_status_update', { event: 'APPROVED' })],
    ['a field that nobody knows', told('moon_phase', { phase: 'full' })],
    ['an inherited word as the field', told('toString', {})],
    [
      'a sample of the dashboard',
      { ...enforced('block'), kind: 'sample.policy_enforcement', accountId: '0' },
    ],
    ['nobody’s event', update('ACCOUNT_DELETED', {})],
    [
      'words that were cut',
      told('account_update.ACCOUNT_DELETED', {}, { raw: '{"event":"ACCOUNT_DEL…(cut)' }),
    ],
    ['words that are no object', told('account_update', 7)],
  ])('%s', (title, event) => {
    expect(effectOf(title === 'nobody’s event' ? { ...event, accountId: '' } : event)).toBeNull();
  });
});
