/** The search box in the browser: what is found and marked, what comes too late, and the way to a message far up (B-10, B-11). */
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, shows, soon } from './browser.ts';
import {
  addTag,
  bring,
  counted,
  does,
  leads,
  markDocument,
  onScreen,
  phoneOf,
  Windows,
} from './list-help.ts';
import { frames } from './timeline-help.ts';
import { eventually, openWorld, people, type World } from './world.ts';

const long = 340;
/** So far from the newest message that several pages lie between. */
const far = 20;
let world: World;
let browser: Browser;
let windows: Windows;

const speakers: Readonly<Record<string, readonly string[]>> = {
  'José Peña': ['¿Tiene la lámpara azul?'],
  'Maria Silva': ['Oi, tudo bem?'],
  'Mariana Costa': ['A lâmpada chegou quebrada'],
  'Omar Haddad': ['هل الأريكة متوفرة؟'],
  'Priya Sharma': ['क्या सोफा उपलब्ध है'],
  'Li Wei': ['请问沙发还有货吗'],
  'Sato Yuki': ['ソファはまだありますか'],
};

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin } = world;
  const now = Date.now();
  const talk = Array.from({ length: long }, (_, index) => ({
    ...{ phone: phoneOf(900), name: 'Wanda Wordy', at: now - (long - index) * 20_000 },
    text: index === far ? 'The zeppelin is painted green' : `Line ${index} of many`,
  }));
  await bring(world, talk);
  await bring(
    world,
    Object.entries(speakers).flatMap(([name, texts], index) =>
      texts.map((text) => ({ phone: phoneOf(index), name, text, at: now - 100_000 - index * 1000 })),
    ),
  );
  const vip = await addTag(admin, 'vip');
  await does(admin, await admin.findNamed('José Peña'), { type: 'tag', add: [vip.id], remove: [] });
  await counted(admin, { active: 1 + Object.keys(speakers).length });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** One window for many of them: a page that was loaded before costs a third. */
let anas: Page | null = null;

async function again(address = '/inbox'): Promise<Page> {
  if (anas) await leads(anas, address);
  else anas = await windows.open(people.ana.email, { address });
  return anas;
}

const ana = (address = '/inbox'): Promise<Page> => windows.open(people.ana.email, { address });
const box = (page: Page): Locator => page.getByTestId('search');
const results = (page: Page, group: string): Locator =>
  page.locator(`[data-testid="search-result"][data-group="${group}"]`);

/** The texts that are marked on the page. */
async function marked(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...(CSS.highlights.get('search-hit') ?? [])].map((range) =>
      range instanceof Range ? range.toString() : '',
    ),
  );
}

async function finds(
  page: Page,
  text: string,
  names: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await box(page).fill(text);
  await eventually(async () => {
    const found = await page
      .getByTestId('search-result')
      .evaluateAll((all) =>
        all.map((one) => [
          one.getAttribute('data-group') ?? '',
          one.querySelector('.name')?.textContent ?? '',
        ]),
      );
    const grouped: Record<string, string[]> = {};
    for (const [group = '', name = ''] of found) (grouped[group] ??= []).push(name);
    expect([text, grouped]).toEqual([text, names]);
  });
}

test('B-10: what is found stands in groups, with the hit marked, whatever the script or the accents', async () => {
  const page = await again();
  await finds(page, 'mari', { contacts: ['Maria Silva', 'Mariana Costa'] });
  await soon(() => marked(page)).toEqual(['Mari', 'Mari']);
  await soon(() => page.getByRole('group', { name: 'Contacts' }).count()).toBe(1);
  await finds(page, 'jose', { contacts: ['José Peña'] });
  await soon(() => marked(page)).toEqual(['José']);
  await finds(page, 'lampa', { messages: ['José Peña', 'Mariana Costa'] });
  await finds(page, 'vip', { conversations: ['José Peña'] });
  await finds(page, 'zeppelin painted', { messages: ['Wanda Wordy'] });
  await soon(async () => (await marked(page)).toSorted()).toEqual(['painted', 'zeppelin']);
  await finds(page, '+1 (555) 010-0001', { contacts: ['Maria Silva'] });
  await finds(page, 'الاريك', { messages: ['Omar Haddad'] });
  await finds(page, 'सोफा', { messages: ['Priya Sharma'] });
  await finds(page, '沙发', { messages: ['Li Wei'] });
  await finds(page, 'ソファ', { messages: ['Sato Yuki'] });
  await finds(page, 'nobodyhasthisname', {});
  await soon(() => page.getByTestId('search-none').isVisible()).toBe(true);
});

