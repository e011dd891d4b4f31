/** What cannot be seen or pointed at must be reached all the same: axe on every part of the screen, and the list by keys alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tag } from '#domain/http.ts';
import { openBrowser, phone, row, shows, soon, tabTo } from './browser.ts';
import { findings } from './findings.ts';
import {
  addTag,
  addView,
  bring,
  counted,
  crowd,
  does,
  idsOnScreen,
  rowsOf,
  showsOrder,
  Windows,
} from './list-help.ts';
import { eventually, openWorld, people, type World } from './world.ts';

const maria = '5511987654321';
const customers = 24;
let world: World;
let browser: Browser;
let windows: Windows;
let vip: Tag;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin, simulator } = world;
  vip = await addTag(admin, 'vip');
  const hot = await addTag(admin, 'hot', 'red');
  await bring(world, crowd(customers, { apart: 70 * 60_000 }));
  await simulator.customer(maria, { name: 'Maria Silva', online: true });
  await simulator.say(maria, 'Oi!');
  await simulator.flush();
  await counted(admin, { active: customers + 1 });
  const [first, second, third, archived] = (await rowsOf(admin, 'tab=active')).slice(1).map(({ id }) => id);
  await does(admin, first ?? '', { type: 'tag', add: [vip.id, hot.id], remove: [] });
  await does(admin, first ?? '', { type: 'lead', status: 'qualified' });
  await does(admin, second ?? '', { type: 'follow-up', at: Date.now() + 1000 });
  await does(admin, third ?? '', { type: 'read', rev: Number.MAX_SAFE_INTEGER });
  await does(admin, archived ?? '', { type: 'archive' });
  await addView(admin, { name: 'Vips', shared: true, filter: { tags: [vip.id] } });
  await counted(admin, { active: customers, archived: 1 });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

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
  await soon(() => findings(door)).toEqual([]);
  await door.context().close();
  const page = await windows.open(people.ada.email, { options });
  await soon(() => findings(page)).toEqual([]);
  await row(page, id).click();
  await shows(page, ['Oi!']);
  await soon(() => findings(page)).toEqual([]);
  await page.context().close();
});

/** The parts of the list that come up when they are asked for, and how they go. */
const parts: Readonly<
  Record<string, { open: (page: Page) => Promise<void>; close: (page: Page) => Promise<void> }>
> = {
  'the filter panel': {
    async open(page) {
      await page.getByTestId('filter').click();
      await page.getByTestId('filter-panel').waitFor();
      await page.getByTestId('filter-panel').evaluate((panel) => {
        for (const section of panel.querySelectorAll('details')) section.open = true;
      });
    },
    close: (page) => page.keyboard.press('Escape'),
  },
  'the chips': {
    async open(page) {
      await page.goto(`${world.url}/inbox?unread=yes&tag=${vip.id}`);
      await page.getByTestId('chip').first().waitFor();
    },
    async close(page) {
      await page.getByTestId('clear-all').click();
      await soon(async () => (await idsOnScreen(page)).length).toBeGreaterThan(3);
    },
  },
  'the menu of a row': {
    async open(page) {
      await page.getByTestId('row').nth(1).click({ button: 'right' });
      await page.getByTestId('menu-assign').click();
      await page.getByRole('menu', { name: 'Assign' }).waitFor();
    },
    async close(page) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    },
  },
  'the bulk bar': {
    async open(page) {
      await page
        .getByTestId('row')
        .nth(1)
        .click({ modifiers: ['ControlOrMeta'] });
      await page.keyboard.press('ControlOrMeta+a');
      await page.getByTestId('bulk').waitFor();
    },
    close: (page) => page.keyboard.press('Escape'),
  },
  'what was found': {
    async open(page) {
      await page.getByTestId('search').fill('customer 001');
      await page.getByTestId('search-result').first().waitFor();
    },
    close: (page) => page.getByTestId('search-clear').click(),
  },
  'the list without a match': {
    async open(page) {
      await page.goto(`${world.url}/inbox?failed=yes`);
      await page.getByTestId('list-empty').waitFor();
    },
    close: () => Promise.resolve(),
  },
};

test.each([
  ['light', 'ltr'],
  ['light', 'rtl'],
  ['dark', 'ltr'],
  ['dark', 'rtl'],
] as const)('axe finds nothing on any part of the list, %s, %s', async (colorScheme, direction) => {
  const page = await windows.open(people.ana.email, {
    options: { colorScheme, reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } },
    before: async (fresh) => {
      await fresh.addInitScript((dir) => {
        document.addEventListener('DOMContentLoaded', () => (document.documentElement.dir = dir));
      }, direction);
    },
  });
  await soon(() => page.locator('html').getAttribute('dir')).toBe(direction);
  await soon(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  for (const [name, { open, close }] of Object.entries(parts)) {
    await open(page);
    await soon(async () => [name, await findings(page, '[data-list]')]).toEqual([name, []]);
    await close(page);
  }
  await page.context().close();
});

