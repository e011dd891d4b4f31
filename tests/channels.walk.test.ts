/** One conversation of each channel on the screen: everything that the customer does is seen live, everything we do reaches the phone. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import { answer, has, openBrowser, row, shows, signedIn, soon, watchTicks } from './browser.ts';
import { redDot } from './file-help.ts';
import {
  account,
  connectPages,
  eventually,
  instagram,
  openWorld,
  page,
  people,
  type World,
} from './world.ts';

/** What each channel lets us see. */
type Traits = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly phone: string;
  readonly name: string;
  readonly ticks: readonly string[];
  /** Messenger tells nobody that something was taken back. */
  readonly tellsUnsend: boolean;
};
const all: readonly Traits[] = [
  {
    ...{ channel: 'whatsapp', accountId: account.id, phone: '5511987654321', name: 'Maria Silva' },
    ...{ ticks: ['clock', 'sent', 'delivered', 'read'], tellsUnsend: true },
  },
  {
    ...{ channel: 'messenger', accountId: page.id, phone: '61550001112223', name: 'Ahmed Khalil' },
    ...{ ticks: ['clock', 'sent', 'delivered', 'read'], tellsUnsend: false },
  },
  {
    ...{ channel: 'instagram', accountId: instagram.id, phone: '91550001112223', name: 'Lucía Vega' },
    ...{ ticks: ['clock', 'sent', 'read'], tellsUnsend: true },
  },
];

let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await connectPages(world);
  // Only a number that is used in the phone app too is told of what customers take back.
  const { id, ...number } = account;
  await world.simulator.account(id, { ...number, coexistence: true });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const bubble = (screen: Page, id: string): Locator =>
  screen.locator(`[data-testid="message"][data-id="${id}"]`);

/** Waits until the picture of a message is drawn, not only placed. */
async function seesPicture(screen: Page, id: string): Promise<void> {
  await eventually(async () => {
    const width = await bubble(screen, id)
      .locator('img')
      .evaluate((image) => (image as HTMLImageElement).naturalWidth);
    expect(width).toBeGreaterThan(0);
  });
}

/** Answers, with a slow Meta and a phone that is switched off at first, so that every step can be seen. */
async function answersAndWatches(screen: Page, { phone, accountId, ticks }: Traits): Promise<void> {
  const { simulator } = world;
  await simulator.customer(phone, { online: false });
  await simulator.faults({ kind: 'slow', ms: 1000, accountId });
  const seen = await watchTicks(screen);
  await answer(screen, 'Yes, we have three.');
  const newest = screen.getByTestId('ticks').last();
  await has(newest, 'data-state', 'sent');
  await simulator.flush();
  await simulator.customer(phone, { online: true });
  await simulator.flush();
  if (ticks.includes('delivered')) await has(newest, 'data-state', 'delivered');
  await simulator.open(phone, accountId);
  await has(newest, 'data-state', 'read');
  expect(await seen()).toEqual(ticks);
}

async function sendsPicture(screen: Page, { phone, accountId }: Traits): Promise<void> {
  const file = { name: 'dot.png', mimeType: 'image/png', buffer: redDot };
  await screen.getByTestId('attach-input').setInputFiles(file);
  await has(screen.getByTestId('attachment'), 'data-ready', 'true');
  await screen.getByTestId('send').click();
  await eventually(async () => {
    const { messages } = await world.simulator.phone(phone, accountId);
    expect(messages.at(-1)).toMatchObject({ from: 'business', files: [{ type: 'image' }] });
  });
  await has(screen.getByTestId('ticks').last(), 'data-state', 'read');
}

test.concurrent.for(all)('$channel: seen live, without a reload', async (traits) => {
  const { channel, phone, accountId, name, tellsUnsend } = traits;
  const { simulator } = world;
  const does = (act: string, body: object) => simulator.does(phone, act, { accountId, ...body });
  await simulator.customer(phone, { channel, name, online: true, readReceipts: true });
  await does('say', { text: 'Hello' });
  const id = await world.admin.findNamed(name);
  const screen = await signedIn(browser, world.url, { email: people.ana.email });
  await row(screen, id).click();
  await shows(screen, ['Hello']);
  await screen.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

  const { wamid: question } = await does('say', { text: 'Is this bag still there?' });
  await shows(screen, ['Hello', 'Is this bag still there?']);
  const { wamid: photo } = await does('say', { kind: 'image', file: { seed: 4 } });
  await seesPicture(screen, photo);

  await answersAndWatches(screen, traits);
  await sendsPicture(screen, traits);

  const ours = (await simulator.phone(phone, accountId)).messages.find(({ from }) => from === 'business');
  await does('react', { messageId: ours?.wamid, emoji: '❤️' });
  await soon(() => screen.getByTestId('reaction').allInnerTexts()).toHaveLength(1);
  await soon(() => screen.getByTestId('reaction').innerText()).toContain('❤️');
  await does('react', { messageId: ours?.wamid, emoji: '' });
  await soon(() => screen.getByTestId('reaction').count()).toBe(0);

  await does('unsend', { messageId: question });
  await simulator.flush();
  await does('say', { text: 'Thank you!' });
  await soon(() => screen.getByTestId('message').last().innerText()).toContain('Thank you!');
  await soon(() => row(screen, id).innerText()).toContain('Thank you!');
  await eventually(async () => {
    const text = await bubble(screen, question).innerText();
    if (tellsUnsend) expect(text).toContain('Deleted message');
    expect(text.includes('Is this bag still there?')).toBe(!tellsUnsend);
  });
  await soon(() => screen.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  await screen.context().close();
});
