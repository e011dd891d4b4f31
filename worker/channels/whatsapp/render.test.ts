import { describe, expect, it } from 'vitest';
import type { Action } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import {
  filesDraft,
  hello,
  interactiveDraft,
  templateDraft,
  toReact,
  toSend,
  upload,
} from '../../testing/sends.ts';
import type { Recipient } from '../channel.ts';
import type { ToSend } from '../to-send.ts';
import { renderMessage, renderReaction, renderRead, renderTyping } from './render.ts';

const render = (draft: Draft, part: Partial<ToSend> = {}) => renderMessage(toSend('whatsapp', draft, part));
/** What a draft is besides its envelope. */
const inside = (draft: Draft) => {
  const body = render(draft);
  return body[String(body['type'])];
};

describe('a message to WhatsApp', () => {
  it('is Meta’s body, with our id to be given back (R-8)', () => {
    expect(render(hello)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+15551234567',
      type: 'text',
      text: { body: 'Hello', preview_url: false },
      biz_opaque_callback_data: 'client-1',
    });
  });

  it.each<readonly [string, Recipient, Record<string, unknown>]>([
    ['a phone', { phone: '1555' }, { recipient_type: 'individual', to: '+1555' }],
    ['a BSUID', { bsuid: 'US.1' }, { recipient_type: 'individual', recipient: 'US.1' }],
    ['the phone where there are both', { phone: '1555', bsuid: 'US.1' }, { to: '+1555' }],
    ['a group', { group: 'g1', phone: '1555' }, { recipient_type: 'group', to: 'g1' }],
  ])('goes to %s', (_name, to, address) => {
    const body = render(hello, { to });
    expect(body).toMatchObject(address);
    expect(Object.keys(body).includes('to')).toBe(!('recipient' in body));
  });

  it('names the message that it answers', () => {
    expect(render(hello, { quotes: 'wamid.q' })).toMatchObject({ context: { message_id: 'wamid.q' } });
    expect(render(hello)).not.toHaveProperty('context');
  });

  it.each([
    ['see https://casement.example now', true],
    ['http://a.example', true],
    ['no link', false],
    ['https: //', false],
    ['https://', false],
  ])('asks for a preview of links only: %s', (text, preview) => {
    expect(inside({ kind: 'text', text })).toEqual({ body: text, preview_url: preview });
  });
});

describe('a file to WhatsApp', () => {
  it.each<readonly [string, Draft, string, unknown]>([
    ['picture by id', filesDraft([upload('by-id', 'image')]), 'image', { id: '901' }],
    [
      'picture by link with words',
      filesDraft([upload('by-link', 'image')], 'Look'),
      'image',
      { link: 'https://files.example/902', caption: 'Look' },
    ],
    ['video', filesDraft([upload('by-id', 'video', 'a.mp4')]), 'video', { id: '901' }],
    ['audio file', filesDraft([upload('by-id', 'audio')]), 'audio', { id: '901' }],
    ['voice note', filesDraft([upload('by-id', 'voice')]), 'audio', { id: '901', voice: true }],
    ['sticker', filesDraft([upload('by-id', 'sticker')]), 'sticker', { id: '901' }],
    [
      'document with its name',
      filesDraft([upload('by-id', 'document', 'offer.pdf')], 'Our offer'),
      'document',
      { id: '901', caption: 'Our offer', filename: 'offer.pdf' },
    ],
    ['nameless document', filesDraft([upload('by-id', 'document')]), 'document', { id: '901' }],
    [
      'picture at an address of its own',
      filesDraft([{ link: 'https://a.example/p.png', type: 'image' }], ' '),
      'image',
      { link: 'https://a.example/p.png' },
    ],
  ])('as a %s', (_name, draft, type, media) => {
    expect(render(draft)).toMatchObject({ type, [type]: media });
    expect(inside(draft)).toEqual(media);
  });

  it('that is not at Meta yet cannot leave', () => {
    expect(() => render(filesDraft([upload('unknown', 'image')]))).toThrow(/unknown is not at Meta/);
  });
});

