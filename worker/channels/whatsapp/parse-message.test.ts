import { describe, expect, it } from 'vitest';
import { account } from '../../testing/meta.ts';
import {
  at,
  bsuid,
  from,
  ofMessage,
  ofPart,
  only,
  ours,
  stamp,
  wireMessage,
} from '../../testing/whatsapp.ts';

const text = { type: 'text', text: { body: 'x' } };

describe('the marks of a message', () => {
  const marked = (part: Record<string, unknown>) => only('message', ofMessage({ ...text, ...part }));

  it.each([
    ['an answer', { from: '1', id: 'wamid.q' }, { quotes: 'wamid.q' }],
    ['forwarded', { forwarded: true }, { forwarded: 'once' }],
    ['forwarded often', { forwarded: true, frequently_forwarded: true }, { forwarded: 'often' }],
    [
      'a question about a product',
      { from: '1', id: 'wamid.q', referred_product: { catalog_id: 'c', product_retailer_id: 'p' } },
      { quotes: 'wamid.q', product: { catalogId: 'c', productId: 'p' } },
    ],
    ['nothing', { forwarded: false }, {}],
    ['nothing that can be read', 'x', {}],
  ])('are told by the context: %s', (_name, context, marks) => {
    const { quotes, forwarded, product } = marked({ context });
    expect({
      ...(quotes && { quotes }),
      ...(forwarded && { forwarded }),
      ...(product && { product }),
    }).toEqual(marks);
  });

  it('tell which advertisement brought the customer, with its picture (R-15)', () => {
    const referral = {
      source_url: 'https://fb.me/1',
      source_id: '77',
      source_type: 'ad',
      headline: 'Tea',
      body: 'Green',
      media_type: 'video',
      video_url: 'https://v.example',
      thumbnail_url: 'https://t.example',
      ctwa_clid: 'clid',
      welcome_message: { text: 'Hi' },
    };
    const event = marked({ type: 'image', image: { id: '7' }, referral });
    expect(event.referral).toEqual({
      source: 'ad',
      headline: 'Tea',
      body: 'Green',
      url: 'https://fb.me/1',
      imageUrl: 'https://t.example',
      adId: '77',
      clickId: 'clid',
    });
    expect(event.sources).toEqual([
      { slot: '0', mediaId: '7' },
      { slot: 'ad', url: 'https://t.example' },
    ]);
    expect(event.raw).toContain('welcome_message');
    expect(marked({ referral: { source_type: 'post', image_url: 'https://i.example' } })).toMatchObject({
      referral: { source: 'post', imageUrl: 'https://i.example' },
    });
  });
});

describe('a reaction', () => {
  const reacting = (reaction: unknown, part = {}) => ofMessage({ type: 'reaction', reaction, ...part });

  it('is put on a message and opens nothing (R-12, R-42)', () => {
    expect(only('reaction', reacting({ message_id: 'w0', emoji: '👍' }))).toEqual({
      type: 'reaction',
      channel: 'whatsapp',
      accountId: account,
      names: [`phone:${from}`],
      peer: from,
      at,
      id: 'wamid.1',
      target: 'w0',
      emoji: '👍',
      from: 'customer',
      opens: false,
      profile: { phone: from },
    });
  });

  it.each([
    ['an empty emoji', { message_id: 'w0', emoji: '' }],
    ['no emoji', { message_id: 'w0' }],
    ['the word for it', { message_id: 'w0', emoji: '👍', action: 'unreact' }],
  ])('is taken away by %s (R-42)', (_name, reaction) => {
    expect(only('reaction', reacting(reaction))).toMatchObject({ target: 'w0', emoji: '' });
  });

  it('in a group is its participant’s (R-42)', () => {
    expect(only('reaction', reacting({ message_id: 'w0', emoji: '👍' }, { group_id: 'g' }))).toMatchObject({
      names: ['group:g'],
      from,
    });
  });

  it.each([undefined, {}, 'x', { emoji: '👍' }])('on nothing is broken: %j (R-40)', (reaction) => {
    expect(reacting(reaction)).toMatchObject({
      events: [],
      broken: [{ reason: expect.stringContaining('reaction') }],
    });
  });
});

