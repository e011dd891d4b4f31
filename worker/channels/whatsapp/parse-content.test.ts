import { describe, expect, it } from 'vitest';
import { readJson } from '../../webhooks/understand.ts';
import { ofMessage, ofValue, only } from '../../testing/whatsapp.ts';

const saying = (part: Record<string, unknown>) => only('message', ofMessage(part));
const link = 'https://lookaside.example/1';

describe('a file', () => {
  it.each([
    [
      'image',
      { image: { id: '7', url: link, mime_type: 'image/jpeg', sha256: 'c2hh', caption: 'Look' } },
      { type: 'image', mime: 'image/jpeg' },
      'Look',
    ],
    ['video', { video: { id: '7', mime_type: 'video/mp4' } }, { type: 'video', mime: 'video/mp4' }, ''],
    ['audio', { audio: { id: '7', voice: false } }, { type: 'audio' }, ''],
    [
      'audio',
      { audio: { id: '7', voice: true, mime_type: 'audio/ogg; codecs=opus' } },
      { type: 'voice' },
      '',
    ],
    ['voice', { voice: { id: '7' } }, { type: 'voice' }, ''],
    [
      'document',
      { document: { id: '7', filename: 'bill.pdf', caption: 'Bill' } },
      { type: 'document', name: 'bill.pdf' },
      'Bill',
    ],
    ['sticker', { sticker: { id: '7', animated: true } }, { type: 'sticker', animated: true }, ''],
    ['sticker', { sticker: { id: '7', animated: false } }, { type: 'sticker' }, ''],
  ])('%s waits for its bytes, which have a place to be fetched from', (type, part, file, text) => {
    const event = saying({ type, ...part });
    expect(event).toMatchObject({
      content: { kind: 'files', text, files: [{ ...file, state: 'waiting' }] },
      sources: [{ slot: '0', mediaId: '7' }],
      opens: true,
      speaks: true,
    });
    expect(event.raw).toBeUndefined();
  });

  it('has its address and its checksum where Meta tells them', () => {
    expect(saying({ type: 'image', image: { id: '7', url: link, sha256: 'c2hh' } }).sources).toEqual([
      { slot: '0', mediaId: '7', url: link, sha256: 'c2hh' },
    ]);
    expect(saying({ type: 'image', image: { link } }).sources).toEqual([{ slot: '0', url: link }]);
  });

  it('without id and address is lost, with a sentence', () => {
    const event = saying({ type: 'image', image: { mime_type: 'image/png', caption: 'Look' } });
    expect(event.content).toMatchObject({ text: 'Look', files: [{ state: 'lost', mime: 'image/png' }] });
    expect(JSON.stringify(event.content)).toContain('again');
    expect(event.sources).toBeUndefined();
  });

  it('that Meta could not read keeps the error, and is fetched all the same', () => {
    const errors = [{ code: 131052, title: 'Media download error', error_data: { details: 'too large' } }];
    expect(saying({ type: 'image', image: { id: '7' }, errors })).toMatchObject({
      error: { code: '131052', title: 'Media download error', details: 'too large' },
      sources: [{ mediaId: '7' }],
    });
  });

  it('keeps an id beyond 2^53 as it is (R-40)', () => {
    const body = readJson(
      '{"messages":[{"id":"w","from":"1","timestamp":1700000000,"type":"image","image":{"id":12345678909876543219}}]}',
    );
    expect(only('message', ofValue(body)).sources).toEqual([{ slot: '0', mediaId: '12345678909876543219' }]);
  });
});

