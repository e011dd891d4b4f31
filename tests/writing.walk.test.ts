/** Writing in the composer: keys, marks, modes, emoji, people, counters, as a person does it (B-33, B-42, B-43, B-45, B-50, B-51, B-55). */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { has, openBrowser, phone, row, shows, soon } from './browser.ts';
import { does, idOf, leads, Windows } from './list-help.ts';
import { picture } from './pictures.ts';
import { eventually, openWorld, people, type World } from './world.ts';
import {
  composer,
  customers,
  field,
  findings,
  here,
  maria,
  option,
  says,
  selected,
  suggestions,
  written,
  wrote,
} from './writing-help.ts';

let world: World;
let browser: Browser;
let windows: Windows;
/** Conversations, by the first name of the customer. */
let ids: Awaited<ReturnType<typeof customers>>;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld('groups'), openBrowser()]);
  windows = new Windows(browser, world.url);
  ids = await customers(world);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

// A page that was loaded before costs a third.
let anas: Page | null = null;

async function open(id: string, first: string): Promise<Page> {
  const address = `/inbox/${id}`;
  if (anas) await leads(anas, address);
  const page = (anas ??= await windows.open(people.ana.email, { address }));
  await here(page, first);
  await field(page).click();
  return page;
}

test('B-42: Enter sends and Shift+Enter begins a line, as chosen; never while an input method is at work', async () => {
  const page = await open(ids.joao, 'Bom dia!');
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  await says(page, 'one\ntwo');
  await page.keyboard.press('Enter');
  await wrote(world, ids.joao, 'one\ntwo');

  const keys = await page.context().newCDPSession(page);
  const enter = { type: 'rawKeyDown', key: 'Enter', code: 'Enter' } as const;
  await keys.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await keys.send('Input.dispatchKeyEvent', { ...enter, windowsVirtualKeyCode: 13 });
  await says(page, 'にほ');
  await keys.send('Input.insertText', { text: '日本' });
  // Safari: the word has ended already when the key that ended it comes.
  await keys.send('Input.dispatchKeyEvent', { ...enter, windowsVirtualKeyCode: 229 });
  await says(page, '日本');
  await soon(() => written(world, ids.joao)).toHaveLength(1);
  await page.keyboard.press('Enter');
  await wrote(world, ids.joao, '日本');

  await page.getByRole('button', { name: /^You:/ }).click();
  await page.getByTestId('enter-breaks').click();
  await page.keyboard.press('Escape');
  await has(field(page), 'enterkeyhint', 'enter');
  await field(page).click();
  await page.keyboard.type('a');
  await page.keyboard.press('Enter');
  await page.keyboard.type('b');
  await says(page, 'a\nb');
  await page.keyboard.press('Control+Enter');
  await wrote(world, ids.joao, 'a\nb');
  await page.keyboard.type('last');
  await page.keyboard.press('Control+Shift+Enter');
  await soon(async () => (await world.admin.view(ids.joao)).head.archived).toBe(true);
  await soon(() => written(world, ids.joao)).toContain('last');
  // What was chosen here is nobody else's.
  await page.context().close();
  anas = null;
});

test('B-33: keys and buttons put WhatsApp’s marks around words, take them off, and can be undone', async () => {
  const page = await open(ids.maria, 'Oi!');
  await page.keyboard.type('big sale today');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+b');
  await says(page, 'big sale *today*');
  await soon(() => selected(page)).toBe('today');
  await page.keyboard.press('Control+i');
  await says(page, 'big sale *_today_*');
  await page.keyboard.press('Control+b');
  await says(page, 'big sale _today_');
  await page.keyboard.press('Control+z');
  await says(page, 'big sale *_today_*');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await says(page, 'big sale today');

  await page.getByTestId('format').click();
  const bar = page.getByTestId('format-bar');
  await bar.waitFor();
  await page.keyboard.press('End');
  await bar.getByTestId('format-strike').click();
  await says(page, 'big sale ~today~');
  await has(bar.getByTestId('format-strike'), 'aria-pressed', 'true');
  await has(bar.getByTestId('format-bold'), 'aria-pressed', 'false');
  await bar.getByTestId('format-strike').click();
  await field(page).fill('one\ntwo');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+b');
  await says(page, '*one*\n*two*');
  await soon(() => findings(page, '[data-testid="composer"]')).toEqual([]);
  await field(page).fill('');
});

