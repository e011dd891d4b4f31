import { describe, expect, it } from 'vitest';
import { hello, interactiveDraft, templateDraft, toSend } from '../../testing/sends.ts';
import { renderMessage, renderRead, renderTyping } from './render.ts';

describe('a message to Messenger', () => {
  it('is Meta’s body, with our id to be given back (R-8)', () => {
    expect(renderMessage(toSend('messenger', hello))).toEqual({
      recipient: { id: '700' },
      messaging_type: 'RESPONSE',
      message: { text: 'Hello', metadata: 'client-1' },
    });
  });

  it('may offer to call, and to hand over e-mail and number', () => {
    const call = { type: 'phone', title: 'Call', phone: '+15550001111' } as const;
    const buttons = [{ type: 'phone_number', title: 'Call', payload: '+15550001111' }];
    expect(
      renderMessage(toSend('messenger', interactiveDraft({ type: 'buttons', buttons: [call] }))),
    ).toMatchObject({ message: { attachment: { payload: { template_type: 'button', buttons } } } });
    expect(renderMessage(toSend('messenger', interactiveDraft({ type: 'contact-request' })))).toMatchObject({
      message: {
        text: 'Choose',
        quick_replies: [{ content_type: 'user_email' }, { content_type: 'user_phone_number' }],
      },
    });
  });

  it('of a template says so, also when a person sends it late (R-16)', () => {
    const draft = templateDraft({
      header: [{ type: 'text', text: 'A1' }],
      body: [{ type: 'text', text: 'Ana', name: 'who' }],
      buttons: [
        { index: 1, type: 'url', suffix: 'a/1' },
        { index: 0, type: 'reply', payload: 'yes' },
      ],
    });
    expect(renderMessage(toSend('messenger', draft, { humanAgent: true }))).toEqual({
      recipient: { id: '700' },
      messaging_type: 'UTILITY',
      message: {
        template: {
          name: 'order_on_its_way',
          language: { code: 'en_GB' },
          components: [
            { type: 'header', parameters: [{ type: 'text', text: 'A1' }] },
            { type: 'body', parameters: [{ type: 'text', text: 'Ana', parameter_name: 'who' }] },
            {
              type: 'buttons',
              parameters: [
                { type: 'POSTBACK', payload: 'yes' },
                { type: 'URL', url: 'a/1' },
              ],
            },
          ],
        },
        metadata: 'client-1',
      },
    });
  });

  it('of a template with nothing to fill in has no components', () => {
    const { message } = renderMessage(toSend('messenger', templateDraft({})));
    expect(message).toEqual({
      template: { name: 'order_on_its_way', language: { code: 'en_GB' } },
      metadata: 'client-1',
    });
  });

  it('of a kind that Messenger has not is never made', () => {
    expect(() => renderMessage(toSend('messenger', { kind: 'location', latitude: 1, longitude: 2 }))).toThrow(
      /messenger has no location/,
    );
  });
});

describe('marks to Messenger', () => {
  const mark = { to: { psid: '700' }, messageId: '' };

  it('are actions of the sender (R-25)', () => {
    expect(renderRead(mark)).toEqual({ recipient: { id: '700' }, sender_action: 'mark_seen' });
    expect(renderTyping(mark)).toEqual({ recipient: { id: '700' }, sender_action: 'typing_on' });
  });
});
