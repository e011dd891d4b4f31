/** The head of a conversation: exact clocks whatever the device thinks, menus, who is here, and the size of all text. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Head } from '#domain/head.ts';
import { openBrowser, soon, tabTo } from './browser.ts';
import { addGroup, chooses, does, idOf, Windows } from './list-help.ts';
import {
  assign,
  day,
  field,
  findings,
  header,
  hour,
  inState,
  minute,
  opens,
  pictures,
  second,
  somebody,
} from './states-help.ts';
import { eventually, openWorld, people, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
let anaId: string;
/** Its window closes within the hour. */
let closing: string;
let open: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  anaId = await idOf(await world.signIn(people.ana.email));
  closing = (await somebody(world, 'Soon Sofia', { ago: day - 40 * minute })).id;
  open = (await somebody(world, 'Open Olga', { ago: 2 * hour })).id;
  await addGroup(world.admin, 'Support', [anaId]);
  for (const id of [closing, open]) await assign(world, id, anaId);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const head = async (id: string): Promise<Head> => (await world.admin.view(id)).head;

/** Milliseconds that a countdown to the second says. */
async function left(page: Page): Promise<number> {
  const text = await page.getByTestId('countdown').innerText();
  const [, minutes, seconds] = /(\d\d):(\d\d)/.exec(text) ?? [];
  return (Number(minutes) * 60 + Number(seconds)) * second;
}

/** The countdown is right to the second, and a second for the way here. */
async function isRight(page: Page): Promise<void> {
  const end = (await head(closing)).windowExpiresAt ?? 0;
  await eventually(async () => {
    const [before, shown, after] = [end - Date.now(), await left(page), end - Date.now()];
    expect(shown).toBeLessThanOrEqual(before + 1.5 * second);
    expect(shown).toBeGreaterThanOrEqual(after - 1.5 * second);
  });
}

test.each([
  ['ten minutes fast', 10 * minute],
  ['ten minutes slow', -10 * minute],
])(
  'B-47: on a device whose clock is %s the countdown is right, also when that clock is set meanwhile',
  async (_name, off) => {
    const page = await windows.open(people.ana.email, {
      address: `/inbox/${closing}`,
      before: (fresh) => fresh.clock.install({ time: Date.now() + off }),
    });
    await soon(async () => Math.abs((await page.evaluate(() => Date.now())) - Date.now() - off)).toBeLessThan(
      minute,
    );
    await isRight(page);
    await page.clock.setSystemTime(Date.now() - off);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await isRight(page);
    await inState(page, 'C1');
    await page.context().close();
  },
);

test('B-46: hours and minutes, then minutes and seconds; digits for eyes, the time of the end for ears', async () => {
  const page = await windows.open(people.ana.email, { address: `/inbox/${open}` });
  const countdown = page.getByTestId('countdown');
  await soon(() => countdown.innerText()).toMatch(/21 h 5\d m/);
  await soon(() => countdown.getAttribute('data-state')).toBe('open');
  await pictures(page, header, 'header/open');
  await opens(page, closing);
  await soon(() => countdown.getAttribute('data-state')).toBe('soon');
  const digits = countdown.locator('[aria-hidden="true"]').last();
  await soon(() => digits.innerText()).toMatch(/^\d\d:\d\d$/);
  const first = await digits.innerText();
  await soon(() => digits.innerText()).not.toBe(first);
  await soon(() => countdown.evaluate((one) => getComputedStyle(one).fontVariantNumeric)).toContain(
    'tabular-nums',
  );
  const time = countdown.locator('time');
  await soon(async () => Date.parse((await time.getAttribute('datetime')) ?? '')).toBe(
    (await head(closing)).windowExpiresAt,
  );
  await soon(() => time.innerText()).toMatch(/^The window closes at/);
  await soon(() => page.getByTestId('countdown-aloud').textContent()).toBe('');
  await page.context().close();
});

