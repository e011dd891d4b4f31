import { describe, expect, it } from 'vitest';
import { at, base, business, by, customer, from, only, sides } from '../testing/messaging.ts';

const visitor = { sender: { user_ref: 'r' }, recipient: { id: business }, timestamp: at };

describe.each(sides)('a reaction of $object', (side) => {
  it('belongs to a message and opens (R-12, R-42)', () => {
    const reaction = { mid: 'm_0', action: 'react', reaction: 'love', emoji: '❤️' };
    expect(only(side, from({ reaction }))).toEqual({
      ...base(side),
      type: 'reaction',
      id: '',
      target: 'm_0',
      emoji: '❤️',
      from: 'customer',
      opens: true,
      profile: {},
    });
  });

  it.each([
    ['smile', '😆'],
    ['laugh', '😆'],
    ['angry', '😠'],
    ['sad', '😢'],
    ['wow', '😮'],
    ['love', '❤️'],
    ['like', '👍'],
    ['dislike', '👎'],
    ['other', 'other'],
    [undefined, '❔'],
  ])('without an emoji shows the word %s as %s', (reaction, emoji) => {
    expect(only(side, from({ reaction: { mid: 'm_0', action: 'react', reaction } }))).toMatchObject({
      emoji,
    });
  });

  it.each([
    ['with the word', { action: 'unreact' }],
    ['with its emoji', { action: 'unreact', emoji: '❤️', reaction: 'love' }],
    ['with nothing', {}],
  ])('is taken away %s, and opens nothing then (R-12, R-42)', (_name, part) => {
    expect(only(side, from({ reaction: { mid: 'm_0', ...part } }))).toMatchObject({
      emoji: '',
      opens: false,
    });
  });

  it('of the business opens nothing (R-12)', () => {
    expect(only(side, by({ reaction: { mid: 'm_0', action: 'react', emoji: '👍' } }))).toMatchObject({
      peer: customer,
      from: 'business',
      opens: false,
    });
  });
});

describe.each(sides)('a receipt of $object', (side) => {
  it.each([
    ['a time', { watermark: at - 5 }, { upTo: at - 5, ids: [] }],
    ['a time in seconds', { watermark: String(at / 1000) }, { upTo: at, ids: [] }],
    ['messages', { mids: ['a', 'b', 7, {}] }, { ids: ['a', 'b', '7'] }],
    ['a message', { mid: 'a' }, { ids: ['a'] }],
    ['both', { mids: ['a'], mid: 'a', watermark: at }, { upTo: at, ids: ['a'] }],
  ])('tells %s, delivered or read, and opens nothing (R-10, R-12)', (_name, part, shown) => {
    expect(only(side, from({ delivery: part }))).toEqual({
      ...base(side),
      type: 'watermark',
      step: 'delivered',
      ...shown,
    });
    expect(only(side, from({ read: part }))).toEqual({
      ...base(side),
      type: 'watermark',
      step: 'read',
      ...shown,
    });
  });

  it('has the time of the entry where it has none (R-1)', () => {
    expect(only(side, from({ delivery: { watermark: at - 5 }, timestamp: undefined }))).toMatchObject({ at });
  });

  it('that we have read says nothing of ours', () => {
    expect(only(side, by({ read: { watermark: at } }))).toMatchObject({ type: 'account', kind: 'read' });
  });
});

describe.each(sides)('a referral of $object', (side) => {
  it.each([
    ['an ad', { source: 'ADS', ad_id: 5, ref: 'r' }, { source: 'ad', adId: '5', ref: 'r' }],
    ['a link', { source: 'SHORTLINK', ref: 'r' }, { source: 'link', ref: 'r' }],
    ['an ig.me link', { source: 'IG.ME', ref: 'r' }, { source: 'link', ref: 'r' }],
    ['a link that is not named', { ref: 'r' }, { source: 'link', ref: 'r' }],
    ['an ad that is not named', { ad_id: '5' }, { source: 'ad', adId: '5' }],
    ['a product', { product: { id: '5' } }, { source: 'product' }],
    ['a plugin', { source: 'CUSTOMER_CHAT_PLUGIN', referer_uri: 'https://x' }, { url: 'https://x' }],
    ['a source of next year', { source: 'HOLOGRAM' }, { source: 'HOLOGRAM' }],
    ['nothing but its type', { type: 'OPEN_THREAD' }, { source: 'OPEN_THREAD' }],
  ])('from %s is a line, opens and brings back (R-12)', (_name, referral, shown) => {
    expect(only(side, from({ referral }))).toMatchObject({
      ...base(side),
      type: 'notice',
      word: 'referral',
      happening: { what: 'referred', referral: shown },
      opens: true,
      reopens: true,
    });
  });

  it('shows the ad’s words and picture, or the thumbnail of its video', () => {
    const context = { ad_title: 'Cups', video_url: 'https://cdn.example/v.jpg', flow_id: '1' };
    expect(only(side, from({ referral: { source: 'ADS', ads_context_data: context } }))).toMatchObject({
      happening: { referral: { source: 'ad', headline: 'Cups', imageUrl: 'https://cdn.example/v.jpg' } },
    });
  });

  it('is there once, however often it comes (R-3)', () => {
    const idOf = (ref: string, timestamp = at) => {
      const event = only(side, from({ referral: { ref }, timestamp }));
      return 'id' in event ? event.id : '';
    };
    expect(idOf('a')).toBe(idOf('a'));
    expect(new Set([idOf('a'), idOf('b'), idOf('a', at + 1)]).size).toBe(3);
  });

  it('of a visitor is for admins', () => {
    expect(only(side, { ...visitor, referral: { ref: 'r' } })).toMatchObject({
      type: 'account',
      kind: 'referral',
    });
  });

  it.each([
    ['beside it', (lead: unknown) => ({ referral: { type: 'LEAD_COMPLETE', source: 'ADS' }, lead })],
    ['inside of it', (lead: unknown) => ({ referral: { type: 'LEAD_INCOMPLETE', lead } })],
    ['without it', (lead: unknown) => ({ lead })],
  ])('with the answers of a lead ad %s is a form, and opens (R-12)', (_name, part) => {
    const data = [{ question: 'Size?', answer: 5 }, { answer: 'Blue' }, {}, 'odd'];
    expect(only(side, from(part({ data })))).toMatchObject({
      type: 'notice',
      happening: {
        what: 'form',
        fields: [
          { name: 'Size?', value: '5' },
          { name: '', value: 'Blue' },
        ],
      },
      opens: true,
      reopens: true,
    });
  });
});

