/** The storm: fifty customers on three channels, Meta at its worst, power cuts in between; then the phones are asked. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, type Channel } from '#domain/channel.ts';
import type { Head } from '#domain/head.ts';
import type { Screen, Send } from '../simulator/control.ts';
import {
  changesItAgain,
  changesTheirMind,
  goesOn,
  newCustomer,
  reads,
  says,
  traitsOf,
  writes,
  type Customer,
} from './storm.ts';
import {
  answeredHere,
  answeredOnPhone,
  heardHere,
  heardOnPhone,
  isInOrder,
  lastArrivals,
  newestPreview,
  recount,
  toldAt,
  type Whole,
} from './truth.ts';
import {
  account,
  connectPages,
  eventually,
  inParallel,
  openWorld,
  people,
  type Person,
  type World,
} from './world.ts';

const seed = 20_261_121;
const customersOf: Readonly<Record<Channel, number>> = { whatsapp: 20, messenger: 15, instagram: 15 };
/** In each round every webhook comes `repeat` × `parallel` times, all mixed up, with up to `batch` updates in one. */
const rounds = [
  { repeat: 2, parallel: 1, batch: 23 },
  { repeat: 1, parallel: 2, batch: 7 },
  { repeat: 5, parallel: 1, batch: 40 },
  { repeat: 1, parallel: 3, batch: 60 },
  { repeat: 1, parallel: 1, batch: 1 },
];
const roundsWithPowerCut = [1, 3];
const messagesPerRound = 8;
const day = 24 * 60 * 60_000;
/** How many things happen at the same time. */
const width = 10;

let world: World;
let ana: Person;
const customers = channels.flatMap((channel) =>
  Array.from({ length: customersOf[channel] }, (_, index) => newCustomer(channel, index, seed)),
);

beforeAll(async () => {
  world = await openWorld();
  await connectPages(world);
  // Only a number that is used in the phone app too is told of edits and revokes.
  const { id, ...number } = account;
  await world.simulator.account(id, { ...number, coexistence: true });
  for (const customer of customers) await world.simulator.customer(customer.phone, traitsOf(customer));
  ana = await world.signIn(people.ana.email);
});

afterAll(async () => world?.end());

const waiting = async (): Promise<number> => {
  const { queue } = await world.simulator.webhooks(Number.MAX_SAFE_INTEGER);
  const { deliveries, updates } = queue;
  return deliveries + updates;
};

/** Cuts the power when about half of what waits has been told. */
async function powerCut(): Promise<void> {
  const all = await waiting();
  await eventually(async () => expect(await waiting()).toBeLessThan(all / 2), 60_000);
  await world.kill();
  await pause(300);
  await world.restart();
}

/** Names come with the webhooks on WhatsApp, and from profiles on the others. */
async function findConversations(): Promise<void> {
  await eventually(async () => {
    const rows = await world.admin.rows();
    for (const customer of customers) {
      customer.id = rows.find(({ name }) => name === customer.name)?.id ?? '';
    }
    expect(customers.filter(({ id }) => id === '').map(({ name }) => name)).toEqual([]);
  }, 60_000);
}

async function play(round: number): Promise<void> {
  const { simulator } = world;
  await simulator.settings({
    // Reports come as early as they can, also before Meta's answer to the send.
    statusGapMs: 0,
    habits: { ...rounds[round], disorder: true, gatherMs: 200, concurrency: 4, seed: seed + round },
  });
  await simulator.pause();
  await inParallel(customers, width, (customer) => changesTheirMind(world, customer, round));
  await pause(1100);
  await inParallel(customers, width, async (customer) => {
    for (let n = 1; n <= messagesPerRound; n += 1) {
      const isLive = n === messagesPerRound;
      await says(world, customer, { n: round * messagesPerRound + n, isLive });
    }
    await changesItAgain(world, customer, round);
  });
  const hasPowerCut = roundsWithPowerCut.includes(round);
  // Slow answers of Meta, so that the power goes while messages are on their way.
  if (hasPowerCut) await simulator.faults({ kind: 'slow', ms: 700, times: 'all' });
  const cut = hasPowerCut ? powerCut() : null;
  await simulator.resume();
  if (round > 0)
    await inParallel(customers, width, (customer) => goesOn(world, customer, { person: ana, round }));
  await cut;
  await simulator.noFaults();
  await simulator.flush();
  if (round === 0) await findConversations();
  const readers = customers.filter(({ dice }) => dice.roll() < 0.2);
  await inParallel(readers, width, (customer) => reads(world, ana, customer));
}

/** Some hide their number from now on; by then their other name has been told along with it. */
async function hideNumbers(): Promise<void> {
  const hiding = customers.filter(({ channel, dice }) => channel === 'whatsapp' && dice.roll() < 0.3);
  for (const { phone, name } of hiding) {
    await world.simulator.customer(phone, { bsuid: `ES.${phone}` });
    await world.simulator.does(phone, 'say', { text: `${name}: both names` });
  }
  await world.simulator.flush();
  for (const { phone } of hiding) await world.simulator.customer(phone, { hidePhone: true });
}

