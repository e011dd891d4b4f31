/** The timeline in the browser: where it opens, what it follows, and that nothing that is read ever moves. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, row, soon } from './browser.ts';
import { does, leads, Windows } from './list-help.ts';
import {
  brings,
  bubbles,
  bubblesShown,
  countMade,
  feed,
  frames,
  gapBelow,
  minute,
  pretendLong,
  rests,
  rolls,
  scroller,
  scrollTo,
  watchBubble,
} from './timeline-help.ts';
import { account, eventually, openWorld, people, type World } from './world.ts';

const maria = { phone: '5511987650001', name: 'Maria Silva' };
const rosa = { phone: '5511987650002', name: 'Rosa Prado' };
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

/** One window for most of them: a page that was loaded before costs a third. */
let anas: Page | null = null;

async function ana(address: string): Promise<Page> {
  if (anas) await leads(anas, address);
  else anas = await windows.open(people.ana.email, { address });
  return anas;
}

async function opens(id: string): Promise<Page> {
  const page = await ana(`/inbox/${id}`);
  await bubblesShown(page);
  return page;
}

test('B-18: it opens at the first unread message, a quarter down; with none, at the foot', async () => {
  const until = Date.now() - 30 * minute;
  const id = await brings(world, { ...maria, count: 60, until, apart: 70_000 });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const read = await opens(id);
  await soon(() => gapBelow(read)).toBeLessThanOrEqual(1);
  await soon(async () => (await bubbles(read)).at(-1)?.text).toBe('Line 59');
  // Who looks at the foot of it reads what comes.
  await leads(read, '/inbox');
  await brings(world, {
    ...maria,
    count: 40,
    until: Date.now() - minute,
    apart: 40_000,
    text: (n) => `New ${n}`,
  });
  const unread = await opens(id);
  const divider = unread.getByTestId('unread-divider');
  await soon(() => divider.count()).toBe(1);
  await rests(unread);
  const share = await divider.evaluate((line) => {
    const box = line.closest('[data-testid="timeline"]');
    if (!box) throw new Error('outside the timeline');
    const from = box.getBoundingClientRect();
    return (line.getBoundingClientRect().top - from.top) / from.height;
  });
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.3);
  await soon(() => divider.innerText()).toBe('40 unread messages');
  const below = (await bubbles(unread)).filter(({ text }) => text.startsWith('New'));
  expect(below[0]?.text).toBe('New 0');
});

