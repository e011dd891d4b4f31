/** The list in the browser, for one person: tabs, filters, the address, and what is loaded ahead (B-01, B-02, B-08, B-09, B-17). */
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tag } from '#domain/http.ts';
import { openBrowser, row, shows, soon } from './browser.ts';
import {
  addTag,
  bring,
  counted,
  crowd,
  does,
  idOf,
  leads,
  nameOf,
  onScreen,
  pointerAway,
  rowsOf,
  scrollTo,
  showsOrder,
  Windows,
} from './list-help.ts';
import { eventually, openWorld, people, type Person, type World } from './world.ts';

const active = 60;
const archived = 30;
let world: World;
let browser: Browser;
let windows: Windows;
let anaByHand: Person;
let ruiByHand: Person;
/** Ids of the crowd, by their numbers. */
let ids: readonly string[] = [];
let tags: readonly Tag[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin } = world;
  [anaByHand, ruiByHand] = await Promise.all([
    world.signIn(people.ana.email),
    world.signIn(people.rui.email),
  ]);
  tags = await Promise.all(['vip', 'hot', 'later', 'wholesale'].map((name) => addTag(admin, name)));
  await bring(world, crowd(active + archived));
  await counted(admin, { active: active + archived });
  const rows = await rowsOf(admin, 'tab=active');
  ids = Array.from({ length: active + archived }, (_, index) => {
    const found = rows.find(({ name }) => name === nameOf(index));
    if (!found) throw new Error(`${nameOf(index)} is not there`);
    return found.id;
  });
  for (const id of ids.slice(active)) await does(admin, id, { type: 'archive' });
  await counted(admin, { active, archived });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const at = (index: number): string => {
  const id = ids[index];
  if (id === undefined) throw new Error(`there are not ${index} of them`);
  return id;
};
const tag = (name: string): string => tags.find((one) => one.name === name)?.id ?? '';
const ana = (): Promise<Page> => windows.open(people.ana.email);
/** One window for many of them: a page that was loaded before costs a third. */
let anas: Page | null = null;

async function again(address = '/inbox'): Promise<Page> {
  if (anas) await leads(anas, address);
  else anas = await windows.open(people.ana.email, { address });
  return anas;
}
const isConversation = (request: Request): boolean =>
  request.method() === 'GET' && /\/api\/conversations\/[^/?]+$/.test(request.url());
const asksFor = (request: Request): string => decodeURIComponent(request.url().split('/').at(-1) ?? '');
const label = async (one: Locator): Promise<string> => (await one.getAttribute('aria-label')) ?? '';

test('B-01: a conversation that was open before shows at once, without a request or a sign of waiting', async () => {
  const page = await again();
  for (const index of [0, 1]) {
    await row(page, at(index)).click();
    await shows(page, [`Question number ${index}`]);
  }
  const requests: string[] = [];
  page.on('request', (request) => {
    if (isConversation(request)) requests.push(request.url());
  });
  const frames = await page.evaluate(async (id) => {
    document.querySelector<HTMLElement>(`[data-testid="row"][data-id="${id}"]`)?.click();
    const seen: { waits: boolean; text: string }[] = [];
    for (let frame = 0; frame < 10; frame += 1) {
      // What is looked at is what was painted: rows are measured after the callbacks of a frame.
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      const main = document.querySelector('main');
      const waits = document.querySelector('main [aria-busy="true"]') !== null;
      seen.push({ waits, text: main?.querySelector('[data-testid="message"]')?.textContent ?? '' });
    }
    return seen;
  }, at(0));
  expect(frames.some(({ waits }) => waits)).toBe(false);
  expect(frames.every(({ text }) => text !== '')).toBe(true);
  await shows(page, ['Question number 0']);
  expect(requests).toEqual([]);
});

test('B-02: the row under the pointer and the next one by key are loaded ahead, two at once, and no more when one leaves', async () => {
  const page = await ana();
  const [asksNow, given]: [string[], string[]] = [[], []];
  let held: (() => void)[] | null = [];
  page.on('requestfailed', (request) => {
    if (isConversation(request)) given.push(asksFor(request));
  });
  await page.route('**/api/conversations/*', async (route) => {
    if (!isConversation(route.request())) return route.continue();
    asksNow.push(asksFor(route.request()));
    if (held) await new Promise<void>((go) => (held ? held.push(go) : go()));
    return route.continue().catch(() => undefined);
  });
  await row(page, at(6)).hover();
  await eventually(async () => expect(asksNow).toEqual([at(6)]));
  await pointerAway(page);
  await eventually(async () => expect(given).toEqual([at(6)]));

  // J opens one and looks ahead to the one after it; what is only looked ahead to waits for its turn.
  for (const index of [0, 1, 2]) {
    await page.keyboard.press('j');
    await page.waitForURL(new RegExp(at(index)));
  }
  await eventually(async () => expect(asksNow).toEqual(expect.arrayContaining([at(0), at(1), at(2)])));
  await page.waitForTimeout(200);
  expect(asksNow).not.toContain(at(3));
  for (const go of held.splice(0)) go();
  held = null;
  await eventually(async () => expect(asksNow).toContain(at(3)));
  await shows(page, ['Question number 2']);
  await page.context().close();
});

