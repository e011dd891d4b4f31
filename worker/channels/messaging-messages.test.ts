import { describe, expect, it } from 'vitest';
import { at, base, business, by, customer, entry, from, only, saying, sides } from '../testing/messaging.ts';

const ad = {
  ref: 'spring',
  ad_id: 6042,
  source: 'ADS',
  type: 'OPEN_THREAD',
  ads_context_data: { ad_title: 'Cups', photo_url: 'https://cdn.example/ad.jpg', post_id: '1' },
};
const shownAd = {
  source: 'ad',
  headline: 'Cups',
  imageUrl: 'https://cdn.example/ad.jpg',
  adId: '6042',
  ref: 'spring',
};

describe.each(sides)('a message of $object', (side) => {
  it.each([
    ['nlp', { nlp: { entities: {} } }],
    ['commands', { commands: [{ name: 'help' }] }],
    ['a number', { seq: 5 }],
  ])('with %s is its text and nothing more', (_name, part) => {
    const event = only(side, saying({ text: 'Hello', ...part }));
    expect(event).toMatchObject({ content: { kind: 'text', text: 'Hello' } });
    expect(event).not.toHaveProperty('raw');
  });

  it.each([
    ['in the message', saying({ text: 'Hello', hologram: 1 })],
    ['beside the message', { ...saying(), prior_message: { source: 'checkbox_plugin' } }],
  ])('keeps what is unknown %s (R-40)', (_name, item) => {
    const event = only(side, item);
    expect(event).toMatchObject({ content: { kind: 'text', text: 'Hello' } });
    expect('raw' in event && JSON.parse(event.raw ?? '')).toEqual(item);
  });

  it.each([
    ['a title', { text: 'Yes', quick_reply: { payload: 'YES' } }, { text: 'Yes', payload: 'YES' }],
    ['an e-mail', { text: 'a@b.example', quick_reply: { payload: 'a@b.example' } }, { text: 'a@b.example' }],
    ['only a payload', { quick_reply: { payload: 'YES' } }, { text: 'YES', payload: 'YES' }],
  ])('that is a quick reply is a choice with %s', (_name, part, shown) => {
    expect(only(side, saying(part))).toMatchObject({
      type: 'message',
      content: { kind: 'choice', of: 'quick-reply', ...shown },
      opens: true,
      speaks: true,
    });
  });

  it('may answer a message, its own included', () => {
    const item = saying({ text: 'Hello', reply_to: { mid: 'm_0', is_self_reply: true } });
    expect(only(side, item)).toMatchObject({ quotes: 'm_0' });
  });

  it('may answer a story', () => {
    const story = { id: '17900000000000001', url: 'https://cdn.example/s.jpg' };
    expect(only(side, saying({ text: 'Hello', reply_to: { story } }))).toMatchObject({
      content: { kind: 'text', text: 'Hello' },
      story,
    });
  });

  it.each([
    ['that Meta does not pass on', { is_unsupported: true }, 'unsupported'],
    ['of a kind of next year', { hologram: {} }, 'hologram'],
    ['with nothing in it', {}, 'message'],
  ])('%s is unsupported by Meta’s own word, and kept (R-40)', (_name, part, type) => {
    const event = only(side, saying(part));
    expect(event).toMatchObject({ type: 'message', content: { kind: 'unsupported', type, text: '' } });
  });

  it('after a tap on an ad carries the ad, with its picture', () => {
    expect(only(side, saying({ text: 'Hello', referral: ad }))).toMatchObject({
      referral: shownAd,
      sources: [{ slot: 'ad', url: 'https://cdn.example/ad.jpg' }],
    });
  });

  it('about a product carries the product', () => {
    const event = only(side, saying({ text: 'This?', referral: { product: { id: 55 } } }));
    expect(event).toMatchObject({ product: { catalogId: '', productId: '55' } });
    expect(event).not.toHaveProperty('referral');
  });

  it('of a visitor without an id is for admins', () => {
    const item = { ...saying(), sender: { user_ref: 'r' } };
    expect(only(side, item)).toMatchObject({ type: 'account', kind: 'message' });
  });

  it('that was taken back is an unsend and opens nothing (R-12, R-41)', () => {
    const taken = { mid: 'm_1', is_deleted: true };
    expect(only(side, from({ message: taken }))).toEqual({
      ...base(side),
      type: 'unsend',
      id: '',
      target: 'm_1',
      from: 'customer',
    });
    expect(only(side, by({ message: { ...taken, is_echo: true } }))).toMatchObject({
      type: 'unsend',
      peer: customer,
      from: 'business',
    });
  });

  it('of a lead ad’s questions is a line, no bubble', () => {
    const summary = { ...saying({ text: 'Lead summary: …' }), hop_context: [{ app_id: 1, metadata: 'm' }] };
    expect(only(side, summary)).toMatchObject({
      type: 'notice',
      id: 'm_1',
      happening: { what: 'notice', word: 'lead-summary', text: 'Lead summary: …' },
      opens: false,
      reopens: false,
    });
    expect(only(side, saying({ text: 'x', hop_context: { app_id: 1 } }))).toMatchObject({ type: 'notice' });
  });
});