test('B-19: at the foot it follows; elsewhere it stands still and the button counts', async () => {
  const id = await brings(world, { ...rosa, count: 50, until: Date.now() - 5 * minute, apart: 70_000 });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const page = await opens(id);
  for (const n of [1, 2, 3]) {
    await brings(world, { ...rosa, count: 1, until: Date.now(), apart: 0, text: () => `Followed ${n}` });
    await soon(async () => (await bubbles(page)).at(-1)?.text).toBe(`Followed ${n}`);
    await soon(() => gapBelow(page)).toBeLessThanOrEqual(1);
  }
  await soon(() => page.getByTestId('jump').count()).toBe(0);

  await rolls(page, -400);
  await rests(page);
  const [read] = (await bubbles(page)).slice(2);
  const drift = await watchBubble(page, read?.id ?? '');
  await brings(world, { ...rosa, count: 3, until: Date.now(), apart: 0, text: (n) => `Below ${n}` });
  await soon(() => page.getByTestId('jump').innerText()).toBe('3 new');
  await frames(page, 6);
  expect(await drift()).toMatchObject({ lost: 0, most: 0 });
  await page.getByTestId('jump').click();
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('Below 2');
  await soon(() => gapBelow(page)).toBeLessThanOrEqual(1);
  await soon(() => page.getByTestId('jump').count()).toBe(0);
  await soon(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('article');
});

test('B-20: older messages, late ones and changes above move nothing, in any frame', async () => {
  const joao = { phone: '5511987650003', name: 'João Dias' };
  await world.simulator.customer(joao.phone, { name: joao.name, online: true });
  const { id: number, ...rest } = account;
  await world.simulator.account(number, { ...rest, coexistence: true });
  const id = await brings(world, { ...joao, count: 160, until: Date.now() - 40 * minute, apart: 130_000 });
  const wamid = await world.simulator.say(joao.phone, 'Short', Date.now() - 30 * minute);
  await world.simulator.flush();
  await brings(world, {
    ...joao,
    count: 24,
    until: Date.now() - minute,
    apart: 70_000,
    text: (n) => `Late ${n}`,
  });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const page = await opens(id);

  // A change above: the customer makes a message longer that stands just over the edge.
  await eventually(async () => {
    await rolls(page, -60);
    const [first] = await bubbles(page);
    expect(first?.text).toMatch(/^Late [0-3]$/);
  });
  await rests(page);
  const [under] = await bubbles(page);
  const changed = await watchBubble(page, under?.id ?? '');
  await world.simulator.does(joao.phone, 'edit', { messageId: wamid, text: 'Much longer. '.repeat(40) });
  await world.simulator.flush();
  await soon(() => page.getByTestId('message').filter({ hasText: 'Much longer.' }).count()).toBe(1);
  await frames(page, 6);
  expect(await changed()).toMatchObject({ lost: 0, most: 0 });

  // History comes while one reads, and news right behind it.
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/messages?before*', async (route) => {
    await held;
    await route.continue();
  });
  for (let turn = 0; turn < 12; turn += 1) {
    await rolls(page, -400);
    await frames(page, 4);
  }
  await soon(() => feed(page).getAttribute('aria-busy')).toBe('true');
  await rests(page);
  const height = await scroller(page).evaluate((box) => box.scrollHeight);
  const [eye] = (await bubbles(page)).slice(1);
  const prepended = await watchBubble(page, eye?.id ?? '');
  release();
  await soon(() => feed(page).getAttribute('aria-busy')).toBe('false');
  await brings(world, { ...joao, count: 2, until: Date.now(), apart: 0, text: (n) => `News ${n}` });
  await brings(world, {
    ...joao,
    count: 1,
    until: Date.now() - 39 * minute,
    apart: 0,
    text: () => 'Between',
  });
  await soon(() => page.getByTestId('jump').innerText()).toBe('3 new');
  await frames(page, 6);
  const drift = await prepended();
  expect(drift).toMatchObject({ lost: 0, most: 0 });
  expect(drift.frames).toBeGreaterThanOrEqual(6);
  await soon(() => scroller(page).evaluate((box) => box.scrollHeight)).toBeGreaterThan(height + 1_000);
  await page.unroute('**/messages?before*');
});

test('B-41: of ten thousand messages only those around the screen are drawn, and each once', async () => {
  const long = { phone: '5511987650004', name: 'Lia Longo' };
  const id = await brings(world, { ...long, count: 20, until: Date.now() - minute, apart: minute });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const page = await ana('/inbox');
  await pretendLong(page, id, 10_000);
  await row(page, id).click();
  await bubblesShown(page);
  await soon(() => gapBelow(page)).toBeLessThanOrEqual(1);
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('Line 19');
  const drawn = page.getByTestId('message');
  const counts = [await drawn.count()];
  for (const share of [0.5, 0.1, 0, 0.9]) {
    await scrollTo(page, share);
    await frames(page, 4);
    await bubblesShown(page);
    counts.push(await drawn.count());
  }
  expect(Math.max(...counts)).toBeLessThanOrEqual(40);

  await page.keyboard.press('End');
  await page.getByTestId('jump').click();
  await soon(() => gapBelow(page)).toBeLessThanOrEqual(1);
  await rests(page);
  const screenful = (await bubbles(page)).length;
  const made = await countMade(page);
  const lately = { ...long, until: Date.now(), apart: 100 };
  await brings(world, { ...lately, count: 1, text: () => 'And one more' });
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('And one more');
  await rests(page);
  expect(await made()).toBeLessThanOrEqual(2);
  await brings(world, { ...lately, count: 60, text: (n) => `At once ${n}` });
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('At once 59');
  await rests(page);
  // A screenful, some beyond it, and none of those between.
  expect(await made()).toBeLessThanOrEqual(screenful + 10);
  await page.unrouteAll();
});

