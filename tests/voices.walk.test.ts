/** Voice messages: B-30, in the browser. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { bubble, Customer, opened } from './bubble-help.ts';
import { bringInstagram, bringMessenger, type Kinds } from './bubble-kinds.ts';
import { has, openBrowser, row, soon } from './browser.ts';
import { Windows } from './list-help.ts';
import { connectPages, openWorld, page as facebook, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
let messenger: Kinds;
let insta: Kinds;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  await connectPages(world);
  messenger = await bringMessenger(world);
  insta = await bringInstagram(world);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const one = (kinds: Kinds, group: string, at = 0): string => kinds.groups[group]?.[at] ?? '';

describe('B-30 voice messages', () => {
  test('play one at a time, at one speed, can be gone through by keys, and follow one another', async () => {
    const customer = new Customer(world, { phone: '7001000000000001', accountId: facebook.id });
    const ids = [
      one(messenger, 'said', 1),
      await customer.say({ kind: 'voice', file: { seed: 7, name: 'voice.wav' } }),
    ];
    const page = await opened(windows, messenger.id, { viewport: { width: 1440, height: 2600 } });
    const player = (at: number): Locator => bubble(page, ids[at]).getByTestId('player');
    const elapsed = (at: number): Promise<string> => player(at).getByTestId('elapsed').innerText();
    await soon(() => player(1).locator('rect').count()).toBe(48);
    await soon(() => elapsed(0)).toBe('0:03');
    await player(0).getByRole('button', { name: 'Play' }).click();
    await has(player(0), 'data-playing', 'true');
    await player(1).getByRole('button', { name: 'Play' }).click();
    await has(player(1), 'data-playing', 'true');
    await has(player(0), 'data-playing', 'false');
    await player(1).getByRole('button', { name: 'Pause' }).click();
    await player(1).getByTestId('rate').click();
    await soon(() => player(0).getByTestId('rate').innerText()).toBe('1.5×');
    await player(0).getByTestId('seek').focus();
    await page.keyboard.press('ArrowRight');
    const seek = player(0).getByTestId('seek');
    await soon(() => seek.inputValue()).toBe('3');
    await page.keyboard.press('ArrowLeft');
    await soon(() => seek.inputValue()).toBe('0');
    await page.context().close();
  });

  test('the next one that was not heard begins by itself; where one stopped is kept', async () => {
    const customer = new Customer(world, { phone: '7001000000000001', accountId: facebook.id });
    const later = await customer.say({ kind: 'voice', file: { seed: 9, name: 'voice.wav' } });
    const page = await opened(windows, messenger.id, { viewport: { width: 1440, height: 2600 } });
    const player = (id: string): Locator => bubble(page, id).getByTestId('player');
    await soon(() => player(later).locator('rect').count()).toBe(48);
    const height = async (id: string): Promise<number> => (await bubble(page, id).boundingBox())?.y ?? 0;
    const other = one(messenger, 'said', 1);
    // Which of the two stands first is the clock's to say.
    const [first, second] = (await height(other)) < (await height(later)) ? [other, later] : [later, other];
    await player(first).getByRole('button', { name: 'Play' }).click();
    await has(player(first), 'data-playing', 'true');
    await player(first).getByTestId('seek').press('End');
    await has(player(second), 'data-playing', 'true');
    await soon(() => player(first).getAttribute('data-playing')).toBe('false');
    await soon(() => player(first).getByTestId('seek').inputValue()).toBe('0');
    // Quiet again; it may be over by itself.
    await player(second)
      .getByRole('button', { name: 'Pause' })
      .click({ timeout: 1_000 })
      .catch(() => {});
    // Another conversation and back: where it stopped is kept.
    await player(first).getByTestId('seek').fill('2');
    await row(page, insta.id).click();
    await bubble(page, one(insta, 'sent')).waitFor();
    await row(page, messenger.id).click();
    await soon(() => player(first).getByTestId('seek').inputValue()).toBe('2');
    await page.context().close();
  });
});
