/** The sample business: a furniture shop, its team, its accounts and its customers on WhatsApp. Phone numbers are fictional ranges. */

const minute = 1;
const hour = 60 * minute;
const day = 24 * hour;

/** The same for everyone, and printed: this data is for play on one's own machine only. */
export const password = 'only-for-play';

export const admin = { name: 'Ines Duarte', email: 'admin@casement.example', password };
export const team = [
  { name: 'Ana Ribeiro', email: 'ana@casement.example', password, role: 'agent' },
  { name: 'Tom Becker', email: 'tom@casement.example', password, role: 'agent' },
  { name: 'Maya Okafor', email: 'manager@casement.example', password, role: 'manager' },
] as const;

/** What `npm start` prints. */
export const signIns = [
  { role: 'agent', email: team[0].email },
  { role: 'manager', email: team[2].email },
  { role: 'admin', email: admin.email },
] as const;

/** The Instagram account is linked to the page and shares its token. */
const pageToken = 'play-token-page';
const wabaId = '102290129340398';
export const accounts = {
  shop: {
    channel: 'whatsapp',
    id: '106540352242922',
    name: 'Lumen Home · Shop',
    handle: '+1 202 555 0142',
    token: 'play-token-shop',
    parentId: wabaId,
  },
  service: {
    channel: 'whatsapp',
    id: '106540352242933',
    name: 'Lumen Home · Service',
    handle: '+44 7700 900187',
    token: 'play-token-service',
    parentId: wabaId,
  },
  page: {
    channel: 'messenger',
    id: '104523998877665',
    name: 'Lumen Home',
    handle: 'Lumen Home',
    token: pageToken,
    parentId: '',
  },
  instagram: {
    channel: 'instagram',
    id: '17841405822304914',
    name: 'Lumen Home',
    handle: '@lumen.home',
    token: pageToken,
    parentId: '104523998877665',
  },
} as const;

type Agent = 'ana' | 'tom';
export type Act =
  | { readonly by: Agent; readonly does: 'send' | 'comment'; readonly text: string }
  /** A template of the simulator's stock, which a closed window lets through. */
  | { readonly by: Agent; readonly does: 'invite'; readonly day: string }
  | { readonly by: Agent; readonly does: 'read' }
  | { readonly by: Agent; readonly does: 'archive' };

/**
 * A text, or anything that the simulator lets a customer do (simulator/README.md): `deed` is the route, `say` if it is left
 * out. `onto: 'answer'` means the newest message of the business.
 */
export type Said =
  string | { readonly deed?: string; readonly onto?: 'answer'; readonly [field: string]: unknown };

export type Customer = {
  /** Phone number, PSID or IGSID: digits. */
  readonly phone: string;
  readonly name: string;
  readonly account: keyof typeof accounts;
  /** What else the simulator should know. */
  readonly traits?: { readonly username?: string; readonly bsuid?: string; readonly readReceipts?: boolean };
  /** Said before the team looks: minutes ago, what. */
  readonly wrote: readonly (readonly [ago: number, said: Said])[];
  /** What the team then does. */
  readonly acts?: readonly Act[];
  /** Whether the customer looks at the answer, is offline when it comes, has blocked the business by then, or none of it. */
  readonly then?: 'looks' | 'is offline' | 'has blocked us';
  /** Said after the answer. */
  readonly answers?: readonly Said[];
};