describe.each(sides)('an opt-in of $object', (side) => {
  it.each([
    ['a plugin', { ref: 'r' }, { what: 'opted-in', topic: 'r' }],
    ['notifications', { type: 'notification_messages', title: 'News' }, { what: 'opted-in', topic: 'News' }],
    ['a type alone', { type: 'one_time_notif_req' }, { what: 'opted-in', topic: 'one_time_notif_req' }],
    ['nothing', {}, { what: 'opted-in', topic: '' }],
    [
      'stopping',
      { notification_messages_status: 'STOP NOTIFICATIONS' },
      { what: 'marketing', value: 'stop' },
    ],
    [
      'resuming',
      { notification_messages_status: 'RESUME_NOTIFICATIONS' },
      { what: 'marketing', value: 'resume' },
    ],
  ])('by %s is a line and opens nothing (R-12)', (_name, optin, happening) => {
    const event = only(side, from({ optin }));
    expect(event).toMatchObject({
      ...base(side),
      type: 'notice',
      word: 'optin',
      opens: false,
      reopens: false,
    });
    expect(event.type === 'notice' && event.happening).toEqual(happening);
  });

  it.each([
    ['no sender', { recipient: { id: business } }],
    ['a sender without an id', visitor],
  ])('with %s is for admins', (_name, item) => {
    const optin = { ref: 'r', user_ref: 'u' };
    expect(only(side, { ...item, optin })).toMatchObject({
      type: 'account',
      kind: 'optin',
      accountId: business,
    });
  });
});

describe.each(sides)('feedback of $object', (side) => {
  it('is a form with all answers, and opens nothing (R-12)', () => {
    const questions = {
      how: { type: 'csat', payload: '5', follow_up: { type: 'free_form', payload: 'Fine' } },
    };
    const messaging_feedback = {
      feedback_screens: [{ screen_id: 0, questions }, { questions: 'odd' }, 'odd'],
    };
    expect(only(side, from({ messaging_feedback }))).toMatchObject({
      type: 'notice',
      happening: {
        what: 'form',
        fields: [
          { name: 'how', value: '5' },
          { name: 'how', value: 'Fine' },
        ],
      },
      opens: false,
    });
  });
});

describe.each(sides)('a handover of $object', (side) => {
  const pageInbox = '263902037430900';

  it.each([
    [
      'to us',
      { pass_thread_control: { new_owner_app_id: 1, previous_owner_app_id: 2 } },
      { to: 'us', app: '2' },
    ],
    ['to us from nobody', { pass_thread_control: { new_owner_app_id: 1 } }, { to: 'us' }],
    [
      'to Meta’s inbox',
      { pass_thread_control: { new_owner_app_id: pageInbox } },
      { to: 'other', app: pageInbox },
    ],
    [
      'to the questions of a lead ad',
      { pass_thread_control: { new_owner_app_id: '413038776280800' } },
      { to: 'other' },
    ],
    [
      'away from us',
      { take_thread_control: { new_owner_app_id: '3', metadata: 'm' } },
      { to: 'other', app: '3' },
    ],
  ])('%s is a line that tells who holds the thread', (_name, part, shown) => {
    expect(only(side, from(part))).toMatchObject({
      ...base(side),
      type: 'notice',
      word: 'handover',
      happening: { what: 'handover', ...shown },
      opens: false,
    });
  });

  it('that we only stand by goes to another app', () => {
    const item = from({ pass_thread_control: { new_owner_app_id: '5' } });
    const { events } = side.parse([{ id: business, time: at, standby: [item] }]);
    expect(events).toMatchObject([{ happening: { what: 'handover', to: 'other', app: '5' } }]);
  });

  it.each([
    [
      'asked for',
      { request_thread_control: { requested_owner_app_id: '5', metadata: 'Please' } },
      { word: 'request_thread_control', text: 'Please' },
    ],
    [
      'asked for without a word',
      { request_thread_control: { requested_owner_app_id: '5' } },
      { word: 'request_thread_control', text: '5' },
    ],
    [
      'set for an app',
      { app_roles: { 5: ['primary_receiver'] } },
      { word: 'app_roles', text: '5: primary_receiver' },
    ],
  ])('that is only %s hands nothing over', (_name, part, shown) => {
    expect(only(side, from(part))).toMatchObject({
      type: 'notice',
      word: 'handover',
      happening: { what: 'notice', ...shown },
    });
  });

  it.each([
    ['pass_thread_control', { new_owner_app_id: 1 }],
    ['take_thread_control', {}],
    ['request_thread_control', {}],
    ['app_roles', { 5: [] }],
  ])('%s of nobody is for admins', (key, value) => {
    const item = { recipient: { id: business }, timestamp: at, [key]: value };
    expect(only(side, item)).toMatchObject({ type: 'account', kind: key });
  });
});
