/** Every kind of message, both ways, on all channels, brought through the doors that Meta and people use. */
import { comments, Customer, sends, upload, type Json } from './bubble-help.ts';
import { idOf } from './list-help.ts';
import { account, eventually, instagram, page, people, type World } from './world.ts';

/** Messages that are looked at together, by their ids, oldest first. */
export type Kinds = {
  readonly id: string;
  readonly groups: Readonly<Record<string, readonly string[]>>;
};

export const long = `This is a letter, not a message. ${'It goes on about the chair, the table and the lamp. '.repeat(30)}`;

async function texts(customer: Customer): Promise<readonly string[]> {
  const first = await customer.say({ text: 'Good morning! Is the oak table still there?' });
  return [
    first,
    await customer.say({ text: '*Bold*, _italic_, ~gone~, `code` and *_both_*' }),
    await customer.say({
      text: 'I need:\n- a table\n- *two* chairs\n1. first this\n2. then that\n> you said so\n```\nwidth = 120\n```',
    }),
    await customer.say({ text: 'See https://lumen.example/oak?size=120, or call +351 912 345 678.' }),
    await customer.say({ text: 'زوروا https://lumen.example/ar، *شكرا* جزيلا' }),
    await customer.say({ text: 'An answer to that', replyTo: first }),
    await customer.say({ text: 'Somebody else wrote this', forwarded: 'often' }),
    await customer.say({ text: '😀' }),
    await customer.say({ text: '🎉🎉👍🏽' }),
    await customer.say({ text: long }),
  ];
}

async function media(customer: Customer): Promise<readonly string[]> {
  return [
    await customer.say({
      kind: 'image',
      text: 'The corner by the window',
      file: { seed: 12, name: 'room.png' },
    }),
    await customer.say({ kind: 'video', file: { seed: 4 } }),
    await customer.say({ kind: 'sticker', file: { seed: 6 } }),
    await customer.say({ kind: 'image', file: { seed: 2, gone: true } }),
  ];
}

/** Pictures one after the other, as a phone sends what was chosen together (B-29). */
async function albums(customer: Customer): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const many of [2, 3, 6]) {
    for (let at = 0; at < many; at += 1) {
      const said = { kind: 'image', file: { seed: 40 + ids.length } };
      ids.push(await customer.say(said, at === 0 ? 70_000 : 1000));
    }
  }
  return [ids[0] ?? '', ids[2] ?? '', ids[5] ?? ''];
}

async function sounds(customer: Customer): Promise<readonly string[]> {
  return [
    await customer.say({ kind: 'voice', file: { seed: 5, name: 'voice.ogg' } }),
    await customer.say({ kind: 'audio', file: { seed: 3, name: 'Idea for the hall.ogg' } }),
    await customer.say({
      kind: 'document',
      file: { seed: 9, name: 'Floor plan with a name that is far too long for its row.pdf' },
    }),
    await customer.say({ kind: 'document', file: { seed: 8, name: 'harmless\u202Efdp.exe' } }),
  ];
}

async function cards(customer: Customer): Promise<readonly string[]> {
  return [
    await customer.say({
      kind: 'location',
      latitude: 38.7139,
      longitude: -9.1394,
      name: 'Home',
      address: 'Rua da Prata 80, Lisboa',
    }),
    await customer.say({
      kind: 'contacts',
      contacts: [
        {
          name: 'Rita Alves',
          phones: ['+351 912 345 678'],
          emails: ['rita@alves.example'],
          organisation: 'Alves & Filhos',
        },
      ],
    }),
    await customer.say({
      kind: 'order',
      items: [
        { id: 'oak-table', quantity: 1, price: 420 },
        { id: 'chair', quantity: 4, price: 89.5 },
      ],
      text: 'Until Friday?',
    }),
    await customer.say({ kind: 'form', data: { name: 'Maria', day: 'Friday', remark: 'Second floor' } }),
    await customer.say({ kind: 'product', text: 'Does this come in black?', productId: 'SKU-77' }),
    await customer.say({ kind: 'unsupported', type: 'poll' }),
  ];
}

const buttons = {
  kind: 'interactive',
  header: 'Delivery',
  text: 'How do you want to *get* it?',
  footer: 'Lumen Home',
  action: {
    type: 'buttons',
    buttons: [
      { type: 'reply', id: 'ship', title: 'Delivery' },
      { type: 'reply', id: 'pick', title: 'I come by' },
    ],
  },
};
const list = {
  kind: 'interactive',
  text: 'Which wood?',
  action: {
    type: 'list',
    button: 'Choose',
    sections: [
      {
        title: 'Woods',
        rows: [
          { id: 'oak', title: 'Oak', description: 'Light and heavy' },
          { id: 'ash', title: 'Ash' },
        ],
      },
    ],
  },
};

