/** Leads: the board by pointer, keys and menu, on two screens; moves that are refused; the table; the file (product §5). */
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Head } from '#domain/head.ts';
import { has, openBrowser, phone, soon } from './browser.ts';
import { findings } from './findings.ts';
import { bring, chooses, counted, crowd, does, rowsOf, Windows } from './list-help.ts';
import { openWorld, people, type World } from './world.ts';

const maria = '5511987654321';
const customers = 60;
const patience = 90_000;
let world: World;
let browser: Browser;
let windows: Windows;
let heads: readonly Head[];

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin, simulator } = world;
  await bring(world, crowd(customers));
  await simulator.customer(maria, { name: 'Maria Silva', online: true });
  await simulator.does(maria, 'ad', { text: 'Is the green chair still there?', headline: 'Chairs for less' });
  await simulator.flush();
  await counted(admin, { active: customers + 1 });
  heads = await rowsOf(admin, 'tab=active');
  const sorted = ['contacted', 'contacted', 'qualified', 'converted', 'lost'] as const;
  await Promise.all(
    sorted.map(async (status, at) => {
      const id = at_(at + 2);
      const value = (at + 1) * 129_950;
      await does(admin, id, { type: 'lead-facts', ownerId: null, value, currency: at === 4 ? 'BRL' : 'EUR' });
      await does(admin, id, { type: 'lead', status });
    }),
  );
}, patience);

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const at_ = (index: number): string => heads[index]?.id ?? '';
const name = (id: string): string => heads.find((head) => head.id === id)?.name ?? '';
const column = (page: Page, status: string): Locator =>
  page.locator(`[data-testid="column"][data-status="${status}"]`);
const card = (page: Page, id: string): Locator => page.locator(`[data-testid="card"][data-id="${id}"]`);
const link = (page: Page, id: string): Locator => page.locator(`[data-card][data-id="${id}"]`);
const countIn = (page: Page, status: string): Promise<string> =>
  column(page, status).getByTestId('column-count').innerText();
const standsIn = (page: Page, id: string): Promise<string | null> =>
  card(page, id).evaluate((one) => one.closest('[data-status]')?.getAttribute('data-status') ?? null);
const said = (page: Page): Promise<string> => page.getByTestId('board-said').innerText();
const lead = async (id: string) => (await world.admin.view(id)).head;

type Point = { readonly x: number; readonly y: number };

async function drag(page: Page, id: string, status: string): Promise<void> {
  const from = await card(page, id).boundingBox();
  const to = await column(page, status).boundingBox();
  if (!from || !to) throw new Error('The card or the column is not on the screen.');
  await page.mouse.move(from.x + 40, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + 120, { steps: 5 });
  await page.mouse.up();
}

test(
  'a card moves by pointer, keys and menu; it shows at once, on the other screen too, and counts follow',
  async () => {
    const [ana, ada] = await Promise.all([
      windows.open(people.ana.email, { address: '/leads' }),
      windows.open(people.ada.email, { address: '/leads' }),
    ]);
    const [first, second, third] = [at_(0), at_(1), at_(8)];
    await soon(() => countIn(ana, 'new')).toBe('56');
    await soon(() => column(ana, 'contacted').getByTestId('column-worth').innerText()).toBe('€3,898.50');

    await drag(ana, first, 'qualifying');
    await soon(() => standsIn(ana, first)).toBe('qualifying');
    await soon(() => standsIn(ada, first)).toBe('qualifying');
    await soon(() => countIn(ada, 'qualifying')).toBe('1');
    await soon(() => countIn(ana, 'new')).toBe('55');
    await soon(async () => (await lead(first)).lead).toBe('qualifying');
    expect(ana.url()).toMatch(/\/leads$/u);

    await link(ana, second).focus();
    await ana.keyboard.press('Space');
    await soon(() => said(ana)).toContain('is picked up from New');
    await ana.keyboard.press('ArrowRight');
    await ana.keyboard.press('ArrowRight');
    await soon(() => said(ana)).toContain('Over Qualifying, 3 of 8');
    await ana.keyboard.press('Escape');
    await soon(() => said(ana)).toContain('stays in New');
    await ana.keyboard.press('Space');
    await ana.keyboard.press('ArrowRight');
    await ana.keyboard.press('Enter');
    await soon(() => standsIn(ana, second)).toBe('contacted');
    await soon(() => link(ana, second).evaluate((one) => one === document.activeElement)).toBe(true);
    await soon(() => standsIn(ada, second)).toBe('contacted');

    await link(ana, third).focus();
    await ana.keyboard.press('m');
    await chooses(ana, 'Qualified');
    const undo = ana.getByRole('button', { name: 'Undo' });
    // It stays as long as the pointer is on it.
    await undo.hover();
    await soon(() => standsIn(ada, third)).toBe('qualified');
    await soon(() => countIn(ada, 'new')).toBe('53');

    // What is taken back goes back, everywhere.
    await undo.click();
    await soon(() => standsIn(ada, third)).toBe('new');
    await Promise.all([ana, ada].map((page) => page.context().close()));
  },
  patience,
);

