/** The list while things change: under the hand, behind a cut cable, in other windows, with fewer rights (B-03, B-04, B-14). */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Me, Tag } from '#domain/http.ts';
import { has, layCable, openBrowser, row, shows, soon } from './browser.ts';
import {
  addTag,
  addView,
  bring,
  counted,
  crowd,
  does,
  idOf,
  idsOnScreen,
  leads,
  markDocument,
  nameOf,
  onScreen,
  phoneOf,
  pointerAway,
  rowsOf,
  scrollTo,
  showsOrder,
  watchPlaces,
  Windows,
} from './list-help.ts';
import { eventually, openWorld, people, type Person, type World } from './world.ts';

const customers = 90;
const second = 1000;
let world: World;
let browser: Browser;
let windows: Windows;
let ana: Person;
let rui: Person;
let vip: Tag;
/** Ids of the crowd, by their numbers. */
let ids: readonly string[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin } = world;
  [ana, rui] = await Promise.all([world.signIn(people.ana.email), world.signIn(people.rui.email)]);
  vip = await addTag(admin, 'vip');
  await bring(world, crowd(customers));
  await counted(admin, { active: customers });
  const rows = await rowsOf(admin, 'tab=active');
  ids = Array.from(
    { length: customers },
    (_, index) => rows.find(({ name }) => name === nameOf(index))?.id ?? '',
  );
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** One window for many of them: a page that was loaded before costs a third. */
let anas: Page | null = null;

async function again(address = '/inbox'): Promise<Page> {
  if (anas) await leads(anas, address);
  else anas = await windows.open(people.ana.email, { address });
  return anas;
}

const at = (index: number): string => ids[index] ?? '';
const order = async (): Promise<readonly string[]> =>
  (await rowsOf(world.admin, 'tab=active')).map(({ id }) => id);
let written = 0;

/** The customer of this number writes now; later calls are later also in Meta's whole seconds. */
async function writes(index: number, text = 'One more thing'): Promise<void> {
  written += 1;
  const now = Date.now() + written * second;
  await bring(world, [{ phone: phoneOf(index), name: nameOf(index), text, at: now }]);
  await soon(async () => (await rowsOf(world.admin, 'tab=active'))[0]?.name).toBe(nameOf(index));
}

test('B-03: the order stands still under the pointer, and a pill applies what waits', async () => {
  const page = await again();
  await pointerAway(page);
  await writes(5);
  await soon(async () => (await idsOnScreen(page))[0]).toBe(at(5));
  await soon(() => page.getByTestId('updated').count()).toBe(0);

  await row(page, at(1)).hover();
  const before = await idsOnScreen(page);
  await writes(7);
  await soon(() => page.getByTestId('updated').innerText()).toBe('1 updated');
  await soon(() => idsOnScreen(page)).toEqual(before);
  // What a row says is true all the same.
  await writes(1, 'Where I point');
  await soon(() => row(page, at(1)).innerText()).toContain('Where I point');
  await soon(() => idsOnScreen(page)).toEqual(before);
  await soon(() => page.getByTestId('updated').innerText()).toBe('2 updated');
  await page.getByTestId('updated').click();
  await showsOrder(page, await order());
  await soon(async () => (await idsOnScreen(page)).slice(0, 2)).toEqual([at(1), at(7)]);
  await soon(() => page.getByTestId('updated').count()).toBe(0);

  await row(page, at(3)).hover();
  await writes(9);
  await soon(() => page.getByTestId('updated').count()).toBe(1);
  await pointerAway(page);
  await showsOrder(page, await order());
});

