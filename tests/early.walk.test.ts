/** What is done while the page is shown and parts of its code are still on their way: nothing is lost, nothing jumps (B-45). */
import { basename } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, has, openBrowser, row, soon } from './browser.ts';
import { filesWith } from './code-help.ts';
import { does, idOf, Windows } from './list-help.ts';
import { somebody } from './states-help.ts';
import { openWorld, people, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
/** Signs of two files of the code: of the keys, and of the menu that offers what to attach. */
const keysCode = 'AltGraph';
const attachCode = 'image/*,video/*';
/** In the order of the list. */
const ids: string[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  for (const name of ['Later Lara', 'Next Nina', 'First Fay']) {
    const { id } = await somebody(world, name, { ago: 3_600_000 - ids.length * 60_000 });
    ids.unshift(id);
  }
  const [, , last = ''] = ids;
  const { messages } = await world.admin.view(last);
  await does(world.admin, last, { type: 'react', messageId: messages[0]?.id, emoji: '👍' });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** Holds back the files of the page's code in which `sign` stands; '' for all. Returns how to let them go. */
async function holdBack(page: Page, sign: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = filesWith(sign);
  await page.route(/\/_app\/immutable\/.*\.js$/, async (route) => {
    if (held.has(basename(new URL(route.request().url()).pathname))) await promise;
    await route.fallback().catch(() => undefined);
  });
  return resolve;
}

/** Looks in every frame where the parts of the conversation stand. Returns how to hear of all that was seen. */
async function watch(page: Page): Promise<() => Promise<readonly string[]>> {
  // Without its styles nothing is shown to anybody yet.
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].every(({ sheet }) => sheet),
  );
  await page.evaluate(() => {
    const seen = new Set<string>();
    const parts = [
      'main header',
      ...['composer-banner', 'message', 'reaction'].map((id) => `[data-testid="${id}"]`),
    ];
    const look = (): void => {
      const places = parts.map((part) => {
        const box = document.querySelector(part)?.getBoundingClientRect();
        return box ? `${Math.round(box.top)}+${Math.round(box.height)}` : 'gone';
      });
      seen.add(places.join(' '));
      // What is looked at is what was painted: right after the frame, before anything else changes the page.
      requestAnimationFrame(() => void scheduler.postTask(look, { priority: 'user-blocking' }));
    };
    look();
    Object.assign(globalThis, { seenParts: seen });
  });
  return () => page.evaluate(() => [...(globalThis as unknown as { seenParts: Set<string> }).seenParts]);
}

test('B-45: what the server drew stays where it is, and a key that is pressed before any code is there does once what it would have done', async () => {
  const page = await windows.open(people.ana.email, { address: `/inbox/${ids[2]}` });
  const letGo = await holdBack(page, '');
  await page.reload({ waitUntil: 'commit' });
  for (const part of ['composer-banner', 'reaction']) await page.getByTestId(part).waitFor();
  const seen = await watch(page);
  letGo();
  await has(page.getByTestId('connection'), 'data-state', 'live');
  await soon(seen).toEqual([expect.not.stringContaining('gone')]);

  await page.unrouteAll();
  const letGoAgain = await holdBack(page, '');
  await page.goto(new URL(`/inbox/${ids[0]}`, page.url()).href, { waitUntil: 'commit' });
  await page.getByTestId('composer-banner').waitFor();
  await page.keyboard.press('j');
  letGoAgain();
  await soon(() => page.url()).toContain(ids[1]);
  await has(page.getByTestId('connection'), 'data-state', 'live');
  expect(page.url()).toContain(ids[1]);
  await page.context().close();
});