/** The last answers find some phones switched off, and some chats open. */
async function answerOnceMore(): Promise<void> {
  // Watermarks that are told by now must lie before what is written from here on.
  await pause(1500);
  await inParallel(customers, width, async (customer) => {
    const { name, phone, accountId, dice } = customer;
    const roll = dice.roll();
    if (roll < 0.3) await world.simulator.customer(phone, { online: false });
    if (roll > 0.7) await world.simulator.open(phone, accountId);
    if (dice.roll() < 0.6) await writes(ana, customer, `To ${name}, last of all`);
  });
  await world.simulator.flush();
}

/** What our sends said that Meta took. */
function acceptedTexts(sends: readonly Send[]): string[] {
  return sends
    .filter(({ kind, outcome }) => kind === 'send' && outcome === 'accepted')
    .map(({ body }) => {
      const { text, message } = JSON.parse(body) as { text?: { body: string }; message?: { text: string } };
      return text?.body ?? message?.text ?? '';
    });
}

function expectAnswers(
  customer: Customer,
  whole: Whole,
  screen: Screen,
  accepted: ReadonlySet<string>,
): void {
  const onPhone = answeredOnPhone(customer.channel, screen);
  const here = answeredHere(whole);
  const texts = new Set(onPhone.map(({ text }) => text));
  expect(texts.size, 'nothing is twice on the phone').toBe(onPhone.length);
  const [ours, elsewhere] = [
    ({ origin }: { origin: string }) => origin === '',
    ({ origin }: { origin: string }) => origin !== '',
  ].map((of) => [here.filter(of), onPhone.filter(of)] as const);
  for (const [kept, shown] of [ours, elsewhere].flatMap((pair) => (pair ? [pair] : []))) {
    expect(kept.filter(({ text }) => texts.has(text))).toEqual(shown);
  }
  // What the phone does not show waits at Meta for it, or was lost in a power cut.
  const others = here.filter(({ text }) => !texts.has(text));
  expect(others.map(({ text, state }) => [text, state])).toEqual(
    others.map(({ text }) => [text, accepted.has(text) ? 'sent' : 'unknown']),
  );
  expect(others.filter(({ state }) => state === 'sent')).toHaveLength(screen.waiting);
}

function expectHead(customer: Customer, whole: Whole, screen: Screen): void {
  const { head } = whole;
  const { name, readUpTo } = customer;
  const told = `unread of ${name}, counted anew from ${readUpTo} on; ${lastArrivals(whole)}`;
  expect(head.unread, told).toBe(recount(whole, readUpTo));
  expect(head.preview).toEqual(newestPreview(whole));
  const opened = toldAt(customer.channel, (screen.chat.windowUntil ?? 0) - day);
  // Of a reaction the phone looks at the clock a moment before it tells.
  expect(Math.abs((head.openedAt ?? 0) - opened)).toBeLessThan(100);
  expect(head.windowExpiresAt).toBe((head.openedAt ?? 0) + day);
  expect(head.archived).toBe(false);
}

async function expectTruth(customer: Customer, accepted: ReadonlySet<string>): Promise<Head> {
  const { channel, phone, accountId, id } = customer;
  const [whole, screen] = await Promise.all([world.admin.whole(id), world.simulator.phone(phone, accountId)]);
  expect(heardHere(whole)).toEqual(heardOnPhone(channel, screen));
  expect(isInOrder(whole)).toBe(true);
  expectAnswers(customer, whole, screen, accepted);
  expectHead(customer, whole, screen);
  return whole.head;
}

/** That it was a storm at all. */
async function expectStorm(): Promise<void> {
  const { attempts } = await world.simulator.webhooks();
  const failed = attempts.filter(({ status }) => status !== 200);
  expect(failed.length, 'webhooks met a power cut').toBeGreaterThan(0);
  const told = customers.flatMap(({ said }) => said);
  expect(told.length).toBeGreaterThan(customers.length * messagesPerRound * rounds.length * 0.9);
}

test(
  'fifty customers in a storm: every conversation is what the phones know, once and in order',
  { timeout: 240_000 },
  async () => {
    for (const round of rounds.keys()) {
      await play(round);
      if (round === 2) await hideNumbers();
    }
    await answerOnceMore();
    await expectStorm();

    const sent = acceptedTexts(await world.simulator.sends());
    const accepted = new Set(sent);
    expect(sent).toHaveLength(accepted.size);
    // An echo without our id waits a while for the answer to a send that may be its own.
    const heads = await inParallel(customers, width, (customer) =>
      eventually(() => expectTruth(customer, accepted), 45_000),
    );
    await eventually(async () => {
      const byId = (one: Head, other: Head): number => one.id.localeCompare(other.id);
      expect((await world.admin.rows()).toSorted(byId)).toEqual(heads.toSorted(byId));
    }, 45_000);
    const { counts } = await world.admin.list();
    const unread = heads.filter((head) => head.unread > 0).length;
    const leads = { new: { n: customers.length, more: false } };
    expect(counts).toEqual({ active: customers.length, archived: 0, unread, views: {}, leads });
    const letters = await world.admin.send('GET', '/api/letters');
    expect(await letters.json()).toMatchObject({ letters: [] });
  },
);
