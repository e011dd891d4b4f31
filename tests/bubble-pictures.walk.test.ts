/** Kept pictures of every kind of bubble: light and dark, on a wide and on a narrow page. */
import type { Browser, Page } from 'playwright-core';
import type { ConversationView } from '#domain/http.ts';
import type { Message } from '#domain/message.ts';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bringInstagram, bringMessenger, bringWhatsapp, type Kinds } from './bubble-kinds.ts';
import { openBrowser, row } from './browser.ts';
import { Windows } from './list-help.ts';
import { picture } from './pictures.ts';
import { account, connectPages, eventually, openWorld, people, type World } from './world.ts';

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

const minute = 60_000;
/** A time from which ten hours are over, and lie on one day: no day's divider stands among them. */
function begun(): number {
  const at = new Date();
  const isEarly = at.getHours() < 11;
  if (isEarly) at.setDate(at.getDate() - 1);
  return at.setHours(isEarly ? 12 : 0, 30, 0, 0);
}

/** So high that a whole conversation is drawn at once. In px. */
const height = 20_000;

/**
 * What the page is given of a conversation: only what is looked at, in this order and far enough apart. Which of two messages
 * of one second stands first, and which line of the house between them, is a matter of milliseconds.
 */
function arranged(messages: readonly Message[], wanted: readonly string[]): Message[] {
  const incoming = messages.filter(({ direction }) => direction === 'in');
  const withAlbum = (id: string): readonly Message[] => {
    const from = incoming.findIndex((message) => message.id === id);
    const next = incoming.findIndex((message, index) => index > from && wanted.includes(message.id));
    const mates = from < 0 ? [] : incoming.slice(from + 1, next < 0 ? undefined : next);
    return [...messages.filter((message) => message.id === id), ...mates.filter(isPicture)];
  };
  const start = begun();
  return wanted.flatMap((id, place) =>
    withAlbum(id).map((message, index) => ({ ...message, at: start + place * 6 * minute + index })),
  );
}

const isPicture = ({ content }: Message): boolean =>
  content.kind === 'files' && content.files.every(({ type }) => type === 'image');

/** A page with these messages, in their order, as wide as it is asked for first. */
async function openedArranged(kinds: Kinds): Promise<Page> {
  const wanted = Object.values(kinds.groups).flat();
  const { messages } = await world.admin.whole(kinds.id);
  const page = await windows.open(people.ada.email, {
    options: { viewport: { width: 1440, height } },
    before: async (fresh) => {
      await fresh.route(`**/api/conversations/${kinds.id}`, async (route) => {
        const answer = await route.fetch();
        const view = (await answer.json()) as ConversationView;
        await route.fulfill({
          response: answer,
          json: { ...view, messages: arranged(messages, wanted), more: false },
        });
      });
    },
  });
  await row(page, kinds.id).click();
  return page;
}

/** The same time everywhere, on every day; nothing under the mouse; pictures and films drawn. */
async function frozen(page: Page): Promise<void> {
  await page.mouse.move(1, 1);
  await eventually(async () => {
    const waiting = await page.evaluate(() => {
      const images = [...document.querySelectorAll<HTMLImageElement>('[role="feed"] img')];
      for (const image of images) image.loading = 'eager';
      const films = [...document.querySelectorAll<HTMLVideoElement>('[role="feed"] video')];
      const sounds = [...document.querySelectorAll('[data-testid="player"]')];
      // What only some messages need comes a moment after the page.
      const bare = [...document.querySelectorAll('[role="feed"] .in [data-testid="message"]')].filter(
        (one) =>
          !one.querySelector('img, video, svg') &&
          one.textContent?.trim() === one.querySelector('time')?.textContent?.trim(),
      );
      return [
        ...bare,
        ...images.filter((image) => !image.complete),
        ...films.filter((film) => film.readyState < 2),
        ...sounds.filter((sound) => sound.querySelector('input:disabled')),
      ].length;
    });
    expect(waiting).toBe(0);
  });
  await page.evaluate(() => {
    for (const time of document.querySelectorAll('[role="feed"] time')) time.textContent = '10:00';
  });
}

type Frame = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where these messages stand on the page. */
async function frameOf(page: Page, ids: readonly string[]): Promise<Frame> {
  return page.evaluate((wanted) => {
    const boxes = wanted.map((id) =>
      document.querySelector(`[data-key="${CSS.escape(id)}"]`)?.getBoundingClientRect(),
    );
    const feed = document.querySelector('[role="feed"]')?.getBoundingClientRect();
    if (!feed || boxes.some((box) => box === undefined)) throw new Error(`not drawn: ${wanted.join()}`);
    const top = Math.min(...boxes.map((box) => box?.top ?? 0)) - 8;
    const bottom = Math.max(...boxes.map((box) => box?.bottom ?? 0)) + 8;
    return { x: feed.left, y: top, width: feed.width, height: bottom - top };
  }, ids);
}

/** The page is drawn once for all groups of messages, and each is cut out of it; what differs is drawn by itself again. */
async function draws(
  page: Page,
  groups: Kinds['groups'],
): Promise<(ids: readonly string[]) => Promise<Drawn>> {
  const all = await frameOf(page, Object.values(groups).flat());
  const whole = PNG.sync.read(await page.screenshot({ animations: 'disabled', caret: 'hide', clip: all }));
  return async (ids) => {
    let isFirst = true;
    const first = cut(whole, all, await frameOf(page, ids));
    return {
      async screenshot(options) {
        if (!isFirst) return page.screenshot({ ...options, clip: await frameOf(page, ids) });
        isFirst = false;
        return first;
      },
    };
  };
}
type Drawn = Parameters<typeof picture>[0];

function cut(whole: PNG, all: Frame, { x, y, width, height }: Frame): Buffer {
  const left = Math.round(x - all.x);
  const top = Math.max(0, Math.round(y - all.y));
  const part = new PNG({
    width: Math.min(Math.round(width), whole.width - left),
    height: Math.min(Math.round(height), whole.height - top),
  });
  PNG.bitblt(whole, part, left, top, part.width, part.height, 0, 0);
  return PNG.sync.write(part);
}

const widths = [1440, 390] as const;
const channels = ['whatsapp', 'messenger', 'instagram'] as const;
const pages = new Map<string, Promise<Page>>();

test.for(channels.flatMap((channel) => widths.map((width) => ({ channel, width }))))(
  'every kind of $channel at $width px, light and dark',
  async ({ channel, width }) => {
    const kinds = brought[channel];
    if (!kinds) throw new Error('nothing was brought');
    const opened = pages.get(channel) ?? openedArranged(kinds);
    pages.set(channel, opened);
    const page = await opened;
    await page.setViewportSize({ width, height });
    for (const id of Object.values(kinds.groups).flat()) await page.locator(`[data-key="${id}"]`).waitFor();
    await frozen(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const drawn = await draws(page, kinds.groups);
      for (const [group, ids] of Object.entries(kinds.groups))
        await picture(await drawn(ids), `bubbles/${channel}-${group}-${colorScheme}-${width}`);
    }
  },
);