test('B-45: what is written after R is a reply although the keys come later; a tool that was pressed opens when it comes', async () => {
  const page = await windows.open(people.ana.email, { address: `/inbox/${ids[0]}` });
  const letKeysGo = await holdBack(page, keysCode);
  const letMenuGo = await holdBack(page, attachCode);
  await page.reload({ waitUntil: 'commit' });
  // Escape leaves the field: the letters after it are none of what is written.
  const field = page.getByTestId('composer-text');
  await field.focus();
  await page.keyboard.press('Escape');
  expect(await field.evaluate((one) => one === document.activeElement)).toBe(false);
  const attach = page.getByTestId('attach');
  // A click reaches nothing before the page is alive.
  await soon(async () => {
    if ((await attach.getAttribute('aria-expanded')) !== 'true') await attach.click();
    return attach.getAttribute('aria-expanded');
  }).toBe('true');
  await page.keyboard.type('rere');
  await soon(() => page.getByTestId('composer-text').inputValue()).toBe('');
  letKeysGo();
  await soon(() => page.getByTestId('composer-text').inputValue()).toBe('ere');
  letMenuGo();
  await page.getByRole('menuitem', { name: 'Document' }).waitFor();
  const { rows } = await world.admin.list();
  expect(rows.filter(({ archived }) => archived)).toEqual([]);
  await page.context().close();
});

test('B-45: a click on a row, a tool of the head or a tab before any code is there does once what it would have done; what is written stays', async () => {
  const [first = '', second = ''] = ids;
  const page = await windows.open(people.rui.email, { address: `/inbox/${first}` });
  const letGo = await holdBack(page, '');
  await page.reload({ waitUntil: 'commit' });
  await page.getByTestId('composer-banner').waitFor();
  await page.getByTestId('composer-text').fill('Written before');
  expect(await page.getByTestId('send').isDisabled()).toBe(true);
  // Somebody impatient: once is meant.
  for (let times = 0; times < 3; times += 1) await page.getByTestId('panel-toggle').click();
  await page.getByTestId('tab-archived').click();
  letGo();
  await soon(() => page.getByTestId('contact').isVisible()).toBe(false);
  await soon(() => page.getByTestId('tab-archived').getAttribute('aria-selected')).toBe('true');
  await soon(() => page.getByTestId('composer-text').inputValue()).toBe('Written before');
  await soon(() => page.getByTestId('send').isEnabled()).toBe(true);
  expect(page.url()).toContain(first);

  await page.unrouteAll();
  const letGoAgain = await holdBack(page, '');
  await page.goto(new URL('/inbox', page.url()).href, { waitUntil: 'commit' });
  await row(page, second).click();
  letGoAgain();
  await soon(() => page.url()).toContain(second);
  await has(page.getByTestId('connection'), 'data-state', 'live');
  expect(page.url()).toContain(second);

  // A link is the browser's own.
  await page.unrouteAll();
  const never = await holdBack(page, '');
  await page.goto(new URL('/inbox', page.url()).href, { waitUntil: 'commit' });
  await page.getByTestId('rail-leads').click();
  await page.waitForURL(/\/leads/u);
  never();
  await page.context().close();
});

test('code that a broken network kept away comes when there is one again, without a reload (B-62)', async () => {
  const [id = '', other = ''] = ids;
  const kept = [...filesWith('no-notices'), ...filesWith('data-testid="aftermath"')];
  const broken = new Set(kept);
  const asked = new Set<string>();
  const page = await windows.open(people.ana.email, {
    address: `/inbox/${id}`,
    before: async (fresh) => {
      await fresh.route(/\/_app\/immutable\/.*\.js$/, async (route) => {
        const file = basename(new URL(route.request().url()).pathname);
        if (!broken.has(file)) return route.fallback();
        asked.add(file);
        return route.abort('connectionreset');
      });
    },
  });
  await soon(() => [...asked].sort()).toEqual([...kept].sort());
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  broken.clear();

  const anaId = await idOf(await world.signIn(people.ana.email));
  await does(world.admin, other, { type: 'comment', text: '@Ana Reis see here', mentions: [anaId] });
  await page.getByRole('button', { name: 'Notifications, 1 new' }).waitFor();
  await world.simulator.faults({ kind: 'error', code: 131026 });
  await answer(page, 'This one fails');
  await soon(() => page.getByTestId('aftermath').innerText()).toContain('Retry');
  expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  await page.context().close();
});
