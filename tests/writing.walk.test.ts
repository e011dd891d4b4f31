/** Writing in the composer: keys, marks, modes, emoji, people, counters, as a person does it (B-33, B-42, B-43, B-45, B-50, B-51, B-55). */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { has, openBrowser, phone, row, shows } from './browser.ts';
import { addGroup, does, idOf, Windows } from './list-help.ts';
import { picture } from './pictures.ts';
import { connectPages, eventually, instagram, openWorld, password, people, type World } from './world.ts';

const maria = '5511987654321';
const joao = '5511987650002';
const siti = '920000001';
let world: World;
let browser: Browser;
let windows: Windows;
/** Conversations, by the first name of the customer. */
const ids = { maria: '', joao: '', siti: '' };

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld('groups'), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin, simulator } = world;
  await connectPages(world);
  await simulator.customer(maria, { name: 'Maria Silva', online: true });
  await simulator.customer(joao, { name: 'João Ferreira', online: true });
  await simulator.customer(siti, { channel: 'instagram', name: 'Siti Putri', online: true });
  await simulator.say(maria, 'Oi!');
  await simulator.say(joao, 'Bom dia!');
  await simulator.does(siti, 'say', { accountId: instagram.id, text: 'Hello!' });
  await simulator.flush();
  ids.maria = await admin.find(maria);
  ids.joao = await admin.find(joao);
  ids.siti = await admin.findNamed('Siti Putri');
  const [ana, rui] = await Promise.all([world.signIn(people.ana.email), world.signIn(people.rui.email)]);
  const zoe = { name: 'Zoe Lima', email: 'zoe@casement.example', role: 'agent', password };
  await admin.send('POST', '/api/team', zoe);
  const sales = await addGroup(admin, 'Sales', [await idOf(ana), await idOf(rui)]);
  for (const id of Object.values(ids)) {
    await does(admin, id, { type: 'group', groupId: sales.id });
    await does(admin, id, { type: 'assign', personId: await idOf(ana) });
  }
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const composer = (page: Page): Locator => page.getByTestId('composer');
const field = (page: Page): Locator => page.getByTestId('composer-text');
const suggestions = (page: Page): Locator => page.getByTestId('suggestions');
const option = (page: Page, name: string): Locator =>
  suggestions(page).getByRole('option').filter({ hasText: name });

/** Waits until the conversation with this first message is on the screen. */
async function here(page: Page, first: string): Promise<void> {
  await page.getByTestId('message').filter({ hasText: first }).first().waitFor();
}

async function open(id: string, first: string, options = {}): Promise<Page> {
  const page = await windows.open(people.ana.email, { address: `/inbox/${id}`, options });
  await here(page, first);
  await field(page).click();
  return page;
}

async function says(page: Page, text: string): Promise<void> {
  await eventually(async () => expect(await field(page).inputValue()).toBe(text));
}

/** The texts of the comments and replies of a conversation, as the edge has them. */
async function written(id: string): Promise<readonly string[]> {
  const { messages } = await world.admin.view(id);
  return messages.flatMap(({ content, direction }) =>
    direction !== 'in' && 'text' in content ? [content.text] : [],
  );
}

async function wrote(id: string, text: string): Promise<void> {
  await eventually(async () => expect((await written(id)).at(-1)).toBe(text));
}

async function findings(page: Page, within = 'html'): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).include(within).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** What is selected in the field. */
const selected = (page: Page): Promise<string> =>
  field(page).evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });

test('B-42: Enter sends and Shift+Enter begins a line, as chosen; never while an input method is at work', async () => {
  const page = await open(ids.joao, 'Bom dia!');
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  await says(page, 'one\ntwo');
  await page.keyboard.press('Enter');
  await wrote(ids.joao, 'one\ntwo');

  const keys = await page.context().newCDPSession(page);
  const enter = { type: 'rawKeyDown', key: 'Enter', code: 'Enter' } as const;
  await keys.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await keys.send('Input.dispatchKeyEvent', { ...enter, windowsVirtualKeyCode: 13 });
  await says(page, 'にほ');
  await keys.send('Input.insertText', { text: '日本' });
  // Safari: the word has ended already when the key that ended it comes.
  await keys.send('Input.dispatchKeyEvent', { ...enter, windowsVirtualKeyCode: 229 });
  await says(page, '日本');
  expect(await written(ids.joao)).toHaveLength(1);
  await page.keyboard.press('Enter');
  await wrote(ids.joao, '日本');

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
  await wrote(ids.joao, 'a\nb');
  await page.keyboard.type('last');
  await page.keyboard.press('Control+Shift+Enter');
  await eventually(async () => expect((await world.admin.view(ids.joao)).head.archived).toBe(true));
  expect(await written(ids.joao)).toContain('last');
  await page.context().close();
});

