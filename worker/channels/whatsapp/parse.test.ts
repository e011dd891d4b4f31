import { describe, expect, it } from 'vitest';
import { eventTime } from '#domain/window.ts';
import { account, bodyOf, saying } from '../../testing/meta.ts';
import {
  at,
  bsuid,
  from,
  metadata,
  ofMessage,
  ofPart,
  ofValue,
  only,
  ours,
  stamp,
  wireMessage,
} from '../../testing/whatsapp.ts';
import { understand } from '../../webhooks/understand.ts';
import type { MessageEvent, Parsed } from '../channel.ts';

const place = { channel: 'whatsapp', accountId: account };

const parse = (...changes: readonly unknown[]): Parsed => understand(bodyOf(...changes));
const isMessage = (event: { type: string }): event is MessageEvent => event.type === 'message';
const idsOf = ({ events }: Parsed) =>
  events.flatMap((event) => (event.type === 'account' ? [event.kind] : 'id' in event ? [event.id] : []));

describe('a text', () => {
  it('is a message that opens and speaks (R-12, R-24)', () => {
    expect(parse(saying({ id: 'w1', from, at, text: 'Hello' }))).toEqual({
      events: [
        {
          ...place,
          type: 'message',
          names: [`phone:${from}`],
          peer: from,
          id: 'w1',
          at,
          content: { kind: 'text', text: 'Hello' },
          profile: { name: 'Maria', phone: from },
          opens: true,
          speaks: true,
        },
      ],
      broken: [],
    });
  });

  it('keeps its characters as they are', () => {
    const text = ' *bold* नमस्ते 👩‍👩‍👧\u202e "quoted"\n';
    expect(only('message', parse(saying({ id: 'w1', from, at, text }))).content).toEqual({
      kind: 'text',
      text,
    });
  });
});

describe('the names of a sender', () => {
  const namesOf = (part: { from?: string; bsuid?: string }) =>
    only('message', parse(saying({ id: 'w1', at, ...part }))).names;

  it('are the phone, the BSUID, or both with the BSUID first (R-29, R-30)', () => {
    expect(namesOf({ from })).toEqual([`phone:${from}`]);
    expect(namesOf({ bsuid })).toEqual([`bsuid:${bsuid}`]);
    expect(namesOf({ from, bsuid })).toEqual([`bsuid:${bsuid}`, `phone:${from}`]);
  });

  it('are taken from the contact too (R-29)', () => {
    const contacts = [{ profile: { name: 'Maria' }, wa_id: from, user_id: bsuid }];
    const messages = [{ id: 'w1', from, timestamp: stamp, type: 'text', text: { body: 'x' } }];
    expect(only('message', ofValue({ metadata, contacts, messages })).names).toEqual([
      `bsuid:${bsuid}`,
      `phone:${from}`,
    ]);
  });

  it('are absent where they are empty texts', () => {
    const messages = [
      { id: 'w1', from: '', from_user_id: bsuid, timestamp: stamp, type: 'text', text: { body: 'x' } },
    ];
    expect(only('message', ofValue({ metadata, messages })).names).toEqual([`bsuid:${bsuid}`]);
  });

  it('are never those of another customer in the same body (R-29)', () => {
    const contacts = [
      { profile: { name: 'Ada' }, wa_id: '1', user_id: 'US.1' },
      { profile: { name: 'Bo' }, wa_id: '2', user_id: 'US.2' },
    ];
    const text = { timestamp: stamp, type: 'text', text: { body: 'x' } };
    const messages = [
      { id: 'b', from: '2', ...text },
      { id: 'a', from_user_id: 'US.1', ...text },
      { id: 'c', from: '3', ...text },
    ];
    const events = ofValue({ metadata, contacts, messages }).events.filter(isMessage);
    expect(events.map(({ id, names, profile }) => [id, names, profile.name])).toEqual([
      ['b', ['bsuid:US.2', 'phone:2'], 'Bo'],
      ['a', ['bsuid:US.1', 'phone:1'], 'Ada'],
      ['c', ['phone:3'], undefined],
    ]);
  });

  it('are one name for two spellings, and the profile keeps the digits as Meta writes them (R-34)', () => {
    const contacts = [{ profile: { name: 'Ana' }, wa_id: '554188887777', user_id: 'BR.1' }];
    const messages = [wireMessage({ from: '5541988887777', type: 'text', text: { body: 'x' } })];
    expect(only('message', ofPart({ contacts, messages }))).toMatchObject({
      names: ['bsuid:BR.1', 'phone:554188887777'],
      peer: '5541988887777',
      profile: { name: 'Ana', phone: '5541988887777' },
    });
  });

  it('have the parent’s BSUID among them (R-29)', () => {
    const part = { from: undefined, from_user_id: 'US.1', from_parent_user_id: 'US.ENT.9' };
    expect(only('message', ofMessage({ ...part, type: 'text', text: { body: 'x' } }))).toMatchObject({
      names: ['bsuid:US.1', 'bsuid:US.ENT.9'],
      peer: 'US.1',
    });
  });

  it('of a group are the group; who of it wrote is the sender, and the profile is theirs', () => {
    const contacts = [{ profile: { name: 'Maria' }, wa_id: from, user_id: bsuid }];
    const message = wireMessage({ group_id: 'g', type: 'text', text: { body: 'x' } });
    expect(only('message', ofPart({ contacts, messages: [message] }))).toMatchObject({
      names: ['group:g'],
      peer: from,
      sender: from,
      profile: { name: 'Maria' },
      opens: true,
    });
    expect(only('message', ofPart({ messages: [message] })).sender).toBe(from);
  });
});