async function offers(world: World, id: string, customer: Customer): Promise<readonly string[]> {
  const asked = await sends(world, id, { draft: buttons });
  const chosen = await sends(world, id, { draft: list });
  const link = await sends(world, id, {
    draft: {
      kind: 'interactive',
      text: 'Pay here, please.',
      action: { type: 'link', title: 'Pay', url: 'https://lumen.example/pay' },
    },
  });
  const where = await sends(world, id, {
    draft: { kind: 'interactive', text: 'Where are you?', action: { type: 'location-request' } },
  });
  const { messages } = await world.simulator.phone(customer.phone, customer.accountId);
  const found = (text: string): string => messages.find((one) => one.text === text)?.wamid ?? '';
  const tapped = await customer.does('tap', { messageId: found(buttons.text), option: 'ship' });
  const taken = await customer.does('tap', { messageId: found(list.text), option: 'oak' });
  return [asked, chosen, link, where, tapped.wamid, taken.wamid];
}

async function templates(world: World, id: string): Promise<readonly string[]> {
  const header = { type: 'file', file: await upload(world.admin, 'image', 21) };
  return [
    await sends(world, id, {
      draft: {
        ...{ kind: 'template', name: 'order_update', language: 'en' },
        values: {
          header: [],
          body: [
            { type: 'text', text: 'Maria' },
            { type: 'text', text: '#2231' },
          ],
          buttons: [{ index: 0, type: 'url', suffix: '2231' }],
        },
        shown: {
          header: 'Your order',
          text: 'Hello Maria, your order #2231 is on its way to you.',
          footer: 'Lumen Home',
          buttons: [{ type: 'url', title: 'Track it', url: 'https://lumen.example/track/2231' }],
        },
      },
    }),
    await sends(world, id, {
      draft: {
        ...{ kind: 'template', name: 'autumn_offer', language: 'en' },
        values: { header: [header], body: [{ type: 'text', text: 'Maria' }], buttons: [] },
        shown: {
          text: 'For you, Maria: 20 % off everything made of oak, until Sunday.',
          buttons: [{ type: 'reply', id: 'stop', title: 'Stop these messages' }],
        },
      },
    }),
  ];
}

async function sentFiles(world: World, id: string): Promise<readonly string[]> {
  const { admin } = world;
  const amr = await admin.upload(
    'audio',
    'audio/amr',
    new TextEncoder().encode(`#!AMR\n${'x'.repeat(4000)}`),
  );
  const drafts: readonly Json[] = [
    { kind: 'files', text: 'Like this one?', files: [await upload(admin, 'image', 17)] },
    { kind: 'files', text: '', files: [await upload(admin, 'voice', 3)] },
    { kind: 'files', text: '', files: [await upload(admin, 'document')] },
    { kind: 'files', text: '', files: [amr] },
    { kind: 'location', latitude: 38.71, longitude: -9.14, name: 'Our shop' },
    { kind: 'contacts', contacts: [{ name: 'Workshop', phones: ['+351 210 000 000'], emails: [] }] },
  ];
  const ids: string[] = [];
  for (const draft of drafts) ids.push(await sends(world, id, { draft }));
  return ids;
}

/** Every state of the ticks, ending with what nobody knows (B-23, B-24). */
async function states(world: World, id: string, { phone, accountId }: Customer): Promise<readonly string[]> {
  const { simulator } = world;
  const text = (words: string): Json => ({ kind: 'text', text: words });
  const read = await sends(world, id, { draft: text('Read by the customer'), until: 'sent' });
  await simulator.open(phone, accountId);
  await eventually(async () => {
    const { messages } = await world.admin.view(id);
    if (messages.find((one) => one.id === read)?.delivery?.state !== 'read') throw new Error('not read yet');
  });
  await simulator.close(phone);
  const delivered = await sends(world, id, { draft: text('On their phone'), until: 'delivered' });
  await simulator.customer(phone, { online: false });
  const sent = await sends(world, id, { draft: text('On its way') });
  await simulator.faults({ kind: 'error', code: 131026, accountId });
  const failed = await sends(world, id, { draft: text('Did not get through'), until: 'failed' });
  await simulator.faults({ kind: 'reset', accepted: false, accountId });
  const unknown = await sends(world, id, { draft: text('Nobody knows'), until: 'unknown' });
  return [read, delivered, sent, failed, unknown];
}

async function team(world: World, id: string): Promise<readonly string[]> {
  const ana = await world.signIn(people.ana.email);
  const rui = await world.signIn(people.rui.email);
  const [adaId, ruiId] = await Promise.all([idOf(world.admin), idOf(rui)]);
  return [
    await comments(ana, id, {
      text: '@Ada Admin stock says *3*, but one is reserved. Ask @Rui Costa.',
      mentions: [adaId, ruiId],
    }),
    await comments(world.admin, id, { text: 'Promised two: https://lumen.example/stock' }),
  ];
}

