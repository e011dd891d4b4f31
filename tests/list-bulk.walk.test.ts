/** A list of more than a thousand rows: choosing many, changing all that match, one undo, refusals by name (B-12, B-13, B-16). */
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Head } from '#domain/head.ts';
import { openBrowser, row, soon } from './browser.ts';
import {
  bring,
  counted,
  crowd,
  does,
  idOf,
  idsOnScreen,
  leads,
  nameOf,
  onScreen,
  pointerAway,
  rowsOf,
  scroller,
  scrollTo,
  sees,
  showsOrder,
  Windows,
} from './list-help.ts';
import { eventually, openWorld, people, type Person, type World } from './world.ts';

const matching = 1284;
/** These were read, and do not match the filter for unread. */
const others = 16;
const mostRowNodes = 60;
let world: World;
let browser: Browser;
let windows: Windows;
let rui: Person;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  rui = await world.signIn(people.rui.email);
  const { admin } = world;
  // So many at once take this machine a while.
  await world.simulator.settings({ answerTimeoutMs: 60_000 });
  await bring(world, crowd(matching + others));
  await counted(admin, { active: matching + others });
  const rows = await rowsOf(admin, 'tab=active');
  const read = new Set(Array.from({ length: others }, (_, index) => nameOf(index * 7)));
  await Promise.all(
    rows
      .filter(({ name }) => read.has(name))
      .map(({ id }) => does(admin, id, { type: 'read', rev: Number.MAX_SAFE_INTEGER })),
  );
  await counted(admin, { unread: matching });
  // Each of them is an object of its own: on a slow machine they take longer than everything else.
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const ana = (address = '/inbox'): Promise<Page> => windows.open(people.ana.email, { address });
/** One window for many of them: a page that was loaded before costs a third. */
let anas: Page | null = null;

async function again(address = '/inbox'): Promise<Page> {
  if (anas) await leads(anas, address);
  else anas = await windows.open(people.ana.email, { address });
  return anas;
}
const rows = (address = 'tab=active'): Promise<readonly Head[]> => rowsOf(world.admin, address);
const order = async (address?: string): Promise<readonly string[]> =>
  (await rows(address)).map(({ id }) => id);
const head = async (id: string): Promise<Head> => (await world.admin.view(id)).head;
const selected = (page: Page): Promise<string> => page.getByTestId('bulk').getByRole('status').innerText();
const checked = (page: Page): Promise<readonly string[]> =>
  page
    .locator('[data-testid="row"].chosen')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-id') ?? ''));

test('B-16: of a long list few rows are laid out, and wherever it is dragged there are rows, in order', async () => {
  const page = await again();
  const expected = await order();
  const laidOut = (): Promise<number> =>
    page.locator('[data-testid="row"], [data-testid="skeleton"]').count();
  for (const share of [0.5, 0.93, 0.08, 1, 0.31, 0]) {
    const covered = await scroller(page).evaluate(async (box, to) => {
      box.scrollTop = (box.scrollHeight - box.clientHeight) * to;
      const { left, width, top, height } = box.getBoundingClientRect();
      const points = Array.from({ length: 20 }, (_, index) => top + ((index + 0.5) * height) / 20);
      const isCovered = (): boolean =>
        points.every((y) => document.elementFromPoint(left + width / 2, y)?.closest('[role="option"]'));
      // The browser paints what is scrolled to before it tells us.
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      return isCovered();
    }, share);
    expect([share, covered]).toEqual([share, true]);
    await soon(laidOut).toBeLessThanOrEqual(mostRowNodes);
    await showsOrder(page, expected);
    await soon(laidOut).toBeLessThanOrEqual(mostRowNodes);
  }
  const first = page.getByTestId('row').first();
  await soon(() => first.getAttribute('aria-setsize')).toBe(String(matching + others));
  await soon(() => first.getAttribute('aria-posinset')).toBe('1');
});