describe.each(sides)('an echo of $object', (side) => {
  const echo = (part: Record<string, unknown> = {}) =>
    by({ message: { mid: 'm_1', text: 'Hi', is_echo: true, ...part } });

  it('is what the business wrote elsewhere, in the customer’s conversation (R-43)', () => {
    expect(only(side, echo())).toEqual({
      ...base(side),
      type: 'echo',
      id: 'm_1',
      content: { kind: 'text', text: 'Hi' },
      origin: 'other-app',
    });
  });

  it.each([
    ['Page inbox', 26390203743090, 'meta-inbox'],
    ['Page inbox, as another page of Meta’s prints it', '263902037430900', 'meta-inbox'],
    ['Instagram inbox', '1217981644879628', 'meta-inbox'],
    ['any other app', '1517776481860111', 'other-app'],
    ['no app', undefined, 'other-app'],
  ])('of %s says so (R-43)', (_name, app_id, origin) => {
    expect(only(side, echo({ app_id }))).toMatchObject({ type: 'echo', origin });
  });

  it('gives our own id back (R-8)', () => {
    expect(only(side, echo({ metadata: 'c1' }))).toMatchObject({ callbackId: 'c1' });
  });

  it('may carry files, like any message', () => {
    const attachments = [{ type: 'image', payload: { url: 'https://cdn.example/a.jpg' } }];
    expect(only(side, echo({ text: undefined, attachments }))).toMatchObject({
      type: 'echo',
      content: { kind: 'files' },
      sources: [{ slot: '0' }],
    });
  });

  it('whose sides are mixed up still belongs to the customer', () => {
    expect(only(side, from({ message: { mid: 'm', text: 'x', is_echo: 'true' } }))).toMatchObject({
      type: 'echo',
      peer: customer,
    });
  });

  it('to nobody is broken (R-40)', () => {
    const item = { sender: { id: business }, timestamp: at, message: { mid: 'm', is_echo: true, text: 'x' } };
    expect(side.parse([entry(item)])).toMatchObject({ events: [], broken: [{ reason: /.+/ }] });
  });
});

it.each([
  ['page', 'message'],
  ['instagram', 'echo'],
])('an unmarked message of the account itself is, for %s, of type %s (R-43)', (object, type) => {
  const side = sides.find((one) => one.object === object) ?? sides[0];
  expect(side && only(side, by({ message: { mid: 'm', text: 'x' } }))).toMatchObject({ type });
});

it('an account that writes to itself as a test is its own customer', () => {
  const self = { id: business };
  const item = {
    sender: self,
    recipient: self,
    timestamp: at,
    message: { mid: 'm', text: 'x', is_self: true },
  };
  for (const side of sides) expect(only(side, item)).toMatchObject({ type: 'message', peer: business });
});

