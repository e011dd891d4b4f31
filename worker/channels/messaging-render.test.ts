/** Messenger and Instagram: what both say alike. Their own tests say what differs. */
import { describe, expect, it } from 'vitest';
import type { Action, Button, FileType } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { filesDraft, hello, interactiveDraft, toReact, toSend, upload } from '../testing/sends.ts';
import { renderMessage, renderReaction } from './render.ts';

const template = (payload: Record<string, unknown>) => ({ attachment: { type: 'template', payload } });

describe.each([
  ['messenger', { id: '700' }],
  ['instagram', { id: '800' }],
] as const)('to %s', (channel, recipient) => {
  const render = (draft: Draft, part: object = {}) => renderMessage(toSend(channel, draft, part));
  /** The value of `message` without our own id. */
  const messageOf = (draft: Draft) => {
    const { metadata: _ours, ...message } = render(draft)['message'] as Record<string, unknown>;
    return message;
  };

  it('a message goes to the customer’s id', () => {
    expect(render(hello)).toMatchObject({ recipient, message: { text: 'Hello' } });
  });

  it('a message names the one that it answers', () => {
    expect(render(hello, { quotes: 'm_q' })).toMatchObject({ reply_to: { mid: 'm_q' } });
    expect(render(hello)).not.toHaveProperty('reply_to');
  });

  it('a person’s late answer carries the Human Agent tag (R-16)', () => {
    expect(render(hello, { humanAgent: true })).toMatchObject({
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
    });
    expect(render(hello)).not.toHaveProperty('tag');
  });

  it.each<readonly [FileType, string]>([
    ['image', 'image'],
    ['video', 'video'],
    ['audio', 'audio'],
    ['voice', 'audio'],
    ['document', 'file'],
  ])('a file of type %s is an attachment of type %s', (type, attachment) => {
    expect(messageOf(filesDraft([upload('by-id', type)]))).toEqual({
      attachment: { type: attachment, payload: { attachment_id: '901' } },
    });
    expect(messageOf(filesDraft([upload('by-link', type)]))).toEqual({
      attachment: { type: attachment, payload: { url: 'https://files.example/902' } },
    });
  });

  const buttons: readonly Button[] = [
    { type: 'reply', id: 'yes', title: 'Yes' },
    { type: 'url', title: 'Shop', url: 'https://a.example' },
  ];
  const rendered = [
    { type: 'postback', title: 'Yes', payload: 'yes' },
    { type: 'web_url', title: 'Shop', url: 'https://a.example' },
  ];

  it.each<readonly [Action, unknown]>([
    [{ type: 'buttons', buttons }, template({ template_type: 'button', text: 'Choose', buttons: rendered })],
    [
      { type: 'link', title: 'Shop', url: 'https://a.example' },
      template({ template_type: 'button', text: 'Choose', buttons: [rendered[1]] }),
    ],
    [
      { type: 'quick-replies', replies: [{ id: 'y', title: 'Yes' }] },
      { text: 'Choose', quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'y' }] },
    ],
    [
      {
        type: 'cards',
        cards: [
          {
            title: 'Hat',
            subtitle: 'Warm',
            imageUrl: 'https://a.example/h.png',
            url: 'https://a.example/h',
            buttons,
          },
          { title: 'Scarf', buttons: [] },
        ],
      },
      template({
        template_type: 'generic',
        elements: [
          {
            title: 'Hat',
            subtitle: 'Warm',
            image_url: 'https://a.example/h.png',
            default_action: { type: 'web_url', url: 'https://a.example/h' },
            buttons: rendered,
          },
          { title: 'Scarf' },
        ],
      }),
    ],
  ])('an interactive message of %o', (action, message) => {
    expect(messageOf(interactiveDraft(action))).toEqual(message);
  });

  it('a reaction is put on and taken off by an action of the sender (R-42)', () => {
    expect(renderReaction(toReact(channel, '👍'))).toEqual({
      recipient,
      sender_action: 'react',
      payload: { message_id: 'meta-1', reaction: '👍' },
    });
    expect(renderReaction(toReact(channel, ''))).toEqual({
      recipient,
      sender_action: 'unreact',
      payload: { message_id: 'meta-1' },
    });
    expect(renderReaction(toReact(channel, '👍', { humanAgent: true }))).toMatchObject({
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
    });
  });
});
