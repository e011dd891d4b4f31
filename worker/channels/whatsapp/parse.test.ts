import { describe, expect, it } from 'vitest';
import { account, bodyOf, reporting, saying } from '../../testing/meta.ts';
import { understand } from '../../webhooks/understand.ts';
import type { MessageEvent, Parsed, StatusEvent } from '../channel.ts';

const at = Date.UTC(2026, 9, 1, 12);
const stamp = String(at / 1000);
const from = '15551234567';
const bsuid = 'US.13491208655302741918';
const place = { channel: 'whatsapp', accountId: account };
const metadata = { display_phone_number: '15550001111', phone_number_id: account };

/** What one body says whose only change has `value`. */
const ofValue = (value: unknown, field: unknown = 'messages'): Parsed => understand(bodyOf({ field, value }));
const parse = (...changes: readonly unknown[]): Parsed => understand(bodyOf(...changes));
const isMessage = (event: { type: string }): event is MessageEvent => event.type === 'message';
const isStatus = (event: { type: string }): event is StatusEvent => event.type === 'status';
const idsOf = ({ events }: Parsed) =>
  events.flatMap((event) => (event.type === 'account' ? [event.kind] : [event.id]));

function oneMessage(parsed: Parsed): MessageEvent {
  const [event] = parsed.events;
  if (parsed.events.length !== 1 || !event || !isMessage(event)) {
    throw new Error(`not one message: ${JSON.stringify(parsed)}`);
  }
  return event;
}

/** A message of the kind that `kind` says. */
const sayingKind = (kind: Record<string, unknown>) => oneMessage(parse(saying({ id: 'w1', from, at, kind })));

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
          profile: { name: 'Maria' },
          opens: true,
          speaks: true,
        },
      ],
      broken: [],
    });
  });

  it('keeps its characters as they are', () => {
    const text = ' *bold* नमस्ते 👩‍👩‍👧\u202e "quoted"\n';
    expect(oneMessage(parse(saying({ id: 'w1', from, at, text }))).content).toEqual({ kind: 'text', text });
  });

  it('that answers another one names it and keeps what Meta said', () => {
    const event = sayingKind({ type: 'text', text: { body: 'yes' }, context: { from: '1', id: 'wamid.q' } });
    expect(event).toMatchObject({ content: { kind: 'text', text: 'yes' }, quotes: 'wamid.q' });
    expect(event.raw).toContain('wamid.q');
  });

  it('that was forwarded answers nothing', () => {
    expect(
      sayingKind({ type: 'text', text: { body: 'x' }, context: { forwarded: true } }).quotes,
    ).toBeUndefined();
  });

  it('that came through an advertisement keeps the advertisement', () => {
    const referral = { source_type: 'ad', source_id: '77', ctwa_clid: 'clid' };
    expect(sayingKind({ type: 'text', text: { body: 'x' }, referral }).raw).toContain('clid');
  });
});

