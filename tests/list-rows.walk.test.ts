/** What a row of the list says, to the eye and to the ear, and its menu (B-05, B-06, B-07, B-15). */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tag } from '#domain/http.ts';
import { openBrowser, row, shows, soon } from './browser.ts';
import {
  addGroup,
  addTag,
  bring,
  chooses,
  counted,
  crowd,
  does,
  idOf,
  leads,
  nameOf,
  onScreen,
  phoneOf,
  rowsOf,
  scroller,
  sees,
  Windows,
} from './list-help.ts';
import {
  connectPages,
  eventually,
  instagram,
  openWorld,
  page as ourPage,
  people,
  type Person,
  type World,
} from './world.ts';

const customers = 60;
let world: World;
let browser: Browser;
let windows: Windows;
let anaByHand: Person;
/** Ids of the crowd, by their numbers. */
let ids: readonly string[] = [];
let tags: readonly Tag[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin } = world;
  anaByHand = await world.signIn(people.ana.email);
  await connectPages(world);
  tags = await Promise.all(['vip', 'hot', 'later', 'wholesale'].map((name) => addTag(admin, name)));
  await addGroup(admin, 'Sales', [await idOf(admin)]);
  await bring(world, crowd(customers));
  await counted(admin, { active: customers });
  const rows = await rowsOf(admin, 'tab=active');
  ids = Array.from({ length: customers }, (_, index) => {
    const found = rows.find(({ name }) => name === nameOf(index));
    if (!found) throw new Error(`${nameOf(index)} is not there`);
    return found.id;
  });
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

const at = (index: number): string => {
  const id = ids[index];
  if (id === undefined) throw new Error(`there are not ${index} of them`);
  return id;
};
const tag = (name: string): string => tags.find((one) => one.name === name)?.id ?? '';
const ana = (address = '/inbox'): Promise<Page> => windows.open(people.ana.email, { address });
const label = async (one: Locator): Promise<string> => (await one.getAttribute('aria-label')) ?? '';

test('B-05: a row shows who, what, when, and everything that is up with it; its name says the same', async () => {
  const { admin, simulator } = world;
  const rita = '34600111333';
  await simulator.customer(rita, { name: 'Rita Rich', online: true });
  await simulator.does(rita, 'ad', { text: 'I saw your sofa', headline: 'Sofas' });
  const id = await admin.findNamed('Rita Rich');
  await anaByHand.write(id, 'It is still here.');
  await soon(async () => (await admin.view(id)).head.freeEntryUntil).not.toBeNull();
  await simulator.faults({ kind: 'error', code: 131026 });
  await anaByHand.write(id, 'Shall I keep it for you?');
  // WhatsApp tells whole seconds: this is later than what was just answered, also then.
  await simulator.say(rita, 'Hello?', Date.now() + 2000);
  await simulator.say(rita, 'Are you there?', Date.now() + 4000);
  await does(admin, id, { type: 'tag', add: tags.map((one) => one.id), remove: [] });
  await does(admin, id, { type: 'lead', status: 'qualified' });
  await does(admin, id, { type: 'follow-up', at: Date.now() + 1500 });
  const page = await again();
  const rich = row(page, id);
  const name = async (): Promise<string> => label(rich);
  await soon(name).toContain('2 unread messages');
  for (const part of [
    ...[
      'Rita Rich',
      'WhatsApp',
      'Are you there?',
      'Last message failed',
      'Window open',
      'Messages are free until',
    ],
    ...['Follow-up ', 'Lead: Qualified', 'Tags: vip, hot, later, wholesale', 'Assigned to Ana Reis'],
  ])
    await soon(name).toContain(part);
  const text = await rich.innerText();
  for (const part of ['Rita Rich', 'Are you there?', 'Qualified']) expect(text).toContain(part);
  // As many tags as there is room for, two at most, and how many more there are.
  const shown = tags.filter((one) => text.includes(one.name)).map((one) => one.name);
  expect(shown).toEqual(tags.slice(0, shown.length).map((one) => one.name));
  expect(shown.length).toBeLessThanOrEqual(2);
  expect(text).toContain(`+${tags.length - shown.length}`);
  for (const [mark, state] of [
    ['unread', null],
    ['free', null],
    ['window', 'open'],
    ['due', null],
    ['ticks', 'failed'],
  ] as const) {
    const one = rich.getByTestId(mark);
    await soon(async () => [mark, await one.isVisible()]).toEqual([mark, true]);
    if (state) await soon(() => one.getAttribute('data-state')).toBe(state);
  }
  await soon(() => rich.getByTitle('Assigned to Ana Reis').isVisible()).toBe(true);
});

