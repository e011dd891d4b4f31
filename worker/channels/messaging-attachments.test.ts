import { describe, expect, it } from 'vitest';
import { only, saying, sides } from '../testing/messaging.ts';

const url = 'https://cdn.example/a.jpg';
const other = 'https://cdn.example/b.mp4';
const file = (type: string, address = url) => ({ type, payload: { url: address } });
const share = (of: string, more: Record<string, unknown> = {}) => ({
  kind: 'share',
  text: '',
  of,
  url,
  ...more,
});
const button = { type: 'web_url', title: 'Shop', url: 'https://shop.example' };

describe.each(sides)('an attachment of $object', (side) => {
  const said = (attachments: unknown, more: Record<string, unknown> = {}) =>
    only(side, saying({ attachments, ...more }));
  const contentOf = (attachments: unknown, more: Record<string, unknown> = {}) => {
    const event = said(attachments, more);
    return 'content' in event ? event.content : undefined;
  };

  it.each([
    ['image', 'image'],
    ['video', 'video'],
    ['audio', 'audio'],
    ['file', 'document'],
    ['sticker', 'sticker'],
  ])('%s is a file of type %s, fetched from its address', (type, of) => {
    expect(said([file(type)])).toMatchObject({
      type: 'message',
      content: { kind: 'files', text: '', files: [{ type: of, state: 'waiting' }] },
      sources: [{ slot: '0', url }],
      opens: true,
      speaks: true,
    });
  });

  it('keeps what Meta said beside what was understood', () => {
    const event = said([file('image')]);
    expect('raw' in event && JSON.parse(event.raw ?? '')).toMatchObject(
      saying({ attachments: [file('image')] }),
    );
  });

  it('may stand beside a text: its caption', () => {
    expect(contentOf([file('image')], { text: 'Look' })).toMatchObject({ kind: 'files', text: 'Look' });
  });

  it('several are one message with files in their order', () => {
    expect(said([file('image'), file('video', other)])).toMatchObject({
      content: { files: [{ type: 'image' }, { type: 'video' }] },
      sources: [
        { slot: '0', url },
        { slot: '1', url: other },
      ],
    });
  });

  it('without an address is only in Meta’s app; the others keep their places', () => {
    expect(
      said([{ type: 'image', payload: { sticker_id: 5 } }, { type: 'image' }, file('image')]),
    ).toMatchObject({
      content: {
        files: [
          { type: 'sticker', state: 'elsewhere' },
          { type: 'image', state: 'elsewhere' },
          { type: 'image', state: 'waiting' },
        ],
      },
      sources: [{ slot: '2', url }],
    });
  });

  it.each([
    ['its own name', { type: 'file', name: 'a.pdf', payload: { url } }, 'a.pdf'],
    ['the name in its address', file('file', 'https://cdn.example/x/b%20c.pdf?oh=1'), 'b c.pdf'],
    ['a name that cannot be read', file('file', 'https://cdn.example/%E0.pdf'), '%E0.pdf'],
    ['no name', file('file', 'https://cdn.example/x'), undefined],
    ['no address that is one', file('file', 'not an address.pdf'), undefined],
  ])('a document has %s', (_name, attachment, name) => {
    const content = contentOf([attachment]);
    expect(content?.kind === 'files' && content.files[0]?.name).toBe(name);
  });

  it.each([
    ['the same address', [file('sticker'), file('image')]],
    ['the same address, image first', [file('image'), file('sticker')]],
    [
      'the same number',
      [
        { type: 'sticker', payload: { url, sticker_id: '5' } },
        { type: 'image', payload: { url: other, sticker_id: 5 } },
      ],
    ],
  ])('a sticker and its twin image are one sticker: %s', (_name, attachments) => {
    const content = contentOf(attachments);
    expect(content).toMatchObject({ kind: 'files', files: [{ type: 'sticker' }] });
    expect(content?.kind === 'files' && content.files).toHaveLength(1);
  });

  it('two images of one address stay two', () => {
    const content = contentOf([file('image'), file('image')]);
    expect(content?.kind === 'files' && content.files).toHaveLength(2);
  });

  it('that disappears is only in Meta’s app', () => {
    expect(contentOf([{ type: 'ephemeral' }])).toEqual({
      kind: 'files',
      text: '',
      files: [{ type: 'image', state: 'elsewhere' }],
    });
  });

  it.each([
    ['fallback', 'link'],
    ['share', 'post'],
    ['post', 'post'],
    ['ig_post', 'post'],
    ['MEDIA_SHARE', 'post'],
    ['reel', 'reel'],
    ['ig_reel', 'reel'],
    ['story', 'story'],
    ['ig_story', 'story'],
    ['story_mention', 'story-mention'],
  ])('%s is a share of a %s', (type, of) => {
    expect(contentOf([{ type, payload: { url, title: 'T' } }])).toEqual(share(of, { title: 'T' }));
  });

  it('media is a share by Meta’s own word', () => {
    expect(contentOf([file('media')])).toEqual(share('other', { word: 'media' }));
  });

  it.each(['story', 'ig_story', 'story_mention'])('%s tells its story', (type) => {
    expect(said([{ type, payload: { url, id: '5' } }])).toMatchObject({ story: { id: '5', url } });
  });

  it('an older fallback has title and address beside its type', () => {
    const old = { type: 'fallback', title: 'T', url, payload: null };
    expect(contentOf([old], { text: 'See' })).toEqual(share('link', { title: 'T', text: 'See' }));
  });

  it('an empty fallback is the text beside it, else unsupported (R-40)', () => {
    expect(contentOf([{ type: 'fallback', payload: null }], { text: 'See' })).toEqual({
      kind: 'text',
      text: 'See',
    });
    expect(contentOf([{ type: 'fallback', payload: 'BLOB' }])).toMatchObject({
      kind: 'unsupported',
      type: 'fallback',
    });
  });

  it.each(['ig_post', 'post', 'ig_reel', 'reel'])('%s replaces its older twin share', (type) => {
    expect(contentOf([file('share', other), file(type)])).toMatchObject({ kind: 'share', url, text: '' });
    expect(contentOf([file(type), file('share', other)])).toMatchObject({ kind: 'share', url, text: '' });
  });

  it('a location is a place', () => {
    const at = { type: 'location', title: 'Shop', payload: { coordinates: { lat: 12.5, long: '-7' } } };
    expect(contentOf([at])).toEqual({
      kind: 'location',
      text: '',
      latitude: 12.5,
      longitude: -7,
      name: 'Shop',
    });
    expect(contentOf([{ type: 'location', payload: { coordinates: { lat: 1 } } }])).toMatchObject({
      kind: 'unsupported',
      type: 'location',
    });
  });

  it('an appointment is a form with its times', () => {
    const payload = {
      booking_id: 5,
      status: 'confirmed',
      start_time: 1_790_000_000,
      timezone: 'Asia/Bangkok',
    };
    expect(contentOf([{ type: 'appointment_booking', payload }])).toEqual({
      kind: 'form',
      text: '',
      name: 'appointment_booking',
      fields: [
        { name: 'status', value: 'confirmed' },
        { name: 'start_time', value: '2026-09-21T14:13:20.000Z' },
        { name: 'timezone', value: 'Asia/Bangkok' },
        { name: 'booking_id', value: '5' },
      ],
    });
  });

  it('a heart is a heart', () => {
    expect(contentOf([{ type: 'like_heart' }])).toEqual({ kind: 'text', text: '❤️' });
  });

  it('products of a shop are a share', () => {
    const elements = [
      { id: '1', title: 'Cup', subtitle: '$4' },
      { id: '2', title: 'Jug', subtitle: '$9' },
    ];
    const shown = { kind: 'share', of: 'product', title: 'Cup, Jug', text: '$4, $9' };
    expect(contentOf([{ type: 'template', payload: { product: { elements } } }])).toEqual(shown);
    expect(contentOf([{ type: 'template', payload: { template_type: 'product', elements } }])).toEqual(shown);
  });

  it('a generic template is cards', () => {
    const elements = [
      {
        title: 'Cup',
        subtitle: 'Blue',
        image_url: url,
        default_action: { type: 'web_url', url: 'https://cup.example' },
        buttons: [button, { type: 'postback', title: 'Buy', payload: 'BUY' }, 5],
      },
      'odd',
    ];
    expect(contentOf([{ type: 'template', payload: { template_type: 'generic', elements } }])).toEqual({
      kind: 'interactive',
      text: '',
      action: {
        type: 'cards',
        cards: [
          {
            title: 'Cup',
            subtitle: 'Blue',
            imageUrl: url,
            url: 'https://cup.example',
            buttons: [
              { type: 'url', title: 'Shop', url: 'https://shop.example' },
              { type: 'reply', id: 'BUY', title: 'Buy' },
            ],
          },
        ],
      },
    });
  });

  it('a button template is its text with buttons of all kinds', () => {
    const buttons = [
      button,
      { type: 'phone_number', title: 'Call', payload: '+15551' },
      { type: 'account_link' },
    ];
    const template = { type: 'template', payload: { template_type: 'button', text: 'Choose', buttons } };
    expect(contentOf([template])).toEqual({
      kind: 'interactive',
      text: 'Choose',
      action: {
        type: 'buttons',
        buttons: [
          { type: 'url', title: 'Shop', url: 'https://shop.example' },
          { type: 'phone', title: 'Call', phone: '+15551' },
          { type: 'other', title: '', word: 'account_link' },
        ],
      },
    });
  });

  it('a media template is its buttons under a picture that only Meta shows', () => {
    const elements = [{ media_type: 'video', attachment_id: 5, buttons: [button] }];
    expect(contentOf([{ type: 'template', payload: { template_type: 'media', elements } }])).toMatchObject({
      kind: 'interactive',
      headerFile: { type: 'video', state: 'elsewhere' },
      action: { type: 'buttons', buttons: [{ type: 'url' }] },
    });
  });

  it.each([
    [
      'a receipt',
      { type: 'template', payload: { template_type: 'receipt', text: 'Thanks' } },
      'receipt',
      'Thanks',
    ],
    ['an itinerary', { type: 'template', payload: { template_type: 'x', intro_message: 'Hi' } }, 'x', 'Hi'],
    ['a template of no kind', { type: 'template', title: 'T' }, 'template', 'T'],
    ['a type of next year', { type: 'hologram', title: 'T', payload: { url } }, 'hologram', 'T'],
    ['no type', { payload: { url } }, 'attachment', ''],
    ['no object', 'x', 'attachment', ''],
  ])('%s is unsupported by Meta’s own word, and kept (R-40)', (_name, attachment, type, text) => {
    const event = said([attachment]);
    expect(event).toMatchObject({ content: { kind: 'unsupported', type, text } });
    expect('raw' in event && event.raw).toContain('m_1');
  });

  it.each([
    ['one that is no list', file('image'), { kind: 'files', text: '' }],
    ['an empty list', [], { kind: 'text', text: 'See' }],
    ['null', null, { kind: 'text', text: 'See' }],
  ])('%s is taken as it is meant', (_name, attachments, content) => {
    const text = content.kind === 'text' ? 'See' : undefined;
    expect(contentOf(attachments, { text })).toMatchObject(content);
  });

  it('of mixed kinds: the files are shown, the rest is told in the text', () => {
    const place = { type: 'location', title: 'Shop', payload: { coordinates: { lat: 1, long: 2 } } };
    const link = { type: 'fallback', title: 'T', url: 'https://t.example' };
    const mixed = [link, file('image'), place, { type: 'hologram' }, { type: 'like_heart' }];
    expect(contentOf(mixed, { text: 'See' })).toMatchObject({
      kind: 'files',
      text: 'See\n❤️\nT\nhttps://t.example\nShop\n1, 2\n(hologram)',
    });
  });

  it('of mixed kinds without files: the first that can be shown, the rest in the text', () => {
    const form = { type: 'appointment_booking', payload: { status: 'requested' } };
    const cards = { type: 'template', payload: { template_type: 'button', text: 'Choose' } };
    expect(contentOf([{ type: 'hologram' }, file('ig_post'), form, cards])).toMatchObject({
      kind: 'share',
      of: 'post',
      text: '(hologram)\nstatus: requested\nChoose',
    });
  });
});
