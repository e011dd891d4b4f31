/** Every way in which a send can go wrong, on every channel: nothing twice on a phone, and the truth or "unknown" on the screen. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, type Channel } from '#domain/channel.ts';
import type { DeliveryState } from '#domain/delivery.ts';
import type { Message } from '#domain/message.ts';
import { has, openBrowser, signedIn, soon } from './browser.ts';
import { redDot } from './file-help.ts';
import { befalls, type Befalls, type Outcome } from './faults.ts';
import { eventually, inParallel, openWorld, people, type Person, type World } from './world.ts';

let world: World;
let browser: Browser;
let ana: Person;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  ana = await world.signIn(people.ana.email);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** A customer with an account of its own, so that what befalls one send befalls nothing else. */
type Place = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly phone: string;
  readonly name: string;
  /** Of the conversation. */
  readonly id: string;
};

const accountPrefix = { whatsapp: '556', messenger: '557', instagram: '17841400' };
const phonePrefix = { whatsapp: '34611', messenger: '6200000', instagram: '9200000' };
const digits = (index: number): string => String(index).padStart(6, '0');

function accountBodies(channel: Channel, accountId: string) {
  const name = `Account ${accountId}`;
  const token = `EAA${accountId}`;
  const here = { channel, id: accountId, name, handle: name, token };
  switch (channel) {
    case 'whatsapp':
      return { here, atMeta: { name, token, wabaId: '900', displayNumber: `+1 ${accountId}` } };
    case 'messenger':
      return { here, atMeta: { channel, name, token } };
    case 'instagram':
      return { here: { ...here, login: 'instagram' }, atMeta: { channel, name, token, username: 'sales' } };
  }
}

/** For each an account on both sides, and a customer of it who has written. */
async function withPlaces<T extends { readonly channel: Channel }>(
  wanted: readonly T[],
  first: number,
): Promise<(T & { readonly place: Place })[]> {
  const { simulator, admin } = world;
  const opened = await inParallel(wanted, 8, async (one, index) => {
    const { channel } = one;
    const accountId = accountPrefix[channel] + digits(first + index);
    const phone = phonePrefix[channel] + digits(first + index);
    const name = `${channel} ${first + index}`;
    const { here, atMeta } = accountBodies(channel, accountId);
    await simulator.account(accountId, atMeta);
    await admin.connect(here);
    await simulator.customer(phone, { channel, name, online: true });
    await simulator.does(phone, 'say', { accountId, text: `Hello from ${name}` });
    return { one, place: { channel, accountId, phone, name } };
  });
  await simulator.flush();
  return eventually(async () => {
    const ids = new Map((await admin.rows()).map((row) => [row.name, row.id]));
    return opened.map(({ one, place }) => {
      const id = ids.get(place.name);
      if (id === undefined) throw new Error(`no conversation with ${place.name}`);
      return { ...one, place: { ...place, id } };
    });
  }, 60_000);
}

const arrivedState = ({ channel }: Place): DeliveryState => (channel === 'instagram' ? 'sent' : 'delivered');

async function messageOf({ id }: Place, messageId: string): Promise<Message> {
  const { messages } = await world.admin.view(id);
  const found = messages.find((one) => one.id === messageId);
  if (!found) throw new Error(`message ${messageId} is not in conversation ${id}`);
  return found;
}

const states = { unknown: 'unknown', held: 'queued', failed: 'failed' } as const;

/** What the message has become in the end, for good. */
async function expectOutcome(place: Place, messageId: string, outcome: Outcome): Promise<void> {
  const { comes } = outcome;
  const { delivery } = await messageOf(place, messageId);
  const arrives = comes === 'settled' || comes === 'retried';
  expect(delivery?.state).toBe(arrives ? arrivedState(place) : states[comes]);
  if (comes === 'held') expect(delivery?.waiting?.sentence).toMatch(outcome.because);
  if (comes !== 'failed') return;
  expect(delivery?.failure).toMatchObject({ kind: outcome.kind, code: String(outcome.code) });
  expect(delivery?.failure?.sentence).toMatch(outcome.because);
}

/** How often the customer sees it, and how often Meta was asked. */
async function expectOnPhone(place: Place, text: string, outcome: Outcome): Promise<void> {
  const { messages } = await world.simulator.phone(place.phone, place.accountId);
  const arrives = outcome.comes === 'settled' || outcome.comes === 'retried';
  expect(messages.filter((one) => one.text === text)).toHaveLength(arrives ? 1 : 0);
  const sends = (await world.simulator.sends()).filter(({ body }) => body.includes(text));
  expect(sends).toHaveLength(outcome.comes === 'retried' ? 3 : 1);
}

/** After Meta says that the window is closed, it is. */
async function expectClosed(place: Place): Promise<void> {
  const { head, now } = await world.admin.view(place.id);
  expect(head.windowExpiresAt).toBeLessThanOrEqual(now);
  const draft = { kind: 'text', text: 'And one more' };
  const refused = await ana.command(place.id, { type: 'send', draft });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'window-closed' });
}

type Case = Befalls & { readonly place: Place };

const textFor = ({ name }: Place): string => `Answer to ${name}.`;

async function play({ place, outcome }: Case): Promise<void> {
  const messageId = await ana.write(place.id, textFor(place));
  if (outcome.comes === 'retried') {
    await eventually(async () => {
      const { delivery } = await messageOf(place, messageId);
      expect(delivery?.waiting?.sentence).toMatch(outcome.because);
    });
  }
  // Our own time-out is 15 s, and an echo without our id waits up to 20 s for the answer that it may belong to.
  await eventually(() => expectOutcome(place, messageId, outcome), 50_000);
  await expectOnPhone(place, textFor(place), outcome);
  if (outcome.comes === 'failed' && outcome.kind === 'window') await expectClosed(place);
}

