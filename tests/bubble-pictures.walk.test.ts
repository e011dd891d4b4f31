/** Kept pictures of every kind of bubble: light and dark, on a wide and on a narrow page. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { opened } from './bubble-help.ts';
import { bringInstagram, bringMessenger, bringWhatsapp, type Kinds } from './bubble-kinds.ts';
import { openBrowser } from './browser.ts';
import { Windows } from './list-help.ts';
import { picture } from './pictures.ts';
import { account, connectPages, eventually, openWorld, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
const brought: Record<string, Kinds> = {};

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  await connectPages(world);
  const { id, ...number } = account;
  await world.simulator.account(id, { ...number, coexistence: true });
  await world.simulator.settings({ statusGapMs: 20 });
  brought['messenger'] = await bringMessenger(world);
  brought['instagram'] = await bringInstagram(world);
  brought['whatsapp'] = await bringWhatsapp(world);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** The same time everywhere, on every day; nothing under the mouse; pictures and films drawn. */
async function frozen(page: Page): Promise<void> {
  await page.mouse.move(1, 1);
  await eventually(async () => {
    const waiting = await page.evaluate(() => {
      const images = [...document.querySelectorAll<HTMLImageElement>('[role="feed"] img')];
      for (const image of images) image.loading = 'eager';
      const films = [...document.querySelectorAll<HTMLVideoElement>('[role="feed"] video')];
      const sounds = [...document.querySelectorAll('[data-testid="player"]')];
      return [
        ...images.filter((image) => !image.complete),
        ...films.filter((film) => film.readyState < 2),
        ...sounds.filter((sound) => sound.querySelector('input:disabled')),
      ].length;
    });
    expect(waiting).toBe(0);
  });
  await page.evaluate(() => {
    for (const time of document.querySelectorAll('[role="feed"] time')) time.textContent = '10:00';
    // Which line of the house stands between which messages is a matter of milliseconds.
    for (const line of document.querySelectorAll<HTMLElement>('[role="feed"] .entry.line'))
      line.style.display = 'none';
  });
}

/** The part of the page where these messages stand. */
async function framed(page: Page, ids: readonly string[]): Promise<Parameters<typeof picture>[0]> {
  const clip = await page.evaluate((wanted) => {
    const boxes = wanted.map((id) =>
      document.querySelector(`[data-key="${CSS.escape(id)}"]`)?.getBoundingClientRect(),
    );
    const feed = document.querySelector('[role="feed"]')?.getBoundingClientRect();
    if (!feed || boxes.some((box) => box === undefined)) throw new Error(`not drawn: ${wanted.join()}`);
    const top = Math.min(...boxes.map((box) => box?.top ?? 0)) - 8;
    const bottom = Math.max(...boxes.map((box) => box?.bottom ?? 0)) + 8;
    return { x: feed.left, y: top, width: feed.width, height: bottom - top };
  }, ids);
  return { screenshot: (options) => page.screenshot({ ...options, clip }) };
}

const widths = [1440, 390] as const;
const channels = ['whatsapp', 'messenger', 'instagram'] as const;

// Kept as references, and compared when asked: which of two messages of one second stands first differs from run to run.
test
  .runIf(process.env['PICTURES'] !== undefined)
  .for(channels.flatMap((channel) => widths.map((width) => ({ channel, width }))))(
  'every kind of $channel at $width px, light and dark',
  async ({ channel, width }) => {
    const kinds = brought[channel];
    if (!kinds) throw new Error('nothing was brought');
    const page = await opened(windows, kinds.id, { viewport: { width, height: 14_000 } });
    await frozen(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const [group, ids] of Object.entries(kinds.groups))
        await picture(await framed(page, ids), `bubbles/${channel}-${group}-${colorScheme}-${width}`);
    }
    await page.context().close();
  },
);
