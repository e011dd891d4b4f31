/** Sending later: scheduled, moved, cancelled, left by itself, without a network, and on a phone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { has, openBrowser, phone as phoneSize, pressTool, soon } from './browser.ts';
import { hasCode } from './code-help.ts';
import { findings } from './findings.ts';
import { picture } from './pictures.ts';
import { bringCustomers, composer, lastOn, maria, opened, written } from './replies-help.ts';
import { account, eventually, openWorld, people, type World } from './world.ts';

const hour = 60 * 60 * 1000;
let world: World;
let browser: Browser;
const { email } = people.ada;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await bringCustomers(world);
  const reply = { scope: 'all', groupId: null, shortcut: 'hi', title: 'Greeting', text: 'Oi {{first_name}}' };
  expect((await world.admin.send('POST', '/api/quick-replies', reply)).status).toBe(201);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** A time as the field of the page holds it, to the second. */
function fieldTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

test('R-23: a message is scheduled, moved, cancelled back into the composer, and leaves at its second; colleagues see it', async () => {
  const { page, id } = await opened({ world, browser }, { email, name: 'Maria Silva' });
  await composer(page).fill('Bom dia!');
  await page.getByTestId('later').press('Enter');
  await page.getByTestId('menu-hour').waitFor();
  await soon(() => findings(page, '[role="menu"]')).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByTestId('scheduled').waitFor();
  await written(page, '');
  await soon(() => findings(page, '[data-testid="scheduled-list"]')).toEqual([]);
  const { page: rui } = await opened({ world, browser }, { email: people.rui.email, name: 'Maria Silva' });
  await soon(() => rui.getByTestId('scheduled').innerText()).toContain('by Ada Admin');
  await soon(() => rui.getByTestId('scheduled').getByRole('button').count()).toBe(0);

  // Another time: after the window the edge would not take it, and that is said before it is asked.
  await page.getByRole('button', { name: /Change the time/ }).click();
  await page.getByLabel('When').fill(fieldTime(Date.now() + 7 * hour));
  await soon(() => page.getByTestId('later-dialog').innerText()).toContain('would not take it then');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await soon(() => page.getByRole('button', { name: 'Schedule' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: /shortly before/ }).click();
  await page.getByRole('button', { name: 'Schedule' }).click();
  await eventually(async () => {
    const at = Number(await page.getByTestId('scheduled').getAttribute('data-at'));
    expect(at - Date.now()).toBeGreaterThan(5 * hour);
  });
  await soon(() => rui.getByTestId('scheduled').count()).toBe(1);

  await page.getByRole('button', { name: /^Cancel/ }).click();
  await written(page, 'Bom dia!');
  await soon(() => rui.getByTestId('scheduled').count()).toBe(0);

  // At its second, without anybody at the screen.
  await page.getByTestId('later').click();
  await page.getByTestId('menu-custom').click();
  const at = Math.ceil(Date.now() / 1000) * 1000 + 4000;
  await page.getByLabel('When').fill(fieldTime(at));
  await page.getByLabel('When').press('Enter');
  await page.getByTestId('scheduled').waitFor();
  await soon(async () => (await lastOn(world, maria, account.id))?.text).toBe('Bom dia!');
  const sent = (await world.admin.view(id)).messages.at(-1);
  expect(sent?.at).toBeGreaterThanOrEqual(at);
  await soon(() => page.getByTestId('scheduled').count()).toBe(0);
  await has(page.getByTestId('message').last(), 'data-id', sent?.id ?? '');

  // Sent now after all.
  await composer(page).fill('Até já');
  await page.getByTestId('later').click();
  await page.getByTestId('menu-hour').click();
  await page.getByRole('button', { name: /^Send now/ }).click();
  await soon(async () => (await lastOn(world, maria, account.id))?.text).toBe('Até já');
  await Promise.all([page.context().close(), rui.context().close()]);
});

test('R-23: what is scheduled without a network says that it waits, and goes when the network is back', async () => {
  const { page, id } = await opened({ world, browser }, { email, name: 'Ahmed Khalil' });
  // What is needed for it comes while the browser rests, the rows of what is scheduled last.
  await hasCode(page, 'data-testid="scheduled"');
  await page.context().setOffline(true);
  await composer(page).fill('See you tomorrow');
  await page.getByTestId('later').click();
  await page.getByTestId('menu-hour').click();
  await soon(() => page.getByTestId('scheduled').innerText()).toContain('waits for the network');
  await soon(() => page.getByTestId('message').last().innerText()).not.toContain('See you tomorrow');
  await page.context().setOffline(false);
  await soon(async () => (await world.admin.view(id)).scheduled).toMatchObject([
    { content: { text: 'See you tomorrow' } },
  ]);
  await soon(() => page.getByTestId('scheduled').innerText()).not.toContain('waits for the network');
  await soon(() => page.getByTestId('scheduled').count()).toBe(1);
  await page.context().close();
});

test('on a phone everything fits, in light and dark, and axe finds nothing', async () => {
  const { page } = await opened(
    { world, browser },
    { email, name: 'Ahmed Khalil', options: { ...phoneSize, colorScheme: 'dark' } },
  );
  const fits = (): Promise<void> =>
    soon(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await fits();
  await soon(() => findings(page, '[data-testid="scheduled-list"]')).toEqual([]);
  await pressTool(page, 'quick');
  await page.getByTestId('quick-option').first().waitFor();
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.keyboard.press('Escape');
  await pressTool(page, 'interactive');
  await page.getByTestId('menu-cards').click();
  await page.getByTestId('builder').waitFor();
  await picture(page, 'replies/builder-dark-390');
  await fits();
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.keyboard.press('Escape');
  await composer(page).fill('x');
  await page.getByTestId('later').click();
  await page.getByTestId('menu-custom').click();
  await fits();
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.context().close();
});
