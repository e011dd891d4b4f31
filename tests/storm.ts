/** The people of a storm: what customers on three channels do, by dice that always fall the same way. */
import type { Channel } from '#domain/channel.ts';
import { between, dice, shuffled, type Dice } from '../simulator/webhooks/prng.ts';
import { account, eventually, instagram, page, type Person, type World } from './world.ts';

const minute = 60_000;
/** Minutes of the past in which messages were written that are told only now. */
const pastMinutes = 60;

export type Customer = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly phone: string;
  readonly name: string;
  readonly dice: Dice;
  /** Minutes ago that no message of theirs has yet, in no order. */
  readonly slots: number[];
  /** Meta's ids of what they wrote and did not take back. */
  readonly said: string[];
  /** How often each of their messages was edited. */
  readonly edits: Map<string, number>;
  /** The message of theirs that they come back to; '' for none. */
  favourite: string;
  /** The arrival (`seq`) up to which somebody read without answering. */
  readUpTo: number;
  /** Of the conversation, once it is known. */
  id: string;
};

const accountOf: Readonly<Record<Channel, string>> = {
  whatsapp: account.id,
  messenger: page.id,
  instagram: instagram.id,
};
const firstOf: Readonly<Record<Channel, number>> = {
  whatsapp: 34_600_000_000,
  messenger: 61_000_000_000_000,
  instagram: 91_000_000_000_000,
};

export function newCustomer(channel: Channel, index: number, seed: number): Customer {
  const number = firstOf[channel] + index;
  const own = dice(seed + number);
  const minutes = Array.from({ length: pastMinutes }, (_, ago) => ago + 2);
  return {
    ...{ channel, accountId: accountOf[channel], phone: String(number), name: `${channel} ${index}` },
    ...{
      dice: own,
      slots: shuffled(minutes, own),
      said: [],
      edits: new Map(),
      favourite: '',
      readUpTo: 0,
      id: '',
    },
  };
}

export function traitsOf({ channel, phone, name, dice: own }: Customer): Record<string, unknown> {
  const hasBsuid = channel === 'whatsapp' && own.roll() < 0.5;
  const traits = { channel, name, online: true, readReceipts: own.roll() < 0.7 };
  return { ...traits, ...(hasBsuid && { bsuid: `ES.${phone}` }) };
}

const actor =
  ({ simulator }: World, { phone, accountId }: Customer) =>
  (act: string, body: object) =>
    simulator.does(phone, act, { accountId, ...body });

/** Writes once: now, or at a minute of the past hour that Meta tells only now. */
export async function says(world: World, customer: Customer, words: { n: number; isLive: boolean }) {
  const { name, dice: own, said } = customer;
  const minutesAgo = customer.slots.pop() ?? 1;
  const at = Math.floor(Date.now() / minute) * minute - minutesAgo * minute + between(0, 59, own) * 1000;
  const quoted = own.roll() < 0.1 ? said[between(0, said.length - 1, own)] : undefined;
  const { wamid } = await actor(world, customer)('say', {
    text: `${name}: message ${words.n} ${'·'.repeat(between(0, 30, own))}`,
    ...(!words.isLive && { at }),
    ...(quoted !== undefined && { replyTo: quoted }),
  });
  said.push(wamid);
}

const emojis = ['👍', '🎉', '😮', '😢', '❤️'];

/** Meta lets a message be edited five times. */
async function edits(world: World, customer: Customer, change: { messageId: string; text: string }) {
  const times = customer.edits.get(change.messageId) ?? 0;
  if (times === 5) return;
  customer.edits.set(change.messageId, times + 1);
  await actor(world, customer)('edit', change);
}

/** Now and then reacts to one message, edits another, and takes a third back. */
export async function changesTheirMind(world: World, customer: Customer, round: number): Promise<void> {
  const { channel, dice: own, said, name } = customer;
  const does = actor(world, customer);
  const [liked = '', edited, taken] = shuffled(said, own);
  customer.favourite = own.roll() < 0.6 ? liked : '';
  if (customer.favourite !== '') {
    await does('react', { messageId: liked, emoji: emojis[between(0, emojis.length - 1, own)] });
    await edits(world, customer, { messageId: liked, text: `${name}: edited in round ${round}, first` });
  }
  if (edited && own.roll() < 0.4) {
    await edits(world, customer, { messageId: edited, text: `${name}: edited in round ${round}` });
  }
  // Messenger tells nobody that something was taken back.
  if (taken && channel !== 'messenger' && own.roll() < 0.3) {
    await does('unsend', { messageId: taken });
    said.splice(said.indexOf(taken), 1);
  }
}

/**
 * Changes once more what was changed before. At least a second must lie between: WhatsApp's times are whole seconds, and of
 * two changes within one nobody could tell which is newer.
 */
export async function changesItAgain(world: World, customer: Customer, round: number): Promise<void> {
  const { favourite, dice: own, name } = customer;
  if (favourite === '') return;
  // Whether taking a reaction back opens a window, phones and rules see differently: never in the last round.
  const removes = round < 4 && own.roll() < 0.3;
  await actor(world, customer)('react', { messageId: favourite, emoji: removes ? '' : '🔁' });
  if (own.roll() < 0.5)
    await edits(world, customer, { messageId: favourite, text: `${name}: edited in round ${round}, again` });
}

/** Reacts to the newest answer of the business. */
async function thanks(world: World, customer: Customer): Promise<void> {
  const { messages } = await world.simulator.phone(customer.phone, customer.accountId);
  const newest = messages.findLast(({ from }) => from === 'business');
  if (newest) await actor(world, customer)('react', { messageId: newest.wamid, emoji: '🙏' });
}

/** As the screen does it: the same client id until there is an answer, however often the power is cut meanwhile. */
export async function writes(person: Person, { id }: Customer, text: string): Promise<void> {
  const clientId = crypto.randomUUID();
  await eventually(() => person.write(id, text, clientId), 30_000);
}

/** What happens in a round besides customers writing: answers from here and from Meta's own apps; customers look and like. */
export async function goesOn(
  world: World,
  customer: Customer,
  { person, round }: { person: Person; round: number },
): Promise<void> {
  const { accountId, phone, channel, name, dice: own } = customer;
  const to = `To ${name}, round ${round}`;
  const roll = own.roll();
  if (roll < 0.5) {
    await writes(person, customer, `${to}, first`);
    if (own.roll() < 0.4) await writes(person, customer, `${to}, second`);
  } else if (roll < 0.65) {
    const from = channel === 'whatsapp' ? 'phone-app' : 'inbox';
    await world.simulator.answers(accountId, { customer: phone, from, text: `${to}, from elsewhere` });
  } else if (roll < 0.8) {
    await world.simulator.open(phone, accountId);
  } else {
    await thanks(world, customer);
  }
}

/** Somebody looks at everything that is there and does not answer. */
export async function reads(world: World, person: Person, customer: Customer): Promise<void> {
  const { head, messages } = await world.admin.whole(customer.id);
  const answer = await person.command(customer.id, { type: 'read', rev: head.rev });
  if (!answer.ok) throw new Error(`reading was refused: ${await answer.text()}`);
  customer.readUpTo = Math.max(customer.readUpTo, ...messages.map(({ seq }) => seq));
}
