/**
 * The people of the team: away or there by the person menu, added, changed and deactivated in the settings, with all that they
 * have open handed over; and what every other open page shows of that at once.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import type { Me } from '#domain/http.ts';
import { openBrowser, phone, row, soon, tabTo } from './browser.ts';
import type { TeamRow } from '#domain/http-team.ts';
import { idOf, Windows } from './list-help.ts';
import { findings as allFindings, pictures, somebody } from './states-help.ts';
import { openWorld, people, type Person, type World } from './world.ts';
import { findings } from './writing-help.ts';

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

const away = async (person: Person, id: string): Promise<boolean> => {
  const me = (await (await person.send('GET', '/api/me')).json()) as Me;
  return me.team.find((one) => one.id === id)?.away ?? false;
};
const you = (page: Page) => page.getByRole('button', { name: /^You:/ });

test('Away and Available are chosen in the person menu, by keyboard, and everybody is told at their next question', async () => {
  const id = await idOf(await world.signIn(people.ana.email));
  const page = await windows.open(people.ana.email, { address: '/inbox' });
  await you(page).focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('be-here').waitFor();
  await soon(() => page.getByTestId('be-here').getAttribute('aria-checked')).toBe('true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByTestId('away-hint').waitFor();
  await soon(() => page.getByTestId('be-away').getAttribute('aria-checked')).toBe('true');
  await soon(() => findings(page, '[role="menu"]')).toEqual([]);
  await soon(() => away(world.admin, id)).toBe(true);
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('button', { name: 'You: Ana Reis, away' }).waitFor();
  await page.getByTestId('away-mark').first().waitFor();
  await you(page).click();
  await page.getByTestId('be-here').click();
  await soon(() => page.getByTestId('away-mark').count()).toBe(0);
  await soon(() => away(world.admin, id)).toBe(false);
  await page.context().close();
});

const rows = async (): Promise<readonly TeamRow[]> =>
  (await (await world.admin.send('GET', '/api/team')).json()) as readonly TeamRow[];
const member = (page: Page, id: string) => page.locator(`[data-testid="member"][data-id="${id}"]`);
const of = (id: string, part: string): string => `[data-id="${id}"] [data-testid="member-${part}"]`;

test('an admin adds, renames, promotes and deactivates by keys alone, all open ones handed over in the same step; a colleague sees each at once', async () => {
  const page = await windows.open(people.ada.email);
  const typed = async (text: string): Promise<void> => {
    await page.keyboard.press('Tab');
    await page.keyboard.type(text);
  };
  // One right after the other, however slow the machine is.
  await Promise.all(['g', 's'].map((key) => page.keyboard.press(key)));
  await page.getByRole('heading', { name: 'Groups' }).waitFor();
  await tabTo(page, 'a[href="/settings/team"]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Team' }).waitFor();
  await soon(() => allFindings(page)).toEqual([]);

  await tabTo(page, '[data-testid="team-add"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '[data-testid="add-name"]');
  await page.keyboard.type('Leo Lima');
  await typed('leo');
  await typed('short');
  await page.keyboard.press('Enter');
  await page.getByText('Write a whole e-mail address').waitFor();
  await page.getByText('Choose at least 10 characters.').waitFor();
  await soon(() => allFindings(page)).toEqual([]);
  await page.waitForFunction(() => document.activeElement?.matches('[name="email"]'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(people.ana.email);
  await typed('only for walks');
  await page.keyboard.press('Enter');
  await page.getByText('already').waitFor();
  await tabTo(page, '[name="email"]');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('leo@casement.example');
  await page.keyboard.press('Enter');
  await page.getByText('Leo Lima may sign in now.').waitFor();
  const leo = (await rows()).find(({ name }) => name === 'Leo Lima')?.id ?? '';
  await world.signIn('leo@casement.example');

  const customers = [await somebody(world, 'First Fiona'), await somebody(world, 'Second Samir')];
  const [first] = customers;
  if (!first) throw new Error('Nobody wrote.');
  const own = await somebody(world, 'Own Olga');
  await world.admin.command(own.id, {
    type: 'assign',
    personId: await idOf(await world.signIn(people.ana.email)),
  });
  for (const { id } of customers) await world.admin.command(id, { type: 'assign', personId: leo });
  await soon(() => member(page, leo).getByTestId('member-open').innerText()).toBe('2');
  const ana = await windows.open(people.ana.email, { address: `/inbox/${first.id}` });
  await soon(() => ana.getByTestId('header-assign').innerText()).toMatch(/Leo Lima/);

  await tabTo(page, of(leo, 'rename'));
  await page.keyboard.press('Enter');
  await page.keyboard.type('Leo Lopes');
  await page.keyboard.press('Enter');
  await soon(() => ana.getByTestId('header-assign').innerText()).toMatch(/Leo Lopes/);
  await soon(() => row(ana, first.id).getAttribute('aria-label')).toMatch(/Leo Lopes/);
  await tabTo(page, of(leo, 'role'));
  await page.keyboard.type('m');
  await tabTo(page, of(leo, 'away'));
  await page.keyboard.press('Space');
  await soon(async () => (await rows()).find(({ id }) => id === leo)).toMatchObject({
    role: 'manager',
    away: true,
  });
  // Of her own, she chooses who gets it.
  await row(ana, own.id).click();
  await soon(() => ana.getByTestId('header-assign').innerText()).toMatch(/Ana Reis/);
  const entry = ana.getByTestId('popup').locator('[role^="menuitem"]').filter({ hasText: 'Leo Lopes' });
  await ana.getByTestId('header-assign').click();
  await soon(() => entry.innerText()).toMatch(/away/i);

  await tabTo(page, of(leo, 'leave'));
  await page.keyboard.press('Enter');
  await page.getByText('2 open conversations go to').waitFor();
  await tabTo(page, '[data-testid="leave-yes"]');
  await page.keyboard.press('Enter');
  await page.getByText('Choose who gets them.').waitFor();
  await soon(() => allFindings(page)).toEqual([]);
  await page.keyboard.type('Rui');
  await tabTo(page, '[data-testid="leave-yes"]');
  await page.keyboard.press('Enter');
  await page.getByText('Leo Lopes is deactivated. 2 conversations are being handed over.').waitFor();
  await soon(() => row(ana, first.id).getAttribute('aria-label')).toMatch(/Rui Costa/);
  await soon(() => entry.count()).toBe(0);
  await soon(() => member(page, leo).innerText()).toMatch(/Deactivated/);
  await soon(() => member(page, leo).getByTestId('member-open').innerText()).toBe('0');
  await tabTo(page, of(leo, 'activate'));
  await page.keyboard.press('Enter');
  await page.getByText('Leo Lopes may sign in again').waitFor();
  await entry.waitFor();
  await Promise.all([ana, page].map(async (one) => one.context().close()));
});

test('the page of the team: the last admin stays, with a sentence; cards on a phone, in both themes; for admins alone', async () => {
  const page = await windows.open(people.ada.email);
  await page.goto(new URL('/settings/team', page.url()).href);
  const ada = await idOf(world.admin);
  for (const { id, name } of await rows())
    if (name.startsWith('Leo')) await world.admin.send('PATCH', `/api/team/${id}`, { active: false });
  await page.getByText('Deactivated').waitFor();
  await member(page, ada).getByTestId('member-role').selectOption('agent');
  await member(page, ada).getByRole('alert').waitFor();
  await soon(() => member(page, ada).getByRole('alert').innerText()).toMatch(/admin/);
  await soon(() => member(page, ada).getByTestId('member-role').inputValue()).toBe('admin');
  await pictures(page, (shown) => shown.locator('main'), 'team/table');
  const rui = await idOf(await world.signIn(people.rui.email));
  await member(page, rui).getByTestId('member-leave').click();
  await page.getByTestId('leave-ways').waitFor();
  await pictures(page, (shown) => shown.locator('dialog'), 'team/leaving');
  await page.keyboard.press('Escape');
  for (const [scheme, size] of [
    ['dark', { width: 1440, height: 900 }],
    ['light', { width: 900, height: 900 }],
    ['light', phone.viewport ?? { width: 390, height: 844 }],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(size);
    await soon(() => allFindings(page)).toEqual([]);
    await soon(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
  await page.context().close();
  const ana = await windows.open(people.ana.email);
  await ana.goto(new URL('/settings/team', ana.url()).href);
  await ana.getByText('People are added and changed by admins. Ask one of them.').waitFor();
  await ana.context().close();
});

test('whoever is deactivated is on the sign-in page at once, and is told why they do not get in', async () => {
  const id = await idOf(await world.signIn(people.rui.email));
  const page = await windows.open(people.rui.email, { address: '/inbox' });
  await world.admin.send('PATCH', `/api/team/${id}`, { active: false });
  await page.waitForURL(/sign-in/);
  await page.getByLabel('E-mail').fill(people.rui.email);
  await page.getByLabel('Password').fill('only for walks');
  await page.keyboard.press('Enter');
  await page.getByText('This account was deactivated').waitFor();
  await page.context().close();
});
