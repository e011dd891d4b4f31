import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, phone, row, shows, signedIn } from './browser.ts';
import { openWorld, people, type World } from './world.ts';

const maria = '5511987654321';
let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await world.simulator.customer(maria, { name: 'Maria Silva', online: true });
  await world.simulator.say(maria, 'Oi!');
  await world.simulator.flush();
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

async function findings(page: Page): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const)('axe finds nothing, %s at %i px', async (colorScheme, width) => {
  const id = await world.admin.find(maria);
  const options =
    width === 390 ? { ...phone, colorScheme } : { viewport: { width, height: 900 }, colorScheme };
  const door = await (await browser.newContext(options)).newPage();
  await door.goto(`${world.url}/sign-in`);
  expect(await findings(door)).toEqual([]);
  await door.context().close();
  const page = await signedIn(browser, world.url, { email: people.ada.email, options });
  expect(await findings(page)).toEqual([]);
  await row(page, id).click();
  await shows(page, ['Oi!']);
  expect(await findings(page)).toEqual([]);
  await page.context().close();
});