describe('the names of a sender', () => {
  const namesOf = (part: { from?: string; bsuid?: string }) =>
    oneMessage(parse(saying({ id: 'w1', at, ...part }))).names;

  it('are the phone, the BSUID, or both with the BSUID first (R-29, R-30)', () => {
    expect(namesOf({ from })).toEqual([`phone:${from}`]);
    expect(namesOf({ bsuid })).toEqual([`bsuid:${bsuid}`]);
    expect(namesOf({ from, bsuid })).toEqual([`bsuid:${bsuid}`, `phone:${from}`]);
  });

  it('are taken from the contact too (R-29)', () => {
    const contacts = [{ profile: { name: 'Maria' }, wa_id: from, user_id: bsuid }];
    const messages = [{ id: 'w1', from, timestamp: stamp, type: 'text', text: { body: 'x' } }];
    expect(oneMessage(ofValue({ metadata, contacts, messages })).names).toEqual([
      `bsuid:${bsuid}`,
      `phone:${from}`,
    ]);
  });

  it('are absent where they are empty texts', () => {
    const messages = [
      { id: 'w1', from: '', from_user_id: bsuid, timestamp: stamp, type: 'text', text: { body: 'x' } },
    ];
    expect(oneMessage(ofValue({ metadata, messages })).names).toEqual([`bsuid:${bsuid}`]);
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

  it('of a group are the group', () => {
    const text = { timestamp: stamp, type: 'text', text: { body: 'x' } };
    const event = oneMessage(ofValue({ metadata, messages: [{ id: 'w1', from, group_id: 'g', ...text }] }));
    expect(event).toMatchObject({ names: ['group:g'], peer: from });
  });
});

describe('the profile of a sender', () => {
  const profileOf = (contact: Record<string, unknown>) => {
    const messages = [{ id: 'w1', from, timestamp: stamp, type: 'text', text: { body: 'x' } }];
    return oneMessage(ofValue({ metadata, contacts: [{ wa_id: from, ...contact }], messages })).profile;
  };

  it('may be missing', () => {
    expect(profileOf({})).toEqual({});
    expect(profileOf({ profile: {} })).toEqual({});
    expect(profileOf({ profile: null })).toEqual({});
  });

  it('has a username with one @, however Meta writes it (R-33)', () => {
    expect(profileOf({ profile: { username: 'maria' } })).toEqual({ username: '@maria' });
    expect(profileOf({ profile: { name: 'Maria', username: '@maria' } })).toEqual({
      name: 'Maria',
      username: '@maria',
    });
  });
});

describe('another kind', () => {
  it.each([
    'audio',
    'sticker',
    'location',
    'contacts',
    'button',
    'interactive',
    'order',
    'unsupported',
    'poll',
  ])('%s is a message of kind unsupported that opens and speaks (R-12, R-40)', (type) => {
    const event = sayingKind({ type, [type]: { id: 'media-7' } });
    expect(event).toMatchObject({ content: { kind: 'unsupported', type }, opens: true, speaks: true });
    expect(event.raw).toContain('media-7');
  });

  it.each(['image', 'video', 'document'])('%s shows its caption (R-40)', (type) => {
    expect(sayingKind({ type, [type]: { id: 'm', caption: 'Look' } }).content).toEqual({
      kind: 'unsupported',
      type,
      text: 'Look',
    });
  });

  it.each(['reaction', 'system', 'edit', 'revoke'])(
    '%s opens nothing and does not speak (R-12, R-27)',
    (type) => {
      expect(sayingKind({ type, [type]: { message_id: 'w0' } })).toMatchObject({
        opens: false,
        speaks: false,
      });
    },
  );

  it('without any type is unknown, not lost (R-40)', () => {
    const kind = { type: undefined };
    expect(sayingKind(kind)).toMatchObject({ content: { kind: 'unsupported', type: 'unknown' } });
  });

  it('that calls itself a text and has none is unsupported (R-40)', () => {
    expect(sayingKind({ type: 'text', text: null }).content).toMatchObject({
      kind: 'unsupported',
      type: 'text',
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
    expect(oneMessage(ofValue({ metadata, messages })).at).toBe(at);
  });
});

describe('a status', () => {
  it.each(['accepted', 'sent', 'delivered', 'read', 'played'] as const)('%s is that step (R-6)', (status) => {
    expect(parse(reporting({ id: 'w1', status, at, to: from, callbackId: 'c1' })).events).toEqual([
      {
        ...place,
        type: 'status',
        names: [`phone:${from}`],
        peer: from,
        id: 'w1',
        at,
        step: status,
        callbackId: 'c1',
      },
    ]);
  });

  it('that failed keeps code, title and details (R-7)', () => {
    const errors = [{ code: 131026, title: 'Undeliverable', error_data: { details: 'why' }, href: 'x' }];
    expect(parse(reporting({ id: 'w1', status: 'failed', at, to: from, errors })).events[0]).toMatchObject({
      step: 'failed',
      error: { code: '131026', title: 'Undeliverable', details: 'why' },
    });
  });

  it('that failed without saying why has failed all the same (R-7)', () => {
    for (const errors of [undefined, [], ['x'], [null]]) {
      const parsed = parse(
        reporting({ id: 'w1', status: 'failed', at, to: from, ...(errors && { errors }) }),
      );
      expect(parsed.events[0]).toMatchObject({ type: 'status', step: 'failed' });
    }
  });

  it('may name the customer by BSUID alone, by both, or in the contacts (R-29)', () => {
    const namesOf = (part: Record<string, unknown>, contacts: readonly unknown[] = []) =>
      ofValue({
        metadata,
        contacts,
        statuses: [{ id: 'w1', status: 'sent', timestamp: stamp, ...part }],
      })
        .events.filter(isStatus)
        .map(({ names }) => names);
    expect(namesOf({ recipient_user_id: bsuid })).toEqual([[`bsuid:${bsuid}`]]);
    expect(namesOf({ recipient_id: from, recipient_user_id: bsuid })).toEqual([
      [`bsuid:${bsuid}`, `phone:${from}`],
    ]);
    expect(namesOf({}, [{ user_id: bsuid, wa_id: from }])).toEqual([[`bsuid:${bsuid}`, `phone:${from}`]]);
    expect(namesOf({ recipient_type: 'group', recipient_id: 'g' })).toEqual([['group:g']]);
  });

  it.each(['deleted', 'warning', 'constructor', 'toString', '__proto__'])(
    '%s is an account event, not a step (R-40)',
    (status) => {
      const parsed = parse(reporting({ id: 'w1', status, at, to: from }));
      expect(parsed.events.map((event) => (event.type === 'account' ? event.kind : event.type))).toEqual([
        `status.${status}`,
      ]);
    },
  );
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
    expect(oneMessage(parse(saying({ id: 'w', from, at, accountId: '42' }))).accountId).toBe('42');
  });

  it.each(['calls', 'account_alerts', 'template_category_update', 'smb_message_echoes', 'of_next_year'])(
    'with the field %s is an account event with all that Meta said (R-40)',
    (field) => {
      expect(ofValue({ some: 'thing' }, field)).toMatchObject({
        events: [{ type: 'account', accountId: '900', kind: field, raw: '{"some":"thing"}' }],
        broken: [],
      });
    },
  );

  it('with an error of the whole number is an account event (R-40)', () => {
    const parsed = ofValue({ metadata, errors: [{ code: 130429, title: 'Rate limit' }] });
    expect(parsed.events).toMatchObject([{ type: 'account', accountId: account }]);
  });

  it('without the field is read all the same where it holds messages', () => {
    const { value } = saying({ id: 'w', from, at }) as { value: unknown };
    expect(idsOf(understand(bodyOf({ value })))).toEqual(['w']);
  });
});

describe('what is broken', () => {
  const text = { timestamp: stamp, type: 'text', text: { body: 'x' } };
  const good = { id: 'good', from, ...text };

  it.each([
    ['null', null],
    ['a word', 'x'],
    ['a list', []],
    ['a message without id', { from, ...text }],
    ['a message with an empty id', { id: '', from, ...text }],
    ['a message without sender', { id: 'w', ...text }],
    ['a message without time', { id: 'w', from, type: 'text', text: { body: 'x' } }],
    ['a message with a broken time', { id: 'w', from, ...text, timestamp: 'yesterday' }],
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