test('B-08: tabs, each with its own count and scroll; the address has all, Back and a reload restore all', async () => {
  const { admin } = world;
  // Nobody looks at it: what is open stays unread, however long this takes.
  const page = await windows.open(people.ana.email, {
    before: async (fresh) => {
      await fresh.addInitScript(() => (document.hasFocus = () => false));
    },
  });
  const tab = (name: string): Locator => page.getByRole('tablist').getByRole('tab', { name });
  const counts = (await admin.list()).counts;
  await soon(() => tab('Active').innerText()).toContain(String(counts.active));
  await soon(() => tab('Archived').innerText()).toContain(String(counts.archived));
  await scrollTo(page, 20);
  await tab('Archived').click();
  await page.waitForURL(/tab=archived/);
  await soon(() => tab('Archived').getAttribute('aria-selected')).toBe('true');
  await showsOrder(
    page,
    (await rowsOf(admin, 'tab=archived')).map(({ id }) => id),
  );
  await soon(async () => (await onScreen(page))[0]?.index).toBe(0);
  await scrollTo(page, 10);
  const firstOf = async (index: number): Promise<void> =>
    eventually(async () => {
      const [first] = await onScreen(page);
      expect(first?.index).toBe(index);
      expect(first?.id).not.toBe('');
    });
  await tab('Active').click();
  await firstOf(20);
  await tab('Archived').click();
  await firstOf(10);
  await tab('Active').click();
  await firstOf(20);

  await page.getByTestId('filter').click();
  await page.getByRole('checkbox', { name: 'Unread' }).check();
  await page.keyboard.press('Escape');
  await page.waitForURL(/unread/);
  await firstOf(0);
  const chosen = (await onScreen(page))[3]?.id ?? '';
  await row(page, chosen).click();
  await page.waitForURL(new RegExp(chosen));
  await page.getByTestId('search').fill('Question');
  await page.waitForURL(/search=Question/);
  await soon(() => page.getByTestId('search-result').count()).toBeGreaterThan(0);
  const whole = page.url();
  expect(whole).toMatch(/unread/);
  expect(whole).toContain(chosen);

  await page.reload();
  await soon(() => page.getByTestId('search-result').count()).toBeGreaterThan(0);
  await soon(() => page.getByTestId('search').inputValue()).toBe('Question');
  await soon(() => page.getByTestId('message').count()).toBeGreaterThan(0);
  await page.goBack();
  await soon(() => page.getByTestId('search-result').count()).toBe(0);
  await soon(() => page.getByTestId('search').inputValue()).toBe('');
  await soon(() => row(page, chosen).getAttribute('aria-selected')).toBe('true');
  await soon(() => page.getByTestId('chip').innerText()).toContain('Unread');
  await page.goBack();
  await soon(() => page.getByTestId('message').count()).toBe(0);
  await soon(() => page.getByTestId('chip').count()).toBe(1);
  await page.goBack();
  await soon(() => page.getByTestId('chip').count()).toBe(0);
  await page.goBack();
  await soon(() => tab('Archived').getAttribute('aria-selected')).toBe('true');
  await page.goForward();
  await page.goForward();
  await soon(() => page.getByTestId('chip').count()).toBe(1);
  await page.context().close();
});

test('B-08: Back from a conversation and from a filter leads to the place where the list was scrolled', async () => {
  const page = await again();
  const first = async (): Promise<string> => (await onScreen(page))[0]?.id ?? '';
  await scrollTo(page, 25);
  const there = await first();
  await page.getByTestId('filter').click();
  await page.getByRole('checkbox', { name: 'Unassigned' }).check();
  await page.keyboard.press('Escape');
  await soon(async () => (await onScreen(page))[0]?.index).toBe(0);
  await page.goBack();
  await soon(first).toBe(there);
  await row(page, there).click();
  await page.waitForURL(new RegExp(there));
  await page.goBack();
  await page.waitForURL(/inbox$/);
  await soon(first).toBe(there);
});