test('the buttons of the head open the branches of the row’s menu, by keys alone', async () => {
  const page = await windows.open(people.ana.email, { address: `/inbox/${open}` });
  await tabTo(page, '[data-testid="header-group"]');
  await page.keyboard.press('Enter');
  await page.getByRole('menu', { name: 'Group' }).waitFor();
  await chooses(page, 'Support');
  await soon(() => page.getByTestId('header-group').innerText()).toBe('Support');
  await tabTo(page, '[data-testid="header-lead"]');
  await page.keyboard.press('Enter');
  await chooses(page, 'Qualifying');
  await soon(async () => (await head(open)).lead).toBe('qualifying');
  await tabTo(page, '[data-testid="header-assign"]');
  await page.keyboard.press('Enter');
  await chooses(page, 'Nobody');
  await inState(page, 'C8');
  await soon(() => page.getByTestId('header-assign').innerText()).toBe('Unassigned');
  await page.getByTestId('header-more').click();
  for (const one of ['assign', 'follow-up', 'archive', 'pin', 'copy-link'])
    await soon(() => page.getByTestId(`menu-${one}`).isVisible()).toBe(true);
  await soon(() => page.getByTestId('menu-select').count()).toBe(0);
  await page.getByTestId('header-more').click();
  await soon(() => page.getByTestId('popup').count()).toBe(0);
  await page.getByTestId('header-more').click();
  await page.getByTestId('menu-lead-history').click();
  await soon(() => page.getByTestId('lead-history').innerText()).toMatch(/Qualifying\s*Ana Reis/);
  await page.keyboard.press('Escape');
  await page.getByTestId('header-more').click();
  await page.getByTestId('menu-unread').click();
  await soon(async () => (await head(open)).unread).toBe(1);
  await assign(world, open, anaId);
  await page.context().close();
});

test('B-70: who else is here, three faces at most', async () => {
  const more = ['Max', 'Mia'].map((name) => ({
    ...{ name, email: `${name.toLowerCase()}@casement.example`, role: 'admin', password: 'only for walks' },
  }));
  for (const one of more) await world.admin.send('POST', '/api/team', one);
  const address = `/inbox/${open}`;
  const emails = [people.ada, people.ana, people.rui, ...more].map(({ email }) => email);
  const [ada, ...others] = await Promise.all(emails.map((email) => windows.open(email, { address })));
  if (!ada) throw new Error('nobody is here');
  const viewers = header(ada).getByTestId('viewers');
  await eventually(async () => {
    const title = (await viewers.getAttribute('title')) ?? '';
    for (const name of ['Ana Reis', 'Rui Costa', 'Max', 'Mia']) expect(title).toContain(name);
  });
  await soon(() => viewers.locator('.avatar').count()).toBe(3);
  for (const one of others) await one.context().close();
  await soon(() => viewers.count()).toBe(0);
  await ada.context().close();
});

test('B-73: text in five steps, kept for the next page without a flash, nothing beside the screen', async () => {
  await does(world.admin, open, { type: 'lead', status: 'qualifying' });
  const page = await windows.open(people.ana.email, { address: `/inbox/${open}` });
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await soon(size).toBe(16);
  await page.getByRole('button', { name: /^Text size/ }).press('Enter');
  await page.getByTestId('text-smaller').click();
  await soon(size).toBe(14);
  for (const expected of [16, 18, 20, 24]) {
    await page.getByTestId('text-larger').click();
    await soon(size).toBe(expected);
  }
  await soon(() => page.getByTestId('text-larger').getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Escape');
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const html = await (await fetch(page.url(), { headers: { cookie } })).text();
  expect(html).toMatch(/<html[^>]* data-text="150"/);
  await page.reload();
  await soon(size).toBe(24);
  for (const width of [1440, 900, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await field(page).waitFor();
    await soon(async () => [
      width,
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ]).toEqual([width, 0]);
    const outside = (): Promise<readonly string[]> =>
      header(page).evaluate((bar) =>
        [...bar.querySelectorAll('button, .pill, h2')]
          .filter((one) => one.getBoundingClientRect().width > 1)
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 80)),
      );
    await soon(async () => [width, await outside()]).toEqual([width, []]);
    await soon(() => findings(page)).toEqual([]);
  }
  await page.context().close();
});
