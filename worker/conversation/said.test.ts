/** The words that a message is found by. */
import { describe, expect, it } from 'vitest';
import type { Content } from '#domain/message.ts';
import { saidOf } from './said.ts';

const said = (content: Content) => saidOf({ direction: 'in', content });
const location = { latitude: 1, longitude: 2 };
const card = { title: 'Shoe', subtitle: 'Red', url: 'https://x.example', buttons: [] };
const reply = (title: string) => ({ type: 'reply', id: 'hidden', title }) as const;

describe('a message says', () => {
  it.each<[string, Content, string]>([
    ['its text', { kind: 'text', text: 'Olá' }, 'Olá'],
    ['a comment', { kind: 'comment', text: 'call back' }, 'call back'],
    [
      'caption and names of files',
      {
        kind: 'files',
        text: 'Here',
        files: [{ type: 'document', state: 'here', name: 'bill.pdf', mime: 'x/y' }],
      },
      'Here\nbill.pdf',
    ],
    ['a place', { kind: 'location', text: '', ...location, name: 'Cafe', address: 'Rua 1' }, 'Cafe\nRua 1'],
    [
      'who is in a contact card',
      {
        kind: 'contacts',
        text: '',
        contacts: [{ name: 'Maria', phones: ['+351 1'], emails: ['m@x.example'], organisation: 'Acme' }],
      },
      'Maria\n+351 1\nm@x.example\nAcme',
    ],
    [
      'what was tapped, not what came back with it',
      { kind: 'choice', text: 'Blue', of: 'list', description: 'navy', payload: 'hidden' },
      'Blue\nnavy',
    ],
    [
      'a form as it was filled in',
      { kind: 'form', text: 'Sent', name: 'flow', fields: [{ name: 'city', value: 'Porto' }] },
      'Sent\ncity\nPorto',
    ],
    [
      'an order',
      {
        kind: 'order',
        text: 'fast',
        items: [{ id: '1', name: 'Shoe', quantity: 1, price: 1, currency: 'EUR' }],
      },
      'fast\nShoe',
    ],
    [
      'a share',
      { kind: 'share', text: 'look', of: 'link', title: 'News', url: 'https://hidden.example' },
      'look\nNews',
    ],
    [
      'buttons',
      {
        kind: 'interactive',
        text: 'Choose',
        header: 'Head',
        footer: 'Foot',
        action: { type: 'buttons', buttons: [reply('Yes')] },
      },
      'Choose\nHead\nFoot\nYes',
    ],
    [
      'a list',
      {
        kind: 'interactive',
        text: 'Choose',
        action: {
          type: 'list',
          button: 'Open',
          sections: [{ title: 'Sizes', rows: [{ id: 'hidden', title: 'S', description: 'small' }] }],
        },
      },
      'Choose\nSizes\nS\nsmall',
    ],
    ['cards', { kind: 'interactive', text: '', action: { type: 'cards', cards: [card] } }, 'Shoe\nRed'],
    [
      'a template',
      {
        kind: 'template',
        text: 'Hi Ana',
        name: 'hidden',
        language: 'en',
        header: 'H',
        buttons: [reply('OK')],
      },
      'Hi Ana\nH\nOK',
    ],
    ['what could be read of a strange one', { kind: 'unsupported', type: 'poll', text: 'Which?' }, 'Which?'],
    ['nothing once it was taken back (R-41)', { kind: 'unsent', text: '' }, ''],
    ['nothing as a line', { kind: 'line', what: 'lead', to: 'Lost' }, ''],
    ['nothing without words', { kind: 'files', text: ' ', files: [{ type: 'image', state: 'here' }] }, ''],
  ])('%s', (_title, content, words) => {
    expect(said(content)).toBe(words);
  });

  it('a great deal at most, and no half characters', () => {
    const text = said({ kind: 'text', text: `${'a'.repeat(9_999)}😀` });
    expect(text).toBe('a'.repeat(9_999));
  });

  it('nothing while it is only on its way as a reaction (R-42)', () => {
    expect(saidOf({ direction: 'act', content: { kind: 'text', text: '👍' } })).toBe('');
  });
});
