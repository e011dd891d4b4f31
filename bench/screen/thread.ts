/** One open conversation of ten thousand messages: what opening it, writing in it and catching up cost a slow machine. */
import type { Page, WebSocketRoute } from 'playwright-core';
import type { ConversationFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';
import { pretendLong } from '../../tests/timeline-help.ts';

export const messages = 10_000;
export const caughtUp = 200;

export type Thread = {
  /** From a click on its row to its messages, when it is cached. In ms, as all times. */
  readonly opens: readonly number[];
  /** Script of one letter typed. */
  readonly letters: readonly number[];
  /** From Enter until the bubble is drawn. */
  readonly sends: readonly number[];
  /** The longest task while so many messages come in one frame; 0 for none over 50. */
  readonly together: number;
  /** The same while they come one by one. */
  readonly apart: number;
  readonly nodes: number;
};

const bubble = '[data-testid="message"]';

/** Reads along on the line of the open conversation, and can say more on it than the server does. */
class Line {
  #route: WebSocketRoute | null = null;
  #head: Head | null = null;
  #seq = 1_000_000;

  async lay(page: Page): Promise<void> {
    await page.routeWebSocket(/\/api\/conversations\/[^/]+\/live/, (route) => {
      this.#route = route;
      route.connectToServer().onMessage((text) => {
        const said = String(text);
        // The server also says that it is still there, without a frame.
        if (!said.startsWith('{')) return route.send(said);
        const frame = JSON.parse(said) as ConversationFrame;
        this.#head = frame.head;
        route.send(text);
      });
    });
  }

  /** So many new messages of the customer, in one frame. */
  say(count: number): void {
    const [route, head] = [this.#route, this.#head];
    if (!route || !head) throw new Error('the conversation has no line');
    const [from, to, now] = [head.rev, head.rev + 1, Date.now()];
    const said = Array.from({ length: count }, (): Message => {
      this.#seq += 1;
      const text = `Caught up ${this.#seq}`;
      const at = now + this.#seq;
      return {
        ...{ id: `said-${this.#seq}`, rev: to, seq: this.#seq, at },
        ...{ direction: 'in', content: { kind: 'text', text } },
      };
    });
    this.#head = { ...head, rev: to };
    const frame: ConversationFrame = { t: 'changes', from, to, head: this.#head, messages: said, now };
    route.send(JSON.stringify(frame));
  }
}

async function clicks(page: Page, id: string): Promise<number> {
  return page.evaluate(
    async ({ row, shown }) => {
      const target = document.querySelector<HTMLElement>(row);
      if (!target) throw new Error('the row is not there');
      const start = performance.now();
      target.click();
      const chosen = `${row}[aria-selected="true"]`;
      await drawn(() => document.querySelector(chosen) !== null && document.querySelector(shown) !== null);
      return performance.now() - start;
    },
    { row: `[data-testid="row"][data-id="${id}"]`, shown: bubble },
  );
}

/** Types a letter as a key does, and waits for what follows from it in the same task. */
async function types(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const times: number[] = [];
    document.querySelector<HTMLElement>('[data-testid="composer-text"]')?.focus();
    for (const letter of 'The quick brown fox jumps over the lazy dog') {
      const start = performance.now();
      document.execCommand('insertText', false, letter);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return times;
  });
}

async function sends(page: Page, text: string): Promise<number> {
  await page.getByTestId('composer-text').fill(text);
  await page.waitForTimeout(300);
  return page.evaluate(
    async ({ shown, sought }) => {
      const composer = document.querySelector('[data-testid="composer-text"]');
      const start = performance.now();
      composer?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
      );
      await drawn(() => [...document.querySelectorAll(shown)].at(-1)?.textContent?.includes(sought) === true);
      return performance.now() - start;
    },
    { shown: bubble, sought: text },
  );
}

/** The longest task over 50 ms while `run` and what follows from it go on; 0 for none. */
async function longest(page: Page, run: () => void | Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const seen = { longest: 0 };
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
    });
    observer.observe({ type: 'longtask' });
    Object.assign(globalThis, { tasks: seen });
  });
  await run();
  await page.waitForTimeout(3_000);
  return page.evaluate(() => (globalThis as unknown as { tasks: { longest: number } }).tasks.longest);
}

/** `ids`: conversations of the list; the first is given ten thousand messages, the second is where one comes from. */
export async function measureThread(page: Page, [id, other]: readonly [string, string]): Promise<Thread> {
  const line = new Line();
  await line.lay(page);
  await pretendLong(page, id, messages);
  await clicks(page, other);
  await clicks(page, id);
  const opens: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    await page.waitForTimeout(300);
    await clicks(page, other);
    await page.waitForTimeout(300);
    opens.push(await clicks(page, id));
  }
  await page.waitForTimeout(1_000);
  const letters = await types(page);
  const sent: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) sent.push(await sends(page, `Sent ${turn}`));
  await page.waitForTimeout(2_000);
  const together = await longest(page, () => line.say(caughtUp));
  const apart = await longest(page, async () => {
    for (let turn = 0; turn < caughtUp; turn += 1) {
      line.say(1);
      if (turn % 10 === 0) await page.waitForTimeout(16);
    }
  });
  const nodes = await page.locator(bubble).count();
  return { opens, letters, sends: sent, together, apart, nodes };
}
