import { describe, expect, it } from 'vitest';
import { filesDraft, hello, toReact, toSend, upload } from '../../testing/sends.ts';
import { renderMessage, renderReaction, renderRead, renderTyping } from './render.ts';

describe('a message to Instagram', () => {
  it('is Meta’s body: no type, and no id of ours, which would not come back', () => {
    expect(renderMessage(toSend('instagram', hello))).toEqual({
      recipient: { id: '800' },
      message: { text: 'Hello' },
    });
  });

  it('may hold several pictures', () => {
    const draft = filesDraft([upload('by-id', 'image'), upload('by-link', 'image')]);
    expect(renderMessage(toSend('instagram', draft))['message']).toEqual({
      attachments: [
        { type: 'image', payload: { attachment_id: '901' } },
        { type: 'image', payload: { url: 'https://files.example/902' } },
      ],
    });
  });
});

describe('marks to Instagram', () => {
  it.each(['❤', '❤️'])('a heart (%s) goes by the name that both flavours document (R-42)', (emoji) => {
    expect(renderReaction(toReact('instagram', emoji))).toMatchObject({ payload: { reaction: 'love' } });
  });

  it('there is typing, and nothing that marks as read (R-25)', () => {
    const mark = { to: { igsid: '800' }, messageId: 'm_1' };
    expect(renderRead(mark)).toBeNull();
    expect(renderTyping(mark)).toEqual({ recipient: { id: '800' }, sender_action: 'typing_on' });
  });
});
