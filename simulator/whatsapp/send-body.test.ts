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
    ['a group', { ...good, recipient_type: 'group' }, 131009],
    ['a kind that is not played', { ...good, type: 'image' }, 131009],
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
