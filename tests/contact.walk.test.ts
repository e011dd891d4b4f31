/** The contact panel: everything the team keeps of a customer, by keys alone, on every channel, live for whoever else looks. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, phone, soon, tabTo } from './browser.ts';
import { findings } from './findings.ts';
import { redDot } from './file-help.ts';
import { addTag, does, Windows } from './list-help.ts';
import { picture } from './pictures.ts';
import { opens, somebody, type Side } from './states-help.ts';
import { connectPages, openWorld, people, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
const sides: readonly Side[] = ['whatsapp', 'messenger', 'instagram'];
const customers = new Map<Side, { readonly id: string; readonly phone: string }>();
const names: Readonly<Record<Side, string>> = { whatsapp: 'Maria', messenger: 'Ahmed', instagram: 'Siti' };

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  await connectPages(world);
  for (const channel of sides)
    customers.set(
      channel,
      await somebody(world, `${names[channel]} of ${channel}`, {
        channel,
        ...(channel === 'instagram' && { username: 'siti.sews' }),
      }),
    );
  await addTag(world.admin, 'Leather', 'orange');
  await addTag(world.admin, 'Reseller', 'teal');
  for (const body of [
    { name: 'City', type: 'text' },
    { name: 'Size', type: 'list', options: ['S', 'M', 'L'] },
    { name: 'Rooms', type: 'number' },
    { name: 'Since', type: 'date' },
    { name: 'Wholesale', type: 'checkbox' },
    { name: 'Website', type: 'link', required: true },
  ])
    await world.admin.send('POST', '/api/attributes', body);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const idOn = (channel: Side): string => customers.get(channel)?.id ?? '';
const panel = (page: Page): Locator => page.getByTestId('contact');
const section = (page: Page, name: string): Locator => panel(page).locator(`[data-section="${name}"]`);
const field = (page: Page, word: string): Locator => panel(page).locator(`[data-field="${word}"]`);

/** Goes to a field with Tab alone and writes into it. */
async function writes(page: Page, word: string, text: string, key = 'Enter'): Promise<void> {
  await tabTo(page, `[data-field="${word}"] button.value`);
  await page.keyboard.press('Enter');
  await field(page, word).locator('input:focus').waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await page.keyboard.press(key);
}

/** Keys are letters while the search has the focus: Escape ends it, and leaves the field. */
async function leavesSearch(page: Page): Promise<void> {
  await soon(async () => {
    const within = await page.getByTestId('search').evaluate((one) => one === document.activeElement);
    if (within) await page.keyboard.press('Escape');
    return within;
  }).toBe(false);
}

/** The focus stands at the beginning of the panel. */
async function begins(page: Page): Promise<void> {
  await section(page, 'details').waitFor();
  await panel(page).locator('[data-focus]').focus();
}