describe('a location or contact to WhatsApp', () => {
  it('is Meta’s body', () => {
    const place = { latitude: 1.5, longitude: -2.25, name: 'Shop', address: 'High Street 1' };
    expect(render({ kind: 'location', ...place })).toMatchObject({ type: 'location', location: place });
    expect(inside({ kind: 'location', latitude: 0, longitude: 0 })).toEqual({ latitude: 0, longitude: 0 });
  });

  it.each([
    ['Ana Maria Sousa', { formatted_name: 'Ana Maria Sousa', first_name: 'Ana', last_name: 'Maria Sousa' }],
    ['Ana', { formatted_name: 'Ana', first_name: 'Ana' }],
  ])('always has a first name: %s', (name, rendered) => {
    const draft: Draft = { kind: 'contacts', contacts: [{ name, phones: [], emails: [] }] };
    expect(inside(draft)).toEqual([{ name: rendered }]);
  });

  it('has everything that the card has', () => {
    const card = {
      name: 'Ana',
      phones: ['+15550001111', '+15550002222'],
      emails: ['ana@casement.example'],
      urls: ['https://casement.example'],
      organisation: 'Casement',
    };
    expect(inside({ kind: 'contacts', contacts: [card] })).toEqual([
      {
        name: { formatted_name: 'Ana', first_name: 'Ana' },
        phones: [{ phone: '+15550001111' }, { phone: '+15550002222' }],
        emails: [{ email: 'ana@casement.example' }],
        urls: [{ url: 'https://casement.example' }],
        org: { company: 'Casement' },
      },
    ]);
  });
});

