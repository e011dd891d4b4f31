/** Every kind of message on every channel, both ways: what customers say arrives whole, what we send is on their phones. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import type { Draft } from '#domain/draft.ts';
import type { Message } from '#domain/message.ts';
import type { Shown } from '../simulator/control.ts';
import { account, connectPages, eventually, instagram, openWorld, page, type World } from './world.ts';

type Said = { readonly kind: string; readonly [name: string]: unknown };
type Traits = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly phone: string;
  /** What the customer says, and as what it has to stand in the timeline. */
  readonly says: readonly (readonly [said: Said, kind: Message['content']['kind']])[];
  /** What we send beside texts and files. */
  readonly drafts: readonly Draft[];
  /** Types of files that the channel takes from us. */
  readonly files: readonly ('image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker')[];
  /** The last step that its ticks reach without a voice note, and whether the one before it is told. */
  readonly tellsDelivered: boolean;
};

const file = (kind: string): readonly [Said, 'files'] => [{ kind, file: { seed: 3 } }, 'files'];
const reply = (title: string) => ({ type: 'reply', id: title.toLowerCase(), title }) as const;
const place = { latitude: 52.52, longitude: 13.405, name: 'Showroom' };
const filled = {
  header: [],
  body: [{ type: 'text', text: 'Maria', name: 'customer' } as const],
  buttons: [],
};
const shown = { text: 'Filled in', buttons: [] };

const quickReplies: Draft = {
  kind: 'interactive',
  text: 'Which day?',
  action: { type: 'quick-replies', replies: [{ id: 'mon', title: 'Monday' }] },
};
const cards: Draft = {
  kind: 'interactive',
  text: '',
  action: { type: 'cards', cards: [{ title: 'Oak table', subtitle: '€ 890', buttons: [reply('Take it')] }] },
};
const buttons = (title: string): Draft => ({
  kind: 'interactive',
  text: 'Shall we come?',
  action: { type: 'buttons', buttons: [reply(title)] },
});

const all: readonly Traits[] = [
  {
    ...{ channel: 'whatsapp', accountId: account.id, phone: '5511987650001', tellsDelivered: true },
    says: [
      [{ kind: 'text', text: 'Hello' }, 'text'],
      ...['image', 'video', 'audio', 'voice', 'document', 'sticker'].map(file),
      [{ kind: 'location', ...place }, 'location'],
      [{ kind: 'contacts', contacts: [{ name: 'Jo', phones: ['+15550001'] }] }, 'contacts'],
      [{ kind: 'order', items: [{ id: 'SKU-1' }] }, 'order'],
      [{ kind: 'form', data: { day: 'Monday' } }, 'form'],
      [{ kind: 'product', text: 'This one?', productId: 'SKU-1' }, 'text'],
      [{ kind: 'unsupported', type: 'poll' }, 'unsupported'],
    ],
    files: ['image', 'video', 'audio', 'voice', 'document', 'sticker'],
    drafts: [
      { kind: 'location', ...place },
      { kind: 'contacts', contacts: [{ name: 'Ana', phones: ['+15550002'], emails: [] }] },
      buttons('Yes'),
      {
        kind: 'interactive',
        text: 'Which day?',
        action: {
          type: 'list',
          button: 'Days',
          sections: [{ title: 'Week', rows: [{ id: 'mon', title: 'Monday' }] }],
        },
      },
      {
        kind: 'interactive',
        text: 'All about it',
        action: { type: 'link', title: 'Open', url: 'https://a.example' },
      },
      { kind: 'interactive', text: 'Where shall we come?', action: { type: 'location-request' } },
      {
        kind: 'template',
        name: 'hello_world',
        language: 'en_US',
        values: { header: [], body: [], buttons: [] },
        shown,
      },
    ],
  },
  {
    ...{ channel: 'messenger', accountId: page.id, phone: '61550001110001', tellsDelivered: true },
    says: [
      [{ kind: 'text', text: 'Hello' }, 'text'],
      ...['image', 'video', 'audio', 'document', 'sticker'].map(file),
      [{ kind: 'location', ...place }, 'location'],
      [{ kind: 'share', of: 'post' }, 'share'],
      [{ kind: 'product', text: 'This one?', productId: 'SKU-1' }, 'text'],
      [{ kind: 'unsupported', type: 'hologram' }, 'unsupported'],
    ],
    files: ['image', 'video', 'audio', 'document'],
    drafts: [
      quickReplies,
      buttons('Yes'),
      cards,
      { kind: 'template', name: 'repair_ready', language: 'en', values: namedValues(), shown },
    ],
  },
  {
    ...{ channel: 'instagram', accountId: instagram.id, phone: '91550001110001', tellsDelivered: false },
    says: [
      [{ kind: 'text', text: 'Hello' }, 'text'],
      ...['image', 'video', 'audio'].map(file),
      [{ kind: 'share', of: 'reel' }, 'share'],
      [{ kind: 'story-reply', text: 'Lovely' }, 'text'],
      [{ kind: 'story-mention' }, 'share'],
      [{ kind: 'unsupported' }, 'unsupported'],
    ],
    files: ['image', 'video', 'audio', 'document'],
    drafts: [quickReplies, buttons('Yes'), cards],
  },
];