test('B-09: filters combine, are chips that go one by one or all at once, and say how many match', async () => {
  const { admin } = world;
  await Promise.all(
    [2, 5, 8, 11].map((index) => does(admin, at(index), { type: 'tag', add: [tag('vip')], remove: [] })),
  );
  await Promise.all(
    [5, 14].map((index) => does(admin, at(index), { type: 'tag', add: [tag('hot')], remove: [] })),
  );
  await does(admin, at(8), { type: 'read', rev: Number.MAX_SAFE_INTEGER });
  const rows = async (fits: (head: Awaited<ReturnType<typeof rowsOf>>[number]) => boolean) =>
    (await rowsOf(admin, 'tab=active')).filter(fits).map(({ id }) => id);
  const has = (name: string) => (head: { tags?: readonly string[] }) => (head.tags ?? []).includes(tag(name));
  await soon(() => rows(has('hot'))).toHaveLength(2);
  const page = await again();
  await page.getByTestId('filter').click();
  const panel = page.getByTestId('filter-panel');
  await panel.getByRole('group').or(panel.locator('summary')).filter({ hasText: /^Tag/ }).first().click();
  await panel.getByRole('checkbox', { name: 'vip' }).check();
  await panel.getByRole('checkbox', { name: 'hot' }).check();
  await panel.getByRole('checkbox', { name: 'Unread' }).check();
  const both = await rows((head) => (has('vip')(head) || has('hot')(head)) && head.unread > 0);
  expect(both.length).toBeGreaterThan(3);
  await showsOrder(page, both);
  await soon(() => panel.getByRole('status').innerText()).toBe(`${both.length} conversations`);
  await page.keyboard.press('Escape');
  await soon(() => page.getByTestId('chip').allInnerTexts()).toEqual(['Tag: vip', 'Tag: hot', 'Unread']);
  const told = page.getByRole('group', { name: 'Filters that are on' }).getByRole('status');
  await soon(() => told.textContent()).toBe(`${both.length} conversations`);

  await page.getByRole('button', { name: 'Remove the filter Tag: hot' }).click();
  const vips = await rows((head) => has('vip')(head) && head.unread > 0);
  expect(vips.length).toBeLessThan(both.length);
  await soon(() => told.textContent()).toBe(`${vips.length} conversations`);
  await showsOrder(page, vips);

  await page.getByTestId('save-view').click();
  await page.getByLabel('Name').fill('My vips');
  await page.keyboard.press('Enter');
  const view = page.getByTestId('view');
  await soon(() => view.getAttribute('aria-label')).toBe(`My vips, ${vips.length} conversations`);
  await page.getByTestId('clear-all').click();
  await soon(() => page.getByTestId('chip').count()).toBe(0);
  await showsOrder(page, await rows(() => true));
  await view.click();
  await showsOrder(page, vips);
});

test('B-17: a row that one moved away stays, greyed, until one leaves it; nothing slides under the pointer', async () => {
  const { admin } = world;
  const [meId, ruiId] = await Promise.all([idOf(anaByHand), idOf(ruiByHand)]);
  for (const index of [30, 31, 32, 33]) await does(admin, at(index), { type: 'assign', personId: meId });
  await soon(async () => (await rowsOf(anaByHand, 'tab=active&agent=me')).map(({ id }) => id)).toEqual(
    expect.arrayContaining([at(30), at(31), at(32), at(33)]),
  );
  const page = await again('/inbox?agent=me');
  await soon(() => row(page, at(31)).count()).toBe(1);
  await row(page, at(31)).click();
  await shows(page, ['Question number 31']);
  const before = await onScreen(page);
  await row(page, at(31)).click({ button: 'right' });
  await page.getByTestId('menu-assign').click();
  await page.getByTestId(`menu-${ruiId}`).click();
  await soon(() => row(page, at(31)).getByTestId('moved').count()).toBe(1);
  await soon(async () => (await admin.view(at(31))).head.assignee?.name).toBe('Rui Costa');
  await soon(() => row(page, at(31)).innerText()).toContain('Moved');
  await soon(() => label(row(page, at(31)))).toContain('Not in this list any more');
  await soon(() => onScreen(page)).toEqual(before);
  await pointerAway(page);
  await soon(() => onScreen(page)).toEqual(before);
  await row(page, at(32)).click();
  await pointerAway(page);
  await soon(() => row(page, at(31)).count()).toBe(0);
  await shows(page, ['Question number 32']);
});

test('B-09: a list that was not loaded before comes whole, also under the pointer', async () => {
  await soon(() => rowsOf(world.admin, `tab=active&tag=${tag('vip')}`)).not.toHaveLength(0);
  const page = await again(`/inbox?tag=${tag('vip')}`);
  await page.getByTestId('clear-all').click();
  await soon(async () => (await onScreen(page)).length).toBeGreaterThan(5);
  await showsOrder(
    page,
    (await rowsOf(world.admin, 'tab=active')).map(({ id }) => id),
  );
});