describe('an interactive message to WhatsApp', () => {
  const flow = { type: 'flow', flowId: '77', title: 'Start' } as const;
  const rows = [{ id: 'a', title: 'A', description: 'First' }];

  it.each<readonly [Action, unknown]>([
    [
      { type: 'buttons', buttons: [{ type: 'reply', id: 'y', title: 'Yes' }] },
      { type: 'button', action: { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Yes' } }] } },
    ],
    [
      { type: 'list', button: 'Open', sections: [{ title: 'One', rows }] },
      { type: 'list', action: { button: 'Open', sections: [{ title: 'One', rows }] } },
    ],
    [
      { type: 'list', button: 'Open', sections: [{ title: '', rows }] },
      { type: 'list', action: { button: 'Open', sections: [{ rows }] } },
    ],
    [
      { type: 'link', title: 'Shop', url: 'https://a.example' },
      {
        type: 'cta_url',
        action: { name: 'cta_url', parameters: { display_text: 'Shop', url: 'https://a.example' } },
      },
    ],
    [{ type: 'location-request' }, { type: 'location_request_message', action: { name: 'send_location' } }],
    [{ type: 'contact-request' }, { type: 'request_contact_info', action: { name: 'request_contact_info' } }],
    [
      { ...flow, token: 't1', screen: 'FIRST' },
      {
        type: 'flow',
        action: {
          name: 'flow',
          parameters: {
            flow_message_version: '3',
            flow_id: '77',
            flow_cta: 'Start',
            flow_token: 't1',
            flow_action: 'navigate',
            flow_action_payload: { screen: 'FIRST' },
          },
        },
      },
    ],
  ])('of %o', (action, rendered) => {
    expect(inside(interactiveDraft(action))).toEqual({
      ...(rendered as object),
      body: { text: 'Choose' },
    });
  });

  it('with a form always carries a token: the answer names its form by nothing else', () => {
    const parameters = { flow_message_version: '3', flow_id: '77', flow_cta: 'Start', flow_token: '77' };
    expect(inside(interactiveDraft(flow))).toMatchObject({ action: { name: 'flow', parameters } });
  });

  it.each<readonly [string, object, unknown]>([
    ['words', { header: 'Hi' }, { type: 'text', text: 'Hi' }],
    ['a picture', { headerFile: upload('by-id', 'image', 'a.png') }, { type: 'image', image: { id: '901' } }],
    [
      'a document',
      { headerFile: upload('by-link', 'document', 'a.pdf') },
      { type: 'document', document: { link: 'https://files.example/902', filename: 'a.pdf' } },
    ],
  ])('may begin with %s and end with a footer', (_name, part, header) => {
    const draft = interactiveDraft({ type: 'buttons', buttons: [] }, { ...part, footer: 'Bye' });
    expect(inside(draft)).toMatchObject({ header, footer: { text: 'Bye' } });
  });
});

describe('a template to WhatsApp', () => {
  const componentsOf = (draft: Draft) => (inside(draft) as { components: unknown }).components;

  it('with nothing to fill in has no components', () => {
    expect(inside(templateDraft({}))).toEqual({ name: 'order_on_its_way', language: { code: 'en_GB' } });
  });

  it('has its values in order, positional and named', () => {
    const draft = templateDraft({
      header: [{ type: 'text', text: 'Ana', name: 'who' }],
      body: [
        { type: 'text', text: 'A1', name: 'order' },
        { type: 'currency', fallback: '€5', code: 'EUR', amount1000: 5000, name: 'sum' },
        { type: 'date', fallback: '3 May' },
      ],
    });
    expect(componentsOf(draft)).toEqual([
      { type: 'header', parameters: [{ type: 'text', parameter_name: 'who', text: 'Ana' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'order', text: 'A1' },
          {
            type: 'currency',
            parameter_name: 'sum',
            currency: { fallback_value: '€5', code: 'EUR', amount_1000: 5000 },
          },
          { type: 'date_time', date_time: { fallback_value: '3 May' } },
        ],
      },
    ]);
  });

  it.each<readonly [Parameters<typeof templateDraft>[0]['header'], unknown]>([
    [[{ type: 'file', file: upload('by-id', 'image') }], { type: 'image', image: { id: '901' } }],
    [
      [{ type: 'file', file: upload('by-link', 'document', 'a.pdf') }],
      { type: 'document', document: { link: 'https://files.example/902', filename: 'a.pdf' } },
    ],
    [
      [{ type: 'location', location: { latitude: 1, longitude: 2, name: 'Shop' } }],
      { type: 'location', location: { latitude: 1, longitude: 2, name: 'Shop' } },
    ],
  ])('may begin with %o', (header, parameter) => {
    expect(componentsOf(templateDraft({ header }))).toEqual([{ type: 'header', parameters: [parameter] }]);
  });

  it('has one component a button', () => {
    const draft = templateDraft({
      buttons: [
        { index: 0, type: 'reply', payload: 'yes' },
        { index: 1, type: 'url', suffix: 'a/1' },
        { index: 2, type: 'code', code: 'SAVE5' },
        { index: 3, type: 'flow', token: 't', data: { a: 1 } },
        { index: 4, type: 'flow' },
        { index: 5, type: 'catalog', productId: 'p1' },
      ],
    });
    const button = (index: string, subType: string, parameter: unknown) => ({
      type: 'button',
      sub_type: subType,
      index,
      parameters: [parameter],
    });
    expect(componentsOf(draft)).toEqual([
      button('0', 'quick_reply', { type: 'payload', payload: 'yes' }),
      button('1', 'url', { type: 'text', text: 'a/1' }),
      button('2', 'copy_code', { type: 'coupon_code', coupon_code: 'SAVE5' }),
      button('3', 'flow', { type: 'action', action: { flow_token: 't', flow_action_data: { a: 1 } } }),
      button('4', 'flow', { type: 'action', action: {} }),
      button('5', 'catalog', { type: 'action', action: { thumbnail_product_retailer_id: 'p1' } }),
    ]);
  });

  it('may have cards and an offer that ends', () => {
    const cards = ['by-id', 'by-link'].map((id) => ({
      header: [{ type: 'file' as const, file: upload(id, 'image') }],
      body: [{ type: 'text' as const, text: id }],
      buttons: [{ index: 0, type: 'reply' as const, payload: id }],
    }));
    const [offer, carousel] = componentsOf(templateDraft({ cards, offerEndsAt: 1234 })) as unknown[];
    expect(offer).toEqual({
      type: 'limited_time_offer',
      parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 1234 } }],
    });
    const card = (index: number, image: unknown, id: string) => ({
      card_index: index,
      components: [
        { type: 'header', parameters: [{ type: 'image', image }] },
        { type: 'body', parameters: [{ type: 'text', text: id }] },
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '0',
          parameters: [{ type: 'payload', payload: id }],
        },
      ],
    });
    expect(carousel).toEqual({
      type: 'carousel',
      cards: [card(0, { id: '901' }, 'by-id'), card(1, { link: 'https://files.example/902' }, 'by-link')],
    });
  });
});

describe('marks to WhatsApp', () => {
  const to = { phone: '1' };

  it.each(['👍', ''])('a reaction %j: the empty one removes (R-42)', (emoji) => {
    expect(renderReaction(toReact('whatsapp', emoji))).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+15551234567',
      type: 'reaction',
      reaction: { message_id: 'meta-1', emoji },
      biz_opaque_callback_data: 'client-1',
    });
  });

  it('reading names a message, and typing is reading with an addition (R-25)', () => {
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' };
    expect(renderRead({ to, messageId: 'wamid.1' })).toEqual(read);
    expect(renderTyping({ to, messageId: 'wamid.1' })).toEqual({
      ...read,
      typing_indicator: { type: 'text' },
    });
  });

  it('are not to be had before the customer wrote', () => {
    expect(renderRead({ to, messageId: '' })).toBeNull();
    expect(renderTyping({ to, messageId: '' })).toBeNull();
  });
});
