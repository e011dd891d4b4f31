/** What walks through the timeline need again and again: long conversations, and where messages stand in every frame. */
import type { Locator, Page } from 'playwright-core';
import type { ConversationView } from '#domain/http.ts';
import type { Message } from '#domain/message.ts';
import { soon } from './browser.ts';
import { bring } from './list-help.ts';
import type { World } from './world.ts';

export const minute = 60_000;
/** So many letters are one webhook. */
const parcel = 60;

export type Spoken = {
  readonly phone: string;
  readonly name: string;
  readonly count: number;
  /** When the last of them was written, in ms. */
  readonly until: number;
  /** Between two of them, in ms. */
  readonly apart: number;
  readonly text?: (index: number) => string;
};

/** Brings many texts of one customer: “Line 0” was written first. */
export async function brings(world: World, spoken: Spoken): Promise<string> {
  const { phone, name, count, until, apart, text = (index) => `Line ${index}` } = spoken;
  const letters = Array.from({ length: count }, (_none, index) => ({
    ...{ phone, name, text: text(index), at: until - (count - 1 - index) * apart },
  }));
  // One parcel after the other, so that they arrive in their order.
  for (let from = 0; from < letters.length; from += parcel)
    await bring(world, letters.slice(from, from + parcel));
  return world.admin.find(phone);
}

export const feed = (page: Page): Locator => page.getByRole('feed');
export const scroller = (page: Page): Locator => page.getByTestId('timeline');

/** px from what is lowest on the screen to the end of what can be scrolled. */
export async function gapBelow(page: Page): Promise<number> {
  return scroller(page).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
}

export type Placed = { readonly id: string; readonly text: string; readonly top: number };

/** The bubbles that are on the screen whole, from top to bottom; `top` in px from the top of the timeline. */
export async function bubbles(page: Page): Promise<readonly Placed[]> {
  return scroller(page).evaluate((box) => {
    const { top: above, bottom: below } = box.getBoundingClientRect();
    return [...box.querySelectorAll<HTMLElement>('[data-testid="message"]')]
      .map((bubble) => ({ bubble, rect: bubble.getBoundingClientRect() }))
      .filter(({ rect }) => rect.top >= above - 0.5 && rect.bottom <= below + 0.5)
      .map(({ bubble, rect }) => ({
        id: bubble.dataset['id'] ?? '',
        text: bubble.querySelector('.words')?.textContent ?? '',
        top: rect.top - above,
      }));
  });
}

export async function bubblesShown(page: Page): Promise<void> {
  await soon(async () => (await bubbles(page)).length).toBeGreaterThan(0);
}

/** Scrolls to that part of all that can be scrolled, 0 at the top. */
export async function scrollTo(page: Page, share: number): Promise<void> {
  await scroller(page).evaluate(
    (box, to) => (box.scrollTop = (box.scrollHeight - box.clientHeight) * to),
    share,
  );
}

export type Drift = { readonly frames: number; readonly most: number; readonly lost: number };

/** Looks in every frame where a bubble stands. Returns how to hear how far it went from there, in px. */
export async function watchBubble(page: Page, id: string): Promise<() => Promise<Drift>> {
  await page.evaluate((sought) => {
    const find = (): Element | null =>
      document.querySelector(`[data-testid="message"][data-id="${CSS.escape(sought)}"]`);
    const start = find()?.getBoundingClientRect().top ?? 0;
    const seen = { frames: 0, most: 0, lost: 0, over: false };
    const look = (): void => {
      if (seen.over) return;
      seen.frames += 1;
      const bubble = find();
      if (bubble) seen.most = Math.max(seen.most, Math.abs(bubble.getBoundingClientRect().top - start));
      else seen.lost += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(globalThis, { seenBubble: seen });
  }, id);
  return () =>
    page.evaluate(() => {
      const { seenBubble } = globalThis as unknown as { seenBubble: Drift & { over: boolean } };
      seenBubble.over = true;
      const { frames, most, lost } = seenBubble;
      return { frames, most, lost };
    });
}

/** Counts bubbles that are put on the page. Returns how to hear how many were since the last time one asked. */
export async function countMade(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const bubble = '[data-testid="message"]';
    const seen = { made: 0 };
    const count = (node: Node): number =>
      node instanceof Element ? (node.matches(bubble) ? 1 : node.querySelectorAll(bubble).length) : 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) seen.made += count(node);
    }).observe(document, { subtree: true, childList: true });
    Object.assign(globalThis, { madeBubbles: seen });
  });
  return () =>
    page.evaluate(() => {
      const { madeBubbles } = globalThis as unknown as { madeBubbles: { made: number } };
      const { made } = madeBubbles;
      madeBubbles.made = 0;
      return made;
    });
}

/** Lets so many frames pass. */
export async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (many) => {
    for (let frame = 0; frame < many; frame += 1) await new Promise(requestAnimationFrame);
  }, count);
}

/** Waits until the timeline has come to rest: nothing was scrolled and nothing grew in a dozen frames. */
export async function rests(page: Page): Promise<void> {
  await scroller(page).evaluate(async (box) => {
    let before = '';
    for (let same = 0; same < 12;) {
      await new Promise(requestAnimationFrame);
      const now = `${box.scrollTop} ${box.scrollHeight}`;
      same = now === before ? same + 1 : 0;
      before = now;
    }
  });
}

/** Answers this page as if so many older messages were loaded of a conversation: what a day of scrolling would load. */
export async function pretendLong(page: Page, id: string, count: number): Promise<void> {
  await page.route(`**/api/conversations/${id}`, async (route) => {
    const answer = await route.fetch();
    const view = (await answer.json()) as ConversationView;
    const oldest = view.messages[0]?.at ?? Date.now();
    const older = Array.from({ length: count - view.messages.length }, (_none, index): Message => {
      const back = count - view.messages.length - index;
      const ours = Math.floor(back / 3) % 2 === 1;
      const text = `Older ${index}. ${'And a little more of it. '.repeat(back % 5)}`;
      const common = { id: `older-${index}`, rev: 1, seq: -back, at: oldest - back * 40_000 };
      const content = { kind: 'text', text } as const;
      return ours
        ? { ...common, direction: 'out', content, delivery: { state: 'read', times: {} } }
        : { ...common, direction: 'in', content };
    });
    await route.fulfill({ json: { ...view, messages: [...older, ...view.messages], more: false } });
  });
}

/** Turns the wheel over the timeline. */
export async function rolls(page: Page, by: number): Promise<void> {
  const box = await scroller(page).boundingBox();
  if (!box) throw new Error('there is no timeline');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(0, by);
}

/** Writes down what the live regions of the page say, from its beginning on: what a screen reader would speak by itself. */
export async function listens(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const regions = '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"], output';
    const said: string[] = [];
    const before = new WeakMap<Element, string>();
    const hear = (region: Element): void => {
      const text = (region.textContent ?? '').replace(/\s+/g, ' ').trim();
      if (text === (before.get(region) ?? '')) return;
      before.set(region, text);
      const loud = region.matches('[aria-live="assertive"], [role="alert"]') ? '! ' : '';
      if (text !== '') said.push(loud + text);
    };
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const around = target instanceof Element ? target : target.parentElement;
        const region = around?.closest(regions);
        if (region) hear(region);
        for (const node of addedNodes)
          if (node instanceof Element)
            [node, ...node.querySelectorAll(regions)].filter((one) => one.matches(regions)).forEach(hear);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, { transcript: said });
  });
}

export async function transcript(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => [...(globalThis as unknown as { transcript: string[] }).transcript]);
}
