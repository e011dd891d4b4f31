import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, base, business, by, customer, entry, from, only, saying, sides } from '../testing/messaging.ts';
import { readJson, understand, understandSample } from '../webhooks/understand.ts';

describe.each(sides)('$object', (side) => {
  const kinds = (entries: readonly unknown[]) => side.parse(entries).events.map(({ type }) => type);

  it('tells a text as a message of the customer under their name (R-12, R-29)', () => {
    expect(only(side, saying())).toEqual({
      ...base(side),
      type: 'message',
      id: 'm_1',
      content: { kind: 'text', text: 'Hello' },
      profile: {},
      opens: true,
      speaks: true,
    });
  });

  it.each([
    ['milliseconds', at],
    ['milliseconds as text', String(at)],
    ['seconds', at / 1000],
    ['seconds as text', String(at / 1000)],
    ['ISO text', '2026-10-01T12:00:00+0000'],
    ['nothing but the time of the entry', undefined],
  ])('takes the time in %s (R-1)', (_name, timestamp) => {
    expect(only(side, { ...saying(), timestamp }).at).toBe(at);
  });

  it('gives what has no time at all a time that the edge does not believe, so that arrival counts (R-1)', () => {
    const { events } = side.parse([
      { id: business, time: 0, messaging: [{ ...saying(), timestamp: undefined }] },
    ]);
    expect(events[0]).toMatchObject({ type: 'message', at: Number.MAX_SAFE_INTEGER });
  });

  it('keeps ids beyond 2^53 apart, quoted or not', () => {
    const body = (id: string) =>
      `{"object":"${side.object}","entry":[{"id":17841400000000001,"messaging":[{"sender":{"id":${id}},` +
      `"recipient":{"id":17841400000000001},"timestamp":${at},"message":{"mid":"m","text":"x"}}]}]}`;
    const [a, b] = ['18139494541428835', '18139494541428837'].map(
      (id) => understand(readJson(body(id))).events[0],
    );
    expect(a).toMatchObject({ accountId: '17841400000000001', peer: '18139494541428835' });
    expect(b).toMatchObject({ peer: '18139494541428837' });
  });

  it('takes ids that are small numbers as the same words', () => {
    expect(only(side, { ...saying(), sender: { id: 77 } })).toMatchObject({ peer: customer });
  });

  it('takes the account from the item where the entry has none', () => {
    const { events } = side.parse([
      { messaging: [saying(), by({ message: { mid: 'm_2', text: 'Hi', is_echo: true } })] },
    ]);
    expect(events).toMatchObject([
      { type: 'message', accountId: business, peer: customer },
      { type: 'echo', accountId: business, peer: customer },
    ]);
  });

  it('gives everything of every entry: items, standby, changes (R-40)', () => {
    const { events, broken } = side.parse([
      {
        ...entry(saying(), saying({ mid: 'm_2', text: 'b' })),
        standby: [saying({ mid: 'm_3', text: 'c' })],
        changes: [{ field: 'feed', value: { item: 'comment' } }],
      },
      entry(saying({ mid: 'm_4', text: 'd' })),
    ]);
    expect(broken).toEqual([]);
    const names = events.map((event) => {
      if (event.type === 'account') return event.kind;
      return event.type === 'message' ? event.id : event.type;
    });
    expect(names).toEqual(['m_1', 'm_2', 'm_3', 'feed', 'm_4']);
  });

  it('tells standby like everything else, marked (R-12)', () => {
    const postback = from({ postback: { title: 'Menu' } });
    const { events } = side.parse([{ id: business, time: at, standby: [saying(), postback] }]);
    expect(events).toMatchObject([
      { type: 'message', elsewhere: true, opens: true, speaks: true },
      { type: 'message', elsewhere: true, opens: true, content: { of: 'postback', text: 'Menu' } },
    ]);
  });

  it.each([
    ['in changes', { changes: [{ field: 'messages', value: saying() }] }],
    ['as an item', { messaging: [{ field: 'messages', value: saying() }] }],
    ['on the entry itself', { field: 'messages', value: saying() }],
  ])('takes an item that comes as {field, value} %s', (_name, part) => {
    const { events, broken } = side.parse([{ id: business, time: at, ...part }]);
    expect(broken).toEqual([]);
    expect(events).toMatchObject([{ ...base(side), type: 'message', id: 'm_1' }]);
  });

  it.each([
    'comments',
    'live_comments',
    'mentions',
    'mention',
    'feed',
    'inbox_labels',
    'business_integrity',
    'leadgen',
    'messages',
    'a_field_of_next_year',
  ])('keeps a change of %s for admins and opens no conversation (R-12, R-40)', (field) => {
    const value = { id: '5', from: { id: customer }, text: 'Nice' };
    for (const part of [{ changes: [{ field, value }] }, { field, value }]) {
      const { events } = side.parse([{ id: business, time: at, ...part }]);
      expect(events).toMatchObject([{ type: 'account', kind: field, accountId: business, at }]);
      expect(events[0]?.type === 'account' && events[0].raw).toContain('Nice');
    }
  });

  it.each([
    ['policy_enforcement', { sender: undefined, policy_enforcement: { action: 'block', reason: 'r' } }],
    ['policy_enforcement', { sender: undefined, 'policy-enforcement': { action: 'unblock' } }],
    ['account_linking', { account_linking: { status: 'linked' } }],
    ['game_play', { game_play: { score: 1 } }],
    ['response_feedback', { response_feedback: { feedback: 'GOOD' } }],
    ['hologram', { hologram: { of: 'next year' } }],
    ['unknown', {}],
  ])('keeps %s for admins with all that Meta said (R-40)', (kind, part) => {
    const item = from(part);
    const event = only(side, item);
    expect(event).toMatchObject({ type: 'account', kind, channel: side.channel, accountId: business, at });
    expect(event.type === 'account' && JSON.parse(event.raw)).toEqual(JSON.parse(JSON.stringify(item)));
  });

  it('tells every kind that stands in one item', () => {
    expect(kinds([entry({ ...saying(), read: { watermark: at }, prior_message: {} })])).toEqual([
      'message',
      'watermark',
    ]);
  });

  describe('a sample of the dashboard', () => {
    const timestamp = '1527459824';
    const item = {
      sender: { id: '12' },
      recipient: { id: '23' },
      timestamp,
      message: { mid: 'x', text: 't' },
    };

    it.each([
      ['messaging', { messaging: [item] }],
      ['standby', { standby: [item] }],
      ['changes', { changes: [{ field: 'messages', value: item }] }],
      ['the entry itself', { field: 'messages', value: item }],
    ])('in %s is nobody’s conversation, and can be looked at', (_name, part) => {
      const { events, broken } = side.parse([{ id: '0', time: at, ...part }]);
      expect(broken).toEqual([]);
      expect(events).toMatchObject([{ type: 'account', kind: 'sample.message', accountId: '0' }]);
      const [event] = events;
      const sample = event?.type === 'account' ? understandSample(event).events : [];
      expect(sample).toMatchObject([{ type: 'message', id: 'x', peer: '12', content: { text: 't' } }]);
    });

    it('is not what another account event is', () => {
      const event = only(side, from({ account_linking: {} }));
      expect(event.type === 'account' && understandSample(event)).toEqual({ events: [], broken: [] });
    });

    it('that was kept cut says nothing', () => {
      const cut = { type: 'account', accountId: '0', kind: 'sample.message', at, raw: '{"a…(cut)' } as const;
      expect(understandSample({ ...cut, channel: side.channel })).toEqual({ events: [], broken: [] });
    });
  });

  describe('what is broken', () => {
    it.each([
      ['null', null],
      ['a word', 'x'],
      ['a number', 3],
      ['a list', []],
      ['a message that is a word', from({ message: 'x' })],
      ['a message without an id', from({ message: { text: 'x' } })],
      ['a message of nobody', { message: { mid: 'm', text: 'x' } }],
      ['a postback that is a word', from({ postback: 'x' })],
      ['a postback of nobody', { postback: { title: 'x' } }],
      ['an order that is a word', from({ order: 'x' })],
      ['an edit without a message', from({ message_edit: { text: 'x' } })],
      ['a reaction without a message', from({ reaction: { emoji: '👍' } })],
      ['a delivery of nothing', from({ delivery: {} })],
      ['a read of nothing', from({ read: {} })],
      ['a referral that is a word', from({ referral: 'x' })],
      ['an opt-in that is a word', from({ optin: 'x' })],
      ['a change without a field', { field: null, value: { a: 1 } }],
    ])('is kept with its reason and costs no neighbour: %s (R-40)', (_name, odd) => {
      const item = saying();
      const { events, broken } = side.parse([
        entry(odd, item),
        { id: business, changes: [odd] },
        entry(item),
      ]);
      expect(events.filter(({ type }) => type === 'message')).toHaveLength(2);
      expect(events.length + broken.length).toBe(4);
      for (const one of broken) expect(one).toMatchObject({ channel: side.channel, reason: /.+/ });
    });

    it.each([
      ['an entry that is a word', 'x'],
      ['an entry without events', { id: business, time: at }],
      ['items that are no list', { id: business, messaging: { a: 1 } }],
      ['standby that is no list', { id: business, standby: 'x' }],
      ['changes that are no list', { id: business, changes: 5 }],
    ])('is kept with its reason: %s (R-40)', (_name, odd) => {
      const { events, broken } = side.parse([odd, entry(saying())]);
      expect(events).toHaveLength(1);
      expect(broken).toHaveLength(1);
      expect(broken[0]?.reason).not.toBe('');
    });

    it('never throws, whatever stands where something is read (R-40)', () => {
      const keys = ['message', 'postback', 'referral', 'reaction', 'read', 'delivery', 'optin', 'order'];
      const more = ['message_edit', 'messaging_feedback', 'app_roles', 'pass_thread_control', 'lead'];
      fc.assert(
        fc.property(
          fc.constantFrom(...keys, ...more),
          fc.jsonValue(),
          fc.jsonValue(),
          (key, value, other) => {
            const odd = from({ [key]: value, timestamp: other });
            const message = saying({ attachments: value, referral: other, reply_to: other });
            const deep = saying({ attachments: [{ type: 'template', payload: value }, other] });
            const booked = saying({
              attachments: [{ type: 'appointment_booking', payload: { start_time: value } }],
            });
            const { events } = side.parse([entry(odd, message, deep, booked, saying({ mid: 'good' }))]);
            expect(events.some((event) => 'id' in event && event.id === 'good')).toBe(true);
          },
        ),
        { seed: 3, numRuns: 500 },
      );
    });
  });
});