test(
  'a finger that stays carries a card, and the board rolls along; one that goes at once scrolls, one that taps opens',
  async () => {
    const page = await windows.open(people.ana.email, {
      address: '/leads?lead=contacted,qualified',
      options: phone,
    });
    const id = at_(3);
    await soon(() => standsIn(page, id)).toBe('contacted');
    const board = page.getByTestId('board');
    const rolled = (): Promise<number> => board.evaluate((one) => Math.round(one.scrollLeft));
    const hand = await page.context().newCDPSession(page);
    const touch = (type: string, ...touchPoints: readonly Point[]): Promise<unknown> =>
      hand.send('Input.dispatchTouchEvent', { type, touchPoints } as never);
    /** One after the other without a pause: a finger that is slow is one that stays. */
    const atOnce = (...all: readonly (readonly [type: string, point?: Point])[]): Promise<unknown> =>
      Promise.all(all.map(([type, point]) => (point ? touch(type, point) : touch(type))));
    const middle = async (): Promise<Point> => {
      const box = await card(page, id).boundingBox();
      if (!box) throw new Error('The card is not on the screen.');
      return { x: box.x + box.width / 2, y: box.y + 20 };
    };

    // At once: the board scrolls, and nothing moves.
    const from = await middle();
    const steps = Array.from({ length: 10 }, (_none, step) => ({ x: from.x - (step + 1) * 14, y: from.y }));
    await atOnce(['touchStart', from], ...steps.map((to) => ['touchMove', to] as const), ['touchEnd']);
    await soon(rolled).toBeGreaterThan(0);
    // What was swiped rolls on for a while.
    await page.reload();
    await has(page.getByTestId('connection'), 'data-state', 'live');
    await soon(rolled).toBe(0);
    await soon(() => standsIn(page, id)).toBe('contacted');

    // It stays: the card is in the hand, and the edge of the screen leads to the next column.
    const held = await middle();
    await touch('touchStart', held);
    await soon(() => card(page, id).getAttribute('class')).toMatch(/held/u);
    for (let step = 1; step <= 4; step += 1)
      await touch('touchMove', { x: held.x + step * 45, y: held.y + step * 20 });
    await soon(() => column(page, 'qualified').getAttribute('class')).toMatch(/target/u);
    await soon(rolled).toBeGreaterThan(0);
    await touch('touchEnd');
    await soon(() => standsIn(page, id)).toBe('qualified');
    await soon(async () => (await lead(id)).lead).toBe('qualified');
    expect(page.url()).toMatch(/\/leads/u);

    await card(page, id).scrollIntoViewIfNeeded();
    const tapped = await middle();
    await atOnce(['touchStart', tapped], ['touchEnd']);
    await page.waitForURL(new RegExp(`/inbox/${id}`, 'u'));
    await does(world.admin, id, { type: 'lead', status: 'contacted' });
    await page.context().close();
  },
  patience,
);

test(
  'a move that is refused goes back, with the sentence',
  async () => {
    const page = await windows.open(people.ana.email, { address: '/leads' });
    const id = heads.slice(2, 7).map((head) => head.id)[3] ?? '';
    await soon(() => standsIn(page, id)).toBe('converted');
    await link(page, id).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await page.getByText('what is closed stays as it is').waitFor();
    await soon(() => standsIn(page, id)).toBe('converted');
    await soon(() => said(page)).toContain('went back to Converted');
    await soon(() => countIn(page, 'converted')).toBe('1');
    await soon(async () => (await lead(id)).lead).toBe('converted');
    await page.context().close();
  },
  patience,
);

test(
  'columns page as they are scrolled; filters are those of the list; a new lead comes by itself',
  async () => {
    const page = await windows.open(people.ana.email, { address: '/leads' });
    const fresh = column(page, 'new');
    const cards = (): Promise<number> => fresh.getByTestId('card').count();
    await soon(cards).toBeGreaterThan(0);
    const all = Number(await countIn(page, 'new'));
    expect(await cards()).toBeLessThan(all);
    await soon(async () => {
      await fresh.getByTestId('card').last().scrollIntoViewIfNeeded();
      return cards();
    }).toBe(all);
    await world.simulator.customer('5511900000001', { name: 'Novo Cliente', online: true });
    await world.simulator.say('5511900000001', 'Oi, tudo bem?');
    await soon(() => fresh.getByText('Novo Cliente').count()).toBe(1);
    await page.goto(`${world.url}/leads?ad=any`);
    await soon(() => page.getByTestId('card').count()).toBe(1);
    await soon(() => page.getByTestId('card').innerText()).toContain('Maria Silva');
    await page.getByTestId('chip').click();
    await soon(() => page.getByTestId('card').count()).toBeGreaterThan(20);
    await page.context().close();
  },
  patience,
);