describe('the profile of a sender', () => {
  const profileOf = (contact: Record<string, unknown>) => {
    const messages = [{ id: 'w1', from, timestamp: stamp, type: 'text', text: { body: 'x' } }];
    return only('message', ofValue({ metadata, contacts: [{ wa_id: from, ...contact }], messages })).profile;
  };

  it('may be missing', () => {
    expect(profileOf({})).toEqual({ phone: from });
    expect(profileOf({ profile: {} })).toEqual({ phone: from });
    expect(profileOf({ profile: null })).toEqual({ phone: from });
  });

  it('has a username with one @, however Meta writes it (R-33)', () => {
    expect(profileOf({ profile: { username: 'maria' } })).toEqual({ phone: from, username: '@maria' });
    expect(profileOf({ profile: { name: 'Maria', username: '@maria' } })).toEqual({
      name: 'Maria',
      username: '@maria',
      phone: from,
    });
  });
});

describe('the time', () => {
  it.each([
    ['a number of seconds', at / 1000],
    ['milliseconds', String(at)],
    ['ISO text', new Date(at).toISOString()],
  ])('may come as %s (R-1)', (_name, timestamp) => {
    const messages = [{ id: 'w1', from, timestamp, type: 'text', text: { body: 'x' } }];
    expect(only('message', ofValue({ metadata, messages })).at).toBe(at);
  });
});

describe('a message that does not say when it was written', () => {
  const hello = { type: 'text', text: { body: 'x' } };

  it.each([undefined, 'yesterday', {}])('counts from its arrival: %j (R-1)', (timestamp) => {
    const { at: told } = only('message', ofMessage({ ...hello, timestamp }));
    expect(eventTime(told, at)).toBe(at);
  });

  it('is of the time of its entry, where that has one (R-1)', () => {
    const value = { metadata, messages: [wireMessage({ ...hello, timestamp: undefined })] };
    const entry = [{ id: '900', time: at / 1000, changes: [{ field: 'messages', value }] }];
    expect(only('message', understand({ object: 'whatsapp_business_account', entry })).at).toBe(at);
  });
});