describe('an edit', () => {
  it('says what the original says now (R-41)', () => {
    const edit = { original_message_id: 'w0', message: { ...text, context: { id: 'M0' } } };
    expect(only('edit', ofMessage({ type: 'edit', edit }))).toMatchObject({
      id: 'wamid.1',
      target: 'w0',
      content: { kind: 'text', text: 'x' },
      from: 'customer',
    });
  });

  it('of a caption has the file that it is under', () => {
    const edit = {
      original_message_id: 'w0',
      message: { type: 'image', image: { id: '7', caption: 'New' } },
    };
    expect(only('edit', ofMessage({ type: 'edit', edit }))).toMatchObject({
      content: { kind: 'files', text: 'New' },
      sources: [{ mediaId: '7' }],
    });
  });

  it.each([undefined, {}, { original_message_id: 'w0' }, { message: text }])(
    'of nothing is broken: %j (R-40)',
    (edit) => {
      expect(ofMessage({ type: 'edit', edit })).toMatchObject({ events: [], broken: [{}] });
    },
  );
});

describe('a revoke', () => {
  it('takes the original back (R-41)', () => {
    expect(
      only('unsend', ofMessage({ type: 'revoke', revoke: { original_message_id: 'w0' } })),
    ).toMatchObject({
      id: 'wamid.1',
      target: 'w0',
      from: 'customer',
    });
  });

  it('of nothing is broken (R-40)', () => {
    expect(ofMessage({ type: 'revoke' })).toMatchObject({ events: [], broken: [{}] });
  });
});

describe('a system message', () => {
  const told = (system: Record<string, unknown>, part: Record<string, unknown> = {}) =>
    only('notice', ofMessage({ type: 'system', system, ...part }));

  it.each([
    [
      'a new number',
      { type: 'user_changed_number', wa_id: '15557654321', user_id: 'US.2', previous_user_id: 'US.1' },
    ],
    [
      'the older word for it',
      {
        type: 'customer_changed_number',
        new_wa_id: '15557654321',
        user_id: 'US.2',
        previous_user_id: 'US.1',
      },
    ],
  ])('of %s has the old and the new names (R-33)', (_name, system) => {
    expect(told({ ...system, body: 'changed' })).toMatchObject({
      happening: { what: 'number-changed', to: '15557654321' },
      names: ['bsuid:US.1', 'bsuid:US.2', `phone:${from}`, 'phone:15557654321'],
      peer: from,
      profile: { phone: '15557654321' },
      opens: false,
      reopens: false,
      word: 'system',
      text: 'changed',
      refId: 'US.1',
    });
  });

  it('of the oldest kind names the customer as they were (R-33)', () => {
    const system = { type: 'customer_changed_number', customer: from, wa_id: '15557654321' };
    expect(told(system, { from: undefined }).names).toEqual([`phone:${from}`, 'phone:15557654321']);
  });

  it('of a new id alone has both ids, the parents’ too (R-33)', () => {
    const system = {
      type: 'user_changed_user_id',
      user_id: 'US.2',
      previous_user_id: 'US.1',
      parent_user_id: 'US.ENT.2',
      previous_parent_user_id: 'US.ENT.1',
    };
    expect(told(system, { from: undefined })).toMatchObject({
      happening: { what: 'number-changed', to: 'US.2' },
      names: ['bsuid:US.1', 'bsuid:US.2', 'bsuid:US.ENT.1', 'bsuid:US.ENT.2'],
    });
  });

  it('takes no name out of its words (R-33)', () => {
    const system = {
      type: 'user_changed_user_id',
      user_id: 'US.2',
      body: 'User US.666 changed from US.1 to US.2',
    };
    expect(told(system, { from: undefined }).names).toEqual(['bsuid:US.2']);
  });

  it('of a new security code is that', () => {
    expect(told({ type: 'customer_identity_changed' }).happening).toEqual({ what: 'identity-changed' });
  });

  it('of next year is told in its own words (R-40)', () => {
    const event = told({ type: 'user_moved', body: 'Moved', to: 'Mars' });
    expect(event.happening).toEqual({ what: 'notice', word: 'user_moved', text: 'Moved' });
    expect(event.raw).toContain('Mars');
  });

  it('of nobody is broken (R-40)', () => {
    expect(ofMessage({ type: 'system', system: { type: 'user_changed_number' }, from: '' })).toMatchObject({
      events: [],
      broken: [{}],
    });
  });
});