test('B-43: the bubble is there and the field empty in the frame of Enter; five quick ones keep their order', async () => {
  const page = await open(ids.maria, 'Oi!');
  const typing = page.waitForRequest((request) => request.postData()?.includes('"typing"') === true);
  await page.evaluate(() => {
    const frames: unknown[] = [];
    const look = (): void => {
      const active = document.activeElement;
      const last = [...document.querySelectorAll('[data-testid="message"]')].at(-1);
      frames.push({
        field: active instanceof HTMLTextAreaElement ? active.value : 'not in focus',
        bubble: last?.textContent.includes('quick 0') === true,
      });
    };
    addEventListener('keydown', ({ key }) => key === 'Enter' && requestAnimationFrame(look), true);
    Object.assign(globalThis, { seenFrames: frames });
  });
  await page.keyboard.type('quick 0');
  await typing;
  await page.keyboard.press('Enter');
  await eventually(async () => {
    const seen = await page.evaluate(() => (globalThis as unknown as { seenFrames: unknown[] }).seenFrames);
    expect(seen).toEqual([{ field: '', bubble: true }]);
  });
  const quick = [0, 1, 2, 3, 4, 5].map((n) => `quick ${n}`);
  for (const text of quick.slice(1)) {
    await page.keyboard.insertText(text);
    await page.keyboard.press('Enter');
  }
  await shows(page, ['Oi!', ...quick]);
  await eventually(async () => {
    const { messages } = await world.simulator.phone(maria);
    expect(messages.map(({ text }) => text).filter((text) => text?.startsWith('quick'))).toEqual(quick);
  });
  await soon(async () =>
    (await written(world, ids.maria)).filter((text) => text.startsWith('quick')),
  ).toEqual(quick);
});

test('B-45: replies and comments look different, keep apart, and the mode changes only when somebody changes it', async () => {
  const page = await open(ids.maria, 'Oi!');
  const look = async () => ({
    ...(await composer(page).evaluate((element) => {
      const { backgroundColor, borderTopColor } = getComputedStyle(element);
      return { backgroundColor, borderTopColor };
    })),
    label: await field(page).getAttribute('aria-label'),
    placeholder: await field(page).getAttribute('placeholder'),
    send: await page.getByTestId('send').textContent(),
  });
  await page.keyboard.type('for Maria');
  await page.keyboard.press('Escape');
  const reply = await look();
  await page.keyboard.press('n');
  await page.keyboard.type('Not for her');
  await says(page, 'Not for her');
  await page.keyboard.press('Escape');
  const comment = await look();
  for (const part of Object.keys(reply) as (keyof typeof reply)[])
    expect(comment[part]).not.toBe(reply[part]);

  await row(page, ids.siti).click();
  await here(page, 'Hello!');
  await has(page.getByTestId('mode-reply'), 'aria-pressed', 'true');
  await row(page, ids.maria).click();
  await has(page.getByTestId('mode-comment'), 'aria-pressed', 'true');
  await says(page, 'Not for her');
  const ada = await idOf(world.admin);
  const ana = await idOf(await world.signIn(people.ana.email));
  await does(world.admin, ids.maria, { type: 'assign', personId: ada });
  await does(world.admin, ids.maria, { type: 'assign', personId: ana });
  await has(page.getByTestId('mode-comment'), 'aria-pressed', 'true');
  await row(page, ids.maria).focus();
  await page.keyboard.press('r');
  await page.keyboard.type(', and more');
  await says(page, 'for Maria, and more');
  await field(page).fill('');
  await page.getByTestId('mode-comment').click();
  await field(page).fill('');
});

