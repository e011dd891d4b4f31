/** The timeline without a mouse and without a screen, by keyboard and as a screen reader tells it; and what counts as read. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, openBrowser, row, soon } from './browser.ts';
import { does, Windows } from './list-help.ts';
import { brings, bubbles, bubblesShown, listens, minute, rolls, transcript } from './timeline-help.ts';
import { eventually, openWorld, people, type World } from './world.ts';

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

async function opens(id: string): Promise<Page> {
  const page = await windows.open(people.ana.email, { address: `/inbox/${id}` });
  await bubblesShown(page);
  return page;
}

/** The page's time stands still, a moment from now. */
async function stops(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 5_000);
}

test('a feed by keyboard: from article to article, to both ends, and the focus is never lost', async () => {
  const vera = { phone: '5511987650010', name: 'Vera Lopes' };
  const id = await brings(world, { ...vera, count: 120, until: Date.now() - minute, apart: 90_000 });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const page = await opens(id);
  const focused = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.querySelector('.words')?.textContent ?? '');
  await page.locator('[role="article"][tabindex="0"]').focus();
  await soon(focused).toBe('Line 119');
  for (const [key, line] of [
    ['ArrowUp', 'Line 118'],
    ['ArrowUp', 'Line 117'],
    ['ArrowDown', 'Line 118'],
  ] as const) {
    await page.keyboard.press(key);
    await soon(focused).toBe(line);
  }
  const placeOf = async (): Promise<number> => Number((await focused()).slice('Line '.length));
  const from = await placeOf();
  await page.keyboard.press('PageUp');
  await soon(placeOf).toBeLessThan(from - 5);
  // Where it is can be seen, and nothing lies over it.
  const covered = await page.evaluate(() => {
    const { left, top, width, height } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    return !document.activeElement?.contains(seen);
  });
  expect(covered).toBe(false);
  const sizes = await page
    .locator('[role="article"]')
    .evaluateAll((all) =>
      all.map((one) => [Number(one.getAttribute('aria-posinset')), Number(one.getAttribute('aria-setsize'))]),
    );
  expect(sizes.every(([place = 0, size]) => place > 0 && size === -1)).toBe(true);
  await page.keyboard.press('Home');
  await soon(placeOf).toBeLessThan(80);
  // Rolled far away, the row with the focus is still there.
  const held = await focused();
  await eventually(async () => {
    await rolls(page, 3_000);
    expect((await bubbles(page)).at(-1)?.text).toBe('Line 119');
  });
  await soon(focused).toBe(held);
  await page.keyboard.press('End');
  await soon(focused).toBe('Line 119');
  await page.keyboard.press('r');
  await soon(() => page.getByTestId('composer-text').evaluate((one) => one === document.activeElement)).toBe(
    true,
  );
  await page.context().close();
});

test('what a screen reader hears by itself: news once, many as one, a failure at once, history never', async () => {
  const bia = { phone: '5511987650011', name: 'Bia Nunes' };
  await world.simulator.customer(bia.phone, { name: bia.name, online: true, readReceipts: true });
  const id = await brings(world, { ...bia, count: 130, until: Date.now() - 5 * minute, apart: minute });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const page = await windows.open(people.ada.email, {
    before: async (fresh) => {
      await fresh.clock.install();
      await listens(fresh);
    },
  });
  await row(page, id).click();
  await bubblesShown(page);
  // The panel comes after the page, and says so.
  await page.getByTestId('add-note').waitFor();
  await soon(() => page.getByTestId('contact').getByText('Loading…').count()).toBe(0);
  await page.clock.runFor(5_000);
  const opening = (await transcript(page)).length;
  const heard = async (): Promise<readonly string[]> => (await transcript(page)).slice(opening);

  // History, and the same text twice in a row.
  await eventually(async () => {
    await rolls(page, -2_000);
    expect((await bubbles(page))[0]?.text).toBe('Line 0');
  });
  await page.getByTestId('jump').click();
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('Line 129');
  await page.clock.runFor(5_000);
  expect(await heard()).toEqual([]);
  await world.simulator.say(bia.phone, 'Oi!');
  await soon(heard).toEqual(['Bia Nunes: Oi!']);
  await soon(() => page.getByTestId('announcer').textContent()).toBe('');

  // Three in a burst: the page's time stands still until all of them are here.
  await stops(page);
  await brings(world, { ...bia, count: 3, until: Date.now(), apart: 0, text: (n) => `Burst ${n}` });
  await soon(async () => {
    await page.clock.runFor(20);
    return (await bubbles(page)).at(-1)?.text;
  }).toBe('Burst 2');
  await page.clock.resume();
  await soon(async () => (await heard()).at(-1)).toBe('3 new messages from Bia Nunes');

  // Our own message, and all of its ticks.
  await answer(page, 'Tudo bem?');
  await world.simulator.flush();
  await world.simulator.open(bia.phone);
  await soon(() => page.getByTestId('ticks').last().getAttribute('data-state')).toBe('read');

  await world.simulator.faults({ kind: 'error', code: 131026 });
  await answer(page, 'Até logo');
  await soon(() => page.getByTestId('ticks').last().getAttribute('data-state')).toBe('failed');
  await page.clock.runFor(5_000);
  const all = await heard();
  expect(all.slice(0, 2)).toEqual(['Bia Nunes: Oi!', '3 new messages from Bia Nunes']);
  expect(all.slice(2)).toEqual([
    expect.stringMatching(/^! Not sent\. WhatsApp cannot deliver to this person/),
  ]);
  await world.simulator.noFaults();
  await page.context().close();
});

test('B-67: read is only what was seen; marked unread stays so', async () => {
  const nora = { phone: '5511987650007', name: 'Nora Paz' };
  const id = await brings(world, { ...nora, count: 3, until: Date.now() - minute, apart: minute });
  const told: string[] = [];
  const page = await windows.open(people.ana.email, {
    address: `/inbox/${id}`,
    before: async (fresh) => {
      await fresh.clock.install();
      await fresh.addInitScript(() => (document.hasFocus = () => false));
      fresh.on('request', (request) => {
        if (request.postData()?.includes('"read"')) told.push(request.url());
      });
    },
  });
  await bubblesShown(page);
  // From here on the page's time passes when it is told to, however slow the machine is.
  await stops(page);
  /** So much time passes for the page; all that it asks for in it stands in `told` then. */
  const passes = async (ms: number): Promise<void> => {
    await page.clock.runFor(ms);
    await page.evaluate(() => fetch('/api/me').then(({ status }) => status));
  };
  const unread = async (): Promise<number> => (await world.admin.view(id)).head.unread;
  await passes(5_000);
  expect(told).toEqual([]);
  await page.evaluate(() => {
    document.hasFocus = () => true;
    window.dispatchEvent(new Event('focus'));
  });
  await passes(900);
  expect(told).toEqual([]);
  expect(await unread()).toBe(3);
  await passes(200);
  expect(told).toHaveLength(1);
  await soon(unread).toBe(0);
  const badges = async (): Promise<number> => {
    await page.clock.runFor(50);
    return row(page, id).getByTestId('unread').count();
  };
  await soon(badges).toBe(0);
  await does(world.admin, id, { type: 'unread' });
  await soon(badges).toBe(1);
  await passes(5_000);
  expect(told).toHaveLength(1);
  expect(await unread()).toBe(1);
  await page.clock.resume();
  await page.getByTestId('row').first().focus();
  await page.reload();
  await bubblesShown(page);
  await page.context().close();
});