function namedValues(): Extract<Draft, { kind: 'template' }>['values'] {
  return { ...filled, body: [...filled.body, { type: 'text', text: 'lamp', name: 'piece' }] };
}

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await connectPages(world);
  await world.admin.send('PATCH', `/api/accounts/messenger/${page.id}`, { utilityTemplates: true });
});

afterAll(async () => {
  await world?.end();
});

/** Sends, and gives the id of the message. */
async function send(id: string, draft: Draft): Promise<string> {
  const clientId = crypto.randomUUID();
  const answer = await world.admin.command(id, { type: 'send', clientId, draft });
  expect([draft.kind, answer.status, answer.ok ? '' : await answer.text()]).toEqual([draft.kind, 200, '']);
  return clientId;
}

/** Files of every type that the channel takes: those which the customer sent, sent back. */
async function filesOf({ files, phone, accountId }: Traits): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const type of files) {
    const { wamid } = await world.simulator.does(phone, 'say', { accountId, kind: type, file: { seed: 5 } });
    const { messages } = await world.simulator.phone(phone, accountId);
    const sample = messages.find((one) => one.wamid === wamid)?.files[0];
    const { mime, bytes } = await world.simulator.file(sample?.url ?? '');
    const upload = await world.admin.upload(type, mime, bytes);
    drafts.push({
      kind: 'files',
      text: '',
      files: [upload as Extract<Draft, { kind: 'files' }>['files'][0]],
    });
  }
  return drafts;
}

test.concurrent.for(all)(
  '$channel: every kind, both ways, with the ticks of the channel (R-6, R-10)',
  async (traits) => {
    const { channel, accountId, phone, says, drafts, tellsDelivered } = traits;
    const { simulator, admin } = world;
    const name = `Kinds of ${channel}`;
    await simulator.customer(phone, { channel, name, online: true, readReceipts: true });
    const wamids: string[] = [];
    for (const [said] of says) {
      wamids.push((await simulator.does(phone, 'say', { accountId, ...said })).wamid);
    }
    await simulator.flush();
    const id = await admin.findNamed(name);
    await eventually(async () => {
      const { messages } = await admin.whole(id);
      const came = wamids.map((wamid) => messages.find((one) => one.id === wamid));
      expect(came.map((one) => one?.content.kind)).toEqual(says.map(([, kind]) => kind));
      const files = came.flatMap((one) => (one?.content.kind === 'files' ? one.content.files : []));
      expect(files.map(({ state }) => state)).toEqual(files.map(() => 'here'));
    });

    const sent: string[] = [];
    for (const draft of [
      { kind: 'text', text: 'Hello to you' } as const,
      ...(await filesOf(traits)),
      ...drafts,
    ])
      sent.push(await send(id, draft));
    const ours = async (): Promise<readonly Shown[]> =>
      (await simulator.phone(phone, accountId)).messages.filter(({ from }) => from === 'business');
    await eventually(async () => expect(await ours()).toHaveLength(sent.length), 30_000);
    await simulator.open(phone, accountId);
    await simulator.flush();
    await eventually(async () => {
      const { messages } = await admin.whole(id);
      const mine = sent.map((one) => messages.find((message) => message.id === one));
      expect(mine.map((one) => one?.delivery?.state)).toEqual(sent.map(() => 'read'));
      const told = mine.map((one) => one?.delivery?.times.delivered !== undefined);
      expect(told).toEqual(sent.map(() => tellsDelivered));
    });
    // Nothing twice, and in the order in which it was sent.
    const answered = (await simulator.sends()).filter(
      (one) => one.accountId === accountId && one.kind === 'send' && one.outcome === 'accepted',
    );
    expect(answered.map(({ wamid }) => wamid)).toEqual((await ours()).map(({ wamid }) => wamid));
  },
);