test('B-50: suggestions take arrows, Enter, Tab and Escape, and leave the field its own', async () => {
  const page = await open(ids.maria, 'Oi!');
  await soon(() => field(page).getAttribute('role')).toBeNull();
  await page.keyboard.type('Well :smi');
  await suggestions(page).waitFor();
  await has(field(page), 'aria-expanded', 'true');
  await has(field(page), 'role', 'combobox');
  const marked = async (): Promise<string> => {
    const id = await field(page).getAttribute('aria-activedescendant');
    return (await page.locator(`[id="${id}"][aria-selected="true"]`).textContent()) ?? '';
  };
  const first = await marked();
  await page.keyboard.press('ArrowDown');
  await soon(marked).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  await soon(marked).toBe(first);
  await soon(() => findings(page, '#conversation')).toEqual([]);
  await page.keyboard.press('Escape');
  await suggestions(page).waitFor({ state: 'detached' });
  await says(page, 'Well :smi');
  await soon(() => field(page).evaluate((element) => document.activeElement === element)).toBe(true);
  await page.keyboard.type('le');
  await page.waitForTimeout(100);
  await soon(() => suggestions(page).count()).toBe(0);
  await page.keyboard.press('Enter');
  await wrote(world, ids.maria, 'Well :smile');
  for (const text of ['at 10:30', 'https://a.example', ':)', ': s']) {
    await page.keyboard.type(text);
    await page.waitForTimeout(50);
    await soon(() => suggestions(page).count()).toBe(0);
    await field(page).fill('');
  }
});

