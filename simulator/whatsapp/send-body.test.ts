import { describe, expect, it } from 'vitest';
import { parsePosted } from './send-body.ts';

const good = { messaging_product: 'whatsapp', to: '+55 11 98765-4321', type: 'text', text: { body: 'oi' } };
const mark = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' };

function refusal(body: unknown) {
  const posted = parsePosted(body);
  return posted.kind === 'refused' ? posted.error : null;
}

describe('parsePosted', () => {
  it('takes a text by phone or by BSUID, with everything that may be with it', () => {
    const full = {
      ...good,
      recipient_type: 'individual',
      context: { message_id: 'wamid.0' },
      biz_opaque_callback_data: 'x',
    };
    expect(parsePosted(full)).toEqual({ kind: 'send', send: full });
    const { to: _, ...byId } = { ...good, recipient: 'BR.1' };
    expect(parsePosted(byId)).toMatchObject({ kind: 'send', send: { recipient: 'BR.1' } });
  });

  it('takes a mark of reading, with typing', () => {
    expect(parsePosted(mark)).toEqual({ kind: 'read', mark });
    const typing = { ...mark, typing_indicator: { type: 'text' } };
    expect(parsePosted(typing)).toEqual({ kind: 'read', mark: typing });
  });

  it.each([
    ['no product', { ...good, messaging_product: undefined }, 100],
    ['another product', { ...good, messaging_product: 'sms' }, 131009],
    ['nobody to send to', { ...good, to: undefined }, 100],
    ['a phone that is none', { ...good, to: 'BR.123' }, 131009],
    ['a BSUID that is none', { ...good, recipient: '5511' }, 131009],
    ['no text', { ...good, text: undefined }, 100],
    ['no body', { ...good, text: {} }, 131008],
    ['an empty body', { ...good, text: { body: '' } }, 131009],
    ['too long a body', { ...good, text: { body: 'x'.repeat(4097) } }, 100],
    ['too much callback data', { ...good, biz_opaque_callback_data: 'x'.repeat(513) }, 131009],
    ['a key too many', { ...good, text: { body: 'oi', colour: 'red' } }, 100],
    ['a kind of recipient that does not exist', { ...good, recipient_type: 'everybody' }, 131009],
    ['a kind without its content', { ...good, type: 'image' }, 100],
    ['a kind that is not played', { ...good, type: 'pin', pin: {} }, 131009],
    ['a kind that does not exist', { ...good, type: 'telegram' }, 100],
    ['a mark without a message', { ...mark, message_id: undefined }, 100],
    ['a mark that is not read', { ...mark, status: 'delivered' }, 131009],
    ['no object', null, 100],
    ['a list', [good], 100],
  ])('refuses %s', (_, body, code) => {
    const error = refusal(body === null ? null : (JSON.parse(JSON.stringify(body)) as unknown));
    expect(error?.code).toBe(code);
    expect(error?.details).not.toBe('');
  });

  it('names the place in Meta’s way', () => {
    expect(refusal({ ...good, text: { body: 'x'.repeat(4097) } })?.details).toBe(
      "Param text['body'] must be at most 4096 characters long.",
    );
    expect(refusal({ ...good, text: { body: 'a', b: 1 } })?.details).toBe(
      'Unexpected key "b" on param "text"',
    );
  });

  it('counts characters, not code units', () => {
    expect(parsePosted({ ...good, text: { body: '😀'.repeat(4096) } }).kind).toBe('send');
  });
});

const send = (type: string, content: unknown) => ({
  messaging_product: 'whatsapp',
  to: '+551198765',
  type,
  [type]: content,
});
const button = (id: string, title = id) => ({ type: 'reply', reply: { id, title } });
const buttons = (...all: unknown[]) =>
  send('interactive', { type: 'button', body: { text: 'Choose' }, action: { buttons: all } });
const list = (sections: unknown[], more: object = {}) =>
  send('interactive', {
    type: 'list',
    body: { text: 'Choose' },
    action: { button: 'See', sections },
    ...more,
  });
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index + from}`, title: `Row ${index + from}` }));
const flow = (parameters: object) =>
  send('interactive', {
    type: 'flow',
    body: { text: 'Book' },
    action: { name: 'flow', parameters: { flow_message_version: '3', flow_cta: 'Book', ...parameters } },
  });

describe('kinds of messages', () => {
  it.each([
    ['an image by id', send('image', { id: '1', caption: 'x'.repeat(1024) })],
    ['a document by address', send('document', { link: 'https://x.example/a.pdf', filename: 'a.pdf' })],
    ['a voice note', send('audio', { id: '1', voice: true })],
    ['a sticker', send('sticker', { id: '1' })],
    ['a place', send('location', { latitude: 1, longitude: -2, name: 'Here' })],
    ['a contact', send('contacts', [{ name: { formatted_name: 'Ana', first_name: 'Ana' } }])],
    ['a reaction and its removal', send('reaction', { message_id: 'wamid.1', emoji: '' })],
    ['three buttons', buttons(button('a'), button('b'), button('c'))],
    [
      'ten rows',
      list([
        { title: 'One', rows: rows(5) },
        { title: 'Two', rows: rows(5, 5) },
      ]),
    ],
    ['a flow', flow({ flow_id: '1' })],
    ['a template', send('template', { name: 'hello_world', language: { code: 'en_US' } })],
    ['a group', { ...send('text', { body: 'x' }), recipient_type: 'group', to: 'Y2FwaV9ncm91cDox' }],
  ])('takes %s', (_, body) => {
    expect(refusal(body)).toBeNull();
    expect(parsePosted(body).kind).toBe('send');
  });

  it.each([
    ['a file by id and address', send('image', { id: '1', link: 'https://x.example' }), /exactly one/],
    ['a file by neither', send('image', {}), /exactly one/],
    ['too long a caption', send('image', { id: '1', caption: 'x'.repeat(1025) }), /1024/],
    ['a caption on a sound', send('audio', { id: '1', caption: 'x' }), /Unexpected key "caption"/],
    ['a place beyond the pole', send('location', { latitude: 91, longitude: 0 }), /between -90 and 90/],
    [
      'a contact with only one name',
      send('contacts', [{ name: { formatted_name: 'Ana' } }]),
      /one more part/,
    ],
    ['a reaction with a word', send('reaction', { message_id: 'wamid.1', emoji: 'love' }), /emoji/],
    ['four buttons', buttons(button('a'), button('b'), button('c'), button('d')), /1 and 3/],
    ['no buttons', buttons(), /1 and 3/],
    ['a long button', buttons(button('a', 'x'.repeat(21))), /20 characters/],
    ['two buttons of one title', buttons(button('a', 'x'), button('b', 'x')), /differ/],
    [
      'eleven rows',
      list([
        { title: 'One', rows: rows(6) },
        { title: 'Two', rows: rows(5, 6) },
      ]),
      /10 rows/,
    ],
    ['sections without titles', list([{ rows: rows(1) }, { rows: rows(1, 1) }]), /title in every section/],
    [
      'a picture over a list',
      list([{ rows: rows(1) }], { header: { type: 'image', image: { id: '1' } } }),
      /header/,
    ],
    ['a long footer', list([{ rows: rows(1) }], { footer: { text: 'x'.repeat(61) } }), /60 characters/],
    ['a flow without its id', flow({}), /exactly one of flow_id/],
    ['a template without a language', send('template', { name: 'x' }), /template\['language'\] is required/],
  ])('refuses %s', (_, body, details) => {
    expect(refusal(body)?.details).toMatch(details);
  });
});