describe('what is said', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a text', { text: { body: 'Hello' } }, { kind: 'text', text: 'Hello' }],
    ['a text that is a number', { text: { body: 42 } }, { kind: 'text', text: '42' }],
    [
      'a location',
      { location: { latitude: 38.7, longitude: '-9.1', name: 'Praça', address: 'Lisboa', url: link } },
      { kind: 'location', text: '', latitude: 38.7, longitude: -9.1, name: 'Praça', address: 'Lisboa' },
    ],
    [
      'contacts',
      {
        contacts: [
          {
            name: { formatted_name: 'Ada L.', first_name: 'Ada' },
            phones: [{ phone: '+44 1', wa_id: '441' }, { wa_id: '442' }, 'x'],
            emails: [{ email: 'ada@example.org' }],
            urls: [{ url: 'https://ada.example' }],
            org: { company: 'Engines' },
          },
          { name: { first_name: 'Bo', last_name: 'Li' } },
          { org: { company: 'Nameless Ltd' } },
          { phones: [{ phone: '+44 9' }] },
        ],
      },
      {
        kind: 'contacts',
        text: '',
        contacts: [
          {
            name: 'Ada L.',
            phones: ['+44 1', '442'],
            emails: ['ada@example.org'],
            urls: ['https://ada.example'],
            organisation: 'Engines',
          },
          { name: 'Bo Li', phones: [], emails: [] },
          { name: 'Nameless Ltd', phones: [], emails: [], organisation: 'Nameless Ltd' },
          { name: '+44 9', phones: ['+44 9'], emails: [] },
        ],
      },
    ],
    [
      'the button of a template',
      { button: { text: 'Yes', payload: 'P' } },
      { kind: 'choice', of: 'template', text: 'Yes', payload: 'P' },
    ],
    [
      'a button without words',
      { button: { payload: 'P' } },
      { kind: 'choice', of: 'template', text: 'P', payload: 'P' },
    ],
    [
      'a reply button',
      { interactive: { type: 'button_reply', button_reply: { id: 'b1', title: 'Yes' } } },
      { kind: 'choice', of: 'button', text: 'Yes', payload: 'b1' },
    ],
    [
      'a row of a list',
      { interactive: { type: 'list_reply', list_reply: { id: 'r1', title: 'Tea', description: 'Green' } } },
      { kind: 'choice', of: 'list', text: 'Tea', payload: 'r1', description: 'Green' },
    ],
    [
      'a flow',
      {
        interactive: {
          type: 'nfm_reply',
          nfm_reply: {
            name: 'flow',
            body: 'Sent',
            response_json:
              '{"flow_token":"t","day":"Monday","seats":2,"ids":["a","b"],"big":12345678909876543219}',
          },
        },
      },
      {
        kind: 'form',
        text: 'Sent',
        name: 'flow',
        fields: [
          { name: 'flow_token', value: 't' },
          { name: 'day', value: 'Monday' },
          { name: 'seats', value: '2' },
          { name: 'ids', value: 'a, b' },
          { name: 'big', value: '12345678909876543219' },
        ],
      },
    ],
    [
      'an address, with its values one level deeper',
      {
        interactive: {
          type: 'nfm_reply',
          nfm_reply: {
            name: 'address_message',
            body: 'Home',
            response_json: { values: { city: 'Pune', pin: '411001' } },
          },
        },
      },
      {
        kind: 'form',
        text: 'Home',
        name: 'address_message',
        fields: [
          { name: 'city', value: 'Pune' },
          { name: 'pin', value: '411001' },
        ],
      },
    ],
    [
      'a form whose answer is no JSON',
      {
        interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{oops' } },
      },
      { kind: 'form', text: 'Sent', name: 'flow', fields: [{ name: 'response_json', value: '{oops' }] },
    ],
    [
      'a form without an answer',
      { interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow' } } },
      { kind: 'form', text: '', name: 'flow', fields: [] },
    ],
    [
      'an order',
      {
        order: {
          catalog_id: 'c',
          text: 'Soon, please',
          product_items: [
            { product_retailer_id: 'p1', quantity: 2, item_price: '12.5', currency: 'EUR' },
            'x',
          ],
        },
      },
      {
        kind: 'order',
        text: 'Soon, please',
        items: [{ id: 'p1', quantity: 2, price: 12.5, currency: 'EUR' }],
      },
    ],
  ])('is read: %s', (_name, part, content) => {
    const [type = ''] = Object.keys(part);
    expect(saying({ type, ...part })).toMatchObject({ content, opens: true, speaks: true });
    expect(saying({ type, ...part }).content).toEqual(content);
  });

  it('is kept raw where the content says less than Meta (R-40)', () => {
    const { raw } = saying({
      type: 'order',
      order: { catalog_id: 'cat-9', product_items: [{ product_retailer_id: 'p' }] },
    });
    expect(raw).toContain('cat-9');
    expect(saying({ type: 'text', text: { body: 'x' }, new_field: { of: 'next year' } }).raw).toContain(
      'next year',
    );
    expect(saying({ type: 'image', image: { id: '1', new_field: 'inside' } }).raw).toContain('inside');
    expect(
      saying({ type: 'text', text: { body: 'x' }, context: { from: '1', id: 'q' } }).raw,
    ).toBeUndefined();
  });

  it('is found by what stands in it where the type is missing (R-40)', () => {
    expect(saying({ text: { body: 'Hello' } }).content).toEqual({ kind: 'text', text: 'Hello' });
    expect(only('reaction', ofMessage({ reaction: { message_id: 'w0', emoji: '👍' } })).target).toBe('w0');
  });
});

