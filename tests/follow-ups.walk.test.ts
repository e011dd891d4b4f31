/** Follow-ups in the browser: set by keys, listed by time, moved on the calendar, told when they fall outside the window. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FollowUp } from '#domain/panel.ts';
import { openBrowser, phone, soon, tabTo } from './browser.ts';
import { findings } from './findings.ts';
import { bring, counted, crowd, does, idOf, nameOf, rowsOf, Windows } from './list-help.ts';
import { inParallel, openWorld, people, type World } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const customers = 6;
let world: World;
let browser: Browser;
let windows: Windows;
let ids: readonly string[];
let ana = '';

/** Of the customer who wrote so manieth. */
const conversation = (index: number): string => ids[index] ?? '';

async function adds(
  index: number,
  followUp: { dueAt: number; ownerId?: string; note?: string },
): Promise<void> {
  const id = crypto.randomUUID();
  const whole = { type: 'follow-up-add', id, ownerId: ana, note: '', ...followUp };
  await does(world.admin, conversation(index), whole);
}

/** Later today, whatever the time is. */
const tonight = (): number => Math.min(Date.now() + 40 * minute, Math.ceil(Date.now() / day) * day - 2000);
const morning = (days: number): number => Math.floor(Date.now() / day) * day + days * day + 9 * hour;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  await bring(world, crowd(customers, { apart: 10 * minute }));
  await counted(world.admin, { active: customers });
  ids = (await rowsOf(world.admin, 'tab=active')).map(({ id }) => id);
  ana = await idOf(await world.signIn(people.ana.email));
  await adds(1, { dueAt: Date.now() - 2 * hour, note: 'Confirm the address' });
  await adds(2, { dueAt: tonight(), note: 'Send the offer for the two belts' });
  await adds(3, { dueAt: morning(3), note: 'Ask for a photo review' });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const followUps = (page: Page): Locator => page.getByTestId('follow-up');
const rows = async (page: Page): Promise<readonly string[]> =>
  followUps(page).evaluateAll((all) => all.map((one) => one.querySelector('b')?.textContent ?? ''));
const openOf = async (index: number): Promise<readonly FollowUp[]> => {
  const { panel } = await world.admin.view(conversation(index));
  return (panel?.followUps ?? []).filter(({ state }) => state === 'open');
};

