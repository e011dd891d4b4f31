/** How somebody of the team stands: away or there by the person menu, and the end of rights on the screens of whom it concerns. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import type { Me } from '#domain/http.ts';
import { openBrowser, soon } from './browser.ts';
import { idOf, Windows } from './list-help.ts';
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
