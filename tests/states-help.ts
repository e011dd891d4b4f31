/** What walks through the states of the composer need: customers on every channel, wherever their window stands. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { has } from './browser.ts';
import { findings as within } from './findings.ts';
import { does } from './list-help.ts';
import { picture } from './pictures.ts';
import { account, eventually, instagram, page as facebook, type World } from './world.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

const accounts = { whatsapp: account.id, messenger: facebook.id, instagram: instagram.id } as const;
export type Side = keyof typeof accounts;
let customers = 0;

type SomebodyTraits = { channel?: Side; ago?: number; referral?: unknown; username?: string };

/** A customer who wrote so long ago (ms). Gives the id of the conversation, and their phone. */
export async function somebody(
  { admin, simulator }: World,
  name: string,
  { channel = 'whatsapp', ago = hour, referral, username }: SomebodyTraits = {},
): Promise<{ readonly id: string; readonly phone: string }> {
  customers += 1;
  const phone = String(15_557_300_000 + customers);
  const accountId = accounts[channel];
  await simulator.customer(phone, {
    name,
    channel,
    online: true,
    ...(username !== undefined && { username }),
  });
  const at = Math.floor((Date.now() - ago) / second) * second;
  await simulator.does(phone, 'say', {
    accountId,
    text: 'Hello, is it still there?',
    at,
    ...(referral !== undefined && { referral }),
  });
  await simulator.flush();
  return { id: await admin.findNamed(name), phone };
}

export async function assign(world: World, id: string, personId: string | null): Promise<void> {
  await does(world.admin, id, { type: 'assign', personId });
}

export const composer = (page: Page): Locator => page.getByTestId('composer');
export const field = (page: Page): Locator => page.getByTestId('composer-text');
export const banner = (page: Page): Locator => page.getByTestId('composer-banner');
export const header = (page: Page): Locator => page.locator('main header');

/** Opens a conversation by its link, wherever its row stands, and waits until the page is live. */
export async function opens(page: Page, id: string): Promise<void> {
  await page.goto(new URL(`/inbox/${id}`, page.url()).href);
  await has(page.getByTestId('connection'), 'data-state', 'live');
}

/** Waits until the composer is in this state of the design. */
export async function inState(page: Page, name: string): Promise<void> {
  await eventually(async () => expect(await composer(page).getAttribute('data-name')).toBe(name));
}

/** Waits until the caret stands in the field. */
export async function caret(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.matches('[data-testid="composer-text"]'));
}

/** What axe finds in head and composer. */
export const findings = (page: Page): Promise<readonly string[]> =>
  within(page, '[data-testid="composer"]', 'main header');

/** Times of the day and digits that run say something else in every picture: these are put in their place. */
async function still(part: Locator): Promise<void> {
  await part.evaluate((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? '';
      const stilled = text
        .replace(/\d{1,2} \w{3,4} \d{4}, \d\d:\d\d|\b\d\d:\d\d\b/g, '14:37')
        .replace(/\d+ h \d+ m/g, '2 h 41 m')
        .replace(/in \d+ s\b/g, 'in 6 s');
      if (stilled !== text) node.nodeValue = stilled;
    }
  });
}

/** A part whose digits are put in their place before each look at it. */
const stilled = (part: Locator): Pick<Locator, 'screenshot'> => ({
  async screenshot(options) {
    await still(part);
    return part.screenshot(options);
  },
});

const looks = [
  ['light', 1440],
  ['dark', 1440],
  ['dark', 390],
  ['light', 390],
] as const;

/** Keeps or compares pictures of a part in both themes, wide and narrow. */
export async function pictures(page: Page, part: (page: Page) => Locator, name: string): Promise<void> {
  for (const [colorScheme, width] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await part(page).waitFor();
    await picture(stilled(part(page)), `${name}-${colorScheme}-${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}