test('B-60: F and Enter set a follow-up; G F leads to all of them, where keys do, snooze and give them away', async () => {
  const page = await windows.open(people.ana.email);
  await page.keyboard.press('j');
  await page.waitForURL(new RegExp(conversation(0)));
  await page.keyboard.press('f');
  await page.getByRole('menuitem', { name: 'In 1 hour' }).waitFor();
  await page.keyboard.press('Enter');
  await soon(async () => (await openOf(0)).map(({ owner }) => owner.name)).toEqual(['Ana Reis']);
  await soon(async () => (await openOf(0))[0]?.dueAt).toBeGreaterThan(Date.now() + 50 * minute);
  await page.keyboard.press('z');
  await soon(async () => openOf(0)).toEqual([]);

  await soon(() => page.getByTestId('rail-due').innerText()).toBe('1');
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.waitForURL(/\/follow-ups/);
  await soon(() => rows(page)).toEqual([nameOf(1)]);
  await soon(() => followUps(page).innerText()).toMatch(/Overdue[\s\S]*Open now[\s\S]*Confirm the address/);
  await soon(() => findings(page)).toEqual([]);

  // Done, and taken back.
  await tabTo(page, '[data-testid="follow-up-done"]');
  await page.keyboard.press('Enter');
  await soon(() => rows(page)).toEqual([]);
  await soon(async () => openOf(1)).toEqual([]);
  await soon(() => page.getByTestId('rail-due').count()).toBe(0);
  await page.keyboard.press('z');
  await soon(() => rows(page)).toEqual([nameOf(1)]);
  await soon(() => page.getByTestId('rail-due').innerText()).toBe('1');

  // Snoozed to tomorrow.
  await page.getByRole('tab', { name: 'Overdue' }).focus();
  await page.keyboard.press('ArrowRight');
  await soon(() => rows(page)).toEqual([nameOf(2)]);
  await tabTo(page, '[data-testid="follow-up-snooze"]');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Tomorrow' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await soon(() => rows(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Today' }).focus();
  await page.keyboard.press('ArrowRight');
  await soon(() => rows(page)).toEqual([nameOf(2), nameOf(3)]);
  await soon(() => page.getByRole('heading', { level: 2 }).allInnerTexts()).toContain('Tomorrow');
  await soon(() => followUps(page).last().innerText()).toContain('Closed then: needs a template');

  // Given to Rui: not Ana's any more, but the team's.
  await tabTo(page, '[data-testid="follow-up-give"]');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Rui Costa' }).waitFor();
  await page.keyboard.type('rui');
  await page.keyboard.press('Enter');
  await soon(() => rows(page)).toEqual([nameOf(3)]);
  await page.getByRole('button', { name: 'Team' }).focus();
  await page.keyboard.press('Enter');
  await soon(() => rows(page)).toEqual([nameOf(2), nameOf(3)]);
  await soon(() => followUps(page).first().innerText()).toContain('Rui Costa');

  // What comes due, and what others set, comes by itself.
  await page.getByRole('button', { name: 'Mine' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Overdue' }).click();
  await soon(() => rows(page)).toEqual([nameOf(1)]);
  await adds(4, { dueAt: Date.now() + 1500, note: 'Call back' });
  await soon(() => rows(page)).toEqual([nameOf(1), nameOf(4)]);
  await soon(() => page.getByTestId('rail-due').innerText()).toBe('2');
  await page.context().close();
});

