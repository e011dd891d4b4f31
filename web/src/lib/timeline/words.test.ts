import { expect, test } from 'vitest';
import type { Happening } from '#domain/message.ts';
import { messageOf } from '../state/fixtures.ts';
import { en } from '../words/en.ts';
import { authorOf, happened, referralWords } from './words.ts';

const ana = { id: 'ana', name: 'Ana' };
const moment = (at: number): string => `<${at}>`;

const lines: readonly (readonly [Happening, string])[] = [
  [{ what: 'assigned', to: ana }, 'Assigned to Ana'],
  [
    { what: 'assigned', to: ana, rule: { assigning: 'round-robin', group: 'Sales' } },
    'Assigned to Ana, next in turn in Sales',
  ],
  [
    { what: 'assigned', to: ana, rule: { assigning: 'least-busy', group: 'Sales' } },
    'Assigned to Ana, least busy in Sales',
  ],
  [{ what: 'released', from: ana }, 'Released from Ana'],
  [{ what: 'released', from: ana, rule: 'gone' }, 'Released from Ana, who is no longer in the team'],
  [{ what: 'archived' }, 'Archived'],
  [{ what: 'reopened' }, 'Reopened: the customer wrote'],
  [{ what: 'window-closed' }, 'The 24-hour window closed'],
  [{ what: 'window-closed-by-meta' }, 'Meta says that the 24-hour window is closed'],
  [{ what: 'free-entry', until: 7 }, 'Messages are free until <7>: the customer came through an ad'],
  [{ what: 'free-entry-ended' }, 'Messages are no longer free'],
  [{ what: 'number-changed', to: '+55 1' }, 'The customer’s number is now +55 1'],
  [{ what: 'identity-changed' }, 'The customer’s account id changed; the conversation goes on here'],
  [
    { what: 'joined', messages: 1 },
    'Another conversation of this customer was joined to this one: 1 message',
  ],
  [{ what: 'call', from: 'customer', state: 'failed' }, 'Missed call from the customer'],
  [
    { what: 'call', from: 'customer', state: 'ended', seconds: 74 },
    'A call from the customer ended after 1:14',
  ],
  [{ what: 'call', from: 'business', state: 'rejected' }, 'The customer declined a call'],
  [
    { what: 'referred', referral: { source: 'ad', headline: 'Bags' } },
    'The customer came from your ad “Bags”',
  ],
  [{ what: 'referred', referral: { source: 'link', ref: 'x' } }, 'The customer came through your link (x)'],
  [{ what: 'referred', referral: { source: 'SEARCH' } }, 'The customer came from SEARCH'],
  [{ what: 'marketing', value: 'stop' }, 'The customer wants no more marketing messages'],
  [{ what: 'marketing', value: 'resume' }, 'The customer wants marketing messages again'],
  [{ what: 'opted-in', topic: 'News' }, 'The customer asked for messages about News'],
  [
    { what: 'form', fields: [{ name: 'city', value: 'Campinas' }] },
    'The customer filled in a form: city: Campinas',
  ],
  [{ what: 'form', fields: [] }, 'The customer filled in a form'],
  [{ what: 'handover', to: 'other', app: 'Bot' }, 'Bot took this conversation'],
  [{ what: 'handover', to: 'us' }, 'This conversation came back here from another app'],
  [{ what: 'notice', word: 'group', text: '' }, 'Meta says: group'],
  [{ what: 'grouped', to: 'Sales' }, 'Put into Sales'],
  [
    { what: 'grouped', to: 'Sales', rule: 'account' },
    'Put into Sales, where new conversations of this account go',
  ],
  [{ what: 'ungrouped', from: 'Sales' }, 'Taken out of Sales'],
  [{ what: 'tagged', tags: ['vip', 'leather'] }, 'Tagged vip, leather'],
  [{ what: 'untagged', tags: ['vip'] }, 'Tags taken off: vip'],
  [{ what: 'lead', to: 'Qualified' }, 'Lead: Qualified'],
  [{ what: 'lead', to: null }, 'The lead was closed'],
  [{ what: 'follow-up', at: 7 }, 'Follow-up set for <7>'],
  [{ what: 'follow-up', at: null }, 'The follow-up was taken away'],
  [{ what: 'attribute', name: 'City', value: 'Campinas' }, 'City is now “Campinas”'],
  [{ what: 'attribute', name: 'City', value: '' }, 'City was cleared'],
];