test('B-33: keys and buttons put WhatsApp’s marks around words, take them off, and can be undone', async () => {
  const page = await open(ids.maria, 'Oi!');
  await page.keyboard.type('big sale today');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+b');
  await says(page, 'big sale *today*');
  expect(await selected(page)).toBe('today');
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
  expect(await findings(page, '[data-testid="composer"]')).toEqual([]);
  await field(page).fill('');
  await page.context().close();
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
  expect((await written(ids.maria)).filter((text) => text.startsWith('quick'))).toEqual(quick);
  await page.context().close();
});

test('B-45: replies and comments look different, keep apart, and the mode changes only when somebody changes it', async () => {
  const page = await open(ids.maria, 'Oi!', {});
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
  await page.context().close();
});

test('B-50: suggestions take arrows, Enter, Tab and Escape, and leave the field its own', async () => {
  const page = await open(ids.maria, 'Oi!');
  expect(await field(page).getAttribute('role')).toBeNull();
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
  const second = await marked();
  expect(second).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  expect(await marked()).toBe(first);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await suggestions(page).waitFor({ state: 'detached' });
  await says(page, 'Well :smi');
  expect(await field(page).evaluate((element) => document.activeElement === element)).toBe(true);
  await page.keyboard.type('le');
  await page.waitForTimeout(100);
  expect(await suggestions(page).count()).toBe(0);
  await page.keyboard.press('Enter');
  await wrote(ids.maria, 'Well :smile');
  for (const text of ['at 10:30', 'https://a.example', ':)', ': s']) {
    await page.keyboard.type(text);
    await page.waitForTimeout(50);
    expect(await suggestions(page).count()).toBe(0);
    await field(page).fill('');
  }
  await page.context().close();
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
  expect(await picker.getByTestId('emoji-cell').first().textContent()).toBe('👍');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.type('waving');
  await picker.getByTestId('emoji-tone-3').check({ force: true });
  expect(await picker.getByTestId('emoji-cell').first().textContent()).toBe('👋🏽');
  await picker.getByTestId('emoji-search').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Enter');
  await picker.getByTestId('emoji-search').fill('');
  await picker.getByTestId('emoji-tab-food').click();
  await page.keyboard.press('ArrowRight');
  await has(picker.getByTestId('emoji-tab-activities'), 'aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  for (const key of ['ArrowDown', 'End', 'Home', 'ArrowRight']) await page.keyboard.press(key);
  const name = await page.evaluate(() => document.activeElement?.getAttribute('data-at'));
  expect(name).toBe('9');
  await page.keyboard.type('box');
  expect(await picker.getByTestId('emoji-search').inputValue()).toBe('box');
  await page.keyboard.press('Enter');
  await picker.waitFor({ state: 'detached' });
  const text = await field(page).inputValue();
  expect(text).toContain('ok 👍 👋🏽');
  expect(await field(page).evaluate((element) => document.activeElement === element)).toBe(true);
  await page.reload();
  await here(page, 'Oi!');
  await page.getByTestId('emoji-tool').click();
  expect(await picker.getByTestId('emoji-cell').nth(1).textContent()).toBe('👋🏽');
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
  await page.context().close();
});

test('B-51: @ offers the colleagues who may see the conversation, and the comment names them', async () => {
  const page = await open(ids.maria, 'Oi!');
  await page.keyboard.type('@ru');
  await page.waitForTimeout(100);
  expect(await suggestions(page).count()).toBe(0);
  await field(page).fill('');
  await page.getByTestId('mode-comment').click();
  await page.keyboard.type('@');
  await page.keyboard.type('z');
  await page.waitForTimeout(100);
  expect(await suggestions(page).count()).toBe(0);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('ru');
  await option(page, 'Rui Costa').waitFor();
  await page.keyboard.press('Tab');
  await says(page, '@Rui Costa ');
  await page.keyboard.type('and @ad');
  await option(page, 'Ada Admin').click();
  await says(page, '@Rui Costa and @Ada Admin ');
  expect(await composer(page).locator('mark').allTextContents()).toEqual(['@Rui Costa', '@Ada Admin']);
  for (let left = '@Ada Admin '.length; left > 0; left -= 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('Zoe: is it in stock?');
  await page.keyboard.press('Enter');
  await wrote(ids.maria, '@Rui Costa and Zoe: is it in stock?');
  const { messages } = await world.admin.view(ids.maria);
  expect(messages.at(-1)?.content).toMatchObject({ mentions: [{ name: 'Rui Costa' }] });
  await page.getByTestId('mode-reply').click();
  await page.context().close();
});

test('B-55: the count comes near the limit, what is too long is marked and cannot be sent; Instagram counts bytes', async () => {
  const page = await open(ids.maria, 'Oi!');
  const count = page.getByTestId('count');
  const told = page.getByTestId('count-told');
  await field(page).fill('a'.repeat(3890));
  await eventually(async () => expect(await count.textContent()).toBe(''));
  await field(page).fill('a'.repeat(4000));
  await eventually(async () => expect(await count.textContent()).toContain('4,000 / 4,096'));
  expect((await told.textContent())?.trim()).toBe('200 characters left');
  await page.keyboard.type('b');
  expect((await told.textContent())?.trim()).toBe('200 characters left');
  await field(page).fill(`${'a'.repeat(4096)}bcd`);
  await eventually(async () => expect(await count.textContent()).toContain('3 characters too long'));
  expect(await told.textContent()).toContain('too long to be sent');
  expect(await composer(page).locator('mark').textContent()).toBe('bcd');
  expect(await page.getByTestId('send').isDisabled()).toBe(true);
  await field(page).press('Enter');
  await says(page, `${'a'.repeat(4096)}bcd`);
  await count.getByRole('button').click();
  expect(await selected(page)).toBe('bcd');
  expect(await findings(page, '[data-testid="composer"]')).toEqual([]);
  await page.keyboard.press('Delete');
  await eventually(async () => expect(await page.getByTestId('send').isEnabled()).toBe(true));
  await field(page).fill('');

  await row(page, ids.siti).click();
  await here(page, 'Hello!');
  await field(page).fill('é'.repeat(501));
  await eventually(async () => expect(await count.textContent()).toContain('2 bytes too long'));
  expect(await composer(page).locator('mark').textContent()).toBe('é');
  expect(await page.getByTestId('format').count()).toBe(0);
  await field(page).fill('');
  await page.context().close();
});

test.each(['light', 'dark'] as const)(
  'on a phone every tool is a finger wide, the rest is behind one button, and axe finds nothing, %s',
  async (colorScheme) => {
    const page = await open(ids.maria, 'Oi!', { ...phone, isMobile: true, colorScheme });
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
    const across = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect(await small()).toEqual([]);
    await page.getByTestId('more-tools').click();
    expect(await small()).toEqual([]);
    expect(await findings(page, '[data-testid="composer"]')).toEqual([]);
    await page.getByTestId('format').click();
    await page.getByTestId('format-bar').waitFor();
    await has(page.getByTestId('more-tools'), 'aria-expanded', 'false');
    await page.getByTestId('emoji-tool').click();
    await page.getByTestId('emoji-picker').waitFor();
    expect(await findings(page, '[data-testid="emoji-picker"]')).toEqual([]);
    await picture(page.getByTestId('emoji-picker'), `composer/emoji-${colorScheme}-390`);
    await page.keyboard.press('Escape');
    await page.getByTestId('mode-comment').click();
    await field(page).fill('@');
    await page.keyboard.type('ru');
    await option(page, 'Rui Costa').waitFor();
    expect(await findings(page, '[data-testid="composer"]')).toEqual([]);
    expect(await across()).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.type('look');
    await picture(composer(page), `composer/comment-${colorScheme}-390`);
    await field(page).fill('');
    await page.getByTestId('mode-reply').click();
    await page.context().close();
  },
);