test('operators narrow the search, say what they became, and what they are not', async () => {
  const page = await again();
  await finds(page, 'tag:vip', { conversations: ['José Peña'] });
  await soon(() => page.getByTestId('search-meaning').innerText()).toContain('vip');
  await finds(page, 'from:jose', { conversations: ['José Peña'] });
  await finds(page, 'is:unread mari', { contacts: ['Maria Silva', 'Mariana Costa'] });
  await finds(page, 'before:2020-01-01 mari', {});
  await box(page).fill('tag:nosuchtag');
  await soon(() => page.getByTestId('search-unknown').innerText()).toContain(
    '“tag:nosuchtag” is not understood',
  );
});

test('from: and a word together are what that customer said', async () => {
  const page = await again();
  await finds(page, 'from:jose lampara', { messages: ['José Peña'] });
});

test('any input is safe', async () => {
  const page = await ana();
  const failed: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
  });
  for (const text of [
    '"',
    "' OR 1=1 --",
    'NOT AND OR (',
    'a* ^b "c',
    '<b>x</b>',
    '%_\\',
    '🙂🙂',
    '‮abc',
    ')('.repeat(140),
  ]) {
    // It is busy from the first letter until it is answered, if there is anything to ask.
    await box(page).fill(text);
    await soon(() => page.getByTestId('search-results').getAttribute('aria-busy')).not.toBe('true');
    await soon(async () => [
      text,
      await page.getByTestId('search-results').getByRole('alert').count(),
    ]).toEqual([text, 0]);
  }
  expect(failed).toEqual([]);
  await page.context().close();
});

test('B-10: one request for what is typed in one go; an answer to an earlier text changes nothing', async () => {
  const page = await again();
  const [searched, over]: [string[], string[]] = [[], []];
  const asked = (request: Request): string => new URL(request.url()).searchParams.get('q') ?? '';
  // What is not wanted any more is given up.
  const isOver = (request: Request): void => void over.push(asked(request));
  page.on('requestfinished', isOver).on('requestfailed', isOver);
  let late: () => void = () => undefined;
  await page.route('**/api/search?**', async (route) => {
    const q = asked(route.request());
    searched.push(q);
    if (q === 'mari') await new Promise<void>((resolve) => (late = resolve));
    await route.continue().catch(() => undefined);
  });
  await box(page).focus();
  await page.evaluate(() => [...'mari'].map((key) => document.execCommand('insertText', false, key)));
  await eventually(async () => expect(searched).toEqual(['mari']));
  // In one go, however slow the machine is.
  await page.evaluate(() => ['a', 'n', 'a'].map((key) => document.execCommand('insertText', false, key)));
  await soon(() => results(page, 'contacts').count()).toBe(1);
  expect(searched).toEqual(['mari', 'mariana']);
  late();
  await eventually(async () => expect(over).toContain('mari'));
  await frames(page, 6);
  await soon(() => results(page, 'contacts').allInnerTexts()).toEqual([
    expect.stringContaining('Mariana Costa'),
  ]);
  await page.unrouteAll();
});

/** Where the message stands in the timeline: how far its middle is from the middle of the box, and whether it is marked. */
async function seen(page: Page, text: string): Promise<{ off: number; marked: boolean }> {
  return page.evaluate((wanted) => {
    const timeline = document.querySelector('[data-testid="timeline"]')?.getBoundingClientRect();
    const entry = [...document.querySelectorAll<HTMLElement>('[role="article"]')].find((one) =>
      one.textContent?.includes(wanted),
    );
    const rect = entry?.getBoundingClientRect();
    if (!timeline || !rect || !entry) return { off: Number.POSITIVE_INFINITY, marked: false };
    const off = Math.abs((rect.top + rect.bottom) / 2 - (timeline.top + timeline.bottom) / 2);
    return { off, marked: entry.closest('[data-shown]') !== null };
  }, text);
}