/** Those who write on WhatsApp. */
export const whatsappCustomers: readonly Customer[] = [
  {
    phone: '12025550117',
    name: 'Olivia Brooks',
    account: 'shop',
    traits: { username: 'olivia.brooks' },
    wrote: [
      [38 * minute, 'Hi! Is the walnut sideboard still available in the 180 cm version?'],
      [37 * minute, 'And could it be delivered before the 5th of December?'],
    ],
    acts: [
      { by: 'ana', does: 'send', text: 'Hi Olivia, it is: four pieces left in 180 cm.' },
      {
        by: 'ana',
        does: 'send',
        text: 'Delivery on Thursday the 3rd works. Shall I keep one for you until tomorrow evening?',
      },
    ],
    then: 'looks',
    answers: [{ deed: 'react', onto: 'answer', emoji: '❤️' }, 'Yes please! I will order tonight 🙌'],
  },
  {
    phone: '447700900456',
    name: 'Daniel Whitaker',
    account: 'service',
    wrote: [
      [3 * hour, 'The drawer of my bedside table arrived with a cracked front.'],
      [3 * hour - 1, { kind: 'image', text: 'This is how it came', file: { seed: 12, name: 'drawer.png' } }],
      [3 * hour - 2, 'Order LH-20418. What do you need from me?'],
    ],
    acts: [
      { by: 'ana', does: 'comment', text: 'Third cracked front from the November batch. Warehouse knows.' },
      {
        by: 'ana',
        does: 'send',
        text: 'I am sorry about that, Daniel. A new front leaves tomorrow; you can keep the old one.',
      },
    ],
    then: 'looks',
  },
  {
    phone: '33639980024',
    name: 'Camille Laurent',
    account: 'shop',
    wrote: [
      [
        11 * minute,
        {
          ...{ deed: 'ad', headline: 'Oak for every room', body: 'Made in Portugal, delivered in a week.' },
          text: 'Bonjour, livrez-vous en Belgique ? Et combien de temps faut-il compter ?',
        },
      ],
    ],
  },
  {
    phone: '61491570156',
    name: 'Jack Nguyen',
    account: 'shop',
    wrote: [
      [26 * minute, 'Do you ship the oak floor lamp to Melbourne?'],
      [25 * minute, 'https://lumen.example/lamps/oak-floor'],
      [24 * minute, 'The one with the linen shade'],
    ],
  },
  {
    phone: '12025550163',
    name: 'Priya Raman',
    account: 'shop',
    traits: { username: 'priya.designs', bsuid: 'US.13491208655302741918' },
    wrote: [
      [
        75 * minute,
        'Hello, I am furnishing a small hotel (22 rooms) and I like your Haven series very much. I would need 22 bedside ' +
          'tables, 22 desks and 44 chairs, ideally in three deliveries between January and March. Is there someone I ' +
          'can speak to about quantities, prices and finishes?',
      ],
    ],
    acts: [
      {
        by: 'tom',
        does: 'send',
        text: 'Hello Priya, with pleasure. I look after projects: may I call you tomorrow at 10:00?',
      },
      { by: 'tom', does: 'comment', text: 'Ask Maya about a project discount from 40 pieces.' },
    ],
    then: 'looks',
    answers: ['10:00 is perfect. Thank you, Tom.'],
  },
  {
    phone: '447700900812',
    name: 'Amina Hassan',
    account: 'service',
    wrote: [
      [50 * minute, 'مرحبا، متى يصل طلبي رقم LH-20533؟'],
      [49 * minute, 'شكراً جزيلاً 🌷'],
      [48 * minute, { kind: 'voice', file: { seed: 5 } }],
    ],
  },
  {
    phone: '12025550188',
    name: 'Marcus Hill',
    account: 'service',
    traits: { readReceipts: false },
    wrote: [[5 * hour, 'Which oil should I use for the ash table?']],
    acts: [
      {
        by: 'ana',
        does: 'send',
        text: 'A hard-wax oil, thinly, once a year. The one in the shop is fine: lumen.example/care',
      },
    ],
    then: 'looks',
  },
  {
    phone: '33639980057',
    name: 'Théo Martin',
    account: 'service',
    wrote: [[2 * hour, 'The assembly video stops at step 6 for me. Is there a PDF?']],
    acts: [
      { by: 'ana', does: 'send', text: 'There is: lumen.example/manuals/tove.pdf. Step 6 is on page 4.' },
    ],
    then: 'is offline',
  },
  {
    phone: '12025550129',
    name: 'Grace Kim',
    account: 'shop',
    wrote: [
      [22 * hour + 40, 'Hi, can I still change the fabric of my sofa from sand to moss?'],
      [22 * hour + 38, 'Order LH-20397'],
    ],
  },
  {
    phone: '447700900233',
    name: 'Ben Sørensen',
    account: 'service',
    wrote: [
      [day + 6 * hour, 'Hello, the courier says the address is wrong?'],
      [day + 5 * hour, 'Never mind, it just arrived. Looks great!'],
    ],
  },
  {
    phone: '61491570110',
    name: 'Ruby Walsh',
    account: 'shop',
    wrote: [[3 * day, 'Will the round mirror come back in black?']],
    acts: [{ by: 'ana', does: 'invite', day: 'Saturday' }],
  },
  {
    phone: '12025550175',
    name: 'Samuel Ortega',
    account: 'shop',
    wrote: [
      [2 * day + 3 * hour, 'Quiero una factura de mi pedido LH-20288, por favor.'],
      [20 * hour, '¿Alguna novedad?'],
    ],
    acts: [
      {
        by: 'ana',
        does: 'send',
        text: 'Buenos días, Samuel. La factura está en su correo desde hace un minuto.',
      },
      { by: 'ana', does: 'archive' },
    ],
    then: 'looks',
    answers: ['Recibida, gracias. ¿Pueden añadir el NIF?'],
  },
  {
    phone: '447700900641',
    name: 'Hannah Price',
    account: 'service',
    wrote: [[4 * hour, 'Thanks, the spare screws arrived. All good now 👍']],
    acts: [
      { by: 'ana', does: 'read' },
      { by: 'ana', does: 'archive' },
    ],
  },
  {
    phone: '33639980083',
    name: 'Lucie Bernard',
    account: 'shop',
    wrote: [[6 * minute, 'Hello! Do you have a showroom in Lyon?']],
  },
  {
    phone: '61491570737',
    name: 'Isabel Moreno',
    account: 'shop',
    wrote: [
      [
        95 * minute,
        {
          ...{ deed: 'ad', headline: 'Oak for every room', body: 'Made in Portugal, delivered in a week.' },
          text: 'Hi, I saw the extendable table. Does it seat twelve?',
        },
      ],
    ],
    acts: [{ by: 'ana', does: 'send', text: 'Hi Isabel, it does: 3.20 m with both leaves in.' }],
    then: 'looks',
  },
  {
    phone: '447700900377',
    name: 'Victor Hale',
    account: 'service',
    wrote: [[8 * hour, 'Please cancel my order LH-20610.']],
    acts: [{ by: 'ana', does: 'send', text: 'Done, Victor. The money is back within three days.' }],
    then: 'has blocked us',
  },
  {
    phone: '12025550141',
    name: 'Nadia Rahman',
    account: 'service',
    wrote: [[23 * hour + 20, 'Is the assembly service free on the weekend?']],
  },
];
