import { describe, expect, it } from 'vitest';
import { account } from '../../testing/meta.ts';
import { at, bsuid, from, ofPart, ofValue, only, ours, stamp } from '../../testing/whatsapp.ts';

describe('a call', () => {
  const calling = (part: Record<string, unknown>) =>
    ofPart({ calls: [{ id: 'wacid.1', timestamp: stamp, ...part }] }, 'calls');
  const theirs = { from, to: ours, direction: 'USER_INITIATED' };
  const own = { from: ours, to: from, direction: 'BUSINESS_INITIATED' };

  it.each([
    ['a customer who rings', { ...theirs, event: 'connect' }, { from: 'customer', state: 'ringing' }, true],
    [
      'its end',
      { ...theirs, event: 'terminate', status: 'COMPLETED', duration: 61 },
      { from: 'customer', state: 'ended', seconds: 61 },
      false,
    ],
    [
      'its failure',
      { ...theirs, event: 'terminate', status: ['FAILED'] },
      { from: 'customer', state: 'failed' },
      false,
    ],
    ['our ringing', { ...own, event: 'connect' }, { from: 'business', state: 'ringing' }, false],
    [
      'a customer who says no',
      { ...own, event: 'terminate', status: 'REJECTED' },
      { from: 'business', state: 'rejected' },
      false,
    ],
    [
      'a recording',
      { ...theirs, event: 'call_recording_available' },
      { from: 'customer', state: 'recorded' },
      false,
    ],
    [
      'a customer, by their number alone',
      { from, event: 'connect' },
      { from: 'customer', state: 'ringing' },
      true,
    ],
    [
      'us, by our number alone',
      { from: ours, to: from, event: 'connect' },
      { from: 'business', state: 'ringing' },
      false,
    ],
  ])(
    'is a line of the timeline; only a customer’s opens and brings back: %s (R-12, R-27)',
    (_name, part, call, opens) => {
      expect(only('notice', calling(part))).toMatchObject({
        happening: { what: 'call', ...call },
        names: [`phone:${from}`],
        accountId: account,
        at,
        opens,
        reopens: opens,
        word: 'call',
        refId: 'wacid.1',
      });
    },
  );

  it('has an id for each of its steps (R-3)', () => {
    const idOf = (event: string) => only('notice', calling({ ...theirs, event })).id;
    expect(new Set(['connect', 'terminate', 'connect'].map(idOf)).size).toBe(2);
  });

  it('may name the customer by BSUID (R-29)', () => {
    expect(
      only('notice', calling({ from_user_id: bsuid, event: 'connect', direction: 'USER_INITIATED' })).names,
    ).toEqual([`bsuid:${bsuid}`]);
  });

  it('of next year is told in its own words and opens nothing (R-40)', () => {
    expect(only('notice', calling({ ...theirs, event: 'hologram' }))).toMatchObject({
      happening: { what: 'notice', word: 'call.hologram' },
      opens: false,
    });
  });

  it.each([null, 'x', { event: 'connect' }, { from, event: 'connect', timestamp: 'soon' }])(
    'of nobody, or of no time, is broken: %j (R-40)',
    (call) => {
      expect(ofPart({ calls: [call] }, 'calls')).toMatchObject({ events: [], broken: [{}] });
    },
  );

  it.each(['RINGING', 'ACCEPTED', 'REJECTED', 'FAILED'])(
    'of ours tells that it is %s, opening nothing',
    (status) => {
      const statuses = [{ id: 'wacid.1', type: 'call', status, timestamp: stamp, recipient_id: from }];
      for (const field of ['calls', 'messages']) {
        expect(only('notice', ofPart({ statuses }, field))).toMatchObject({
          happening: { what: 'call', from: 'business', state: status.toLowerCase() },
          names: [`phone:${from}`],
          opens: false,
        });
      }
    },
  );

  it('of ours in an unknown state is an account event (R-40)', () => {
    const statuses = [
      { id: 'wacid.1', type: 'call', status: 'SINGING', timestamp: stamp, recipient_id: from },
    ];
    expect(only('account', ofPart({ statuses }, 'calls')).kind).toBe('call_status.SINGING');
  });
});

describe('a preference', () => {
  const preferring = (part: Record<string, unknown>) => {
    const preference = {
      wa_id: from,
      user_id: bsuid,
      category: 'marketing_messages',
      timestamp: Number(stamp),
      ...part,
    };
    return ofPart({ user_preferences: [preference] }, 'user_preferences');
  };

  it.each([
    ['stop', { what: 'marketing', value: 'stop' }],
    ['resume', { what: 'marketing', value: 'resume' }],
    ['signup', { what: 'opted-in', topic: 'marketing_messages' }],
    ['maybe', { what: 'notice', word: 'user_preferences.maybe', text: 'Why' }],
  ])('%s is a line of the timeline that opens nothing (R-12)', (value, happening) => {
    expect(only('notice', preferring({ value, detail: 'Why' }))).toMatchObject({
      happening,
      names: [`bsuid:${bsuid}`, `phone:${from}`],
      at,
      opens: false,
      reopens: false,
      text: 'Why',
    });
  });

  it('about another thing is not about marketing (R-40)', () => {
    expect(only('notice', preferring({ value: 'stop', category: 'calls' })).happening).toMatchObject({
      what: 'notice',
    });
  });

  it('is there once, however often it comes (R-3)', () => {
    const idOf = (value: string) => only('notice', preferring({ value })).id;
    expect(idOf('stop')).toBe(idOf('stop'));
    expect(idOf('stop')).not.toBe(idOf('resume'));
  });

  it('of nobody is broken (R-40)', () => {
    expect(preferring({ wa_id: '', user_id: '' })).toMatchObject({ events: [], broken: [{}] });
  });
});

