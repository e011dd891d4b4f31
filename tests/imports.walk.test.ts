/** Importing contacts: from the file to the list, by keys alone, with what is wrong in it, stopped, and taken away again. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, phone, signedIn, soon } from './browser.ts';
import { isAccessible } from './findings.ts';
import { picture } from './pictures.ts';
import { eventually, openWorld, people, type World } from './world.ts';

let world: World;
let browser: Browser;
let page: Page;
const { email } = people.ada;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await world.admin.send('POST', '/api/tags', { name: 'Fair 2026', colour: 'blue' });
  page = await signedIn(browser, world.url, { email });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const csv = [
  'Full name;Celular;Tags;Note',
  'Silva, Ana;+55 11 98765-0001;Fair 2026;called twice',
  'Rui Costa;(21) 99876-0002;;',
  'Rui again;+5521998760002;;',
  'No phone;;;',
  'Wrong;12;;',
  'Unknown tag;+5511987650003;Nobody;',
  '=1+1;+5511987650004;;',
].join('\r\n');

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const stateOf = (): Promise<string | null> => page.getByTestId('import-state').getAttribute('data-state');
const number = (part: string): Promise<string | null> =>
  page.getByTestId(`import-${part}`).locator('dd').first().textContent();

/** Chooses a file, once somebody listens. */
async function choose(on: Page, chosen: ReturnType<typeof file>): Promise<void> {
  await on.locator('[data-testid="import-file"]:enabled').waitFor({ state: 'attached' });
  await on.getByTestId('import-file').setInputFiles(chosen);
}

/** Presses Tab until what has the focus is the element with this test id. */
async function tabTo(id: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    if (at === id) return;
  }
  throw new Error(`${id} is not reached by Tab`);
}

test('contacts of a CSV file are mapped, checked, imported and found, by keys alone; what is wrong in it comes as a file', async () => {
  // Reached from the palette.
  // Keys come a moment after the page; letters are kept until then, but this one is the browser's.
  await eventually(async () => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').waitFor({ timeout: 3_000 });
  });
  await page.keyboard.type('import contacts');
  await page.getByRole('option', { name: 'Import contacts' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/contacts\/import/);
  await page.locator('[data-testid="import-file"]:enabled').waitFor({ state: 'attached' });
  await isAccessible(page, 'main');
  await picture(page.locator('main'), 'imports/file-light-1440');

  await tabTo('import-file');
  await choose(page, file('fair.csv', csv));
  const columns = page.getByTestId('import-column');
  await columns.first().waitFor();
  await soon(() => columns.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))).toEqual([
    ...['name', 'phone', 'tags', 'ignore'],
  ]);
  await page.getByTestId('import-country').selectOption('BR');
  await isAccessible(page, 'main');
  await picture(page.locator('main'), 'imports/columns-light-1440');
  await tabTo('import-check');
  await page.keyboard.press('Enter');

  await soon(stateOf).toBe('checked');
  await soon(() => Promise.all(['new', 'known', 'duplicate', 'invalid'].map(number))).toEqual([
    '3',
    '0',
    '1',
    '3',
  ]);
  await soon(async () => (await world.admin.rows()).filter(({ rev }) => rev === 0)).toEqual([]);
  await isAccessible(page, 'main');
  await picture(page.locator('main'), 'imports/checked-light-1440');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('import-errors').press('Enter'),
  ]);
  const errors = readFileSync(await download.path(), 'utf8').split('\r\n');
  expect(errors[0]).toBe('\uFEFFRow;Problem;Full name;Celular;Tags;Note');
  expect(errors.slice(1, -1).map((line) => line.split(';')[0])).toEqual(['4', '5', '6', '7']);

  await tabTo('import-run');
  await page.keyboard.press('Enter');
  await soon(stateOf).toBe('done');
  await soon(() => number('new')).toBe('3');

  // They are contacts: found, with what was imported, and opened.
  await page.getByRole('link', { name: 'Show the contacts' }).press('Enter');
  await page.waitForURL(/\/inbox/);
  const row = page.getByTestId('row').filter({ hasText: 'Silva, Ana' });
  await row.first().waitFor();
  await soon(() => row.first().textContent()).not.toContain('1970');
  await row.first().click();
  await page.getByTestId('composer').waitFor();
  await soon(() => page.locator('header h1, header h2').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining('Silva, Ana')]),
  );
});

type Chosen = ReturnType<typeof file>;

/** A file of `count` people, numbered from `first` on. */
function crowd(first: number, count: number): Chosen {
  const rows = Array.from({ length: count }, (_none, n) => {
    const last = String(first + n).padStart(6, '0');
    return `Person ${last},+5511970${last}`;
  });
  return file(`many-${count}.csv`, `name,phone\n${rows.join('\n')}\n`);
}

test('an import is stopped in the middle; the same file again goes on behind it, and nothing is twice', async () => {
  const check = async (chosen: Chosen): Promise<void> => {
    await choose(page, chosen);
    await page.getByTestId('import-check').click();
    await eventually(async () => expect(await stateOf()).toBe('checked'), 60_000);
  };
  const begin = async (chosen: Chosen, of: number): Promise<string | null> => {
    await page.goto(`${world.url}/contacts/import`);
    await check(chosen);
    await soon(() => number('new')).toBe(of.toLocaleString('en'));
    await page.getByTestId('import-run').click();
    await page
      .getByTestId('import-cancel')
      .press('Enter', { timeout: 5_000 })
      .catch(() => null);
    await page
      .getByTestId('import-stop')
      .press('Enter', { timeout: 5_000 })
      .catch(() => null);
    await eventually(async () => expect(await stateOf()).toMatch(/cancelled|done/), 60_000);
    return stateOf();
  };
  // A quick machine is through with the short file before anybody has stopped it.
  let count = 12_000;
  let many = crowd(0, count);
  if ((await begin(many, count)) === 'done') {
    many = crowd(count, 4 * count);
    count *= 4;
    expect(await begin(many, count)).toBe('cancelled');
  }
  await page.getByTestId('import-again').waitFor();
  const runs = async () =>
    (await (await world.admin.send('GET', '/api/imports')).json()) as {
      imports: { counts: { new: number }; state: string }[];
    };
  await soon(async () => (await runs()).imports[0]?.state).toBe('cancelled');
  const taken = (await runs()).imports[0]?.counts.new ?? -1;
  expect(taken).toBeLessThan(count);
  await page.getByTestId('import-again').press('Enter');
  await check(many);
  const told = async (name: string) => Number((await number(name))?.replace(',', ''));
  await soon(async () => (await told('known')) >= taken).toBe(true);
  await soon(async () => (await told('new')) + (await told('known'))).toBe(count);
});

test('the page of imports, dark and on a phone', async () => {
  const small = await signedIn(browser, world.url, { email, options: { ...phone, colorScheme: 'dark' } });
  await small.goto(`${world.url}/contacts/import`);
  await choose(small, file('fair.csv', csv));
  await small.getByTestId('import-check').waitFor();
  await isAccessible(small, 'main');
  await picture(small.locator('main'), 'imports/columns-dark-390');
  await small.getByTestId('import-check').click();
  await soon(() => small.getByTestId('import-state').getAttribute('data-state')).toBe('checked');
  await isAccessible(small, 'main');
  await picture(small.locator('main'), 'imports/checked-dark-390');
});
