/** What the team notes: attributes and tags in the settings, by keys alone, and found again by name and by lead owner (B-09). */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Me } from '#domain/http.ts';
import { has, openBrowser, phone, row, soon, tabTo } from './browser.ts';
import { findings } from './findings.ts';
import { does, idOf, Windows } from './list-help.ts';
import { somebody } from './states-help.ts';
import { openWorld, people, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** Clean at every size and in both schemes, and never wider than the page. */
async function looks(page: Page): Promise<void> {
  for (const [colorScheme, size] of [
    ['dark', { width: 1440, height: 900 }],
    ['light', phone.viewport ?? { width: 390, height: 844 }],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await soon(() => findings(page)).toEqual([]);
    await soon(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function settings(name: 'attributes' | 'tags'): Promise<Page> {
  const page = await windows.open(people.ada.email);
  await page.getByTestId('rail-settings').click();
  await page.getByRole('navigation').getByRole('link', { name, exact: false }).click();
  await page.getByTestId(`${name.slice(0, -1)}-new`).waitFor();
  return page;
}

const me = async (): Promise<Me> => (await world.admin.send('GET', '/api/me')).json();
const toast = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor();

async function press(page: Page, target: string, ...keys: readonly string[]): Promise<void> {
  await tabTo(page, target);
  for (const key of keys) await page.keyboard.press(key);
}

async function focusIn(page: Page, target: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.matches(wanted), target);
}

test('an admin makes attributes by keys alone, orders them, and hears what goes with one (B-74)', async () => {
  const page = await settings('attributes');
  await page.getByText('No attributes yet').waitFor();
  await press(page, '[data-testid="attribute-new"]', 'Enter');

  await focusIn(page, '[data-testid="attribute-name"]');
  // Text, number, date, list.
  await press(page, '[data-testid="attribute-type"]', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  await page.keyboard.press('Control+s');
  await page.getByText('Give the attribute a name.').waitFor();
  await page.getByText('A list needs something to choose from.').waitFor();
  await focusIn(page, '[data-testid="attribute-name"]');
  await page.keyboard.type('City');
  await tabTo(page, '[data-testid="attribute-options"]');
  await page.keyboard.type('Porto\nOslo');
  await press(page, '[data-testid="attribute-required"]', 'Space');
  await page.keyboard.press('Control+s');
  await toast(page, 'Saved.');
  const body = { name: 'Newsletter', type: 'checkbox' };
  await world.admin.send('POST', '/api/attributes', body);
  await world.admin.send('POST', '/api/attributes', { name: 'Secret', type: 'text', filterable: false });
  expect((await me()).attributes[0]).toMatchObject({ options: ['Porto', 'Oslo'], required: true });

  const oslo = await somebody(world, 'Oslo Olga');
  await does(world.admin, oslo.id, { type: 'attribute', name: 'city', value: 'Oslo' });
  await soon(async () => (await world.admin.send('GET', '/api/attributes/counts')).json()).toMatchObject({
    city: { n: 1 },
  });
  await page.reload();
  await soon(() => page.getByTestId('attribute').allInnerTexts()).toHaveLength(3);
  await soon(() => page.getByTestId('attribute').first().innerText()).toMatch(
    /City\s*List · in 1 conversation/,
  );
  await press(page, '[data-testid="attribute-down"]', 'Enter');
  await page.getByText('City is now number 2 of 3.').waitFor();
  await focusIn(page, '[aria-label="Move City down"]');
  await soon(async () => (await me()).attributes.map(({ name }) => name)).toEqual([
    'Newsletter',
    'City',
    'Secret',
  ]);

  await page.getByRole('button', { name: /^City/ }).click();
  await page.getByText('Type and place stay as they are').waitFor();
  await looks(page);
  await page.getByTestId('attribute-delete').click();
  await page.getByText('1 conversation has a value.').waitFor();
  await page.getByRole('button', { name: 'Keep it' }).last().click();
  await page.context().close();
});

test('a tag is made, renamed, coloured and taken away', async () => {
  const page = await settings('tags');
  await press(page, '[data-testid="tag-new"]', 'Enter');
  await focusIn(page, '[data-testid="tag-name"]');
  await page.keyboard.type('Urgent');
  await press(page, '[data-testid="tag-colour"]', 'ArrowRight');
  await soon(() => page.getByTestId('save-bar').innerText()).toMatch(/2 changes/);
  await page.keyboard.press('Control+s');
  await toast(page, 'Saved.');
  const other = await windows.open(people.ana.email, { address: '/inbox?tag=nothing' });
  await other.getByTestId('filter').click();
  const offered = other.getByTestId('filter-panel').getByText('Very urgent', { exact: true });
  const tag = (await me()).tags.find(({ name }) => name === 'Urgent');
  expect(tag?.colour).toBe('red');
  await page.getByTestId('tag-name').fill('Very urgent');
  await looks(page);
  await page.keyboard.press('Control+s');
  await soon(() => page.getByTestId('save-bar').count()).toBe(0);
  // An open page of somebody else has it as it is now.
  await offered.waitFor();
  await page.getByTestId('tag-delete').click();
  await page.getByTestId('tag-delete-yes').click();
  await toast(page, 'Very urgent is deleted.');
  await soon(async () => (await me()).tags.some(({ id }) => id === tag?.id)).toBe(false);
  await soon(() => offered.count()).toBe(0);
  await other.context().close();
  await page.context().close();

  const ana = await windows.open(people.ana.email);
  await ana.goto(new URL('/settings/attributes', ana.url()).href);
  await ana.getByText('Attributes are changed by admins. Ask one of them.').waitFor();
  await ana.context().close();
});

test('the list is filtered by an attribute under its name and by lead owner, the board as well (B-09)', async () => {
  const [mine, other] = [await somebody(world, 'Porto Paula'), await somebody(world, 'Nobody Nils')];
  const ada = await idOf(world.admin);
  for (const made of [
    { name: 'Town', type: 'list', options: ['Porto', 'Oslo'] },
    { name: 'Since', type: 'date' },
    { name: 'Hidden', type: 'text', filterable: false },
  ])
    await world.admin.send('POST', '/api/attributes', made);
  await does(world.admin, mine.id, { type: 'attribute', name: 'town', value: 'Porto' });
  await does(world.admin, mine.id, { type: 'lead-facts', ownerId: ada });
  const page = await windows.open(people.ada.email);
  await row(page, other.id).waitFor();
  await press(page, '[data-testid="filter"]', 'Enter');
  const panel = page.getByTestId('filter-panel');
  await soon(() => panel.getByTestId('filter-attribute').allInnerTexts()).toEqual(
    expect.arrayContaining(['Town', 'Since']),
  );
  expect(await panel.getByText('Hidden').count()).toBe(0);
  await press(page, '[data-testid="filter-attribute"][data-id="town"] summary', 'Enter');
  const town = panel.locator('[data-id="town"]');
  await town.getByRole('checkbox', { name: 'Porto' }).waitFor();
  await press(page, '[data-id="town"] input', 'Tab', 'Space');
  await soon(() => row(page, other.id).count()).toBe(0);
  await row(page, mine.id).waitFor();
  await looks(page);
  const since = panel.locator('[data-id="since"]');
  await since.getByText('Since').click();
  await since.getByRole('textbox').fill('2026-11-03');
  await page.keyboard.press('Enter');
  await soon(() => since.innerText()).toMatch(/3 Nov 2026/);
  await panel.getByText('No conversation matches').waitFor();
  await since.getByRole('button', { name: /3 Nov 2026/ }).click();
  await row(page, mine.id).waitFor();
  await page.keyboard.press('Escape');
  await soon(() => page.getByTestId('chip').allInnerTexts()).toEqual(['Town: Porto']);

  await page.getByTestId('clear-all').click();
  await page.getByTestId('filter').click();
  await panel.getByText('Lead owner').click();
  await panel.getByRole('group', { name: 'Lead owner' }).getByRole('checkbox', { name: 'Nobody' }).check();
  await page.keyboard.press('Escape');
  await soon(() => row(page, mine.id).count()).toBe(0);
  await row(page, other.id).waitFor();
  await page.goto(new URL('/leads?lead-owner=me', page.url()).href);
  await has(page.getByTestId('connection'), 'data-state', 'live');
  await soon(() => page.getByTestId('chip').allInnerTexts()).toEqual(['My leads']);
  await soon(() =>
    page.getByTestId('card').evaluateAll((all) => all.map((one) => one.dataset['id'])),
  ).toEqual([mine.id]);
  // A lead that becomes somebody's is there at once.
  await does(world.admin, other.id, { type: 'lead-facts', ownerId: ada });
  await soon(() => page.getByTestId('card').count()).toBe(2);
  await page.context().close();
});