test('B-12: chosen one by one, as a range with Shift, all that are loaded; then all that match are offered', async () => {
  const page = await again('/inbox?unread=yes');
  const expected = await order('tab=active&unread=yes');
  await showsOrder(page, expected);
  const [a = '', b = ''] = [expected[1], expected[5]];
  await row(page, a).hover();
  await row(page, a).getByTestId('row-check').click();
  await soon(() => selected(page)).toBe('1 selected');
  await row(page, b).click({ modifiers: ['Shift'] });
  await soon(() => selected(page)).toBe('5 selected');
  await soon(() => checked(page)).toEqual(expected.slice(1, 6));
  await row(page, expected[3] ?? '').click({ modifiers: ['ControlOrMeta'] });
  await soon(() => selected(page)).toBe('4 selected');
  expect(page.url()).not.toContain(`/inbox/${a}`);

  await page.keyboard.press('ControlOrMeta+a');
  const number = async (): Promise<number> => Number((await selected(page)).replace(/\D/g, ''));
  await soon(number).toBeGreaterThanOrEqual(12);
  const loaded = await number();
  expect(loaded).toBeLessThan(matching);
  const all = page.getByTestId('select-all-matching');
  await all.click();
  await soon(() => selected(page)).toBe('1,284 selected');
  await page.keyboard.press('Escape');
  await soon(() => page.getByTestId('bulk').count()).toBe(0);
  await soon(() => checked(page)).toEqual([]);

  // Of a whole tab the number is known before anything is asked.
  await page.getByTestId('clear-all').click();
  await showsOrder(page, await order());
  await page.keyboard.press('ControlOrMeta+a');
  await soon(() => all.innerText()).toBe('Select all 1,300 matching');
});

test('B-12: the keyboard chooses, too; one action for all of them has one undo', async () => {
  const page = await again();
  await pointerAway(page);
  const expected = await order();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+J');
  await soon(() => selected(page)).toBe('3 selected');
  await page.keyboard.press('e');
  const three = expected.slice(0, 3);
  await eventually(async () => {
    for (const id of three) expect((await head(id)).archived).toBe(true);
  });
  await soon(() => page.getByTestId('toast').innerText()).toContain('3 conversations archived.');
  await soon(() => page.getByTestId('undo').count()).toBe(1);
  await page.keyboard.press('z');
  await eventually(async () => {
    for (const id of three) expect((await head(id)).archived).toBe(false);
  });
  await page.keyboard.press('Escape');
});

test('B-13: a change shows before it is done; Undo takes it back, and is there for 8 s that stand still under the pointer', async () => {
  const page = await windows.open(people.ana.email, { before: (fresh) => fresh.clock.install() });
  const [id = ''] = (await order()).slice(4, 5);
  let go: () => void = () => undefined;
  await page.route(
    '**/commands',
    async (route) => {
      await new Promise<void>((resolve) => (go = resolve));
      await route.continue().catch(() => undefined);
    },
    { times: 1 },
  );
  const before = await idsOnScreen(page);
  await row(page, id).click({ button: 'right' });
  await page.getByTestId('menu-archive').click();
  await soon(() => row(page, id).count()).toBe(0);
  await soon(async () => (await head(id)).archived).toBe(false);
  go();
  await soon(async () => (await head(id)).archived).toBe(true);
  await soon(() => page.getByTestId('undo').count()).toBe(1);
  await page.clock.fastForward(6_000);
  await page.getByTestId('toast').hover();
  await page.clock.fastForward(60_000);
  await soon(() => page.getByTestId('undo').count()).toBe(1);
  await page.getByTestId('undo').click();
  await soon(async () => (await head(id)).archived).toBe(false);
  await pointerAway(page);
  await soon(() => idsOnScreen(page)).toEqual(before);

  await row(page, id).click({ button: 'right' });
  await page.getByTestId('menu-archive').click();
  await soon(() => page.getByTestId('undo').count()).toBe(1);
  await pointerAway(page);
  await page.clock.fastForward(7_000);
  await soon(() => page.getByTestId('undo').count()).toBe(1);
  await page.clock.fastForward(2_000);
  await soon(() => page.getByTestId('undo').count()).toBe(0);
  await does(world.admin, id, { type: 'reopen' });
  await page.context().close();
});