test('B-51: emoji after a colon and from the picker, by keys alone, in the tone and order of this person', async () => {
  const page = await open(ids.maria, 'Oi!');
  await page.keyboard.type('ok :thumbsu');
  await option(page, 'thumbs up').waitFor();
  await page.keyboard.press('Enter');
  await says(page, 'ok 👍 ');
  await page.keyboard.press('Tab');
  await page.getByTestId('emoji-tool').focus();
  await page.keyboard.press('Enter');
  const picker = page.getByTestId('emoji-picker');
  await picker.waitFor();
  await soon(() => picker.getByTestId('emoji-cell').first().textContent()).toBe('👍');
  await soon(() => findings(page)).toEqual([]);
  await page.keyboard.type('waving');
  await picker.getByTestId('emoji-tone-3').check({ force: true });
  await soon(() => picker.getByTestId('emoji-cell').first().textContent()).toBe('👋🏽');
  await picker.getByTestId('emoji-search').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Enter');
  await picker.getByTestId('emoji-search').fill('');
  await picker.getByTestId('emoji-tab-food').click();
  await page.keyboard.press('ArrowRight');
  await has(picker.getByTestId('emoji-tab-activities'), 'aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  for (const key of ['ArrowDown', 'End', 'Home', 'ArrowRight']) await page.keyboard.press(key);
  await soon(() => page.evaluate(() => document.activeElement?.getAttribute('data-at'))).toBe('9');
  await page.keyboard.type('box');
  await soon(() => picker.getByTestId('emoji-search').inputValue()).toBe('box');
  await page.keyboard.press('Enter');
  await picker.waitFor({ state: 'detached' });
  await soon(() => field(page).inputValue()).toContain('ok 👍 👋🏽');
  await soon(() => field(page).evaluate((element) => document.activeElement === element)).toBe(true);
  await page.reload();
  await here(page, 'Oi!');
  await page.getByTestId('emoji-tool').click();
  await soon(() => picker.getByTestId('emoji-cell').nth(1).textContent()).toBe('👋🏽');
  await page.keyboard.press('Escape');
  await picker.waitFor({ state: 'detached' });

  await page.getByTestId('message').first().hover();
  await page.getByTestId('react').first().click();
  await page.getByTestId('emoji-more').click();
  await picker.waitFor();
  await page.keyboard.type('pretzel');
  await page.keyboard.press('Enter');
  await eventually(async () => {
    const { messages } = await world.admin.view(ids.maria);
    expect(messages[0]?.reactions?.map(({ emoji }) => emoji)).toEqual(['🥨']);
  });
  await field(page).fill('');
});

test('B-51: @ offers the colleagues who may see the conversation, and the comment names them', async () => {
  const page = await open(ids.maria, 'Oi!');
  await page.keyboard.type('@ru');
  await page.waitForTimeout(100);
  await soon(() => suggestions(page).count()).toBe(0);
  await field(page).fill('');
  await page.getByTestId('mode-comment').click();
  await page.keyboard.type('@');
  await page.keyboard.type('z');
  await page.waitForTimeout(100);
  await soon(() => suggestions(page).count()).toBe(0);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('ru');
  await option(page, 'Rui Costa').waitFor();
  await page.keyboard.press('Tab');
  await says(page, '@Rui Costa ');
  await page.keyboard.type('and @ad');
  await option(page, 'Ada Admin').click();
  await says(page, '@Rui Costa and @Ada Admin ');
  await soon(() => composer(page).locator('mark').allTextContents()).toEqual(['@Rui Costa', '@Ada Admin']);
  for (let left = '@Ada Admin '.length; left > 0; left -= 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('Zoe: is it in stock?');
  await page.keyboard.press('Enter');
  await wrote(world, ids.maria, '@Rui Costa and Zoe: is it in stock?');
  const { messages } = await world.admin.view(ids.maria);
  expect(messages.at(-1)?.content).toMatchObject({ mentions: [{ name: 'Rui Costa' }] });
  await page.getByTestId('mode-reply').click();
});

test('B-55: the count comes near the limit, what is too long is marked and cannot be sent; Instagram counts bytes', async () => {
  const page = await open(ids.maria, 'Oi!');
  const count = page.getByTestId('count');
  const told = page.getByTestId('count-told');
  await field(page).fill('a'.repeat(3890));
  await soon(() => count.textContent()).toBe('');
  await field(page).fill('a'.repeat(4000));
  await soon(() => count.textContent()).toContain('4,000 / 4,096');
  await soon(async () => (await told.textContent())?.trim()).toBe('200 characters left');
  await page.keyboard.type('b');
  await soon(async () => (await told.textContent())?.trim()).toBe('200 characters left');
  await field(page).fill(`${'a'.repeat(4096)}bcd`);
  await soon(() => count.textContent()).toContain('3 characters too long');
  await soon(() => told.textContent()).toContain('too long to be sent');
  await soon(() => composer(page).locator('mark').textContent()).toBe('bcd');
  await soon(() => page.getByTestId('send').isDisabled()).toBe(true);
  await field(page).press('Enter');
  await says(page, `${'a'.repeat(4096)}bcd`);
  await count.getByRole('button').click();
  await soon(() => selected(page)).toBe('bcd');
  await soon(() => findings(page, '[data-testid="composer"]')).toEqual([]);
  await page.keyboard.press('Delete');
  await soon(() => page.getByTestId('send').isEnabled()).toBe(true);
  await field(page).fill('');

  await row(page, ids.siti).click();
  await here(page, 'Hello!');
  await field(page).fill('é'.repeat(501));
  await soon(() => count.textContent()).toContain('2 bytes too long');
  await soon(() => composer(page).locator('mark').textContent()).toBe('é');
  await soon(() => page.getByTestId('format').count()).toBe(0);
  await field(page).fill('');
});

test.each(['light', 'dark'] as const)(
  'on a phone every tool is a finger wide, the rest is behind one button, and axe finds nothing, %s',
  async (colorScheme) => {
    const options = { ...phone, isMobile: true, colorScheme };
    const page = await windows.open(people.ana.email, { address: `/inbox/${ids.maria}`, options });
    await here(page, 'Oi!');
    await field(page).click();
    const small = (): Promise<readonly string[]> =>
      composer(page)
        .locator('.foot button:visible')
        .evaluateAll((all) =>
          all.flatMap((one) => {
            const { width, height } = one.getBoundingClientRect();
            return width < 44 || height < 44
              ? [`${one.ariaLabel ?? one.textContent} ${width}×${height}`]
              : [];
          }),
        );
    await soon(small).toEqual([]);
    await page.getByTestId('more-tools').click();
    await soon(small).toEqual([]);
    await soon(() => findings(page, '[data-testid="composer"]')).toEqual([]);
    await page.getByTestId('format').click();
    await page.getByTestId('format-bar').waitFor();
    await has(page.getByTestId('more-tools'), 'aria-expanded', 'false');
    await page.getByTestId('emoji-tool').click();
    await page.getByTestId('emoji-picker').waitFor();
    await soon(() => findings(page, '[data-testid="emoji-picker"]')).toEqual([]);
    await picture(page.getByTestId('emoji-picker'), `composer/emoji-${colorScheme}-390`);
    await page.keyboard.press('Escape');
    await page.getByTestId('mode-comment').click();
    await field(page).fill('@');
    await page.keyboard.type('ru');
    await option(page, 'Rui Costa').waitFor();
    await soon(() => findings(page, '[data-testid="composer"]')).toEqual([]);
    await soon(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.type('look');
    await picture(composer(page), `composer/comment-${colorScheme}-390`);
    await field(page).fill('');
    await page.getByTestId('mode-reply').click();
    await page.context().close();
  },
);
