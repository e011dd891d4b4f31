/** Never lost: every message reaches the customer once and in order, and the screen is true again, whatever happens between. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#domain/message.ts';
import { type Cable, answer, has, layCable, openBrowser, row, shows, soon } from './browser.ts';
import { Windows } from './list-help.ts';
import { rests } from './timeline-help.ts';
import { eventually, openWorld, people, type World } from './world.ts';

const day = 24 * 60 * 60 * 1000;
let world: World;
let browser: Browser;
let windows: Windows;
let cable: Cable;
let nextPhone = 5511970000000;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  cable = await layCable(world.url);
  windows = new Windows(browser, world.url);
});

afterAll(async () => {
  await browser?.close();
  await cable?.close();
  await world?.end();
});

type Customer = { readonly phone: string; readonly id: string };

async function customerAt(name: string, at: number, ...texts: readonly string[]): Promise<Customer> {
  nextPhone += 1;
  const phone = String(nextPhone);
  await world.simulator.customer(phone, { name, online: true });
  for (const [index, text] of texts.entries()) await world.simulator.say(phone, text, at + index * 2_000);
  await world.simulator.flush();
  return { phone, id: await world.admin.find(phone) };
}

/** A customer who has written these, long enough ago that what follows is later. */
const customer = (name: string, ...texts: readonly string[]): Promise<Customer> =>
  customerAt(name, Date.now() - texts.length * 2_000 - 60_000, ...texts);

async function says({ phone }: Customer, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await world.simulator.say(phone, text);
  await world.simulator.flush();
}

/** Ana, behind the cable, in the conversation. */
async function ana({ id }: Customer): Promise<Page> {
  const page = await windows.open(people.ana.email, { url: cable.url });
  await open(page, id);
  return page;
}

async function open(page: Page, id: string): Promise<void> {
  await row(page, id).click();
  const composer = page.getByTestId('composer-text');
  await composer.waitFor();
  // Under the pointer the list stands still (B-03).
  await composer.hover();
}

const markDocument = (page: Page): Promise<unknown> =>
  page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
const isSameDocument = (page: Page): Promise<boolean> => page.evaluate(() => 'sameDocument' in globalThis);

const textOf = ({ content }: Message): string => ('text' in content ? content.text : content.kind);

/** The screen says what the object holds, and the customer's phone has each of these once, in order. */
async function allIsWell(page: Page, who: Customer, sent: readonly string[]): Promise<void> {
  await eventually(async () => {
    const { messages } = await world.simulator.phone(who.phone);
    expect(messages.filter(({ from }) => from === 'business').map(({ text }) => text)).toEqual(sent);
  }, 40_000);
  await eventually(async () => {
    const { messages } = await world.admin.whole(who.id);
    const states = messages.flatMap(({ delivery }) => (delivery ? [delivery.state] : []));
    expect(new Set(states)).toEqual(new Set(sent.length > 0 ? ['delivered'] : []));
    const said = messages.filter(({ content }) => content.kind !== 'line').map(textOf);
    await shows(page, said);
  });
}

/** Every state that the pill went through. */
async function watchPill(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const pill = document.querySelector('[data-testid="connection"]');
    const seen: (string | null)[] = [];
    Object.assign(globalThis, { seenPill: seen });
    if (!pill) return;
    const look = (): unknown => seen.push(pill.getAttribute('data-state'));
    new MutationObserver(look).observe(pill, { attributeFilter: ['data-state'] });
    look();
  });
  return () => page.evaluate(() => (globalThis as unknown as { seenPill: string[] }).seenPill);
}

/** Where the messages stand that are on the screen, by their ids. */
const placesOf = (page: Page): Promise<Readonly<Record<string, number>>> =>
  page.getByTestId('timeline').evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    const places = [...box.querySelectorAll<HTMLElement>('[data-testid="message"]')].map(
      (one): [string, number] => [one.dataset['id'] ?? '', one.getBoundingClientRect().top],
    );
    return Object.fromEntries(places.filter(([, at]) => at > top && at < bottom));
  });

