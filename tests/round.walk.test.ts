import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answer,
  has,
  layCable,
  openBrowser,
  phone as phoneSize,
  row,
  shows,
  signedIn,
  soon,
  watchTicks,
} from './browser.ts';
import { Windows } from './list-help.ts';
import { account, eventually, openWorld, people, type World } from './world.ts';

const maria = '5511987654321';
const ahmed = '201001234567';
let world: World;
let browser: Browser;
let windows: Windows;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  await world.simulator.customer(maria, {
    name: 'Maria Silva',
    bsuid: 'BR.4711',
    online: true,
    readReceipts: true,
  });
  await world.simulator.customer(ahmed, { name: 'Ahmed Khalil', online: true });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

async function customer(text: string, phone = maria, secondsAgo = 0): Promise<string> {
  await world.simulator.say(phone, text, Date.now() - secondsAgo * 1000);
  await world.simulator.flush();
  return world.admin.find(phone);
}

const ticks = (page: Page) => page.getByTestId('ticks').last();

test('a message goes all the way round, and a second agent sees the same, live', async () => {
  const id = await customer('Oi! A bolsa ainda está disponível?', maria, 60);
  await customer('مرحبا', ahmed, 30);
  const [ana, rui] = await Promise.all([
    signedIn(browser, world.url, { email: people.ana.email }),
    signedIn(browser, world.url, { email: people.rui.email }),
  ]);
  // Ahmed wrote last, so his row stands first; Maria's moves up when she writes.
  await soon(() => ana.getByTestId('row').first().getAttribute('data-id')).not.toBe(id);
  await customer('Alguém aí?');
  await eventually(async () => {
    expect(await ana.getByTestId('row').first().getAttribute('data-id')).toBe(id);
    expect(await row(ana, id).getByTestId('unread').textContent()).toBe('2');
  });

  await Promise.all([row(ana, id).click(), row(rui, id).click()]);
  await shows(ana, ['Oi! A bolsa ainda está disponível?', 'Alguém aí?']);
  await customer('Em couro caramelo');
  for (const page of [ana, rui]) {
    await shows(page, ['Oi! A bolsa ainda está disponível?', 'Alguém aí?', 'Em couro caramelo']);
  }

  // A slow Meta and an offline phone, so that every step can be seen.
  await world.simulator.customer(maria, { online: false });
  await world.simulator.faults({ kind: 'slow', ms: 1500 });
  const seenTicks = await watchTicks(ana);
  await answer(ana, 'Sim, temos três.');
  await has(ticks(ana), 'data-state', 'sent');
  await world.simulator.customer(maria, { online: true });
  await has(ticks(ana), 'data-state', 'delivered');
  await world.simulator.open(maria);
  for (const page of [ana, rui]) {
    await has(ticks(page), 'data-state', 'read');
    await shows(page, ['Oi! A bolsa', 'Alguém aí?', 'Em couro caramelo', 'Sim, temos três.']);
  }
  await soon(seenTicks).toEqual(['clock', 'sent', 'delivered', 'read']);
  const { messages } = await world.simulator.phone(maria);
  expect(messages.map(({ text }) => text).at(-1)).toBe('Sim, temos três.');
  await soon(() => row(ana, id).getByTestId('unread').count()).toBe(0);
  await Promise.all([ana.context().close(), rui.context().close()]);
});