test('B-13: refused, because somebody else took it meanwhile: the row is back where it was, and it says why', async () => {
  const page = await ana();
  const expected = await order();
  const [id = ''] = expected.slice(3, 4);
  let go: () => void = () => undefined;
  await page.route('**/commands', async (route) => {
    await new Promise<void>((resolve) => (go = resolve));
    await route.continue();
  });
  await row(page, id).click({ button: 'right' });
  await page.getByTestId('menu-archive').click();
  await soon(() => row(page, id).count()).toBe(0);
  await does(rui, id, { type: 'assign', personId: await idOf(rui) });
  go();
  await soon(() => page.getByTestId('toast').innerText()).toContain('Rui Costa');
  await pointerAway(page);
  await showsOrder(page, expected);
  await soon(() => row(page, id).getAttribute('aria-label')).toContain('Assigned to Rui Costa');
  await soon(() => page.getByTestId('undo').count()).toBe(0);
  await does(world.admin, id, { type: 'assign', personId: null });
  await page.context().close();
});

/** Waits for what is shown at the end of a change of many, as long as its progress moves. */
async function goesOnUntil(page: Page, end: Locator): Promise<void> {
  let [told, since] = ['', performance.now()];
  while (!(await end.isVisible())) {
    const now = (await page.getByTestId('bulk-progress').allTextContents()).join();
    if (now !== told) [told, since] = [now, performance.now()];
    if (performance.now() - since > 60_000) throw new Error(`It stands still at “${told}”.`);
    await pause(100);
  }
}

// More than two thousand changes: on a slow machine that is minutes.
test(
  '1,284 at once: told exactly before, its progress seen, refusals by name, and one undo for all of it',
  { timeout: 400_000 },
  async () => {
    const { admin } = world;
    const expected = await rows('tab=active&unread=yes');
    const theirs = [expected[2], expected[640], expected[1200]].filter((one) => one !== undefined);
    const ruiId = await idOf(rui);
    for (const { id } of theirs) await does(admin, id, { type: 'assign', personId: ruiId });
    const page = await ana('/inbox?unread=yes');
    await row(page, expected[0]?.id ?? '').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.getByTestId('select-all-matching').click();
    await soon(() => selected(page)).toBe('1,284 selected');
    await page.evaluate(() => {
      const seen: string[] = [];
      const look = (): void => {
        const text = document.querySelector('[data-testid="bulk-progress"] [role="status"]')?.textContent;
        if (text && seen.at(-1) !== text) seen.push(text);
      };
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      Object.assign(globalThis, { seenProgress: seen });
    });
    await page.getByTestId('bulk-archive').click();
    const dialog = page.getByRole('dialog', { name: 'Archive: 1,284 conversations' });
    await soon(() => dialog.innerText()).toContain('This changes 1,284 conversations');
    await page.getByTestId('bulk-confirm').click();
    const refused = page.getByRole('dialog', { name: '3 conversations were not changed' });
    await goesOnUntil(page, refused);
    const lines = await refused.getByRole('listitem').allInnerTexts();
    expect(lines).toHaveLength(3);
    for (const [index, { name }] of theirs.entries()) {
      expect(lines[index]).toContain(name);
      expect(lines[index]).toContain('Rui Costa');
    }
    const steps = await page.evaluate(
      () => (globalThis as unknown as { seenProgress: string[] }).seenProgress,
    );
    expect(steps.at(-1)).toBe('1,284 of 1,284 done');
    expect(steps.length).toBeGreaterThan(10);
    const numbers = steps.map((step) => Number(/^[\d,]+/.exec(step)?.[0].replace(',', '')));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    await counted(admin, { active: others + 3, archived: matching - 3 });
    await refused.getByRole('button', { name: 'Close' }).last().click();
    await soon(() => page.getByTestId('toast').innerText()).toContain('1,281 conversations archived.');

    await page.getByTestId('undo').click();
    await goesOnUntil(page, page.getByTestId('toast').filter({ hasText: 'Taken back for 1,281' }));
    await counted(admin, { active: matching + others, archived: 0, unread: matching });
    await pointerAway(page);
    const back = await order('tab=active&unread=yes');
    expect(back).toEqual(expected.map(({ id }) => id));
    await scrollTo(page, 0);
    await showsOrder(page, back);
    await scrollTo(page, 640);
    await showsOrder(page, back);
    await soon(async () => (await onScreen(page))[0]?.index).toBe(640);
    const one = await sees(page, admin, { id: theirs[1]?.id ?? '', address: 'tab=active&unread=yes' });
    await soon(() => one.getAttribute('aria-label')).toContain('Assigned to Rui Costa');
    await page.context().close();
  },
);
