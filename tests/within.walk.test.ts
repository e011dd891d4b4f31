/** Searching inside a conversation (B-39), the palette (B-71) and the keys (B-72), by keyboard alone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { has, openBrowser, row, soon } from './browser.ts';
import { bring, Windows } from './list-help.ts';
import { picture } from './pictures.ts';
import { eventually, openWorld, people, type World } from './world.ts';

const phone = '5511960000001';
let world: World;
let browser: Browser;
let maria = '';
let page: Page;

/** A long conversation; three of its messages, far apart, are about a bag. */
const about: Readonly<Record<number, string>> = {
  3: 'A bolsa chegou bem',
  70: 'Você tem outra BOLSA em couro?',
  118: 'Bólsas e cintos',
};

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  const start = Date.now() - 60 * 60 * 1000;
  const texts = Array.from({ length: 120 }, (_, n) => about[n] ?? `Mensagem número ${n}`);
  await bring(
    world,
    texts.map((text, n) => ({ phone, name: 'Maria Silva', text, at: start + n * 10_000 })),
  );
  await bring(world, [{ phone: '5511960000002', name: 'João Ferreira', text: 'Olá', at: start }]);
  maria = await world.admin.find(phone);
  await world.admin.command(maria, { type: 'comment', text: 'A bolsa está reservada' });
  page = await new Windows(browser, world.url).open(people.ada.email);
  await row(page, maria).click();
  await page.getByTestId('composer-text').waitFor();
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const field = (): ReturnType<Page['getByTestId']> => page.getByTestId('within');
const place = (): Promise<string> => page.getByTestId('within-place').innerText();

/** What the browser marks, as it is written: in the hits, and in the one that is looked at. */
async function marked(name: string): Promise<readonly string[]> {
  return page.evaluate(
    (of) =>
      [...(CSS.highlights.get(of) ?? [])].map((range) => (range instanceof Range ? range.toString() : '')),
    name,
  );
}

/** Whether a message stands in the middle part of the timeline. */
async function isCentred(text: string): Promise<boolean> {
  const box = await page.getByTestId('timeline').boundingBox();
  const bubble = await page.getByTestId('message').filter({ hasText: text }).boundingBox();
  if (!box || !bubble) return false;
  return bubble.y > box.y + 40 && bubble.y + bubble.height < box.y + box.height;
}

/** Whether the browser would get the key. */
async function isTheBrowsers(key: string): Promise<boolean> {
  await page.evaluate(() => {
    const note = (event: KeyboardEvent): void => {
      if (event.key === 'Control') return;
      window.removeEventListener('keydown', note);
      Object.assign(globalThis, { prevented: event.defaultPrevented });
      event.preventDefault();
    };
    window.addEventListener('keydown', note);
  });
  await page.keyboard.press(key);
  return page.evaluate(() => !(globalThis as unknown as { prevented: boolean }).prevented);
}