test.each(sides)(
  'B-59, B-60: on %s a customer is edited by keys alone, undone, live on a second screen, and axe finds nothing',
  async (channel) => {
    const id = idOn(channel);
    const [page, other] = await Promise.all([
      windows.open(people.ana.email, { address: `/inbox/${id}` }),
      windows.open(people.rui.email, { address: `/inbox/${id}` }),
    ]);
    await section(other, 'details').waitFor();
    await begins(page);
    await writes(page, 'Name', 'Somebody else', 'Escape');
    await soon(() => field(page, 'Name').innerText()).toContain('Add');
    await writes(page, 'Name', `${names[channel]} the tailor`);
    for (const screen of [page, other])
      await soon(() => panel(screen).getByRole('heading', { level: 2 }).innerText()).toBe(
        `${names[channel]} the tailor`,
      );
    await writes(page, 'Other phone', '+351 912 345 678');
    await writes(page, 'E-mail', 'not an address');
    await soon(() => field(page, 'E-mail').locator('input').getAttribute('aria-invalid')).toBe('true');
    await soon(() => page.getByText('Write it as name@example.com').count()).toBeGreaterThan(0);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('tailor@shop.example');
    await page.keyboard.press('Enter');
    for (const screen of [page, other]) {
      await soon(() => field(screen, 'Other phone').innerText()).toContain('+351 912 345 678');
      await soon(() => field(screen, 'E-mail').innerText()).toContain('tailor@shop.example');
    }
    await section(page, 'details').getByTestId('more-details').focus();
    await page.keyboard.press('Enter');
    await writes(page, 'Time zone', 'America/Sao_Paulo');
    await soon(() => panel(other).getByTestId('whereabouts').innerText()).toMatch(/\d\d:\d\d in Sao Paulo/u);
    await page.keyboard.press('z');
    await soon(() => field(other, 'Time zone').count()).toBe(0);

    const asked: string[] = [];
    other.on('request', (request) => void asked.push(request.url()));
    await tabTo(page, '[data-testid="opt-out"]');
    await page.keyboard.press('Space');
    await soon(async () => (await world.admin.view(id)).head.optedOut).toBe(true);
    await soon(() => other.getByTestId('opt-out').isChecked()).toBe(true);
    // Who else they may be follows from none of that, so it is not asked for again.
    expect(asked.filter((address) => address.endsWith('/others'))).toEqual([]);

    await tabTo(page, '[data-testid="add-tag"]');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Leather' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await soon(() => section(other, 'tags').innerText()).toContain('Leather');

    await writes(page, 'Rooms', 'many');
    await soon(() => field(page, 'Rooms').locator('input').getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('22,5');
    await page.keyboard.press('Enter');
    await soon(() => field(other, 'Rooms').innerText()).toContain('22.5');
    await writes(page, 'Website', 'shop.example/belts');
    await soon(() => section(other, 'attributes').getByRole('link').getAttribute('href')).toBe(
      'https://shop.example/belts',
    );

    await tabTo(page, '[data-testid="add-note"]');
    await page.keyboard.press('Enter');
    await page.getByTestId('note-text').waitFor();
    await page.keyboard.type('Prefers voice notes');
    await page.keyboard.press('ControlOrMeta+Enter');
    await soon(() => other.getByTestId('note').innerText()).toContain('Prefers voice notes');
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'add-note',
    );
    await tabTo(page, '[aria-label^="Remove the note"]');
    await page.keyboard.press('Enter');
    await soon(() => other.getByTestId('note').count()).toBe(0);
    await page.keyboard.press('z');
    await soon(() => other.getByTestId('note').count()).toBe(1);

    await tabTo(page, '[data-section="audit"] h3 button');
    await page.keyboard.press('Enter');
    await soon(() => page.getByTestId('audit').innerText()).toContain('Ana Reis brought a note back');
    await soon(() => findings(page, '#contact')).toEqual([]);
    await does(world.admin, id, { type: 'details', patch: { company: 'Haven' } });
    await soon(() => page.getByTestId('audit').innerText()).toContain(
      'Ada Admin changed the contact: company Haven',
    );
    await page.context().close();
    await other.context().close();
  },
);

