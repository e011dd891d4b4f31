/** What the clip offers: everything that a customer can send or do besides typing, by channel. */
import type { Channel } from '../control.ts';

type Attachment = {
  readonly words: string;
  readonly only?: readonly Channel[];
  readonly deed?: string;
  readonly body: Record<string, unknown>;
};

/** In the order of the menu. */
export const attachments: readonly Attachment[] = [
  { words: 'Picture', body: { kind: 'image' } },
  { words: 'Voice note', body: { kind: 'voice' } },
  { words: 'Video', body: { kind: 'video' } },
  { words: 'Document', body: { kind: 'document', file: { name: 'Bill 2041.pdf' } } },
  { words: 'Sticker', body: { kind: 'sticker' } },
  {
    words: 'Location',
    only: ['whatsapp', 'messenger'],
    body: { kind: 'location', latitude: 38.7139, longitude: -9.1394, name: 'Rossio' },
  },
  {
    words: 'Contact card',
    only: ['whatsapp'],
    body: { kind: 'contacts', contacts: [{ name: 'Jo Neighbour', phones: ['+351 912 000 111'] }] },
  },
  {
    words: 'Order',
    only: ['whatsapp'],
    body: { kind: 'order', items: [{ id: 'oak-lamp', quantity: 2, price: 89 }] },
  },
  {
    words: 'Answer a story',
    only: ['instagram'],
    body: { kind: 'story-reply', text: 'Is this one still there?' },
  },
  { words: 'Mention in a story', only: ['instagram'], body: { kind: 'story-mention' } },
  { words: 'Share a post', only: ['messenger', 'instagram'], body: { kind: 'share', of: 'post' } },
  { words: 'Share a reel', only: ['messenger', 'instagram'], body: { kind: 'share', of: 'reel' } },
  { words: 'Photo that disappears', only: ['instagram'], body: { kind: 'ephemeral' } },
  { words: 'Something unsupported', body: { kind: 'unsupported' } },
  {
    words: 'Tap “Get started”',
    only: ['messenger', 'instagram'],
    deed: 'postback',
    body: { title: 'Get started', payload: 'GET_STARTED' },
  },
  { words: 'Tap an ad', only: ['messenger', 'instagram'], deed: 'ad', body: {} },
  { words: 'Come by a link', only: ['messenger', 'instagram'], deed: 'link', body: { ref: 'flyer' } },
  { words: 'Call', only: ['whatsapp'], deed: 'call', body: { lasted: 42 } },
  { words: 'Stop marketing', only: ['whatsapp', 'messenger'], deed: 'marketing', body: { value: 'stop' } },
  {
    words: 'Resume marketing',
    only: ['whatsapp', 'messenger'],
    deed: 'marketing',
    body: { value: 'resume' },
  },
];