test('B-11: a message far up opens in the middle of the screen, marked for a moment; Back to latest leads to the newest', async () => {
  const page = await again();
  const same = await markDocument(page);
  await box(page).fill('zeppelin');
  await results(page, 'messages').click();
  await page.waitForURL(/message=/);
  await soon(async () => (await seen(page, 'zeppelin')).marked).toBe(true);
  await soon(async () => (await seen(page, 'zeppelin')).off).toBeLessThan(2);
  // The page around it: what came before and after, and not three hundred messages.
  const texts = await page.getByTestId('message').allInnerTexts();
  expect(texts.some((text) => text.includes(`Line ${far - 1} of`))).toBe(true);
  expect(texts.some((text) => text.includes(`Line ${far + 1} of`))).toBe(true);
  expect(texts.length).toBeLessThan(long / 2);
  await soon(async () => (await seen(page, 'zeppelin')).marked).toBe(false);
  await soon(async () => (await seen(page, 'zeppelin')).off).toBeLessThan(2);
  const pill = page.getByTestId('back-to-latest');
  await soon(() => pill.innerText()).toContain('Back to latest');
  await pill.click();
  await eventually(async () => {
    expect(await page.getByTestId('message').last().innerText()).toContain(`Line ${long - 1} of many`);
    expect(
      await page
        .getByTestId('message')
        .last()
        .evaluate((last) => {
          const timeline = document.querySelector('[data-testid="timeline"]')?.getBoundingClientRect();
          return timeline !== undefined && last.getBoundingClientRect().bottom <= timeline.bottom;
        }),
    ).toBe(true);
  });
  await soon(() => pill.count()).toBe(0);
  expect(await same()).toBe(true);
});

test('B-11: a link to a message leads to it, and Back leads to what was found', async () => {
  const page = await again('/inbox?search=zeppelin');
  await results(page, 'messages').click();
  await page.waitForURL(/message=/);
  const address = new URL(page.url());
  const other = await ana(address.pathname + address.search);
  await soon(async () => (await seen(other, 'zeppelin')).off).toBeLessThan(2);
  await other.context().close();
  await page.goBack();
  await soon(() => page.getByTestId('message').count()).toBe(0);
  await soon(() => box(page).inputValue()).toBe('zeppelin');
  await soon(() => results(page, 'messages').count()).toBe(1);
  await page.keyboard.press('Escape');
  await box(page).fill('');
  await soon(async () => (await onScreen(page)).length).toBeGreaterThan(0);
});

test('B-10: the keyboard goes through what was found and opens it', async () => {
  const page = await again();
  // The keys come a moment after the page.
  await eventually(async () => {
    await page.keyboard.press('/');
    expect(await box(page).evaluate((one) => one === document.activeElement)).toBe(true);
  });
  await box(page).fill('');
  await page.keyboard.type('mari');
  await soon(() => page.getByTestId('search-results').allInnerTexts()).toEqual([
    expect.stringMatching(/Maria Silva[^]*Mariana Costa/),
  ]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const reached = await box(page).getAttribute('aria-activedescendant');
  await soon(() => page.locator(`[id="${reached}"]`).innerText()).toContain('Mariana Costa');
  await page.keyboard.press('Enter');
  await shows(page, ['A lâmpada chegou quebrada']);
});

test('B-10: Enter that is quicker than the answer opens what was typed, not what was found before', async () => {
  const page = await again();
  await box(page).fill('mari');
  await soon(() => results(page, 'contacts').first().innerText()).toContain('Maria Silva');
  await page.keyboard.type('ana');
  await page.keyboard.press('Enter');
  await shows(page, ['A lâmpada chegou quebrada']);
  await box(page).fill('painted zeppelin');
  await page.keyboard.press('Enter');
  await soon(async () => (await seen(page, 'zeppelin')).marked).toBe(true);
});