/** The visible name of what has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    const reached = activeElement?.getAttribute('aria-activedescendant');
    const one = reached ? document.getElementById(reached) : activeElement;
    return (one?.getAttribute('aria-label') ?? one?.textContent ?? '').trim();
  });

/** Goes down with the arrow until that line has the focus, and chooses it. */
async function arrowTo(page: Page, name: string, key = 'Enter'): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.closest('[popover], [role="menu"]'));
  for (let steps = 0; steps < 20; steps += 1) {
    if ((await focused(page)).includes(name)) return page.keyboard.press(key);
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrow does not lead to ${name}`);
}

const toast = (page: Page, text: string): Promise<void> =>
  eventually(async () => expect(await page.getByTestId('toast').last().innerText()).toContain(text));

test('by keys alone: search, open, back, filter, save the view', async () => {
  const page = await windows.open(people.ana.email);
  // The keys come a moment after the page.
  await eventually(async () => {
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('search');
  });
  await page.keyboard.type('customer 0005');
  await soon(() => page.getByTestId('search-result').count()).toBe(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await shows(page, ['Question number 5']);
  await page.goBack();
  await soon(() => page.getByTestId('message').count()).toBe(0);
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await soon(async () => (await idsOnScreen(page)).length).toBeGreaterThan(3);

  await tabTo(page, '[data-testid="filter"]');
  await page.keyboard.press('Enter');
  await page.getByTestId('filter-panel').waitFor();
  for (
    let steps = 0;
    steps < 60 &&
    !(await page.getByRole('checkbox', { name: 'Unread' }).evaluate((one) => one === document.activeElement));
    steps += 1
  )
    await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.waitForURL(/unread=yes/);
  await page.keyboard.press('Escape');
  await showsOrder(
    page,
    (await rowsOf(world.admin, 'tab=active&unread=yes')).map(({ id }) => id),
  );
  await soon(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('filter');

  await tabTo(page, '[data-testid="save-view"]');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name').waitFor();
  await page.keyboard.type('To read');
  await page.keyboard.press('Enter');
  await soon(() => page.getByTestId('view').allInnerTexts()).toEqual([
    expect.stringContaining('Vips'),
    expect.stringContaining('To read'),
  ]);
  await tabTo(page, '[data-testid="tab-active"]');
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/tab=archived/);
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => expect(page.url()).not.toContain('tab=archived'));
  await page.keyboard.press('Tab');
  await soon(() => focused(page)).toContain('Sorted by: Newest');
  await page.keyboard.press('Enter');
  await arrowTo(page, 'Oldest');
  await page.waitForURL(/sort=oldest/);
  await page.context().close();
});

test('by keys alone: select, assign, tag, set the lead and a follow-up, mark unread, archive, undo, and the menu', async () => {
  const { admin } = world;
  const page = await windows.open(people.ana.email);
  const expected = (await rowsOf(admin, 'tab=active')).map(({ id }) => id);
  const id = expected[5] ?? '';
  const head = async (one = id) => (await admin.view(one)).head;
  await showsOrder(page, expected);
  for (let steps = 0; steps <= 5; steps += 1) await page.keyboard.press('j');
  await page.waitForURL(new RegExp(id));
  await soon(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['id'])).toBe(id);
  await page.keyboard.press('a');
  await arrowTo(page, 'Assign to me');
  await toast(page, 'assigned to Ana Reis');
  await soon(async () => (await head()).assignee?.name).toBe('Ana Reis');
  await page.keyboard.press('t');
  await arrowTo(page, 'vip');
  await soon(async () => (await head()).tags).toEqual([vip.id]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('l');
  await arrowTo(page, 'Contacted');
  await soon(async () => (await head()).lead).toBe('contacted');
  await page.keyboard.press('f');
  await arrowTo(page, 'Tomorrow');
  await soon(async () => (await head()).followUpAt).toBeGreaterThan(Date.now());
  await page.keyboard.press('z');
  await soon(async () => (await head()).followUpAt).toBeUndefined();
  await soon(async () => (await head()).unread).toBe(0);
  await page.keyboard.press('u');
  await soon(async () => (await head()).unread).toBe(1);

  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await soon(() => page.getByTestId('bulk').getByRole('status').innerText()).toBe('2 selected');
  await page.keyboard.press('t');
  await arrowTo(page, 'hot');
  await toast(page, 'Tag put on 2 conversations.');
  await page.keyboard.press('z');
  await soon(async () => (await head()).tags).toEqual([vip.id]);

  await row(page, id).focus();
  await page.keyboard.press('Shift+F10');
  await arrowTo(page, 'Lead status', 'ArrowRight');
  await arrowTo(page, 'Qualifying');
  await soon(async () => (await head()).lead).toBe('qualifying');
  await soon(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['id'])).toBe(id);
  await page.keyboard.press('e');
  await soon(async () => (await head()).archived).toBe(true);
  await page.keyboard.press('z');
  await soon(async () => (await head()).archived).toBe(false);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Hello');
  await soon(() => page.getByTestId('composer-text').inputValue()).toBe('Hello');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F6');
  await page.context().close();
});
