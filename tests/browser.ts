/** Chromium for walks, and what a walk does in it again and again. */
import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { ensureChromium } from '../tools/chromium.ts';
import { at } from '../tools/root.ts';
import { eventually, password } from './world.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium hears only one such list. With these popups every window would also draw two pages of its address bar, which
  // nobody sees.
  '--disable-features=OptimizationHints,OnDeviceModel,WebUIOmniboxPopup,WebUIOmniboxAimPopup',
];

/** A microphone that beeps, and nobody who has to allow it. */
export const fakeMicrophone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Whether the letters are here in which pictures are kept, as Debian's fonts-dejavu-core brings them. */
export const hasLetters = existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf');

/** A browser without any window, and with the same letters whatever else the machine has. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    args: [...flags, ...more],
    env: { ...process.env, ...(hasLetters && { FONTCONFIG_FILE: at('tests', 'fonts.conf') }) },
  });
}

const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** A new window in which `email` has signed in through the screen. */
export async function signedIn(
  browser: Browser,
  url: string,
  { email, options = desk }: { email: string; options?: BrowserContextOptions },
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/inbox/);
  await live(page);
  return page;
}

/** Waits until the page's own sockets are up and its keys are here, whose code comes after the page. */
export async function live(page: Page): Promise<void> {
  await has(page.getByTestId('connection'), 'data-state', 'live');
  await page.waitForFunction(() => !('takeEarlyKeys' in window));
}

/** What the screen soon shows: asked again until it is so, at most 15 s, as a person would wait. */
export const soon = <T>(look: () => T): ReturnType<typeof expect.poll<T>> =>
  chained(look, []) as unknown as ReturnType<typeof expect.poll<T>>;

type Chain = { (...values: readonly unknown[]): unknown; readonly [name: string]: Chain };

/** What is written after `expect(…)`, word by word, until it is called. vitest's own `poll` knows only tests that run alone. */
function chained(look: () => unknown, words: readonly string[]): Chain {
  const check = async (...values: readonly unknown[]): Promise<void> => {
    await eventually(async () => {
      let matcher = expect(await look()) as unknown as Chain;
      for (const word of words.slice(0, -1)) matcher = matcher[word] as Chain;
      matcher[words.at(-1) ?? '']?.(...values);
    });
  };
  return new Proxy(check, { get: (_check, word) => chained(look, [...words, String(word)]) }) as Chain;
}

/** Waits until an element has this value. */
export async function has(element: Locator, attribute: string, value: string): Promise<void> {
  await eventually(async () => expect(await element.getAttribute(attribute)).toBe(value));
}

export const row = (page: Page, id: string): Locator => page.locator(`[data-testid="row"][data-id="${id}"]`);
const bubbles = (page: Page): Locator => page.getByTestId('message');

/** Waits until the open conversation shows exactly these texts of bubbles, in this order. */
export async function shows(page: Page, texts: readonly string[]): Promise<void> {
  await eventually(async () => {
    const seen = await bubbles(page).evaluateAll((all) => all.map((one) => one.textContent ?? ''));
    expect(seen.map((text, index) => (text.includes(texts[index] ?? '\0') ? texts[index] : text))).toEqual(
      texts,
    );
  });
}

/** Writes and sends, as a person does. */
export async function answer(page: Page, text: string): Promise<void> {
  const composer = page.getByTestId('composer-text');
  await composer.fill(text);
  await composer.press('Enter');
}

/** Presses a tool of the composer: in its row, or behind the button for more where there is no room. */
export async function pressTool(page: Page, tool: string): Promise<void> {
  const button = page.getByTestId(tool);
  await button.waitFor({ state: 'attached' });
  if (!(await button.isVisible())) await page.getByTestId('more-tools').click();
  await button.click();
}

/** Notes every state that the ticks of the newest message of ours go through. */
export async function watchTicks(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    const look = (): void => {
      const state = [...document.querySelectorAll('[role="feed"] [data-testid="ticks"]')]
        .at(-1)
        ?.getAttribute('data-state');
      if (state && seen.at(-1) !== state) seen.push(state);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(globalThis, { seenTicks: seen });
  });
  return () => page.evaluate(() => (globalThis as unknown as { seenTicks: string[] }).seenTicks);
}

/** A wire between browser and product that can be cut, or fall silent: what is open stays open, and nothing comes any more. */
export type Cable = {
  readonly url: string;
  cut(): void;
  /** Sockets that fell silent stay so, and requests break off with `mend`; new ones work again then. */
  hush(): void;
  mend(): void;
  /** What the browser says from now on comes so much later. In ms. */
  slow(by: number): void;
  close(): Promise<void>;
};

/** Lays a cable to `url`; the browser uses the cable's own address. */
export async function layCable(url: string): Promise<Cable> {
  const { hostname, port } = new URL(url);
  const ends = new Set<Socket>();
  const webSockets = new Set<Socket>();
  let state: 'whole' | 'cut' | 'silent' = 'whole';
  let late = 0;
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    ends.add(near);
    near.on('error', () => near.destroy());
    near.on('close', () => ends.delete(near) && webSockets.delete(near));
    near.once('data', (first) => {
      if (/^upgrade: websocket/im.test(first.toString('latin1'))) webSockets.add(near);
    });
    if (state === 'silent') return void near.pause();
    const far = connect(Number(port), hostname);
    const wire = new Transform({
      transform: (bytes, _, done) =>
        void (late > 0 ? setTimeout(() => done(null, bytes), late) : done(null, bytes)),
    });
    near.pipe(wire).pipe(far);
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        ends.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = 'cut';
      for (const end of ends) end.destroy();
    },
    hush() {
      state = 'silent';
      for (const end of ends) end.unpipe().pause();
    },
    mend() {
      if (state === 'silent') for (const end of ends) if (!webSockets.has(end)) end.destroy();
      state = 'whole';
    },
    slow(by) {
      late = by;
    },
    close: () => {
      for (const end of ends) end.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** Goes on with Tab until an element has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 200; steps += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}