describe.each(sides)('an edit of $object', (side) => {
  it.each([2, '2'])('changes the text and opens nothing; it is counted by %j (R-12, R-41)', (num_edit) => {
    const item = from({ message_edit: { mid: 'm_1', text: 'Better', num_edit } });
    expect(only(side, item)).toEqual({
      ...base(side),
      type: 'edit',
      id: '',
      target: 'm_1',
      content: { kind: 'text', text: 'Better' },
      number: 2,
      from: 'customer',
    });
  });

  it('may be the business’s, and uncounted', () => {
    expect(only(side, by({ message_edit: { mid: 'm_1' } }))).toMatchObject({
      type: 'edit',
      peer: customer,
      from: 'business',
      content: { text: '' },
    });
  });

  it('of a visitor is for admins', () => {
    const item = { sender: { user_ref: 'r' }, message_edit: { mid: 'm_1' } };
    expect(only(side, item)).toMatchObject({ type: 'account', kind: 'message_edit' });
  });
});

describe.each(sides)('a postback of $object', (side) => {
  const postback = { mid: 'm_1', title: 'Talk to us', payload: 'TALK' };

  it('is a choice of the customer and opens (R-12, R-27)', () => {
    expect(only(side, from({ postback }))).toMatchObject({
      ...base(side),
      type: 'message',
      id: 'm_1',
      content: { kind: 'choice', of: 'postback', text: 'Talk to us', payload: 'TALK' },
      opens: true,
      speaks: true,
    });
  });

  it('without an id is there once, however often it comes (R-3)', () => {
    const idOf = (part: Record<string, unknown>) => {
      const event = only(side, from({ postback: { title: 'T', payload: 'P' }, ...part }));
      return 'id' in event ? event.id : '';
    };
    expect(idOf({})).not.toBe('');
    expect(idOf({})).toBe(idOf({ timestamp: at / 1000 }));
    const others = [
      { timestamp: at + 1 },
      { sender: { id: '78' } },
      { postback: { title: 'T', payload: 'Q' } },
    ];
    expect(new Set([idOf({}), ...others.map(idOf)]).size).toBe(4);
  });

  it('without a title shows what came back', () => {
    expect(only(side, from({ postback: { mid: 'm', payload: 'TALK' } }))).toMatchObject({
      content: { text: 'TALK' },
    });
  });

  it('may carry the ad that led to it', () => {
    expect(only(side, from({ postback: { ...postback, referral: ad } }))).toMatchObject({
      referral: shownAd,
      sources: [{ slot: 'ad' }],
    });
  });

  it('of a visitor is for admins', () => {
    const item = { sender: { user_ref: 'r' }, recipient: { id: business }, timestamp: at, postback };
    expect(only(side, item)).toMatchObject({ type: 'account', kind: 'postback' });
  });
});

describe.each(sides)('a cart of $object', (side) => {
  const products = [
    { id: 123, retailer_id: 'cup', name: 'Cup', unit_price: 11, currency: 'THB', quantity: 2 },
    { id: 456 },
    'odd',
  ];

  it('is an order of the customer and opens (R-12)', () => {
    expect(only(side, from({ order: { products, note: 'Blue, please' } }))).toMatchObject({
      ...base(side),
      type: 'message',
      content: {
        kind: 'order',
        text: 'Blue, please',
        items: [
          { id: 'cup', name: 'Cup', quantity: 2, price: 11, currency: 'THB' },
          { id: '456', quantity: 1, price: 0, currency: '' },
        ],
      },
      opens: true,
      speaks: true,
    });
  });

  it('is there once, however often it comes (R-3)', () => {
    const [one, two] = [1, 2].map(() => only(side, from({ order: { products } })));
    expect(one).toEqual(two);
  });
});