/** What some of them look like. */
const onScreen: readonly { what: string; ticks: string; says: RegExp }[] = [
  { what: 'reset, not taken', ticks: 'unknown', says: /may (have )?(arrive|reach)/i },
  { what: 'no answer, taken', ticks: 'delivered', says: /Answer to/ },
  { what: 'the token expired', ticks: 'clock', says: /once an admin has connected the channel again/ },
  { what: 'refused at once, window', ticks: 'failed', says: /24-hour window is closed/ },
  { what: 'refused at once, unreachable', ticks: 'failed', says: /cannot deliver to this person/ },
];

async function expectOnScreen(cases: readonly Case[]): Promise<void> {
  const screen = await signedIn(browser, world.url, { email: people.ana.email });
  for (const { what, ticks, says } of onScreen) {
    const { place } = cases.find((one) => one.what === what) ?? {};
    await screen.goto(`${world.url}/inbox/${place?.id}`);
    await has(screen.getByTestId('ticks').last(), 'data-state', ticks);
    await soon(() => screen.getByRole('feed').innerText()).toMatch(says);
  }
  await screen.context().close();
}

test('every fault on every channel: never twice, and the truth or “unknown” (R-8, R-20)', async () => {
  const cases = await withPlaces(channels.flatMap(befalls), 0);
  await world.simulator.faults(
    ...cases.map(({ fault, place }) => ({ ...fault, accountId: place.accountId })),
  );
  const wrong: string[] = [];
  await inParallel(cases, cases.length, async (one) => {
    await play(one).catch((failure: unknown) => {
      wrong.push(`${one.channel}, ${one.what}: ${String(failure)}`);
    });
  });
  expect(wrong).toEqual([]);
  await expectOnScreen(cases);
});

test('killed while messages are on their way: unknown, never repeated, settled by what Meta tells (R-21)', async () => {
  const faults = [
    { kind: 'silence', accepted: true },
    { kind: 'silence', accepted: false },
    { kind: 'slow', ms: 5000 },
  ];
  const wanted = channels.flatMap((channel) => faults.map((fault) => ({ channel, fault })));
  const cases = await withPlaces(wanted, 1000);
  await world.simulator.faults(
    ...cases.map(({ fault, place }) => ({ ...fault, accountId: place.accountId })),
  );
  await world.simulator.pause();
  const sent = await inParallel(cases, cases.length, async ({ fault, place }) => {
    const text = textFor(place);
    return { fault, place, text, messageId: await ana.write(place.id, text) };
  });
  const requests = async (text: string) =>
    (await world.simulator.sends()).filter(({ body }) => body.includes(text));
  const silent = sent.filter(({ fault }) => fault.kind === 'silence');
  await eventually(async () => {
    for (const { text } of silent) expect(await requests(text)).toHaveLength(1);
  });
  await world.kill();
  await world.restart();

  const stateOf = async (one: (typeof sent)[number]) =>
    (await messageOf(one.place, one.messageId)).delivery?.state;
  for (const one of silent) expect(await stateOf(one), one.text).toBe('unknown');
  await world.simulator.resume();
  await world.simulator.flush();
  for (const one of sent) {
    await eventually(async () => {
      const { messages } = await world.simulator.phone(one.place.phone, one.place.accountId);
      const seen = messages.filter(({ text }) => text === one.text).length;
      expect(seen).toBeLessThanOrEqual(1);
      expect(await stateOf(one), one.text).toBe(seen === 1 ? arrivedState(one.place) : 'unknown');
    }, 40_000);
    expect((await requests(one.text)).length, one.text).toBeLessThanOrEqual(1);
  }
});

test('a reaction that Meta refuses goes again, with the reason (R-42)', async () => {
  const wanted = channels.map((channel) => ({ channel }));
  const cases = await withPlaces(wanted, 2000);
  for (const { place } of cases) {
    const { accountId, phone, id } = place;
    await world.simulator.faults({ kind: 'error', code: 100, meets: 'react', accountId });
    const [hello] = (await world.admin.view(id)).messages.filter(({ direction }) => direction === 'in');
    await ana.command(id, { type: 'react', messageId: hello?.id, emoji: '❤️' });
    await eventually(async () => {
      const { reactions } = await messageOf(place, hello?.id ?? '');
      expect(reactions).toMatchObject([{ from: 'business', emoji: '' }]);
      expect(reactions?.[0]?.sentence).toMatch(/did not understand/);
    });
    const { messages } = await world.simulator.phone(phone, accountId);
    expect(messages.map((one) => one.reactions.business)).toEqual(['']);
  }
});

test('a picture whose upload Meta breaks off waits with the reason, and arrives once (R-20)', async () => {
  const [one] = await withPlaces([{ channel: 'whatsapp' as const }], 3000);
  if (!one) throw new Error('there is no place');
  const { accountId, phone, id } = one.place;
  await world.simulator.faults(
    { kind: 'http', status: 500, meets: 'upload', accountId },
    { kind: 'reset', accepted: true, meets: 'upload', accountId },
  );
  const file = await ana.upload('image', 'image/png', redDot);
  const clientId = crypto.randomUUID();
  await ana.command(id, { type: 'send', clientId, draft: { kind: 'files', text: 'A dot', files: [file] } });
  await eventually(async () => {
    const { delivery } = await messageOf(one.place, clientId);
    expect(delivery?.waiting?.sentence).toMatch(/could not be reached/);
  });
  await eventually(async () => {
    expect((await messageOf(one.place, clientId)).delivery?.state).toBe('delivered');
  }, 30_000);
  const { messages } = await world.simulator.phone(phone, accountId);
  expect(messages.filter(({ files }) => files.length > 0)).toHaveLength(1);
});