describe('a chat that was opened without a word', () => {
  it('is no message and opens nothing (R-12)', () => {
    expect(only('notice', ofMessage({ type: 'request_welcome' }))).toMatchObject({
      happening: { what: 'notice', word: 'request_welcome' },
      opens: false,
      reopens: false,
    });
  });
});

describe('an echo of the phone', () => {
  const echoing = (part: Record<string, unknown>, value: Record<string, unknown> = {}) => {
    const echo = { id: 'wamid.e', from: ours, to: from, timestamp: stamp, ...part };
    return ofPart({ ...value, message_echoes: [echo] }, 'smb_message_echoes');
  };

  it('is a message of the business to that customer (R-43)', () => {
    expect(only('echo', echoing({ ...text, context: { id: 'wamid.q' } }))).toEqual({
      type: 'echo',
      channel: 'whatsapp',
      accountId: account,
      names: [`phone:${from}`],
      peer: from,
      at,
      id: 'wamid.e',
      content: { kind: 'text', text: 'x' },
      quotes: 'wamid.q',
      origin: 'phone-app',
    });
  });

  it('may name the customer by BSUID, or in the contacts (R-29)', () => {
    expect(only('echo', echoing({ ...text, to: '', to_user_id: bsuid })).names).toEqual([`bsuid:${bsuid}`]);
    const contacts = [{ wa_id: from, user_id: bsuid }];
    expect(only('echo', echoing({ ...text, to: undefined }, { contacts })).names).toEqual([
      `bsuid:${bsuid}`,
      `phone:${from}`,
    ]);
  });

  it('may have a file, or be of a kind of its own (R-40)', () => {
    expect(only('echo', echoing({ type: 'image', image: { id: '7' } })).sources).toEqual([
      { slot: '0', mediaId: '7' },
    ]);
    expect(only('echo', echoing({ type: 'hologram', hologram: {} })).content).toMatchObject({
      kind: 'unsupported',
    });
  });

  it('may be an edit, an unsend or a reaction of the business (R-41, R-42)', () => {
    const edit = { original_message_id: 'w0', message: text };
    expect(only('edit', echoing({ type: 'edit', edit }))).toMatchObject({ target: 'w0', from: 'business' });
    const revoke = { original_message_id: 'w0' };
    expect(only('unsend', echoing({ type: 'revoke', revoke }))).toMatchObject({
      target: 'w0',
      from: 'business',
    });
    const reaction = { message_id: 'w0', emoji: '👍' };
    expect(only('reaction', echoing({ type: 'reaction', reaction }))).toMatchObject({
      from: 'business',
      names: [`phone:${from}`],
    });
  });

  it('to nobody is broken (R-40)', () => {
    expect(echoing({ ...text, to: '' })).toMatchObject({
      events: [],
      broken: [{ reason: 'message without a recipient' }],
    });
  });
});

describe('what another app sees', () => {
  const standby = (part: Record<string, unknown>) => ofPart({ standby: part }, 'standby');

  it('is marked; a customer opens the window all the same (R-12)', () => {
    const contacts = [{ profile: { name: 'Maria' }, wa_id: from }];
    expect(only('message', standby({ contacts, messages: [wireMessage(text)] }))).toMatchObject({
      accountId: account,
      elsewhere: true,
      opens: true,
      profile: { name: 'Maria' },
    });
  });

  it('says what it sent one level deeper (R-43)', () => {
    const message = { to: from, recipient_type: 'individual', ...text };
    expect(
      only('echo', standby({ message_echoes: [{ id: 'wamid.e', timestamp: stamp, message }] })),
    ).toMatchObject({
      id: 'wamid.e',
      names: [`phone:${from}`],
      content: { kind: 'text', text: 'x' },
      origin: 'other-app',
      elsewhere: true,
    });
    const toBsuid = {
      recipient: bsuid,
      type: 'interactive',
      interactive: { type: 'button', body: { text: 'Choose' } },
    };
    expect(
      only('echo', standby({ message_echoes: [{ id: 'e', timestamp: stamp, message: toBsuid }] })),
    ).toMatchObject({
      names: [`bsuid:${bsuid}`],
      content: { kind: 'unsupported', type: 'interactive.button', text: 'Choose' },
    });
  });

  it('has statuses too (R-6)', () => {
    const statuses = [{ id: 'w', status: 'read', timestamp: stamp, recipient_id: from }];
    expect(only('status', standby({ statuses }))).toMatchObject({ step: 'read', elsewhere: true });
  });
});