test('what was missed behind a cut cable comes once, in order, without a reload', async () => {
  const id = await customer('Antes do corte');
  const cable = await layCable(world.url);
  const ana = await windows.open(people.ana.email, { url: cable.url });
  await row(ana, id).click();
  await soon(() => ana.getByTestId('message').last().textContent()).toContain('Antes do corte');
  const before = await ana.getByTestId('message').count();
  await ana.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

  cable.cut();
  for (const n of [1, 2, 3, 4, 5]) await world.simulator.say(maria, `Mensagem ${n}`);
  await world.simulator.flush();
  await soon(() => ana.getByTestId('message').count()).toBe(before);
  cable.mend();
  await eventually(async () => {
    const texts = await ana
      .getByTestId('message')
      .evaluateAll((all) => all.map((one) => one.textContent ?? ''));
    expect(texts.slice(before).map((text) => /Mensagem \d/.exec(text)?.[0])).toEqual(
      [1, 2, 3, 4, 5].map((n) => `Mensagem ${n}`),
    );
  }, 40_000);
  await soon(() => ana.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
  await ana.context().close();
  await cable.close();
});

test('a reload in the middle of a send, and an impatient finger, make one message', async () => {
  const id = await customer('E o preço?');
  const ana = await windows.open(people.ana.email);
  await row(ana, id).click();
  await world.simulator.faults({ kind: 'slow', ms: 2500 });
  const composer = ana.getByTestId('composer-text');
  await composer.fill('R$ 1.280');
  await Promise.all([
    composer.press('Enter'),
    composer.press('Enter'),
    ana
      .getByTestId('send')
      .click({ force: true })
      .catch(() => null),
  ]);
  await ana.reload();
  await eventually(async () => {
    const texts = await ana
      .getByTestId('message')
      .evaluateAll((all) => all.map((one) => one.textContent ?? ''));
    expect(texts.filter((text) => text.includes('R$ 1.280'))).toHaveLength(1);
    expect(await ticks(ana).getAttribute('data-state')).toMatch(/sent|delivered|read/);
  });
  const { messages } = await world.simulator.phone(maria);
  expect(messages.filter(({ text }) => text === 'R$ 1.280')).toHaveLength(1);
  await ana.context().close();
});

test('a send that was never answered says so, and is not repeated by itself', async () => {
  const id = await customer('Tem garantia?');
  const ana = await windows.open(people.ana.email);
  await row(ana, id).click();
  await world.simulator.faults({ kind: 'reset', accepted: false });
  await answer(ana, 'Um ano.');
  await has(ticks(ana), 'data-state', 'unknown');
  await world.simulator.faults({ kind: 'error', code: 131026 });
  await answer(ana, 'Mais um teste');
  await has(ticks(ana), 'data-state', 'failed');
  await soon(() => ana.getByRole('feed').innerText()).toContain('WhatsApp cannot deliver to this person');
  const sent = (await world.simulator.sends()).filter(({ body }) => body.includes('Um ano.'));
  expect(sent).toHaveLength(1);
  await ana.context().close();
});

test('the composer closes by itself at the second the window ends', async () => {
  const late = '34600111222';
  await world.simulator.customer(late, { name: 'Lucía', online: true });
  const day = 24 * 60 * 60 * 1000;
  const ana = await windows.open(people.ana.email);
  const opened = Math.floor(Date.now() / 1000) * 1000 - day + 12_000;
  await world.simulator.say(late, 'Hola', opened);
  await world.simulator.flush();
  const id = await world.admin.find(late);
  await row(ana, id).click();
  await ana.getByTestId('composer-text').fill('Un borrador');
  await soon(() => ana.getByTestId('send').isEnabled()).toBe(true);
  await has(ana.getByTestId('countdown'), 'data-state', 'closed');
  const closedAt = Date.now();
  expect(closedAt).toBeGreaterThanOrEqual(opened + day - 1500);
  await soon(() => ana.getByTestId('composer-banner').getAttribute('data-state')).toMatch(/closed/);
  await soon(() => ana.locator('body').innerText()).toContain('Un borrador');
  await ana.context().close();
});

test('a deep link is rendered at the edge, for a phone too', async () => {
  const id = await world.admin.find(maria);
  const page = await world.admin.send('GET', `/inbox/${id}`);
  const html = await page.text();
  expect(html).toContain('Em couro caramelo');
  expect(html).toContain('Ahmed Khalil');
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[^']+'/);
  const ana = await windows.open(people.ana.email, { options: phoneSize });
  await row(ana, id).click();
  await ana.waitForURL(new RegExp(id));
  await soon(() => row(ana, id).isVisible()).toBe(false);
  await ana.goBack();
  await soon(() => row(ana, id).isVisible()).toBe(true);
  expect(account.name).toBe('Sales');
  await ana.context().close();
});
