/** What the walks of replies share: who is there, and what reached their phones. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { row } from './browser.ts';
import { Windows } from './list-help.ts';
import type { Screen } from '../simulator/control.ts';
import { connectPages, eventually, instagram, page as facebook, type World } from './world.ts';

export { findings } from './findings.ts';

export const maria = '5511987654321';
export const ahmed = '61550001112223';
export const lucia = '91550001112223';

/** A customer on each channel who has written; Maria 18 hours ago. */
export async function bringCustomers(world: World): Promise<void> {
  await connectPages(world);
  const { simulator } = world;
  await simulator.customer(maria, { name: 'Maria Silva', online: true });
  await simulator.customer(ahmed, { channel: 'messenger', name: 'Ahmed Khalil', online: true });
  await simulator.customer(lucia, {
    channel: 'instagram',
    name: 'Lucía Vega',
    username: 'lucia',
    online: true,
  });
  await simulator.say(maria, 'Oi!', Date.now() - 18 * 60 * 60 * 1000);
  await simulator.does(ahmed, 'say', { accountId: facebook.id, text: 'Hello' });
  await simulator.does(lucia, 'say', { accountId: instagram.id, text: 'Hola' });
  await simulator.flush();
}

/** A window of one's own with the conversation of that customer open. */
export async function opened(
  { world, browser }: { readonly world: World; readonly browser: Browser },
  {
    email,
    name,
    options,
  }: { readonly email: string; readonly name: string; readonly options?: BrowserContextOptions },
): Promise<{ page: Page; id: string }> {
  const page = await windowsOf(world, browser).open(email, { ...(options && { options }) });
  const id = await world.admin.findNamed(name);
  await row(page, id).click();
  await page.getByTestId('composer').waitFor();
  return { page, id };
}

export const composer = (page: Page): Locator => page.getByTestId('composer-text');

/** Waits until this stands in the field. */
export async function written(page: Page, text: string): Promise<void> {
  await eventually(async () => expect(await composer(page).inputValue()).toBe(text));
}

/** The newest message on a customer's phone. */
export async function lastOn(
  { simulator }: World,
  phone: string,
  accountId: string,
): Promise<Screen['messages'][number] | undefined> {
  await simulator.flush();
  return (await simulator.phone(phone, accountId)).messages.at(-1);
}

const allWindows = new WeakMap<World, Windows>();

/** Those of one world: who has signed in once is signed in. */
function windowsOf(world: World, browser: Browser): Windows {
  const windows = allWindows.get(world) ?? new Windows(browser, world.url);
  allWindows.set(world, windows);
  return windows;
}
