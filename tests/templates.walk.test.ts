/** Templates in the browser: found, filled in, seen and sent by keys alone (B-56), and what Meta changes of them meanwhile. */
import { deflateSync } from 'node:zlib';
import type { Browser, Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { has, openBrowser, phone as phoneSize, pressTool, row, shows, soon } from './browser.ts';
import { findings } from './findings.ts';
import { leads, Windows } from './list-help.ts';
import {
  account,
  connectPages,
  eventually,
  instagram,
  openWorld,
  page as fbPage,
  people,
  type World,
} from './world.ts';

const day = 24 * 60 * 60 * 1000;
const lucia = '34600111222';
const maria = '5511987654321';
const petra = '7000000000000055';
const igor = '8000000000000055';
const ines = '351910000055';
const named: Readonly<Record<string, string>> = { [petra]: 'Petra Novak', [igor]: 'Igor Kos' };
let world: World;
let browser: Browser;
let windows: Windows;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { simulator, admin } = world;
  const { id, name, displayNumber, token, wabaId } = account;
  await admin.connect({ channel: 'whatsapp', id, name, handle: displayNumber, token, parentId: wabaId });
  await connectPages(world);
  await admin.send('PATCH', `/api/accounts/messenger/${fbPage.id}`, { utilityTemplates: true });
  await simulator.customer(lucia, { name: 'Lucía Pérez', online: true });
  await simulator.customer(maria, { name: 'Maria Silva', online: true });
  await simulator.customer(petra, { channel: 'messenger', name: 'Petra Novak', online: true });
  await simulator.say(lucia, 'Hola', Date.now() - 2 * day);
  await simulator.say(maria, 'Oi!');
  await simulator.does(petra, 'say', { accountId: fbPage.id, text: 'Dobrý den', at: Date.now() - 2 * day });
  await simulator.customer(igor, {
    channel: 'instagram',
    name: 'Igor Kos',
    username: 'igor.k',
    online: true,
  });
  await simulator.does(igor, 'say', { accountId: instagram.id, text: 'Zdravo' });
  await simulator.customer(ines, { name: 'Inês', online: true });
  await simulator.flush();
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** One window of each size for most of them: a page that was loaded before costs a third. */
let [anas, phones]: [Page | null, Page | null] = [null, null];

async function ana(): Promise<Page> {
  if (anas) await leads(anas, '/inbox');
  return (anas ??= await windows.open(people.ana.email));
}

async function onPhone(): Promise<Page> {
  if (phones) await leads(phones, '/inbox');
  return (phones ??= await windows.open(people.ana.email, { options: phoneSize }));
}

const dialog = (page: Page): Locator => page.getByTestId('template-dialog');
const options = (page: Page): Locator => page.getByTestId('template-option');
const preview = (page: Page): Locator => page.getByTestId('template-preview');
const send = (page: Page): Locator => page.getByTestId('template-send');
const lastBubble = (page: Page): Locator => page.getByTestId('message').last();

async function openChat(page: Page, customer: string): Promise<string> {
  const name = named[customer];
  const id = name === undefined ? await world.admin.find(customer) : await world.admin.findNamed(name);
  await row(page, id).click();
  await page.getByTestId('composer').waitFor();
  return id;
}

/** Through the banner that says why nothing else may leave, or else by the tool. */
async function openPicker(page: Page): Promise<void> {
  await page.getByTestId('template-tool').waitFor({ state: 'attached' });
  const offered = page.getByTestId('act-template');
  if (await offered.isVisible()) await offered.click();
  else await pressTool(page, 'template-tool');
}

/** A picture of one colour. */
function picture(red: number, green: number, blue: number): Buffer {
  const png = new PNG({ width: 64, height: 48 });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([red, green, blue, 255], at);
  return PNG.sync.write(png, { deflateFactory: () => deflateSync as never });
}

test('B-56: a template without variables is found and sent with six keys; the draft stays', async () => {
  const page = await ana();
  await openChat(page, maria);
  await page.getByTestId('composer-text').fill('A draft');
  await page.keyboard.press('Escape');
  let keys = 0;
  const press = async (key: string): Promise<void> => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await press('m');
  await options(page).first().waitFor();
  await soon(() =>
    page.getByTestId('template-search').evaluate((field) => field === document.activeElement),
  ).toBe(true);
  for (const letter of 'hel') await press(letter);
  await soon(() => options(page).first().getAttribute('data-name')).toBe('hello_world');
  await soon(() => preview(page).textContent()).toContain('Welcome and congratulations!');
  await soon(() => page.getByTestId('template-said').textContent()).toContain('Ready');
  await press('Enter');
  await press('Enter');
  expect(keys).toBeLessThanOrEqual(6);
  await shows(page, ['Oi!', 'Welcome and congratulations!']);
  await soon(() => dialog(page).count()).toBe(0);
  await soon(() => page.getByTestId('composer-text').inputValue()).toBe('A draft');
  await has(page.getByTestId('ticks').last(), 'data-state', 'delivered');
  await soon(async () => (await world.simulator.phone(maria)).messages.at(-1)?.text).toBe(
    'Welcome and congratulations!',
  );
});

test('B-56: search, category, language and status; fields with what is missing, examples, tokens and last values', async () => {
  const page = await ana();
  await openChat(page, lucia);
  // C3: the window is closed, and only a template may leave.
  await has(page.getByTestId('composer'), 'data-state', 'window-closed');
  await page.keyboard.press('m');
  await options(page).first().waitFor();
  const names = async () =>
    options(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-name')));
  await soon(names).not.toContain('winter_offer');
  await page.getByTestId('template-others').click();
  const paused = options(page).filter({ hasText: 'winter_offer' });
  await soon(() => paused.textContent()).toContain('Paused');
  await paused.click();
  await soon(() => page.getByTestId('template-said').textContent()).toContain('Meta paused it');
  await soon(() => send(page).isDisabled()).toBe(true);
  await options(page).filter({ hasText: 'spring_offer' }).click();
  await soon(() => page.getByTestId('template-said').textContent()).toContain('promotional');
  await page.getByTestId('template-others').click();
  await page.getByLabel('Language').selectOption('pt_BR');
  await page.getByLabel('Category').selectOption('utility');
  await soon(names).toEqual(['order_update']);
  await page.getByTestId('template-search').fill('caminho');
  await page.getByTestId('template-search').press('Enter');
  const first = dialog(page).getByLabel('Text {{1}}');
  await soon(() => first.evaluate((field) => field === document.activeElement)).toBe(true);
  await soon(() => page.getByTestId('template-said').textContent()).toMatch(
    /Still missing: Text \{\{1\}\}, Text \{\{2\}\}/,
  );
  await soon(() => send(page).isDisabled()).toBe(true);
  await soon(() => dialog(page).textContent()).toContain('For example: LH-20417');
  await dialog(page).getByRole('button', { name: 'First name' }).first().click();
  await soon(() => first.inputValue()).toBe('Lucía');
  await dialog(page).getByLabel('Text {{2}}').fill('LH-1    x');
  await soon(() => dialog(page).textContent()).toContain('four spaces or more');
  await dialog(page).getByLabel('Text {{2}}').fill('LH-7');
  await dialog(page).getByLabel('End of the link “Acompanhar”').fill('lh-7');
  await soon(() => preview(page).textContent()).toContain('Olá Lucía, o seu pedido LH-7 está a caminho.');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await shows(page, ['Hola', 'Olá Lucía, o seu pedido LH-7 está a caminho.']);
  await has(page.getByTestId('ticks').last(), 'data-state', 'delivered');
  const [, got] = (await world.simulator.phone(lucia)).messages;
  expect(got).toMatchObject({ header: 'O seu pedido', text: 'Olá Lucía, o seu pedido LH-7 está a caminho.' });

  // The same template for another customer: her own name, and what was written last.
  await openChat(page, maria);
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await page.getByLabel('Language').selectOption('pt_BR');
  await page.getByTestId('template-search').press('Enter');
  await soon(() => first.inputValue()).toBe('Maria');
  await soon(() => dialog(page).getByLabel('Text {{2}}').inputValue()).toBe('LH-7');
});

test('a carousel with pictures and an offer that ends reach the phone, and a tapped card answers', async () => {
  const page = await ana();
  const id = await openChat(page, lucia);
  await openPicker(page);
  await page.getByTestId('template-search').fill('new chairs');
  await page.getByTestId('template-search').press('Enter');
  const files = dialog(page).getByTestId('template-file');
  await soon(() => files.count()).toBe(2);
  await files.nth(0).setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await soon(() => dialog(page).getByRole('alert').textContent()).toContain('takes no pictures of this kind');
  await files.nth(0).setInputFiles({ name: 'oak.png', mimeType: 'image/png', buffer: picture(180, 120, 60) });
  await files
    .nth(1)
    .setInputFiles({ name: 'ash.png', mimeType: 'image/png', buffer: picture(200, 190, 160) });
  for (const label of ['Text {{1}}', 'Text {{1}}, card 1', 'Text {{1}}, card 2']) {
    await dialog(page).getByLabel(label, { exact: true }).fill('Lucía');
  }
  for (const card of [1, 2]) {
    await dialog(page).getByLabel(`End of the link “Look”, card ${card}`).fill('chair');
  }
  await soon(() => send(page).isEnabled()).toBe(true);
  await soon(() => preview(page).textContent()).toContain('Oak, oiled, for Lucía.');
  await send(page).click();
  await soon(() => lastBubble(page).textContent()).toContain('Ash, oiled, for Lucía.');
  await has(page.getByTestId('ticks').last(), 'data-state', 'delivered');
  const carousel = (await world.simulator.phone(lucia)).messages.at(-1);
  expect(carousel?.cards).toMatchObject([
    { subtitle: 'Oak, oiled, for Lucía.', file: { type: 'image' } },
    { subtitle: 'Ash, oiled, for Lucía.', file: { type: 'image' } },
  ]);
  // From the server now: the pictures are there, too.
  await page.reload();
  await eventually(async () => {
    const loaded = await lastBubble(page)
      .locator('img')
      .evaluateAll((all) => all.map((one) => one instanceof HTMLImageElement && one.naturalWidth));
    expect(loaded).toEqual([64, 64]);
  });
  await world.simulator.does(lucia, 'tap', { messageId: carousel?.wamid, option: 'Ash, please' });
  await soon(() => lastBubble(page).textContent()).toContain('Ash, please');
  await has(page.getByTestId('composer'), 'data-state', 'open');
  await soon(async () => (await world.admin.view(id)).head.windowExpiresAt).toBeGreaterThan(Date.now());
});

test('what Meta changes shows while the picker is open: paused goes, approved comes back', async () => {
  const page = await ana();
  await openChat(page, maria);
  await openPicker(page);
  const order = options(page).filter({ hasText: 'measure_form' });
  await order.waitFor();
  await order.click();
  await soon(() => send(page).isEnabled()).toBe(true);
  await world.simulator.event(account.id, { kind: 'template-status', name: 'measure_form', event: 'PAUSED' });
  await soon(() => order.count()).toBe(0);
  await soon(() => send(page).isDisabled()).toBe(true);
  await soon(() => page.getByTestId('template-said').textContent()).toContain('Meta paused it');
  await world.simulator.event(account.id, {
    kind: 'template-status',
    name: 'measure_form',
    event: 'REINSTATED',
  });
  await order.waitFor();
  await soon(() => send(page).isEnabled()).toBe(true);
});

test('C5: Messenger has its utility templates, Instagram none; marketing is not for who wants none', async () => {
  const page = await ana();
  await openChat(page, petra);
  await page.keyboard.press('m');
  await options(page).filter({ hasText: 'delivery_day' }).click();
  await dialog(page).getByLabel('Text {{1}}').fill('Petra');
  await dialog(page).getByLabel('Text {{2}}').fill('LH-9');
  await send(page).click();
  await has(page.getByTestId('ticks').last(), 'data-state', 'delivered');
  const got = (await world.simulator.phone(petra, fbPage.id)).messages.at(-1);
  expect(got).toMatchObject({ text: 'Hello Petra, your order LH-9 comes on Thursday.' });
  expect(got?.options).toMatchObject([{ title: 'Change the day', option: 'CHANGE_DAY' }]);

  await openChat(page, igor);
  await page.getByTestId('composer-text').waitFor();
  await soon(() => page.getByTestId('template-tool').count()).toBe(0);
  await openChat(page, maria);
  await world.simulator.does(maria, 'marketing', { value: 'stop' });
  await world.simulator.flush();
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await options(page).filter({ hasText: 'whole_catalogue' }).click();
  await soon(() => page.getByTestId('template-said').textContent()).toContain('wants no marketing messages');
  await soon(() => send(page).isDisabled()).toBe(true);
});

test('C4: while a free entry point runs, a template is told to be free', async () => {
  const opened = Date.now() - day + 9_000;
  const referral = { source_type: 'ad', source_id: '1', source_url: 'https://fb.me/x', headline: 'Lamps' };
  await world.simulator.does(ines, 'say', { text: 'Olá', at: opened, referral });
  await world.simulator.flush();
  const id = await world.admin.find(ines);
  await world.admin.write(id, 'Bom dia');
  const page = await windows.open(people.ada.email, { address: `/inbox/${id}` });
  await has(page.getByTestId('composer'), 'data-state', 'free-template');
  await page.keyboard.press('m');
  await options(page).filter({ hasText: 'hello_world' }).click();
  await soon(() => page.getByTestId('template-cost').textContent()).toContain('Free until');
  await send(page).click();
  await soon(() => lastBubble(page).textContent()).toContain('Welcome');
  await page.context().close();
});

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const)('axe finds nothing in the picker, and it fits, %s at %i px', async (colorScheme, width) => {
  const narrow = width === 390;
  const page = narrow ? await onPhone() : await ana();
  await page.emulateMedia({ colorScheme });
  await openChat(page, lucia);
  await openPicker(page);
  await options(page).first().waitFor();
  // Where there is room, the list stands beside what follows.
  if (narrow) await soon(() => findings(page, 'dialog')).toEqual([]);
  await options(page).filter({ hasText: 'weekend_coupon' }).click();
  await dialog(page).getByLabel('Text {{1}}').fill('Lucía');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  if (narrow) {
    await page.getByRole('button', { name: 'All templates' }).click();
    await soon(() => options(page).first().isVisible()).toBe(true);
  }
});