test('B-60: the panel sets one with a note and an owner, warns when it falls outside the window, and tells what became of it', async () => {
  const page = await windows.open(people.ana.email);
  await page.goto(`${world.url}/inbox/${conversation(5)}`);
  const section = page.locator('[data-section="follow-ups"]');
  await section.getByRole('button', { name: 'Add' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New follow-up' });
  await dialog.getByRole('button', { name: 'In 1 hour' }).focus();
  await page.keyboard.press('Enter');
  await soon(() => dialog.getByRole('status').innerText()).toBe('');
  await dialog.getByRole('button', { name: 'Next Monday' }).focus();
  await page.keyboard.press('Enter');
  const monday = Date.parse(`${await dialog.getByLabel('Date and time').inputValue()}Z`);
  await soon(() => dialog.getByRole('status').innerText()).toMatch(
    monday > Date.now() + 23 * hour ? /window will be closed by then/ : /^$/,
  );
  await dialog.getByLabel('Note').focus();
  await page.keyboard.type('Ask how the repair went');
  await dialog.getByLabel('Who is reminded').selectOption({ label: 'Rui Costa' });
  await soon(() => findings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Set' }).focus();
  await page.keyboard.press('Enter');
  const card = page.getByTestId('panel-follow-up');
  await soon(() => card.innerText()).toMatch(/Ask how the repair went[\s\S]*Rui Costa/);
  await soon(() => page.getByText('Ana Reis set a follow-up for').count()).toBe(1);
  await soon(() => findings(page)).toEqual([]);
  await card.getByRole('button', { name: 'Mark as done: Ask how the repair went' }).focus();
  await page.keyboard.press('Enter');
  await soon(() => card.count()).toBe(0);
  await soon(() => section.getByText('1 ended').count()).toBe(1);
  await soon(() => page.getByText('Ana Reis did the follow-up: Ask how the repair went').count()).toBe(1);
  await page.context().close();
});

test('the calendar goes by arrows from day to day, and a follow-up moves to another day by mouse and by date', async () => {
  const page = await windows.open(people.ada.email);
  await page.goto(`${world.url}/follow-ups?as=month&of=team`);
  const at = morning(3);
  const dayOf = (days: number): string => new Date(morning(days)).toISOString().slice(0, 10);
  const cell = (days: number): Locator => page.locator(`[data-day="${dayOf(days)}"]`);
  await page.getByTestId('calendar-follow-up').first().waitFor();
  await page.locator('[role="gridcell"][tabindex="0"]').focus();
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('ArrowRight');
  await soon(() => cell(3).getAttribute('aria-selected')).toBe('true');
  await soon(() => cell(3).getAttribute('aria-label')).toMatch(/, 1 follow-up$/);
  await soon(() => findings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await soon(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Open');
  await tabTo(page, '[data-testid="follow-up-snooze"]');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Move to date…' }).waitFor();
  await page.keyboard.type('move');
  await page.keyboard.press('Enter');
  const field = page.getByLabel('Date and time');
  await field.fill(`${dayOf(4)}T09:00`);
  await page.keyboard.press('Enter');
  await soon(async () => (await openOf(3)).map(({ dueAt }) => dueAt)).toEqual([at + day]);
  await soon(() => cell(4).getAttribute('aria-label')).toMatch(/, 1 follow-up$/);
  await cell(4).getByTestId('calendar-follow-up').dragTo(cell(5));
  await soon(async () => (await openOf(3)).map(({ dueAt }) => dueAt)).toEqual([at + 2 * day]);
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await soon(() => page.getByRole('gridcell').count()).toBe(7);
  await page.context().close();

  const small = await windows.open(people.ada.email, { options: phone });
  await small.goto(`${world.url}/follow-ups?as=month&of=team`);
  await small.getByRole('grid').waitFor();
  await soon(() => findings(small)).toEqual([]);
  await small.getByRole('button', { name: 'List' }).click();
  await soon(() => followUps(small).count()).toBeGreaterThan(0);
  await soon(() => findings(small)).toEqual([]);
  const wide = await small.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
  await small.context().close();
});

test('what was done pages, by keys; a note that was rewritten is taken back', async () => {
  const many = Array.from({ length: 56 }, (_none, n) => n);
  await inParallel(many, 8, async (n) => {
    const [id, one] = [crypto.randomUUID(), conversation(n % 2 === 0 ? 0 : 4)];
    const about = { ownerId: ana, note: `Number ${n}`, dueAt: morning(2) + n * minute };
    await does(world.admin, one, { type: 'follow-up-add', id, ...about });
    await does(world.admin, one, { type: 'follow-up-end', id, as: 'done' });
  });
  const page = await windows.open(people.ada.email);
  await page.goto(`${world.url}/follow-ups?of=team&show=done`);
  await soon(() => followUps(page).count()).toBe(50);
  // From the last row on: the fifty before it are tabbed through like it.
  await followUps(page).last().locator('a, button').last().focus();
  await tabTo(page, '[data-testid="more"]');
  await page.keyboard.press('Enter');
  await soon(() => followUps(page).count()).toBeGreaterThan(55);
  await soon(() => page.getByTestId('more').count()).toBe(0);
  // Whoever asked goes on with the first of what came.
  await soon(() =>
    followUps(page)
      .nth(50)
      .locator('a')
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
  await soon(() => findings(page)).toEqual([]);

  await page.getByRole('tab', { name: 'Upcoming' }).click();
  await tabTo(page, '[data-testid="follow-up-snooze"]');
  const note = followUps(page).first().locator('.note');
  const before = await note.innerText();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Change…' }).waitFor();
  await page.keyboard.type('change');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Note').fill('Another errand');
  await page.getByRole('button', { name: 'Save' }).click();
  await soon(() => note.innerText()).toBe('Another errand');
  await page.keyboard.press('z');
  await soon(() => note.innerText()).toBe(before);
  await page.context().close();
});