describe('a body', () => {
  it('gives every entry, change, message and status, in its order (R-40)', () => {
    const text = { from, timestamp: stamp, type: 'text', text: { body: 'x' } };
    const state = { status: 'sent', timestamp: stamp, recipient_id: from };
    const value = (...ids: readonly string[]) => ({
      field: 'messages',
      value: {
        metadata,
        messages: ids.map((id) => ({ id, ...text })),
        statuses: ids.map((id) => ({ id: `s-${id}`, ...state })),
      },
    });
    const parsed = understand({
      object: 'whatsapp_business_account',
      entry: [
        { id: '1', changes: [value('a', 'b'), { field: 'account_update', value: {} }, value('c')] },
        { id: '2', changes: [value('d')] },
      ],
    });
    const ids = ['a', 'b', 's-a', 's-b', 'account_update', 'c', 's-c', 'd', 's-d'];
    expect(idsOf(parsed)).toEqual(ids);
    expect(parsed.broken).toEqual([]);
  });

  it('speaks of the number that it is for', () => {
    expect(only('message', parse(saying({ id: 'w', from, at, accountId: '42' }))).accountId).toBe('42');
  });

  it.each([
    'calls',
    'account_alerts',
    'template_category_update',
    'smb_app_state_sync',
    'smb_message_echoes',
    'user_preferences',
    'history',
    'group_lifecycle_update',
    'of_next_year',
  ])(
    'with the field %s and nothing of a customer is an account event with all that Meta said (R-40)',
    (field) => {
      expect(ofValue({ some: 'thing' }, field)).toMatchObject({
        events: [{ type: 'account', accountId: '900', kind: field, raw: '{"some":"thing"}' }],
        broken: [],
      });
    },
  );

  it.each([
    ['message_template_status_update', { event: 'REJECTED' }, 'message_template_status_update.REJECTED'],
    ['message_template_status_update', { new_quality_score: 'RED' }, 'message_template_quality_update'],
    ['message_template_quality_update', { new_quality_score: 'RED' }, 'message_template_quality_update'],
    ['template_category_update', { new_category: 'UTILITY' }, 'template_category_update'],
    ['phone_number_quality_update', { event: 'ONBOARDING' }, 'phone_number_quality_update.ONBOARDING'],
    ['account_update', { event: 'DISABLED_UPDATE' }, 'account_update.DISABLED_UPDATE'],
    ['account_review_update', { decision: 'APPROVED' }, 'account_review_update.APPROVED'],
    ['security', { event: 'PIN_CHANGED' }, 'security.PIN_CHANGED'],
    ['flows', { event: 'FLOW_STATUS_CHANGE' }, 'flows.FLOW_STATUS_CHANGE'],
    ['business_capability_update', { max_phone_numbers_per_business: 25 }, 'business_capability_update'],
  ])('of %s says which of its events it is', (field, value, kind) => {
    expect(only('account', ofValue(value, field))).toMatchObject({ kind, accountId: '900' });
  });

  it('of an account has Meta’s time, and the number that it is of where it names one', () => {
    const change = { field: 'account_settings_update', value: { metadata } };
    const entry = [{ id: '900', time: at / 1000, changes: [change] }];
    const parsed = understand({ object: 'whatsapp_business_account', entry });
    expect(only('account', parsed)).toMatchObject({ at, accountId: account });
  });

  it('keeps why a template was rejected, which Meta puts beside the value', () => {
    const change = { field: 'message_template_status_update', value: { event: 'REJECTED' } };
    const parsed = parse({ ...change, rejection_info: { reason: 'too promotional' } });
    expect(JSON.parse(only('account', parsed).raw)).toEqual({
      event: 'REJECTED',
      rejection_info: { reason: 'too promotional' },
    });
  });

  it('with an error of the whole number is an account event, also beside a message (R-40)', () => {
    const errors = [{ code: 130429, title: 'Rate limit' }];
    expect(only('account', ofPart({ errors }))).toMatchObject({ accountId: account, kind: 'errors' });
    const messages = [wireMessage({ type: 'text', text: { body: 'x' } })];
    expect(idsOf(ofPart({ errors, messages }))).toEqual(['wamid.1', 'errors']);
  });

  it('without the field is read all the same where it holds messages', () => {
    const { value } = saying({ id: 'w', from, at }) as { value: unknown };
    expect(idsOf(understand(bodyOf({ value })))).toEqual(['w']);
    const message_echoes = [{ ...wireMessage({ from: ours, to: from }), type: 'text', text: { body: 'x' } }];
    expect(only('echo', parse({ value: { metadata, message_echoes } }))).toMatchObject({ id: 'wamid.1' });
  });

  it('without an account loses nothing that can be attributed', () => {
    const messages = [wireMessage({ type: 'text', text: { body: 'x' } })];
    expect(only('message', ofValue({ messages }))).toMatchObject({ accountId: '', peer: from });
  });

  it('with a message without an id is there once, however often it comes (R-3)', () => {
    const idOf = (part: Record<string, unknown>) => only('message', ofMessage({ ...part, id: '' })).id;
    const hello = { type: 'text', text: { body: 'Hello' } };
    expect(idOf(hello)).toBe(idOf(hello));
    expect(idOf(hello)).not.toBe(idOf({ type: 'text', text: { body: 'Bye' } }));
  });

  it('with messages only in its neighbour is no letter for the empty ones', () => {
    expect(ofPart({ messages: null, statuses: [], errors: [] })).toMatchObject({
      events: [{ type: 'account', kind: 'messages' }],
      broken: [],
    });
  });
});