test('B-61, B-65: behind a cut cable five come from elsewhere; they appear once, in order, and nothing moves', async () => {
  const long = Array.from({ length: 30 }, (_, n) => `Linha ${n + 1}\nsegunda\nterceira.`);
  const who = await customer('Maria', ...long);
  const page = await ana(who);
  await markDocument(page);
  const pill = await watchPill(page);
  await page.getByTestId('timeline').hover();
  await page.mouse.wheel(0, -900);
  await page.getByRole('button', { name: 'Go to the latest message' }).waitFor();
  await rests(page);
  const before = await placesOf(page);
  expect(Object.keys(before).length).toBeGreaterThan(2);
  cable.cut();
  await has(page.getByTestId('connection'), 'data-state', 'connecting');
  const five = [1, 2, 3, 4, 5].map((n) => `Mensagem ${n}`);
  await says(who, ...five);
  cable.mend();
  await has(page.getByTestId('connection'), 'data-state', 'live');
  const jump = page.getByRole('button', { name: 'Go to 5 new messages' });
  await jump.waitFor();
  await soon(() => placesOf(page)).toEqual(before);
  const told = async () => (await pill()).filter((state) => state !== 'catching-up');
  await soon(async () => (await told()).filter((state, at, all) => state !== all[at - 1])).toEqual([
    'live',
    'connecting',
    'live',
  ]);
  await jump.click();
  await eventually(async () => {
    const seen = await page.getByTestId('message').allInnerTexts();
    expect(seen.slice(-5).map((text) => /Mensagem \d/.exec(text)?.[0])).toEqual(five);
    expect(seen.filter((text) => text.includes('Mensagem'))).toHaveLength(5);
  });
  expect(await isSameDocument(page)).toBe(true);
  await page.context().close();
});

test('a flapping line: what is written meanwhile arrives once and in order', async () => {
  const who = await customer('Flávia', 'Oi');
  const page = await ana(who);
  await markDocument(page);
  const sent: string[] = [];
  for (let n = 1; n <= 6; n += 1) {
    cable.cut();
    sent.push(`Resposta ${n}`);
    await answer(page, `Resposta ${n}`);
    cable.mend();
    if (n % 2 === 0) await says(who, `Pergunta ${n}`);
  }
  await allIsWell(page, who, sent);
  expect(await isSameDocument(page)).toBe(true);
  await page.context().close();
});

test('B-62: half a minute of silence, then eight hours of sleep; both end with everything there, and no reload', async () => {
  const who = await customer('Sílvia', 'Oi');
  const page = await windows.open(people.ana.email, {
    url: cable.url,
    address: `/inbox/${who.id}`,
    before: (fresh) => fresh.clock.install(),
  });
  await markDocument(page);

  // The other end does not answer any more, and says nothing of it.
  cable.hush();
  await says(who, 'Está aí?');
  await answer(page, 'Um momento.');
  await page.clock.runFor(31_000);
  cable.mend();
  await page.clock.runFor(40_000);
  await allIsWell(page, who, ['Um momento.']);

  cable.hush();
  // Meta tells whole seconds: what is said in the very second of an answer stands above it.
  await pause(1_000);
  await says(who, 'Até amanhã', 'Bom dia');
  cable.mend();
  await page.clock.fastForward('08:00:00');
  await allIsWell(page, who, ['Um momento.']);
  await soon(() => row(page, who.id).innerText()).toContain('Bom dia');
  // The page's clocks ran ahead; the server's counts.
  await soon(() => page.getByTestId('countdown').innerText()).toMatch(/^23 h/);
  expect(await isSameDocument(page)).toBe(true);
  await page.context().close();
});