describe('a permission to call', () => {
  const reply = (answer: Record<string, unknown>) =>
    saying({
      type: 'interactive',
      interactive: { type: 'call_permission_reply', call_permission_reply: answer },
    });

  it.each([
    ['user_action', true],
    ['automatic', false],
    [undefined, false],
  ])('opens when the customer gave it, not when Meta did: %s (R-12)', (response_source, opens) => {
    expect(reply({ response: 'accept', response_source, is_permanent: true })).toMatchObject({
      content: { kind: 'form', text: 'accept', name: 'call_permission_reply' },
      opens,
      speaks: opens,
    });
  });

  it('says how long it holds', () => {
    const { content } = reply({ response: 'accept', expiration_timestamp: 1760000000 });
    expect(content).toMatchObject({ fields: [{ name: 'expiration_timestamp', value: '1760000000' }] });
  });
});

describe('what has no form here', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['a poll, by its own name', { type: 'unsupported', unsupported: { type: 'poll' } }, 'poll', ''],
    ['a kind that Meta does not pass on', { type: 'unsupported' }, 'unsupported', ''],
    ['the older word for it', { type: 'unknown' }, 'unknown', ''],
    ['a kind of next year', { type: 'hologram', hologram: { caption: 'Look' } }, 'hologram', 'Look'],
    ['no type at all', {}, 'unknown', ''],
    ['a text without one', { type: 'text', text: null }, 'text', ''],
    ['a picture that is a word', { type: 'image', image: 'x' }, 'image', ''],
    ['a location nowhere', { type: 'location', location: { name: 'There' } }, 'location', 'There'],
    ['contacts that are nobody', { type: 'contacts', contacts: ['x'] }, 'contacts', ''],
    ['contacts that are no list', { type: 'contacts', contacts: {} }, 'contacts', ''],
    ['a button without anything', { type: 'button', button: {} }, 'button', ''],
    ['an empty order', { type: 'order', order: {} }, 'order', ''],
    [
      'an empty reply',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: {} } },
      'interactive.button_reply',
      '',
    ],
    [
      'an interactive kind of next year',
      { type: 'interactive', interactive: { type: 'product', body: { text: 'This one' } } },
      'interactive.product',
      'This one',
    ],
    ['an interactive without one', { type: 'interactive' }, 'interactive', ''],
    ['an inherited word', { type: 'constructor' }, 'constructor', ''],
  ])('is unsupported, opens and speaks, and is kept raw: %s (R-12, R-40)', (_name, part, type, text) => {
    const event = saying(part);
    expect(event).toMatchObject({ content: { kind: 'unsupported', type, text }, opens: true, speaks: true });
    expect(JSON.parse(event.raw ?? '')).toMatchObject(JSON.parse(JSON.stringify(part)));
  });

  it.each(['131051', '131052', '131060'])('keeps Meta’s error %s', (code) => {
    const errors = [{ code: Number(code), title: 'Message type unknown', details: 'Not supported' }];
    expect(saying({ type: 'unsupported', errors })).toMatchObject({
      content: { kind: 'unsupported' },
      error: { code, title: 'Message type unknown', details: 'Not supported' },
    });
  });

  it.each(['edit', 'revoke'])('and only tells of an %s opens nothing (R-12)', (type) => {
    expect(saying({ type: 'unsupported', unsupported: { type } })).toMatchObject({
      opens: false,
      speaks: false,
    });
  });
});