test('B-03: the order stands still while the keyboard is in the list', async () => {
  const page = await again();
  await pointerAway(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const before = await idsOnScreen(page);
  await writes(12);
  await soon(() => page.getByTestId('updated').count()).toBe(1);
  await soon(() => idsOnScreen(page)).toEqual(before);
  await page.getByTestId('composer-text').focus();
  await showsOrder(page, await order());
});

test('B-04: scrolled down, no row on the screen moves a pixel while others come and go above', async () => {
  const page = await again();
  await pointerAway(page);
  await scrollTo(page, 40);
  const seen = await idsOnScreen(page);
  const drift = await watchPlaces(page);
  const above = (await order()).slice(0, 30);
  // New ones, one that moves within what is above, one from far below, and one that goes.
  await bring(world, [{ phone: phoneOf(700), name: 'New here', text: 'Hello', at: Date.now() + 3600 }]);
  await writes(ids.indexOf(above[20] ?? ''));
  await writes(80);
  await does(world.admin, above[10] ?? '', { type: 'archive' });
  const expected = await eventually(async () => {
    const now = await order();
    expect(now).not.toContain(above[10]);
    return now;
  });
  await eventually(async () => {
    const placed = await onScreen(page);
    expect(placed.map(({ index }) => expected[index])).toEqual(seen);
  });
  const { frames, most, lost } = await drift();
  expect(lost).toEqual([]);
  expect(frames).toBeGreaterThan(5);
  expect(most).toBeLessThan(0.5);
  await does(world.admin, above[10] ?? '', { type: 'reopen' });
});

test('B-14: an archived conversation comes back when its customer writes, and says so', async () => {
  const { admin } = world;
  const page = await again();
  await does(admin, at(15), { type: 'archive' });
  await soon(() => row(page, at(15)).count()).toBe(0);
  await writes(15, 'Is it still there?');
  await soon(async () => (await idsOnScreen(page))[0]).toBe(at(15));
  await soon(() => row(page, at(15)).getByTestId('reopened').count()).toBe(1);
  await soon(() => row(page, at(15)).getAttribute('aria-label')).toContain('Reopened by the customer');
});

/** Everything that can happen to a list, while somebody is away. */
async function meanwhile(): Promise<void> {
  const { admin } = world;
  const now = await order();
  const [archived = '', tagged = '', assigned = ''] = [now[3], now[20], now[50]];
  written += 1;
  const fresh = {
    phone: phoneOf(800 + written),
    name: `Fresh ${written}`,
    text: 'Hello',
    at: Date.now() + written * second,
  };
  await bring(world, [fresh]);
  await writes(70, 'From below');
  await does(admin, archived, { type: 'archive' });
  await does(admin, tagged, { type: 'tag', add: [vip.id], remove: [] });
  await does(admin, assigned, { type: 'assign', personId: await idOf(rui) });
  await eventually(async () => {
    const rows = await rowsOf(admin, 'tab=active');
    expect(rows.map(({ id }) => id)).not.toContain(archived);
    expect(rows.find(({ id }) => id === tagged)?.tags).toContain(vip.id);
    expect(rows.find(({ id }) => id === assigned)?.assignee?.name).toBe('Rui Costa');
  });
}

test.each([
  ['a moment', 0],
  ['5 minutes', 5 * 60],
  ['3 hours', 3 * 60 * 60],
] as const)(
  'cut off for %s while things change: the list is right, where it was, without a reload',
  async (_for, seconds) => {
    const cable = await layCable(world.url);
    const page = await windows.open(people.ana.email, {
      url: cable.url,
      before: async (fresh) => {
        await fresh.clock.install();
      },
    });
    await pointerAway(page);
    await scrollTo(page, 30);
    const same = await markDocument(page);
    const seen = await onScreen(page);
    cable.cut();
    await page.context().setOffline(true);
    await meanwhile();
    const expected = await order();
    await page.clock.fastForward(seconds * 1000);
    // The rows are still there to be read.
    await soon(() => row(page, seen[1]?.id ?? '').isVisible()).toBe(true);
    cable.mend();
    await page.context().setOffline(false);
    await has(page.getByTestId('connection'), 'data-state', 'live');
    await showsOrder(page, expected);

    // What stays on the list stands where it stood.
    const after = await eventually(async () => {
      const placed = await onScreen(page);
      const tops = new Map(placed.map(({ id, top }) => [id, top]));
      for (const { id, top } of seen.filter((one) => expected.includes(one.id)))
        expect([id, tops.get(id)]).toEqual([id, top]);
      return placed;
    });
    await soon(() =>
      row(page, after[1]?.id ?? '')
        .getByTestId('window')
        .getAttribute('data-state'),
    ).toBe('open');
    const counts = (await world.admin.list()).counts;
    await soon(() => page.getByTestId('tab-active').innerText()).toContain(String(counts.active));
    for (const index of [0, 45]) {
      await scrollTo(page, index);
      await showsOrder(page, expected);
    }
    const tagged = (await rowsOf(world.admin, 'tab=active')).findIndex(({ tags = [] }) =>
      tags.includes(vip.id),
    );
    await scrollTo(page, Math.max(0, Math.min(tagged, expected.length - 20)));
    await soon(() => row(page, expected[tagged] ?? '').innerText()).toContain('vip');
    expect(await same()).toBe(true);
    await page.context().close();
    await cable.close();
  },
);

test('unread, tabs and a saved view count in the window of another person, without a reload', async () => {
  const { admin } = world;
  const view = await addView(admin, { name: 'Vips', shared: true, filter: { tags: [vip.id] } });
  const page = await windows.open(people.rui.email);
  const told = async () => ({
    active: Number((await page.getByTestId('tab-active').innerText()).replace(/\D/g, '')),
    archived: Number((await page.getByTestId('tab-archived').innerText()).replace(/\D/g, '')),
    unread: Number(
      /\d+/.exec((await page.getByRole('link', { name: /^Chat/ }).getAttribute('aria-label')) ?? '')?.[0] ??
        0,
    ),
    vips: Number(
      /Vips, (\d+)/.exec(
        (await page.locator(`[data-testid="view"][data-id="${view.id}"]`).getAttribute('aria-label')) ?? '',
      )?.[1],
    ),
  });
  const same = await markDocument(page);
  const { active, archived, unread, views } = (await rui.list()).counts;
  const before = { active, archived, unread, vips: views[view.id]?.n ?? 0 };
  await soon(told).toEqual(before);
  await does(ana, at(61), { type: 'tag', add: [vip.id], remove: [] });
  await does(ana, at(62), { type: 'read', rev: Number.MAX_SAFE_INTEGER });
  await does(ana, at(63), { type: 'archive' });
  await soon(told).toEqual({
    active: before.active - 1,
    archived: before.archived + 1,
    unread: before.unread - 2,
    vips: before.vips + 1,
  });
  // What nobody has looked at: conversations, and what the bell tells.
  const { unreadNotices } = (await (await rui.send('GET', '/api/me')).json()) as Me;
  await soon(() => page.title()).toContain(`(${before.unread - 2 + unreadNotices})`);
  expect(await same()).toBe(true);
  await page.context().close();
});

test('who looks at a conversation is seen on its row in the window of a colleague (B-70)', async () => {
  const [one, other] = await Promise.all([windows.open(people.ana.email), windows.open(people.rui.email)]);
  const id = (await idsOnScreen(one))[2] ?? '';
  await row(one, id).click();
  await soon(() => row(other, id).getByTestId('viewers').getAttribute('title')).toContain('Ana Reis');
  await soon(() => row(one, id).getByTestId('viewers').count()).toBe(0);
  await one.context().close();
  await soon(() => row(other, id).getByTestId('viewers').count()).toBe(0);
  await other.context().close();
});

/** Everything that the sockets of a page are told. */
function framesOf(page: Page): string[] {
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => void frames.push(String(payload)));
  });
  return frames;
}