/** WhatsApp, all of it. */
export async function bringWhatsapp(world: World): Promise<Kinds> {
  const { simulator, admin } = world;
  const phone = '351910000001';
  await simulator.customer(phone, { name: 'Maria Silva', online: true, readReceipts: true });
  const customer = new Customer(world, { phone, accountId: account.id });
  const ad = await customer.does('ad', {
    text: 'Hello from your ad',
    headline: 'Oak, −20 %',
    body: 'Only until Sunday, in the shop and here.',
  });
  const groups: Record<string, readonly string[]> = {
    text: await texts(customer),
    media: await media(customer),
    albums: await albums(customer),
    sounds: await sounds(customer),
    cards: await cards(customer),
  };
  const edited = await customer.say({ text: 'I take tow' });
  const unsent = await customer.say({ text: 'Never mind' });
  const loved = await customer.say({ text: 'Thank you!' });
  await simulator.flush();
  const id = await admin.findNamed('Maria Silva');
  await customer.does('edit', { messageId: edited, text: 'I take two' });
  await customer.does('unsend', { messageId: unsent });
  await customer.does('react', { messageId: loved, emoji: '🙏' });
  const reacted = await admin.command(id, { type: 'react', messageId: loved, emoji: '❤️' });
  if (!reacted.ok) throw new Error(await reacted.text());
  const phoneApp = await simulator.answers(account.id, { customer: phone, text: 'Written on the phone' });
  Object.assign(groups, { changed: [edited, unsent, loved], offers: await offers(world, id, customer) });
  Object.assign(groups, { templates: await templates(world, id), files: await sentFiles(world, id) });
  await customer.does('call', { lasted: 75 });
  await simulator.flush();
  Object.assign(groups, { states: await states(world, id, customer), team: await team(world, id) });
  await simulator.flush();
  return { id, groups: { ...groups, ad: [ad.wamid], elsewhere: [phoneApp] } };
}

/** Messenger and Instagram: what only they have. */
export async function bringMessenger(world: World): Promise<Kinds> {
  const { simulator, admin } = world;
  const phone = '7001000000000001';
  await simulator.customer(phone, {
    channel: 'messenger',
    name: 'Anna Berg',
    online: true,
    readReceipts: true,
  });
  const customer = new Customer(world, { phone, accountId: page.id });
  const groups: Record<string, readonly string[]> = {
    said: [
      await customer.say({ text: 'Hello *there*' }),
      await customer.say({ kind: 'voice', file: { seed: 4, name: 'voice.wav' } }),
      await customer.say({ kind: 'share', of: 'link', title: 'A lamp', url: 'https://lumen.example/lamp' }),
      await customer.say({ kind: 'unsupported', type: 'game_play' }),
    ],
  };
  const postback = await customer.does('postback', { title: 'Opening hours', payload: 'hours' });
  await simulator.flush();
  const id = await admin.findNamed('Anna Berg');
  const card = (title: string, subtitle: string): Json => ({
    ...{ title, subtitle, imageUrl: 'https://lumen.example/card.png' },
    buttons: [{ type: 'url', title: 'Look', url: 'https://lumen.example/' }],
  });
  const quick = {
    type: 'quick-replies',
    replies: [
      { id: 'a', title: 'Today' },
      { id: 'b', title: 'Tomorrow' },
    ],
  };
  Object.assign(groups, {
    offered: [
      postback.wamid,
      await sends(world, id, { draft: { kind: 'interactive', text: 'When?', action: quick } }),
      await sends(world, id, {
        draft: {
          kind: 'interactive',
          text: '',
          action: {
            type: 'cards',
            cards: [card('Oak table', '€ 420'), card('Chair', '€ 89'), card('Lamp', '€ 60')],
          },
        },
      }),
    ],
  });
  await simulator.flush();
  return { id, groups };
}

export async function bringInstagram(world: World): Promise<Kinds> {
  const { simulator, admin } = world;
  const phone = '8001000000000001';
  await simulator.customer(phone, {
    channel: 'instagram',
    name: 'Lucía Vega',
    online: true,
    readReceipts: true,
  });
  const customer = new Customer(world, { phone, accountId: instagram.id });
  const said = [
    await customer.say({ kind: 'story-reply', text: 'Love this corner 😍' }),
    await customer.say({ kind: 'story-mention' }),
    await customer.say({ kind: 'share', of: 'post', title: 'A quiet corner' }),
    await customer.say({ kind: 'share', of: 'reel', title: 'Oiling oak' }),
    await customer.say({ kind: 'share', of: 'product', title: 'Linen throw' }),
    await customer.say({ kind: 'ephemeral' }),
    await customer.say({ kind: 'unsupported' }),
  ];
  await simulator.flush();
  const id = await admin.findNamed('Lucía Vega');
  const text = (words: string): Json => ({ kind: 'text', text: words });
  const sent = await sends(world, id, { draft: text('Sent, and no more is told'), until: 'sent' });
  return { id, groups: { said, sent: [sent] } };
}