const byAna: readonly (readonly [Happening, string])[] = [
  [{ what: 'grouped', to: 'Sales' }, 'Ana put this into Sales'],
  [{ what: 'ungrouped', from: 'Sales' }, 'Ana took this out of Sales'],
  [{ what: 'tagged', tags: ['vip'] }, 'Ana put on vip'],
  [{ what: 'untagged', tags: ['vip'] }, 'Ana took off vip'],
  [{ what: 'lead', to: 'Qualified' }, 'Ana set the lead to Qualified'],
  [{ what: 'lead', to: null }, 'Ana closed the lead'],
  [{ what: 'follow-up', at: 7 }, 'Ana set a follow-up for <7>'],
  [{ what: 'follow-up', at: null }, 'Ana took the follow-up away'],
  [{ what: 'follow-up-moved', at: 7 }, 'Ana moved a follow-up to <7>'],
  [{ what: 'follow-up-given', to: { id: 'r', name: 'Rui' } }, 'Ana gave a follow-up to Rui'],
  [{ what: 'follow-up-noted', note: 'x' }, 'Ana changed the note of a follow-up'],
  [{ what: 'follow-up-ended', as: 'done', note: '' }, 'Ana did the follow-up'],
  [{ what: 'follow-up-ended', as: 'cancelled', note: 'Call' }, 'Ana cancelled the follow-up: Call'],
  [{ what: 'follow-up-due', owner: { id: 'r', name: 'Rui' }, note: 'Call' }, 'Follow-up due for Rui: Call'],
  [{ what: 'attribute', name: 'City', value: 'Campinas' }, 'Ana set City to “Campinas”'],
  [{ what: 'attribute', name: 'City', value: '' }, 'Ana cleared City'],
];

test.each(byAna)('%j by a person is a sentence with their name (R-28)', (what, sentence) => {
  expect(happened(what, ana, moment)).toBe(sentence);
});

test.each(lines)('%j is a sentence (R-28)', (what, sentence) => {
  expect(happened(what, undefined, moment)).toBe(sentence);
});

test('who did it is told', () => {
  const rui = { id: 'rui', name: 'Rui' };
  expect(happened({ what: 'assigned', to: ana }, ana, moment)).toBe('Ana took this conversation');
  expect(happened({ what: 'assigned', to: ana }, rui, moment)).toBe('Rui assigned this to Ana');
  expect(happened({ what: 'released', from: ana }, rui, moment)).toBe('Rui released this from Ana');
  expect(happened({ what: 'archived' }, rui, moment)).toBe('Rui archived this');
});

test('every state of a call has its words', () => {
  const states = ['ringing', 'accepted', 'rejected', 'ended', 'failed', 'recorded'] as const;
  for (const from of ['customer', 'business'] as const) {
    const told = states.map((state) => happened({ what: 'call', from, state }, undefined, moment));
    expect(new Set(told).size).toBe(states.length);
  }
});

test('what brought a customer here', () => {
  expect(referralWords({ source: 'ad' })).toBe(en['referral.ad']);
  expect(referralWords({ source: 'link', ref: 'spring' })).toBe('Came through your link (spring)');
  expect(referralWords({ source: 'SEARCH' })).toBe('Came from SEARCH');
});

test.each([
  [messageOf(), 'Maria'],
  [messageOf({ sender: 'Siti' }), 'Siti'],
  [messageOf({ direction: 'out', by: { id: 'me', name: 'Ana' } }), 'You'],
  [messageOf({ direction: 'out', by: { id: 'rui', name: 'Rui' } }), 'Rui'],
  [messageOf({ direction: 'out' }), 'Casement'],
  [messageOf({ direction: 'out', origin: 'phone-app' }), 'Your business'],
])('the author of a message (R-43)', (message, author) => {
  expect(authorOf(message, 'Maria', 'me')).toBe(author);
});