test('B-39: Ctrl F searches the conversation, jumps also to what is not loaded, and leaves the second one to the browser', async () => {
  await page.getByTestId('composer-text').focus();
  expect(await isTheBrowsers('Control+f')).toBe(false);
  await soon(() => field().evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.type('bolsa');
  await soon(place).toBe('1 of 4');
  await soon(() => isCentred('reservada')).toBe(true);
  await soon(() => marked('within-current')).toEqual(['bolsa']);
  await soon(() => marked('within-hit')).toContain('Bólsa');
  await picture(page.locator('[data-within]'), 'within/bar-light-1440');

  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await soon(place).toBe('3 of 4');
  await soon(() => isCentred('outra BOLSA')).toBe(true);
  await page.keyboard.press('Enter');
  await soon(() => isCentred('chegou bem')).toBe(true);
  await soon(() => marked('within-current')).toEqual(['bolsa']);
  await page.keyboard.press('Enter');
  await soon(place).toBe('1 of 4');
  await page.keyboard.press('Shift+Enter');
  await soon(place).toBe('4 of 4');
  expect(await isTheBrowsers('Control+f')).toBe(true);

  await field().fill('nada disso');
  await soon(place).toBe('Nothing found');
  await soon(async () => (await new AxeBuilder({ page }).include('main').analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await soon(() => field().count()).toBe(0);
  await soon(() => marked('within-current')).toEqual([]);
  const composer = page.getByTestId('composer-text');
  await soon(() => composer.evaluate((one) => one === document.activeElement)).toBe(true);
});

const palette = (): ReturnType<Page['getByTestId']> => page.getByTestId('palette');
/** Without the initials of pictures. */
const choices = (): Promise<readonly string[]> =>
  palette()
    .getByTestId('choice')
    .evaluateAll((all) =>
      all.map((one) =>
        [...one.children]
          .slice(1)
          .map((part) => part.textContent)
          .join(' ')
          .trim(),
      ),
    );

async function openPalette(): Promise<void> {
  await page.keyboard.press('Control+k');
  await palette().waitFor();
}

test('B-71: Ctrl K finds what to do and whom to write to, remembers the last five, and needs no pointer', async () => {
  await page.getByTestId('composer-text').focus();
  await openPalette();
  await soon(choices).toEqual(
    expect.arrayContaining(['Archive E', 'Search in this conversation CtrlF', 'Chat GI']),
  );
  await soon(
    async () => (await new AxeBuilder({ page }).include('[data-testid="palette"]').analyze()).violations,
  ).toEqual([]);
  await picture(palette(), 'within/palette-light-1440');

  await page.keyboard.type('dark');
  await soon(choices).toEqual(['Theme: Dark']);
  await page.keyboard.press('Enter');
  await has(page.locator('html'), 'data-theme', 'dark');
  await soon(() => palette().count()).toBe(0);

  await openPalette();
  await soon(async () => (await choices())[0]).toBe('Theme: Dark');
  await picture(palette(), 'within/palette-dark-1440');
  await page.keyboard.type('joao');
  await soon(async () => (await choices())[0]).toContain('João Ferreira');
  await page.keyboard.press('Enter');
  await soon(() => page.getByRole('heading', { level: 1 }).first().innerText()).toBe('João Ferreira');

  await openPalette();
  await page.keyboard.type('assign to');
  await page.keyboard.press('Enter');
  await eventually(async () => {
    const { rows } = await world.admin.list();
    expect(rows.find(({ name }) => name === 'João Ferreira')?.assignee?.name).toBe(people.ada.name);
  });
  await openPalette();
  await page.keyboard.type('light');
  await soon(async () => (await choices())[0]).toBe('Theme: Light');
  await page.keyboard.press('Enter');
  await openPalette();
  // What means nothing now, the assignment, is left out.
  await soon(async () => (await choices()).slice(0, 3)).toEqual([
    'Theme: Light',
    expect.stringContaining('João Ferreira'),
    'Theme: Dark',
  ]);
  await page.keyboard.press('Control+k');
  await soon(() => palette().count()).toBe(0);
});

test('B-71: Enter that is quicker than the answer opens who was typed, not who was found before', async () => {
  const opened = (): Promise<string> => page.getByRole('heading', { level: 1 }).first().innerText();
  for (const [digit, name] of [
    ['1', 'Maria Silva'],
    ['2', 'João Ferreira'],
  ]) {
    await openPalette();
    await page.keyboard.type(phone.slice(0, -1));
    await soon(async () => (await choices()).length).toBe(2);
    await page.keyboard.type(`${digit}`);
    await page.keyboard.press('Enter');
    await soon(opened).toBe(name);
    await soon(() => palette().count()).toBe(0);
  }
  await openPalette();
  await page.keyboard.type(phone);
  await page.keyboard.press('Enter');
  await soon(opened).toBe('Maria Silva');
});

test('B-72: the keys that mean something here, and the switch that turns single letters off', async () => {
  await page.locator('body').press('Escape');
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard keys' });
  await help.waitFor();
  await soon(() => help.innerText()).toMatch(/Search in the conversation[\s\S]*Ctrl F/);
  await page.keyboard.press('Escape');
  await page.goto(`${world.url}/letters`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await eventually(async () => {
    await page.keyboard.press('?');
    expect(await help.count()).toBe(1);
  });
  await soon(() => help.innerText()).not.toContain('Search in the conversation');
  await help.getByRole('button', { name: 'Show all keys' }).click();
  await soon(() => help.innerText()).toContain('Search in the conversation');
  await help.getByTestId('letters-on').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await soon(() => help.count()).toBe(0);
  await openPalette();
  await page.keyboard.type('single');
  await soon(async () => (await choices())[0]).toBe('Switch single-letter keys on');
  await page.keyboard.press('Enter');
  await page.keyboard.press('?');
  await soon(() => help.count()).toBe(1);
});
