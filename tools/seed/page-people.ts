/** The sample customers on Messenger and Instagram. */
import type { Customer } from './people.ts';

const minute = 1;
const hour = 60 * minute;
const day = 24 * hour;

/** Those who write to the page. */
export const messengerCustomers: readonly Customer[] = [
  {
    phone: '7241090046180101',
    name: 'Anna Berg',
    account: 'page',
    wrote: [
      [
        52 * minute,
        {
          deed: 'ad',
          headline: 'The oak floor lamp',
          text: 'Hei! Is this lamp in stock in Oslo?',
          ref: 'autumn',
        },
      ],
    ],
    acts: [{ by: 'ana', does: 'send', text: 'Hello Anna, it is: five in the shop at Grünerløkka.' }],
    then: 'looks',
    answers: [{ deed: 'react', onto: 'answer', emoji: '👍' }, 'Perfect, I will come by tomorrow.'],
  },
  {
    phone: '7241090046180102',
    name: 'Chloe Evans',
    account: 'page',
    wrote: [
      [2 * hour, 'Hello, the table came with a scratch. Can it be oiled over?'],
      [2 * hour - 1, { kind: 'image', file: { seed: 27, name: 'table.png' } }],
    ],
    acts: [
      { by: 'tom', does: 'comment', text: 'Looks like a transport mark. A care set should do.' },
      { by: 'tom', does: 'send', text: 'It can, Chloe. A care set leaves today, free of charge.' },
    ],
    then: 'looks',
  },
  {
    phone: '7241090046180103',
    name: 'Lukas Weber',
    account: 'page',
    wrote: [
      [17 * minute, 'Guten Tag, ich erkläre es lieber kurz:'],
      [16 * minute, { kind: 'voice', file: { seed: 4, name: 'voice.wav' } }],
    ],
  },
  {
    phone: '7241090046180104',
    name: 'Fatima Zahra',
    account: 'page',
    wrote: [
      [7 * minute, { deed: 'postback', title: 'Get started', payload: 'GET_STARTED' }],
      [6 * minute, 'Bonjour, quels sont vos horaires samedi ?'],
    ],
  },
  {
    phone: '7241090046180105',
    name: 'Oscar Lind',
    account: 'page',
    wrote: [
      [
        2 * day + 2 * hour,
        { deed: 'link', ref: 'flyer', text: 'Hi, I have your flyer. Is the code still good?' },
      ],
    ],
  },
];

/** Those who write to the Instagram account. */
export const instagramCustomers: readonly Customer[] = [
  {
    phone: '8917203344550201',
    name: 'Igor Kovač',
    account: 'instagram',
    traits: { username: 'igor.k' },
    wrote: [[44 * minute, { kind: 'story-reply', text: 'Love this corner 😍 What is the chair called?' }]],
    acts: [{ by: 'ana', does: 'send', text: 'Thank you, Igor! It is the Haven chair, in smoked oak.' }],
    then: 'looks',
    answers: [{ deed: 'react', onto: 'answer', emoji: '❤️' }],
  },
  {
    phone: '8917203344550202',
    name: 'Yuki Tanaka',
    account: 'instagram',
    traits: { username: 'yuki.interiors' },
    wrote: [
      [21 * minute, { kind: 'share', of: 'post', title: 'A quiet corner, by Lumen Home' }],
      [20 * minute, 'Do you ship this one to Japan?'],
    ],
  },
  {
    phone: '8917203344550203',
    name: 'Sofia Rossi',
    account: 'instagram',
    traits: { username: 'sofia.rossi' },
    wrote: [
      [3 * hour + 5, { kind: 'image', file: { seed: 30, name: 'room.png' } }],
      [3 * hour + 4, 'Would the walnut table fit here? The wall is 2.20 m.'],
    ],
    acts: [
      { by: 'tom', does: 'send', text: 'Easily, Sofia: the table is 1.80 m. Shall I send you a drawing?' },
    ],
    then: 'looks',
    answers: ['Sì, grazie mille!'],
  },
  {
    phone: '8917203344550204',
    name: 'Noah Fischer',
    account: 'instagram',
    traits: { username: 'noah.f' },
    wrote: [[9 * minute, { kind: 'story-mention' }]],
  },
  {
    phone: '8917203344550205',
    name: 'Layla Haddad',
    account: 'instagram',
    traits: { username: 'layla.haddad' },
    wrote: [[30 * hour, 'مرحبا، هل يوجد هذا المصباح باللون الأسود؟']],
  },
];