test('B-63: offline it waits and says so, goes once, and not after the window closed', async () => {
  const who = await customer('Olga', 'Oi');
  const page = await ana(who);
  const closesAt = Math.floor(Date.now() / 1000) * 1000 + 15_000;
  const late = await customerAt('Lara', closesAt - day, 'Hola');
  await open(page, late.id);
  await shows(page, ['Hola']);
  await page.context().setOffline(true);
  await answer(page, 'Tarde demais');
  await open(page, who.id);
  await answer(page, 'Enviada sem rede');
  const waits = page.getByTestId('aftermath');
  await soon(() => waits.innerText()).toContain('Waiting for network');
  await has(page.getByTestId('ticks').last(), 'data-state', 'clock');

  await open(page, late.id);
  await has(page.getByTestId('countdown'), 'data-state', 'closed');
  await page.context().setOffline(false);
  await soon(() => waits.innerText()).toMatch(/window.*Copy text/is);
  await shows(page, ['Hola', 'Tarde demais']);
  await soon(async () => (await world.simulator.phone(late.phone)).messages.map(({ text }) => text)).toEqual([
    'Hola',
  ]);
  await open(page, who.id);
  await allIsWell(page, who, ['Enviada sem rede']);
  await page.context().close();
});

/** As when the process of the page is killed: nothing of it runs any more. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  session.send('Page.crash').catch(() => null);
  await crashed;
}

async function anew(context: BrowserContext, { id }: Customer): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${cable.url}/inbox/${id}`);
  await page.getByTestId('composer-text').waitFor();
  return page;
}

test('B-44, B-64: after a crash the unsent go out, once and in order, and the drafts are there with their caret', async () => {
  const who = await customer('Carla', 'Oi');
  const page = await ana(who);
  const composer = page.getByTestId('composer-text');
  await page
    .getByRole('button', { name: 'Comment' })
    .or(page.getByRole('tab', { name: 'Comment' }))
    .first()
    .click();
  await composer.fill('verificar estoque');
  await composer.press('Home');
  for (let n = 0; n < 3; n += 1) await composer.press('ArrowRight');
  await page
    .getByRole('button', { name: 'Reply' })
    .or(page.getByRole('tab', { name: 'Reply' }))
    .first()
    .click();
  cable.cut();
  const sent = ['Um', 'Dois', 'Três'];
  for (const text of sent) await answer(page, text);
  await composer.pressSequentially('Quatro, talv');
  await page.waitForFunction(() => Object.values(localStorage).includes('Quatro, talv'));
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('casement:caret')));
  await crash(page);
  cable.mend();

  const back = await anew(page.context(), who);
  await allIsWell(back, who, sent);
  await soon(() => back.getByTestId('composer-text').inputValue()).toBe('Quatro, talv');
  await soon(() => row(back, who.id).innerText()).toContain('Draft:');
  await back.keyboard.press('n');
  await soon(() =>
    back
      .getByTestId('composer-text')
      .evaluate((field) =>
        field instanceof HTMLTextAreaElement ? [field.value, field.selectionStart] : null,
      ),
  ).toEqual(['verificar estoque', 3]);
  await page.context().close();
});

test('B-13: what was changed right before the tab was closed is changed', async () => {
  const who = await customer('Clara', 'Oi');
  const page = await ana(who);
  const { head } = await world.admin.view(who.id);
  expect(head.archived).toBe(false);
  await page.getByTestId('composer-text').press('Escape');
  cable.slow(500);
  const asked = page.waitForRequest((request) => request.method() === 'POST');
  await page.keyboard.press('e');
  await asked;
  await page.close();
  cable.slow(0);
  await eventually(async () => expect((await world.admin.view(who.id)).head.archived).toBe(true));
  await page.context().close();
});

test('B-66: two tabs show the same, one of them posts, one of them speaks, and what one reads is read in the other', async () => {
  const who = await customer('Teresa', 'Oi');
  const other = await customer('Úrsula', 'Olá');
  const first = await ana(who);
  const second = await anew(first.context(), who);
  await has(second.getByTestId('connection'), 'data-state', 'live');
  const speakers = (): Promise<readonly [number, number]> =>
    second.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      const of = (locks: LockInfo[]): number =>
        locks.filter(({ name }) => name?.startsWith('casement:speaker:')).length;
      return [of(held), of(pending)];
    });
  await soon(speakers).toEqual([1, 1]);

  cable.cut();
  for (const text of ['Um', 'Dois']) await answer(first, text);
  await soon(() => second.getByTestId('message').count()).toBe(3);
  await answer(second, 'Três');
  await first.getByTestId('composer-text').fill('Quase');
  for (const page of [first, second]) await shows(page, ['Oi', 'Um', 'Dois', 'Três']);
  await soon(() => second.getByTestId('composer-text').inputValue()).toBe('Quase');
  cable.mend();
  for (const page of [first, second]) await allIsWell(page, who, ['Um', 'Dois', 'Três']);

  await soon(() => row(second, other.id).getByTestId('unread').count()).toBe(1);
  await open(first, other.id);
  await soon(() => row(second, other.id).getByTestId('unread').count()).toBe(0);
  await first.close();
  await soon(speakers).toEqual([1, 0]);
  await second.context().close();
});

test('B-68: a new version and a restart in between: told, taken when nobody would notice, and nothing lost', async () => {
  const who = await customer('Vera', 'Oi');
  const page = await windows.open(people.ana.email, {
    url: cable.url,
    address: `/inbox/${who.id}`,
    before: (fresh) => fresh.clock.install(),
  });
  await markDocument(page);
  await world.kill();
  await answer(page, 'Durante a troca');
  await world.restart();
  await page.clock.runFor(31_000);
  await allIsWell(page, who, ['Durante a troca']);
  expect(await isSameDocument(page)).toBe(true);

  await page.route('**/_app/version.json', (route) => route.fulfill({ json: { version: 'another' } }));
  const composer = page.getByTestId('composer-text');
  await composer.fill('Ainda não');
  await page.clock.fastForward(61_000);
  await page.getByText('Update ready.').waitFor();
  await page.unroute('**/_app/version.json');
  await page.clock.fastForward('06:00');
  await page.clock.fastForward('01:00');
  expect(await isSameDocument(page)).toBe(true);
  await composer.fill('');
  await page.clock.fastForward('06:00');
  await page.clock.fastForward('01:00');
  await soon(() => isSameDocument(page)).toBe(false);
  await shows(page, ['Oi', 'Durante a troca']);
  await page.context().close();
});