test('B-22: days divide, the day of what is read stands at the top while one scrolls, and it leads to any other', async () => {
  const ines = { phone: '5511987650005', name: 'Inês Rocha' };
  const day = 24 * 60 * minute;
  const noon = new Date().setHours(12, 0, 0, 0);
  for (const back of [20, 9, 1])
    await brings(world, {
      ...ines,
      count: 60,
      until: noon - back * day,
      apart: minute,
      text: (n) => `Day ${back}, ${n}`,
    });
  await brings(world, {
    ...ines,
    count: 5,
    until: Date.now() - minute,
    apart: 20_000,
    text: (n) => `Today ${n}`,
  });
  const id = await world.admin.find(ines.phone);
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const page = await opens(id);
  const top = page.getByTestId('top-day');
  const opacity = (): Promise<string> => top.evaluate((button) => getComputedStyle(button).opacity);
  await soon(() => feed(page).innerText()).toContain('Today');
  await soon(opacity).toBe('0');
  // Twenty seconds apart is one group: only its first bubble has the tail.
  const tails = await scroller(page)
    .locator('[data-testid="message"]')
    .evaluateAll((all) =>
      all.filter((one) => one.textContent?.includes('Today')).map((one) => one.classList.contains('first')),
    );
  expect(tails).toEqual([true, false, false, false, false]);
  await rolls(page, -900);
  await eventually(async () => {
    expect(await top.innerText()).toBe('Yesterday');
    expect(await opacity()).toBe('1');
  });

  // By keyboard: to the day, a date, Enter.
  await top.focus();
  await page.keyboard.press('Enter');
  const jump = page.getByTestId('date-jump');
  await jump.waitFor();
  await jump
    .locator('input')
    .fill(new Date(noon - 9 * day - day / 2 + 2 * minute).toISOString().slice(0, 10));
  await page.keyboard.press('Enter');
  const shown = page.locator('[data-testid="message"]', { hasText: 'Day 9, 0' });
  await soon(async () => (await bubbles(page)).map(({ text }) => text)).toContain('Day 9, 0');
  await soon(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('article');
  const [first] = (await bubbles(page)).filter(({ text }) => text === 'Day 9, 0');
  const still = await watchBubble(page, first?.id ?? '');
  await frames(page, 30);
  expect(await still()).toMatchObject({ lost: 0, most: 0 });
  await soon(() => shown.count()).toBe(1);

  await rolls(page, -200);
  await top.click();
  await jump.getByRole('button', { name: 'First message' }).click();
  await soon(async () => (await bubbles(page))[0]?.text).toBe('Day 20, 0');
  await page.locator('[data-testid="back-to-latest"], [data-testid="jump"]').click();
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('Today 4');
  await soon(() => gapBelow(page)).toBeLessThanOrEqual(1);
});

test('B-37: many lines of the house are one button, which opens them where they stand', async () => {
  const otto = { phone: '5511987650006', name: 'Otto Lima' };
  const id = await brings(world, { ...otto, count: 30, until: Date.now() - 10 * minute, apart: 70_000 });
  for (let turn = 0; turn < 3; turn += 1) {
    await does(world.admin, id, { type: 'archive' });
    await does(world.admin, id, { type: 'reopen' });
  }
  // WhatsApp tells whole seconds: the last message shall stand after all of them.
  const after = { ...otto, count: 4, until: Date.now() + 2_000, apart: 70_000 };
  await brings(world, { ...after, text: (n) => `After ${n}` });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const page = await opens(id);
  const lines = page.getByTestId('lines');
  await soon(() => lines.innerText()).toMatch(/^[67] events$/);
  await soon(() => lines.getAttribute('aria-expanded')).toBe('false');
  await soon(() => feed(page).innerText()).not.toContain('archived');
  const placeOf = (): Promise<number> => lines.evaluate((button) => button.getBoundingClientRect().top);
  const before = await placeOf();
  await lines.focus();
  await page.keyboard.press('Enter');
  await soon(() => feed(page).innerText()).toContain('archived');
  await frames(page, 6);
  await soon(async () => Math.abs((await placeOf()) - before)).toBeLessThan(1);
  await soon(() => lines.getAttribute('aria-expanded')).toBe('true');
  await page.keyboard.press('Enter');
  await soon(() => feed(page).innerText()).not.toContain('archived');
});

test('B-11: a message far up is centred and marked, and one comes back', async () => {
  const rui = { phone: '5511987650008', name: 'Rui Mar' };
  const id = await brings(world, { ...rui, count: 240, until: Date.now() - minute, apart: 90_000 });
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  const { messages } = await world.admin.whole(id);
  const sought = messages.find(({ content }) => content.kind === 'text' && content.text === 'Line 60');
  const page = await ana(`/inbox/${id}?message=${sought?.id}`);
  const middle = async (): Promise<number> =>
    scroller(page).evaluate((box, key) => {
      const bubble = box.querySelector(`[data-testid="message"][data-id="${key}"]`)?.getBoundingClientRect();
      const { top, height } = box.getBoundingClientRect();
      return bubble ? (bubble.top + bubble.height / 2 - top) / height : -1;
    }, sought?.id ?? '');
  // The mark goes by itself.
  await scroller(page).locator('[data-shown]').waitFor({ state: 'attached' });
  const isCentred = (): Promise<void> =>
    eventually(async () => {
      const place = await middle();
      expect(place).toBeGreaterThan(0.4);
      expect(place).toBeLessThan(0.6);
    });
  await isCentred();
  await soon(() => scroller(page).locator('[data-shown]').count()).toBe(0);
  await isCentred();
  await page.getByTestId('back-to-latest').click();
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('Line 239');
  await soon(() => gapBelow(page)).toBeLessThanOrEqual(1);
});

test('B-21: a picture that comes late shifts nothing', async () => {
  const lucia = { phone: '5511987650009', name: 'Lucía Gil' };
  await world.simulator.customer(lucia.phone, { name: lucia.name, online: true });
  const id = await brings(world, { ...lucia, count: 30, until: Date.now() - 20 * minute, apart: minute });
  for (const seed of [1, 2])
    await world.simulator.does(lucia.phone, 'say', { kind: 'image', text: `Photo ${seed}`, file: { seed } });
  await world.simulator.flush();
  // Before that nobody can look at it.
  await soon(async () => {
    const { messages } = await world.admin.view(id);
    return messages.flatMap(({ content }) => (content.kind === 'files' ? content.files : []));
  }).toMatchObject([{ state: 'here' }, { state: 'here' }]);
  await does(world.admin, id, { type: 'read', rev: 1_000_000 });
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const page = await windows.open(people.ana.email, {
    // So high that a text is seen above both, also with the divider of a day that has just begun.
    options: { viewport: { width: 1440, height: 1100 } },
    before: async (blank) => {
      await blank.addInitScript(() => {
        const shifts = { sum: 0 };
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.sum += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        Object.assign(globalThis, { shifts });
      });
      await blank.route('**/api/media/**', async (route) => {
        await held;
        await route.continue();
      });
    },
  });
  await row(page, id).click();
  await soon(async () => (await bubbles(page)).at(-1)?.text).toBe('Photo 2');
  // What draws pictures comes after the page.
  const pictures = scroller(page).locator('img');
  await soon(() => pictures.count()).toBe(2);
  await rests(page);
  const shifted = (): Promise<number> =>
    page.evaluate(() => (globalThis as unknown as { shifts: { sum: number } }).shifts.sum);
  const before = await shifted();
  const text = (await bubbles(page)).find((one) => one.text.startsWith('Line'));
  const drift = await watchBubble(page, text?.id ?? '');
  release();
  await eventually(async () => {
    const loaded = await pictures.evaluateAll((all) =>
      all.map((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth > 0),
    );
    expect(loaded).toEqual([true, true]);
  });
  await frames(page, 6);
  expect(await drift()).toMatchObject({ lost: 0, most: 0 });
  await soon(() => gapBelow(page)).toBeLessThanOrEqual(1);
  expect((await shifted()) - before).toBeLessThanOrEqual(0.02);
});