test('B-05: the channel and the window have shapes of their own, not only colours', async () => {
  const { admin, simulator } = world;
  const hour = 60 * 60_000;
  const ages = { closed: 25, soon: 22.5, open: 1 };
  await bring(
    world,
    Object.entries(ages).map(([state, hours], index) => ({
      ...{ phone: phoneOf(500 + index), name: `Window ${state}`, text: 'Hi', at: Date.now() - hours * hour },
    })),
  );
  for (const [channel, accountId, phone] of [
    ['messenger', ourPage.id, '61550001112223'],
    ['instagram', instagram.id, '91550001112223'],
  ] as const) {
    await simulator.customer(phone, { channel, name: `On ${channel}`, online: true });
    await simulator.does(phone, 'say', { accountId, text: 'Hi' });
  }
  const page = await again('/inbox?sort=oldest');
  const shapes: string[] = [];
  for (const [state, words] of [
    ['closed', 'Window expired'],
    ['soon', 'Window closes soon'],
    ['open', 'Window open'],
  ] as const) {
    const id = await admin.findNamed(`Window ${state}`);
    await soon(() => row(page, id).count()).toBe(1);
    const mark = row(page, id).getByTestId('window');
    await soon(() => mark.getAttribute('data-state')).toBe(state);
    await soon(() => label(row(page, id))).toContain(words);
    shapes.push(await mark.locator('svg').innerHTML());
  }
  expect(new Set(shapes).size).toBe(3);

  await page.goto(`${world.url}/inbox`);
  const badges: string[] = [];
  for (const [name, channel] of [
    ['On messenger', 'Messenger'],
    ['On instagram', 'Instagram'],
    ['Rita Rich', 'WhatsApp'],
  ] as const) {
    const one = row(page, await admin.findNamed(name));
    await soon(() => label(one)).toContain(channel);
    badges.push(await one.locator('.channel svg').innerHTML());
  }
  expect(new Set(badges).size).toBe(3);
});

test('B-06: a row says what the last message is: kind, tick, draft before it, a colleague who writes before both', async () => {
  const { admin, simulator } = world;
  const kim = '34600111444';
  await simulator.customer(kim, { name: 'Kim Kinds', online: true, readReceipts: true });
  await simulator.say(kim, 'First');
  const id = await admin.findNamed('Kim Kinds');
  const page = await again();
  const one = row(page, id);
  const says = (words: string): Promise<void> =>
    eventually(async () => {
      expect(await one.innerText()).toContain(words);
      expect(await label(one)).toContain(words);
    });
  const files = { file: { seed: 3 } };
  for (const [body, words] of [
    [{ kind: 'image', ...files }, 'Photo'],
    [{ kind: 'image', text: 'Look at this', ...files }, 'Look at this'],
    [{ kind: 'voice', ...files }, 'Voice message'],
    [{ kind: 'location', latitude: 1, longitude: 2 }, 'Location'],
  ] as const) {
    await simulator.does(kim, 'say', body);
    await says(words);
  }
  await anaByHand.write(id, 'Thank you, Kim');
  await says('Thank you, Kim');
  await soon(() => one.getByTestId('ticks').getAttribute('data-state')).toBe('delivered');
  await simulator.open(kim);
  await soon(() => one.getByTestId('ticks').getAttribute('data-state')).toBe('read');
  await soon(() => label(one)).toMatch(/Thank you, Kim, Read/i);

  await one.click();
  await page.getByTestId('composer-text').fill('Half an answer');
  await says('Draft: Half an answer'.slice(7));
  await soon(() => one.innerText()).toContain('Draft:');
  const rui = await windows.open(people.rui.email);
  await anaByHand.command(id, { type: 'assign', personId: null });
  await row(rui, id).click();
  await rui.getByTestId('composer-text').pressSequentially('I will');
  await says('Rui Costa is replying');
  await soon(() => one.innerText()).not.toContain('Half an answer');
  await rui.context().close();
  await says('Half an answer');
});

test('B-06: a document that came without words is told by its name', async () => {
  const { admin, simulator } = world;
  const dora = '34600111555';
  await simulator.customer(dora, { name: 'Dora Documents', online: true });
  await simulator.does(dora, 'say', { kind: 'document', file: { seed: 5, name: 'invoice.pdf' } });
  const id = await admin.findNamed('Dora Documents');
  const page = await again();
  await soon(() => row(page, id).innerText()).toContain('invoice.pdf');
  await soon(() => label(row(page, id))).toContain('invoice.pdf');
});