test('B-69: what is unread stands in the title, in the tab’s icon and on the app, and goes when it is read', async () => {
  const who = await customer('Wanda', 'Oi');
  const page = await windows.open(people.ana.email, {
    before: async (fresh) => {
      await fresh.addInitScript(() => {
        const seen: number[] = [];
        Object.assign(globalThis, { badges: seen });
        Object.assign(navigator, { setAppBadge: async (n: number) => void seen.push(n) });
      });
    },
  });
  const unread = async (): Promise<number> => (await world.admin.list()).counts.unread;
  const icon = page.locator('link[rel="icon"]');
  const badge = (): Promise<number | undefined> =>
    page.evaluate(() => (globalThis as unknown as { badges: number[] }).badges.at(-1));
  const n = await unread();
  expect(n).toBeGreaterThan(0);
  await soon(() => page.title()).toBe(`(${n}) Chat · Casement`);
  await soon(() => icon.getAttribute('href')).toBe('/favicon-unread.svg');
  await soon(badge).toBe(n);
  for (const { id, unread: left, rev } of await world.admin.rows())
    if (left > 0) await world.admin.command(id, { type: 'read', rev });
  await soon(() => page.title()).toBe('Chat · Casement');
  await soon(async () => [await icon.getAttribute('href'), await badge()]).toEqual(['/favicon.svg', 0]);
  await says(who, 'Outra vez');
  await soon(() => page.title()).toBe('(1) Chat · Casement');
  await page.context().close();
});