test('an agent is never told of a conversation that they may not see, also not when their right to it ends', async () => {
  const { admin } = world;
  const [anaId, ruiId] = await Promise.all([idOf(ana), idOf(rui)]);
  await does(admin, at(41), { type: 'assign', personId: anaId });
  await does(admin, at(42), { type: 'assign', personId: ruiId });
  await admin.send('PUT', '/api/settings', { visibility: 'own' });
  let frames: string[] = [];
  const page = await windows.open(people.rui.email, {
    before: async (fresh) => {
      frames = framesOf(fresh);
    },
  });
  // That one went to somebody else is told by its name alone.
  const told = (from = 0): string =>
    frames
      .slice(from)
      .filter((frame) => !frame.startsWith('{"t":"notice'))
      .join();
  await soon(() => row(page, at(42)).count()).toBe(1);
  await soon(() => row(page, at(41)).count()).toBe(0);
  await writes(41, 'For Ana alone');
  await writes(42, 'For Rui');
  await soon(() => row(page, at(42)).innerText()).toContain('For Rui');
  expect(frames.join()).toContain(at(42));
  expect(told()).not.toContain(at(41));
  expect(frames.join()).not.toContain('For Ana alone');

  await row(page, at(42)).click();
  await shows(page, ['Question number 42', 'For Rui']);
  await pointerAway(page);
  await does(admin, at(42), { type: 'assign', personId: anaId });
  await soon(() => row(page, at(42)).count()).toBe(0);
  const until = frames.length;
  await writes(42, 'A secret from now on');
  await writes(41, 'Another one');
  await does(admin, at(43), { type: 'assign', personId: ruiId });
  await soon(() => row(page, at(43)).count()).toBe(1);
  expect(told(until)).not.toContain(at(42));
  expect(frames.join()).not.toContain('A secret from now on');
  expect(told()).not.toContain(at(41));
  await soon(() => page.locator('body').innerText()).not.toContain('A secret from now on');
  await admin.send('PUT', '/api/settings', { visibility: 'all' });
  await soon(() => row(page, at(41)).count()).toBe(1);
  await page.context().close();
});
