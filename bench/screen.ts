/**
 * The list and an open conversation on the screen: a hundred thousand rows and ten thousand messages in a real Chromium that
 * is slowed down four times. What counts is asserted (nodes, heap), what takes time is printed beside what it should be.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { Plain } from '../tools/plain.ts';
import { serveProduct } from '../tools/serve.ts';
import { openBrowser } from '../tests/browser.ts';
import { door, enter } from './ingest/kept.ts';
import { appSecret, Writer } from './ingest/webhooks.ts';
import { fileOf, fillFile } from './list/fill.ts';
import { Target } from './parts/load.ts';
import { chanceFrom, median, quantile } from './parts/numbers.ts';
import { table } from './parts/table.ts';
import { varsFor } from './parts/vars.ts';
import { layDrawn } from './screen/drawn.ts';
import { caughtUp, measureThread, messages, type Thread } from './screen/thread.ts';

const count = 100_000;
const slowness = 4;
const wanted = { mount: 150, open: 100, nodes: 60, heap: 40, drag: 300 };
const wantedThread = { open: 100, letter: 16, send: 50, task: 50, nodes: 40 };
const vars = varsFor(appSecret);

const rows = '[data-testid="row"]';
const laidOut = `${rows}, [data-testid="skeleton"]`;

/** A hundred thousand rows below two hundred real conversations. */
async function prepare(dir: string): Promise<void> {
  const first = await serveProduct({ port: 0, dir, vars });
  await enter(first.url);
  await new Target(first.url, 8).closed(new Writer(chanceFrom(1)).write(600), 60_000);
  await first.stop();
  await fillFile(fileOf(dir), count, (head) => ({ ...head, archived: false }));
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

/** From a click on `selector` until `until` is on the screen and a frame was drawn, in ms, as the page itself measures it. */
async function clickUntil(page: Page, selector: string, until: string): Promise<number> {
  return page.evaluate(
    async ({ selector: clicked, until: seen }) => {
      const target = document.querySelector<HTMLElement>(clicked);
      if (!target) throw new Error(`nothing is ${clicked}`);
      const start = performance.now();
      target.click();
      await drawn(() => document.querySelector(seen) !== null);
      return performance.now() - start;
    },
    { selector, until },
  );
}

async function openAgain(page: Page): Promise<readonly number[]> {
  const ids = await page
    .locator(rows)
    .evaluateAll((all) => all.slice(0, 8).map((one) => one.getAttribute('data-id') ?? ''));
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    for (const id of ids) {
      const ms = await clickUntil(
        page,
        `${rows}[data-id="${id}"]`,
        `:has(${rows}[data-id="${id}"][aria-selected="true"]) [data-testid="message"]`,
      );
      // The first time it is fetched; from then on it is cached.
      if (turn > 0) times.push(ms);
    }
  }
  return times;
}

async function drag(page: Page): Promise<{ readonly times: readonly number[]; readonly nodes: number }> {
  const times: number[] = [];
  let nodes = 0;
  for (const share of [0.5, 0.9, 0.1, 0.99, 0.3, 0]) {
    const ms = await page.evaluate(
      async ({ share: to, laidOut: any }) => {
        const box = document.querySelector<HTMLElement>('#rows [role="listbox"]')?.parentElement;
        if (!box) throw new Error('the list does not scroll');
        const start = performance.now();
        box.scrollTop = (box.scrollHeight - box.clientHeight) * to;
        const inView = (): boolean => {
          const { top, bottom } = box.getBoundingClientRect();
          return [...document.querySelectorAll(any)].some((one) => {
            const place = one.getBoundingClientRect();
            return place.bottom > top && place.top < bottom;
          });
        };
        do await new Promise(requestAnimationFrame);
        while (!inView() && performance.now() - start < 15_000);
        return performance.now() - start;
      },
      { share, laidOut },
    );
    times.push(ms);
    await page.waitForTimeout(700);
    nodes = Math.max(nodes, await page.locator(laidOut).count());
  }
  return { times, nodes };
}

const both = (times: readonly number[]): string =>
  `${median(times).toFixed(0)}, ${quantile(times, 0.95).toFixed(0)}`;

function printThread(thread: Thread, heap: number): void {
  const task = (longest: number): string => (longest === 0 ? `< ${wantedThread.task}` : longest.toFixed(0));
  const together = `${caughtUp} messages in one frame, longest task, ms`;
  const apart = `${caughtUp} messages one by one, longest task, ms`;
  console.log(
    table(`${messages.toLocaleString('en')} messages open, Chromium ${slowness} times slower`, [
      ['', 'measured', 'wanted'],
      ['click to it when it is cached, ms (median, p95)', both(thread.opens), `≤ ${wantedThread.open}`],
      ['a letter typed, script, ms (median, p95)', both(thread.letters), `≤ ${wantedThread.letter}`],
      ['Enter to its bubble, ms (median, p95)', both(thread.sends), `≤ ${wantedThread.send}`],
      [together, task(thread.together), `≤ ${wantedThread.task}`],
      [apart, task(thread.apart), `≤ ${wantedThread.task}`],
      ['bubbles in the page', String(thread.nodes), `≤ ${wantedThread.nodes}`],
      ['heap with the list, MB', heap.toFixed(1), '–'],
    ]),
  );
}

/** @throws Plain when there are too many nodes or the heap is too large */
export async function bench(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'casement-screen-'));
  const browser = await openBrowser();
  try {
    await prepare(dir);
    const product = await serveProduct({ port: 0, dir, vars });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await layDrawn(context);
    const page = await context.newPage();
    await page.goto(`${product.url}/sign-in`);
    await page.getByLabel('E-mail').fill(door.email);
    await page.getByLabel('Password').fill(door.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/inbox/);
    await page.locator(rows).first().waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowness });
    const mounts: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      await clickUntil(page, '#tab-archived', '#tab-archived[aria-selected="true"]');
      await page.waitForTimeout(300);
      mounts.push(await clickUntil(page, '#tab-active', rows));
    }
    const before = await page.locator(laidOut).count();
    const opened = await openAgain(page);
    const dragged = await drag(page);
    const heap = await heapMegabytes(session);
    const nodes = Math.max(before, dragged.nodes);
    console.log(
      table(`${count.toLocaleString('en')} rows, Chromium ${slowness} times slower`, [
        ['', 'measured', 'wanted'],
        ['rows mount, ms (median)', median(mounts).toFixed(0), `≤ ${wanted.mount}`],
        ['click to a cached conversation, ms (median, p95)', both(opened), `≤ ${wanted.open}`],
        [
          'scrollbar to rows or skeletons, ms (worst)',
          Math.max(...dragged.times).toFixed(0),
          `≤ ${wanted.drag}`,
        ],
        ['row nodes', String(nodes), `≤ ${wanted.nodes}`],
        ['heap, MB', heap.toFixed(1), `≤ ${wanted.heap}`],
      ]),
    );
    const [first = '', second = ''] = await page
      .locator(rows)
      .evaluateAll((all) => all.slice(0, 2).map((one) => one.getAttribute('data-id') ?? ''));
    const thread = await measureThread(page, [first, second]);
    printThread(thread, await heapMegabytes(session));
    await product.stop();
    if (thread.nodes > wantedThread.nodes) throw new Plain('The timeline is too heavy.');
    if (nodes > wanted.nodes || heap > wanted.heap) throw new Plain('The list is too heavy.');
  } finally {
    await browser.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