test('B-07: what is unread is bold and counted up to 99+; the name of the row tells the true number', async () => {
  const { admin } = world;
  const letters = Array.from({ length: 104 }, (_, index) => ({
    ...{ phone: phoneOf(600), name: 'Nora Many', text: `Message ${index}`, at: Date.now() - 20_000 + index },
  }));
  await bring(world, letters);
  const id = await admin.findNamed('Nora Many');
  const page = await again();
  const weight = (): Promise<number> =>
    row(page, id)
      .locator('.name b')
      .evaluate((name) => Number(getComputedStyle(name).fontWeight));
  await soon(() => label(row(page, id))).toContain('104 unread messages');
  await soon(() => row(page, id).getByTestId('unread').innerText()).toBe('99+');
  const bold = await weight();
  await does(admin, id, { type: 'read', rev: Number.MAX_SAFE_INTEGER });
  await soon(() => row(page, id).getByTestId('unread').count()).toBe(0);
  await soon(() => label(row(page, id))).not.toContain('unread');
  expect(bold).toBeGreaterThanOrEqual(600);
  await soon(weight).toBeLessThan(bold);
});

const wayToMenu: Readonly<Record<string, (page: Page, one: Locator) => Promise<void>>> = {
  'right click': async (_page, one) => one.click({ button: 'right' }),
  'the ⋯ of the row': async (_page, one) => {
    await one.hover();
    await one.getByTestId('row-menu').click();
  },
  'Shift+F10': async (page, one) => {
    await one.focus();
    await page.keyboard.press('Shift+F10');
  },
};

test.for(Object.entries(wayToMenu))('B-15: the same menu by %s', async ([, way]) => {
  const page = await again();
  await way(page, await sees(page, world.admin, { id: at(20) }));
  const menu = page.getByRole('menu', { name: `Actions for ${nameOf(20)}` });
  await soon(() => menu.isVisible()).toBe(true);
  const lines = await menu.getByRole('menuitem').allInnerTexts();
  expect(lines.map((line) => line.split('\n')[0])).toEqual([
    ...['Mark as read', 'Assign', 'Group', 'Lead status', 'Tags', 'Follow-up', 'Archive'],
    ...['Pin', 'Select', 'Copy link', 'Open in a new tab'],
  ]);
  await page.keyboard.press('Escape');
  await soon(() => menu.count()).toBe(0);
  await soon(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['id'])).toBe(at(20));
});

test('B-15: what the menu offers is done', async () => {
  const { admin } = world;
  const page = await ana();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const id = at(22);
  const head = async () => (await admin.view(id)).head;
  const choose = async (...lines: readonly string[]): Promise<void> => {
    await (await sees(page, admin, { id })).focus();
    await page.keyboard.press('Shift+F10');
    for (const line of lines) await chooses(page, line);
    for (let open = 2; open > 0 && (await page.getByTestId('popup').count()) > 0; open -= 1)
      await page.keyboard.press('Escape');
    await soon(() => page.getByTestId('popup').count()).toBe(0);
  };
  await choose('Mark as read');
  await soon(async () => (await head()).unread).toBe(0);
  await choose('Mark as unread');
  await soon(async () => (await head()).unread).toBe(1);
  await choose('Lead status', 'Contacted');
  await soon(async () => (await head()).lead).toBe('contacted');
  await choose('Tags', 'later');
  await soon(async () => (await head()).tags).toEqual([tag('later')]);
  await choose('Follow-up', 'Tomorrow');
  await soon(async () => (await head()).followUpAt).toBeGreaterThan(Date.now());
  await choose('Group', 'Sales');
  await soon(async () => (await head()).groupId).not.toBeNull();
  await choose('Assign', 'Assign to me');
  await soon(async () => (await head()).assignee?.name).toBe('Ana Reis');
  await choose('Copy link');
  await soon(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`${world.url}/inbox/${id}`);
  await (await sees(page, admin, { id })).click({ button: 'right' });
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByTestId('menu-new-tab').click(),
  ]);
  await shows(other, ['Question number 22']);
  await other.close();
  await choose('Pin');
  await scroller(page).evaluate((box) => (box.scrollTop = 0));
  await soon(() => row(page, id).getByTestId('pinned').count()).toBe(1);
  await soon(async () => (await onScreen(page))[0]?.id).toBe(id);
  await soon(async () => (await (await page.request.get(`${world.url}/api/me`)).json()).pins).toEqual([id]);
  await page.reload();
  await soon(async () => (await onScreen(page))[0]?.id).toBe(id);
  await row(page, id).click({ button: 'right' });
  await page.getByTestId('menu-archive').click();
  await soon(async () => (await head()).archived).toBe(true);
  await page.context().close();
});