test.each([
  { channel: 'whatsapp', by: 'a part of the number' },
  { channel: 'messenger', by: 'a part of the name' },
  { channel: 'instagram', by: 'a part of the username' },
] as const)(
  'B-10, B-60: on $channel somebody is found by $by, and all that is kept of them changes by keys alone; Escape leads out, axe finds nothing',
  async ({ channel }) => {
    const { id, phone: number } = customers.get(channel) ?? { id: '', phone: '' };
    const word = { whatsapp: number.slice(3), messenger: 'ahm', instagram: 'siti.se' }[channel];
    const options = { viewport: { width: 1100, height: 800 } };
    const page = await windows.open(people.ana.email, { options });
    await page.keyboard.press('/');
    await page.keyboard.type(word);
    const found = page.getByTestId('search-result').filter({ hasText: names[channel] });
    await soon(() => found.count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(id, 'u'));

    // Where there is less room the panel lies over the page, and has the focus.
    await leavesSearch(page);
    await page.keyboard.press(']');
    await section(page, 'details').waitFor();
    await page.keyboard.press(']');
    await soon(() => panel(page).isVisible()).toBe(false);
    await page.keyboard.press(']');
    await soon(() => page.evaluate(() => document.activeElement?.matches('#contact [data-focus]'))).toBe(
      true,
    );
    await writes(page, 'E-mail', `${channel}@shop.example`);
    await tabTo(page, '[data-testid="add-tag"]');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Reseller' }).waitFor();
    await page.keyboard.type('res');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await tabTo(page, '[data-testid="add-note"]');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Found by keys');
    await page.keyboard.press('ControlOrMeta+Enter');
    await soon(() => section(page, 'notes').innerText()).toContain('Found by keys');
    await tabTo(page, '[data-testid="add-follow-up"]');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New follow-up' }).waitFor();
    await tabTo(page, 'textarea[aria-describedby]');
    await page.keyboard.type('Call back');
    await tabTo(page, 'button[type="submit"]');
    await page.keyboard.press('Enter');
    await soon(() => page.getByTestId('panel-follow-up').innerText()).toContain('Call back');
    await soon(async () => (await world.admin.view(id)).panel?.details.email).toBe(`${channel}@shop.example`);
    await soon(() => section(page, 'tags').innerText()).toContain('Reseller');
    await soon(() => findings(page, '#contact')).toEqual([]);

    await page.keyboard.press('Escape');
    await soon(() => panel(page).isVisible()).toBe(false);
    await soon(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    await page.context().close();
  },
);

test('B-60: sections collapse and stay so; other conversations are suggested, linked and unlinked by hand', async () => {
  const [maria, ahmed] = [idOn('whatsapp'), idOn('messenger')];
  await does(world.admin, ahmed, {
    type: 'details',
    patch: { phone: `+${customers.get('whatsapp')?.phone ?? ''}` },
  });
  await soon(
    async () =>
      (await (await world.admin.send('GET', `/api/conversations/${maria}/others`)).json()) as unknown,
  ).toMatchObject({ suggested: expect.arrayContaining([expect.objectContaining({ by: 'phone' })]) });
  const page = await windows.open(people.ana.email, { address: `/inbox/${maria}` });
  const others = section(page, 'others');
  const suggestion = others.getByRole('button', { name: /^Link the conversation with Ahmed/u });
  await suggestion.focus();
  await page.keyboard.press('Enter');
  await soon(() => others.getByRole('button', { name: /^Unlink/u }).count()).toBe(1);
  await others.getByRole('link', { name: /Ahmed/u }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(ahmed, 'u'));
  await soon(() =>
    section(page, 'others')
      .getByRole('button', { name: /^Unlink the conversation with Maria/u })
      .count(),
  ).toBe(1);
  const heading = section(page, 'tags').getByRole('button', { expanded: true }).first();
  await heading.focus();
  await page.keyboard.press('Enter');
  await soon(() => section(page, 'tags').getByTestId('add-tag').count()).toBe(0);
  await opens(page, maria);
  await section(page, 'tags').waitFor();
  await soon(() => section(page, 'tags').locator('h3 button').getAttribute('aria-expanded')).toBe('false');
  await page.context().close();
});

test('in the moment of a step to another conversation nothing is done to the one before', async () => {
  const next = idOn('messenger');
  const page = await windows.open(people.ana.email, { address: `/inbox/${idOn('whatsapp')}` });
  await page.locator(`[data-testid="row"][data-id="${next}"]`).waitFor();
  const heading = section(page, 'details').locator('h3 button');
  await heading.waitFor();
  // What the panel still shows is pressed in the very task of the step, before anything could be drawn.
  const pressed = await page.evaluate(async (id) => {
    const button = document.querySelector('[data-section="details"] h3 button');
    const name = (): string => document.querySelector('[data-testid="contact"] h2')?.textContent ?? '';
    const before = name();
    document.querySelector<HTMLElement>(`[data-testid="row"][data-id="${id}"]`)?.click();
    for (let turns = 0; turns < 50 && name() === before; turns += 1) await Promise.resolve();
    const common = { bubbles: true, cancelable: true };
    const done = [new MouseEvent('click', common), new InputEvent('beforeinput', common)];
    return { stepped: name() !== before, taken: done.map((event) => button?.dispatchEvent(event)) };
  }, next);
  expect(pressed).toEqual({ stepped: true, taken: [false, false] });
  await soon(() => heading.getAttribute('aria-expanded')).toBe('true');
  await soon(async () => {
    await heading.click();
    return heading.getAttribute('aria-expanded');
  }).toBe('false');
  await page.context().close();
});

test('media, files and links stand in the panel, and lead to their messages', async () => {
  const { id, phone: number } = customers.get('whatsapp') ?? { id: '', phone: '' };
  await world.simulator.say(number, 'Look at https://example.com/belts and tell me');
  await world.simulator.flush();
  await does(world.admin, id, {
    type: 'send',
    draft: { kind: 'files', text: '', files: [await world.admin.upload('image', 'image/png', redDot)] },
  });
  const page = await windows.open(people.ada.email, { address: `/inbox/${id}` });
  const files = section(page, 'files');
  await files.getByRole('button', { expanded: false }).first().click();
  await soon(() => files.locator('img').count()).toBe(1);
  await files.getByRole('tab', { name: 'Media' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await soon(() => files.getByRole('link').getAttribute('href')).toBe('https://example.com/belts');
  await soon(() => findings(page, '#contact')).toEqual([]);
  await page.context().close();
});

test('the panel opens with ], is resized by keys and stays so, is a drawer where there is less room and a sheet on phones', async () => {
  const id = idOn('whatsapp');
  const page = await windows.open(people.ana.email, { address: `/inbox/${id}` });
  const splitter = page.getByTestId('splitter');
  await splitter.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await soon(() => splitter.getAttribute('aria-valuenow')).toBe('372');
  const width = async () => Math.round((await page.locator('#contact').boundingBox())?.width ?? 0);
  await soon(width).toBe(372);
  await opens(page, id);
  await splitter.waitFor();
  await soon(width).toBe(372);
  await page.locator('main').focus();
  await page.keyboard.press(']');
  await soon(() => panel(page).isVisible()).toBe(false);
  await page.keyboard.press(']');
  await soon(() => panel(page).isVisible()).toBe(true);
  await page.setViewportSize({ width: 1100, height: 800 });
  await soon(() => panel(page).isVisible()).toBe(false);
  await page.keyboard.press(']');
  await soon(() => panel(page).isVisible()).toBe(true);
  await soon(() => page.evaluate(() => document.activeElement?.matches('#contact [data-focus]'))).toBe(true);
  await page.keyboard.press('Escape');
  await soon(() => panel(page).isVisible()).toBe(false);
  await page.context().close();
  const small = await windows.open(people.ana.email, { address: `/inbox/${id}`, options: phone });
  await small.getByTestId('panel-toggle').click();
  await soon(() => section(small, 'details').isVisible()).toBe(true);
  await soon(async () => Math.round((await small.locator('#contact').boundingBox())?.width ?? 0)).toBe(390);
  await soon(() => findings(small, '#contact')).toEqual([]);
  await small.context().close();
});

test('the sections are drawn as they were, light and dark, wide and on a phone', async () => {
  const { id } = await somebody(world, 'Pictured Paula');
  const patch = {
    name: 'Paula Pires',
    email: 'paula@shop.example',
    company: 'Haven hotels',
    address: 'Rua das Flores 7',
  };
  await does(world.admin, id, { type: 'details', patch });
  for (const [name, value] of [
    ['city', 'Porto'],
    ['size', 'M'],
    ['since', '2026-02-28'],
    ['wholesale', 'yes'],
  ])
    await does(world.admin, id, { type: 'attribute', name, value });
  const page = await windows.open(people.rui.email, { address: `/inbox/${id}` });
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    if (width === 390) await page.getByTestId('panel-toggle').click();
    await soon(() => section(page, 'attributes').innerText()).toContain('28 Feb 2026');
    for (const name of ['details', 'attributes'])
      await picture(section(page, name), `contact/${name}-${colorScheme}-${width}`);
  }
  await page.context().close();
});