describe('a handover', () => {
  const passing = (part: Record<string, unknown>) =>
    ofValue(
      {
        sender: { phone_number: from },
        recipient: { phone_number_id: account, display_phone_number: ours },
        timestamp: stamp,
        ...part,
      },
      'messaging_handovers',
    );

  it.each([
    [
      'to us',
      {
        type: 'control_passed',
        control_passed: { previous_owner_role: 'ai_agent', new_owner_role: 'escalation' },
      },
      { to: 'us', app: 'escalation' },
    ],
    [
      'to us, without a role',
      { type: 'control_passed', control_passed: { previous_owner_app_role: 'meta_business_agent' } },
      { to: 'us' },
    ],
    [
      'to the agent of Meta',
      { type: 'control_passed', control_passed: { new_owner_role: 'ai_agent' } },
      { to: 'other', app: 'ai_agent' },
    ],
    ['away', { type: 'control_taken' }, { to: 'other' }],
  ])('goes %s', (_name, part, happening) => {
    expect(only('notice', passing(part))).toMatchObject({
      happening: { what: 'handover', ...happening },
      accountId: account,
      names: [`phone:${from}`],
      opens: false,
      word: 'handover',
    });
  });

  it('of nobody is broken (R-40)', () => {
    expect(passing({ sender: {} })).toMatchObject({ events: [], broken: [{}] });
  });
});

describe('history', () => {
  const text = { type: 'text', text: { body: 'x' } };
  const threads = (messages: readonly unknown[], thread = {}) =>
    ofPart(
      {
        history: [
          {
            metadata: { phase: 0, chunk_order: 1, progress: 5 },
            threads: [{ id: from, messages, ...thread }],
          },
        ],
      },
      'history',
    );
  const first = (message: Record<string, unknown>, thread = {}) =>
    threads([{ id: 'wamid.h', timestamp: stamp, ...text, ...message }], thread).events[0];

  it('of a customer opens nothing and counts nothing (R-13)', () => {
    expect(first({ from, history_context: { status: 'READ' } })).toEqual({
      type: 'message',
      channel: 'whatsapp',
      accountId: account,
      names: [`phone:${from}`],
      peer: from,
      at,
      id: 'wamid.h',
      content: { kind: 'text', text: 'x' },
      history: true,
      profile: { phone: from },
      opens: false,
      speaks: false,
    });
  });

  it.each([
    ['PENDING', 'accepted'],
    ['SENT', 'sent'],
    ['DELIVERED', 'delivered'],
    ['read', 'read'],
    ['PLAYED', 'played'],
    ['ERROR', 'failed'],
  ])('of ours that is %s has come so far: %s (R-6)', (status, step) => {
    for (const sender of [{ from: ours, to: from }, { from: ours }]) {
      expect(first({ ...sender, history_context: { status } })).toMatchObject({
        type: 'echo',
        names: [`phone:${from}`],
        origin: 'history',
        history: true,
        step,
      });
    }
  });

  it('of ours may come without saying how far', () => {
    expect(first({ from: ours, to: from })).not.toHaveProperty('step');
  });

  it('may be of somebody without a phone (R-29)', () => {
    const thread = { id: bsuid, context: { user_id: bsuid, username: 'maria' } };
    expect(first({ from: undefined, from_user_id: bsuid }, thread)).toMatchObject({
      type: 'message',
      names: [`bsuid:${bsuid}`],
    });
    expect(first({ from: ours, to_user_id: bsuid }, thread)).toMatchObject({
      type: 'echo',
      names: [`bsuid:${bsuid}`],
    });
  });

  it('holds a place for a file, which comes later under the same id', () => {
    expect(first({ from, type: 'media_placeholder', text: undefined })).toMatchObject({
      id: 'wamid.h',
      content: { kind: 'unsupported', type: 'media_placeholder' },
    });
    const file = { id: 'wamid.h', from, timestamp: stamp, type: 'image', image: { id: '7' } };
    expect(only('message', ofPart({ messages: [file] }, 'history'))).toMatchObject({
      id: 'wamid.h',
      content: { kind: 'files' },
      sources: [{ mediaId: '7' }],
      history: true,
      opens: false,
    });
    const sent = { ...file, from: ours, to: from };
    expect(only('echo', ofPart({ messages: [sent] }, 'history'))).toMatchObject({
      origin: 'history',
      names: [`phone:${from}`],
    });
  });

  it('tells admins how far it is, and why it was refused', () => {
    const { events } = threads([{ id: 'wamid.h', from, timestamp: stamp, ...text }]);
    expect(events[1]).toMatchObject({ type: 'account', kind: 'history', accountId: account });
    expect(events[1]).toHaveProperty(
      'raw',
      JSON.stringify({ metadata: { phase: 0, chunk_order: 1, progress: 5 } }),
    );
    const errors = [{ code: 2593109, title: 'History sharing is turned off' }];
    expect(only('account', ofPart({ history: [{ errors }] }, 'history'))).toMatchObject({
      kind: 'history.2593109',
    });
  });

  it('goes on after what is broken in it (R-40)', () => {
    const good = { id: 'wamid.h', from, timestamp: stamp, ...text };
    const parsed = threads([null, good, ['x']]);
    expect(parsed.broken).toHaveLength(2);
    expect(parsed.events[0]).toMatchObject({ id: 'wamid.h' });
    const history = ['x', { threads: ['x'] }];
    expect(ofPart({ history }, 'history').broken).toHaveLength(2);
  });
});