test(
  'the table is changed where it stands, and taken along as a file',
  async () => {
    const page = await windows.open(people.ada.email, { address: '/leads?look=table' });
    const id = at_(10);
    const line = page.locator(`[data-testid="lead-row"][data-id="${id}"]`);
    await line.getByTestId('lead-owner').selectOption({ label: people.rui.name });
    await soon(async () => (await lead(id)).leadFacts?.owner?.name).toBe(people.rui.name);
    const write = async (amount: string): Promise<void> => {
      await line.getByTestId('value').click();
      await line.locator('[data-testid="value-input"]:focus').waitFor();
      await page.keyboard.type(amount);
      await page.keyboard.press('Enter');
    };
    await write('1.234,5');
    await soon(() => line.getByTestId('value').innerText()).toBe('€1,234.50');
    await soon(async () => (await lead(id)).leadFacts?.value).toBe(123_450);
    await write('much');
    await page.getByText('Write an amount').waitFor();
    await page.keyboard.press('Escape');
    await soon(() => line.getByTestId('value').innerText()).toBe('€1,234.50');
    await line.getByTestId('lead-status').selectOption('lost');
    await soon(async () => (await lead(id)).lead).toBe('lost');
    await line.getByTestId('lead-status').selectOption('new');
    await page.getByText('what is closed stays as it is').waitFor();
    await soon(() => line.getByTestId('lead-status').inputValue()).toBe('lost');

    await page.getByTestId('leads-sort').selectOption('oldest');
    await page.waitForURL(/sort=oldest/u);
    await soon(() => page.getByTestId('lead-row').first().getAttribute('data-id')).toBe(
      heads.at(-1)?.id ?? '',
    );

    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()]);
    const text = readFileSync(await file.path(), 'utf8');
    expect(text).toContain(`${name(id)},'+`);
    expect(text).toMatch(/Rui Costa,1234\.50,EUR/u);
    await page.context().close();
  },
  patience,
);

test(
  'the panel tells of the lead: its ad, its owner, and the ones before it',
  async () => {
    const id = await world.admin.find(maria);
    const page = await windows.open(people.ada.email, { address: `/inbox/${id}` });
    const panel = page.getByTestId('lead-section');
    await panel.getByText('Chairs for less').waitFor();
    await panel.getByTestId('panel-lead-owner').selectOption({ label: people.ana.name });
    await soon(async () => (await lead(id)).leadFacts?.owner?.name).toBe(people.ana.name);
    await panel.getByTestId('panel-lead-status').selectOption('converted');
    await soon(async () => (await lead(id)).lead).toBe('converted');
    await world.simulator.say(maria, 'And one more thing');
    await soon(() => panel.getByTestId('earlier-leads').innerText()).toContain('Converted');
    await soon(() => panel.getByTestId('panel-lead-status').inputValue()).toBe('new');
    await page.context().close();
  },
  patience,
);

test(
  'an admin keeps the statuses: new, renamed, moved, dropped for another',
  async () => {
    const page = await windows.open(people.ada.email, { address: '/leads' });
    const columns = (): Promise<readonly string[]> =>
      page
        .getByTestId('column')
        .evaluateAll((all) => all.map((one) => one.querySelector('.name')?.textContent ?? ''));
    await page.getByTestId('statuses-open').click();
    await page.getByTestId('status-add').click();
    const fresh = page.getByTestId('status-line').last();
    await soon(() => fresh.getByTestId('status-name').inputValue()).toBe('Status 9');
    await fresh.getByTestId('status-name').fill('Trial');
    await fresh.getByTestId('status-name').press('Enter');
    await soon(columns).toContain('Trial');
    for (let step = 0; step < 3; step += 1) {
      const before = await columns();
      await page.getByRole('button', { name: 'Move Trial up' }).click();
      await soon(columns).not.toEqual(before);
    }
    await soon(async () => (await columns()).indexOf('Trial')).toBe(5);
    await page.getByRole('button', { name: 'Drop Qualified' }).click();
    await page.getByTestId('status-to').selectOption({ label: 'Trial' });
    await page.getByTestId('status-drop').click();
    await soon(columns).not.toContain('Qualified');
    await page.keyboard.press('Escape');
    await soon(() =>
      page.getByTestId('column').filter({ hasText: 'Trial' }).getByTestId('card').count(),
    ).toBe(1);
    await page.context().close();
  },
  patience,
);

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const)(
  'axe finds nothing on board and table, %s at %i px',
  async (colorScheme, width) => {
    const options =
      width === 390 ? { ...phone, colorScheme } : { viewport: { width, height: 900 }, colorScheme };
    // A few cards are as good as many.
    const address = '/leads?lead=contacted,converted,lost';
    const page = await windows.open(people.ada.email, { address, options });
    for (const look of ['board', 'table'] as const) {
      await page.getByTestId(`look-${look}`).click();
      await page.getByTestId(look === 'board' ? 'board' : 'leads-table').waitFor();
      await soon(() => findings(page, 'main')).toEqual([]);
    }
    await page.context().close();
  },
  patience,
);