describe('what is broken', () => {
  const text = { timestamp: stamp, type: 'text', text: { body: 'x' } };
  const good = { id: 'good', from, ...text };

  it.each([
    ['null', null],
    ['a word', 'x'],
    ['a list', []],
    ['a message without sender', { id: 'w', ...text }],
  ])('goes to the dead letters and its neighbour goes on: %s (R-40)', (_name, item) => {
    const parsed = ofValue({ metadata, messages: [item, good] });
    expect(idsOf(parsed)).toEqual(['good']);
    expect(parsed.broken).toHaveLength(1);
    expect(parsed.broken[0]?.reason).not.toBe('');
    expect(JSON.parse(parsed.broken[0]?.raw ?? '')).toEqual(item);
  });

  it.each([
    ['null', null],
    ['no id', { status: 'sent', timestamp: stamp, recipient_id: from }],
    ['an empty id', { id: '', status: 'sent', timestamp: stamp, recipient_id: from }],
    ['no recipient', { id: 'w', status: 'sent', timestamp: stamp }],
    ['no time', { id: 'w', status: 'sent', recipient_id: from }],
  ])('is kept when it is a status with %s (R-40)', (_name, item) => {
    const parsed = ofValue({ metadata, messages: [good], statuses: [item] });
    expect(idsOf(parsed)).toEqual(['good']);
    expect(parsed.broken).toHaveLength(1);
  });

  it.each(['messages', 'statuses'])('is kept when %s is no list, beside what is good (R-40)', (key) => {
    const status = { id: 's', status: 'sent', timestamp: stamp, recipient_id: from };
    const value = { metadata, messages: [good], statuses: [status], [key]: { '0': { id: 'lost' } } };
    const parsed = ofValue(value);
    expect(idsOf(parsed)).toEqual([key === 'messages' ? 's' : 'good']);
    expect(JSON.stringify(parsed)).toContain('lost');
  });

  it.each([
    ['an entry', { object: 'whatsapp_business_account', entry: [null] }],
    ['an entry without changes', { object: 'whatsapp_business_account', entry: [{ id: '1' }] }],
    ['a change', bodyOf(null)],
    ['a change without field', bodyOf({ value: {} })],
    ['a value', bodyOf({ field: 'messages', value: 'x' })],
  ])('is kept when it is %s (R-40)', (_name, body) => {
    const { events, broken } = understand(body);
    expect(events).toEqual([]);
    expect(broken).toHaveLength(1);
  });
});
