/** The list in the browser, for one person: rows, tabs, filters, menus, and what is loaded ahead (B-01…B-09, B-15, B-17). */
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tag } from '#domain/http.ts';
import { openBrowser, row, shows } from './browser.ts';
import {
  addGroup,
  addTag,
  bring,
  chooses,
  counted,
  crowd,
  does,
  idOf,
  nameOf,
  onScreen,
  phoneOf,
  pointerAway,
  rowsOf,
  scroller,
  scrollTo,
  sees,
  showsOrder,
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

const active = 60;
const archived = 30;
let world: World;
let browser: Browser;
let windows: Windows;
let anaByHand: Person;
let ruiByHand: Person;
/** Ids of the crowd, by their numbers. */
let ids: readonly string[] = [];
let tags: readonly Tag[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  const { admin } = world;
  [anaByHand, ruiByHand] = await Promise.all([
    world.signIn(people.ana.email),
    world.signIn(people.rui.email),
  ]);
  await connectPages(world);
  tags = await Promise.all(['vip', 'hot', 'later', 'wholesale'].map((name) => addTag(admin, name)));
  await addGroup(admin, 'Sales', [await idOf(admin)]);
  await bring(world, crowd(active + archived));
  await counted(admin, { active: active + archived });
  const rows = await rowsOf(admin, 'tab=active');
  ids = Array.from({ length: active + archived }, (_, index) => {
    const found = rows.find(({ name }) => name === nameOf(index));
    if (!found) throw new Error(`${nameOf(index)} is not there`);
    return found.id;
  });
  for (const id of ids.slice(active)) await does(admin, id, { type: 'archive' });
  await counted(admin, { active, archived });
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const at = (index: number): string => {
  const id = ids[index];
  if (id === undefined) throw new Error(`there are not ${index} of them`);
  return id;
};
const tag = (name: string): string => tags.find((one) => one.name === name)?.id ?? '';
const ana = (address = '/inbox'): Promise<Page> => windows.open(people.ana.email, { address });
const isConversation = (request: Request): boolean =>
  request.method() === 'GET' && /\/api\/conversations\/[^/?]+$/.test(request.url());
const asksFor = (request: Request): string => decodeURIComponent(request.url().split('/').at(-1) ?? '');
const label = async (one: Locator): Promise<string> => (await one.getAttribute('aria-label')) ?? '';

test('B-01: a conversation that was open before shows at once, without a request or a sign of waiting', async () => {
  const page = await ana();
  for (const index of [0, 1]) {
    await row(page, at(index)).click();
    await shows(page, [`Question number ${index}`]);
  }
  const requests: string[] = [];
  page.on('request', (request) => {
    if (isConversation(request)) requests.push(request.url());
  });
  const frames = await page.evaluate(async (id) => {
    document.querySelector<HTMLElement>(`[data-testid="row"][data-id="${id}"]`)?.click();
    const seen: { waits: boolean; text: string }[] = [];
    for (let frame = 0; frame < 10; frame += 1) {
      await new Promise(requestAnimationFrame);
      const main = document.querySelector('main');
      const waits = main?.querySelector('[aria-busy="true"]') != null;
      seen.push({ waits, text: main?.querySelector('[data-testid="message"]')?.textContent ?? '' });
    }
    return seen;
  }, at(0));
  expect(frames.some(({ waits }) => waits)).toBe(false);
  expect(frames.every(({ text }) => text !== '')).toBe(true);
  await shows(page, ['Question number 0']);
  expect(requests).toEqual([]);
  await page.context().close();
});

test('B-02: the row under the pointer and the next one by key are loaded ahead, two at once, and no more when one leaves', async () => {
  const page = await ana();
  const [asksNow, given]: [string[], string[]] = [[], []];
  let held: (() => void)[] | null = [];
  page.on('requestfailed', (request) => {
    if (isConversation(request)) given.push(asksFor(request));
  });
  await page.route('**/api/conversations/*', async (route) => {
    if (!isConversation(route.request())) return route.continue();
    asksNow.push(asksFor(route.request()));
    if (held) await new Promise<void>((go) => (held ? held.push(go) : go()));
    return route.continue().catch(() => undefined);
  });
  await row(page, at(6)).hover();
  await eventually(async () => expect(asksNow).toEqual([at(6)]));
  await pointerAway(page);
  await eventually(async () => expect(given).toEqual([at(6)]));

  // J opens one and looks ahead to the one after it; what is only looked ahead to waits for its turn.
  for (const index of [0, 1, 2]) {
    await page.keyboard.press('j');
    await page.waitForURL(new RegExp(at(index)));
  }
  await eventually(async () => expect(asksNow).toEqual(expect.arrayContaining([at(0), at(1), at(2)])));
  await page.waitForTimeout(200);
  expect(asksNow).not.toContain(at(3));
  for (const go of held.splice(0)) go();
  held = null;
  await eventually(async () => expect(asksNow).toContain(at(3)));
  await shows(page, ['Question number 2']);
  await page.context().close();
});

test('B-05: a row shows who, what, when, and everything that is up with it; its name says the same', async () => {
  const { admin, simulator } = world;
  const rita = '34600111333';
  await simulator.customer(rita, { name: 'Rita Rich', online: true });
  await simulator.does(rita, 'ad', { text: 'I saw your sofa', headline: 'Sofas' });
  const id = await admin.findNamed('Rita Rich');
  await anaByHand.write(id, 'It is still here.');
  await eventually(async () => expect((await admin.view(id)).head.freeEntryUntil).not.toBeNull());
  await simulator.faults({ kind: 'error', code: 131026 });
  await anaByHand.write(id, 'Shall I keep it for you?');
  // WhatsApp tells whole seconds: this is later than what was just answered, also then.
  await simulator.say(rita, 'Hello?', Date.now() + 2000);
  await simulator.say(rita, 'Are you there?', Date.now() + 4000);
  await does(admin, id, { type: 'tag', add: tags.map((one) => one.id), remove: [] });
  await does(admin, id, { type: 'lead', status: 'qualified' });
  await does(admin, id, { type: 'follow-up', at: Date.now() + 1500 });
  await eventually(async () => expect((await admin.view(id)).head.followUpAt).toBeLessThan(Date.now()));
  const page = await ana();
  const rich = row(page, id);
  const name = async (): Promise<string> => label(rich);
  await eventually(async () => expect(await name()).toContain('2 unread messages'));
  for (const part of [
    ...[
      'Rita Rich',
      'WhatsApp',
      'Are you there?',
      'Last message failed',
      'Window open',
      'Messages are free until',
    ],
    ...['Follow-up overdue', 'Lead: Qualified', 'Tags: vip, hot, later, wholesale', 'Assigned to Ana Reis'],
  ])
    expect(await name()).toContain(part);
  const text = await rich.innerText();
  for (const part of ['Rita Rich', 'Are you there?', 'vip', 'hot', '+2', 'Qualified'])
    expect(text).toContain(part);
  for (const part of ['later', 'wholesale']) expect(text).not.toContain(part);
  for (const [mark, state] of [
    ['unread', null],
    ['free', null],
    ['window', 'open'],
    ['due', 'overdue'],
    ['ticks', 'failed'],
  ] as const) {
    const one = rich.getByTestId(mark);
    expect([mark, await one.isVisible()]).toEqual([mark, true]);
    if (state) expect(await one.getAttribute('data-state')).toBe(state);
  }
  expect(await rich.getByTitle('Assigned to Ana Reis').isVisible()).toBe(true);
  await page.context().close();
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
  const page = await ana('/inbox?sort=oldest');
  const shapes: string[] = [];
  for (const [state, words] of [
    ['closed', 'Window expired'],
    ['soon', 'Window closes soon'],
    ['open', 'Window open'],
  ] as const) {
    const id = await admin.findNamed(`Window ${state}`);
    await eventually(async () => expect(await row(page, id).count()).toBe(1));
    const mark = row(page, id).getByTestId('window');
    expect(await mark.getAttribute('data-state')).toBe(state);
    expect(await label(row(page, id))).toContain(words);
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
    await eventually(async () => expect(await label(one)).toContain(channel));
    badges.push(await one.locator('.channel svg').innerHTML());
  }
  expect(new Set(badges).size).toBe(3);
  await page.context().close();
});

test('B-06: a row says what the last message is: kind, tick, draft before it, a colleague who writes before both', async () => {
  const { admin, simulator } = world;
  const kim = '34600111444';
  await simulator.customer(kim, { name: 'Kim Kinds', online: true, readReceipts: true });
  await simulator.say(kim, 'First');
  const id = await admin.findNamed('Kim Kinds');
  const page = await ana();
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
  await eventually(async () =>
    expect(await one.getByTestId('ticks').getAttribute('data-state')).toBe('delivered'),
  );
  await simulator.open(kim);
  await eventually(async () =>
    expect(await one.getByTestId('ticks').getAttribute('data-state')).toBe('read'),
  );
  expect(await label(one)).toMatch(/Thank you, Kim, Read/i);

  await one.click();
  await page.getByTestId('composer-text').fill('Half an answer');
  await says('Draft: Half an answer'.slice(7));
  expect(await one.innerText()).toContain('Draft:');
  const rui = await windows.open(people.rui.email);
  await anaByHand.command(id, { type: 'assign', personId: null });
  await row(rui, id).click();
  await rui.getByTestId('composer-text').pressSequentially('I will');
  await says('Rui Costa is replying');
  expect(await one.innerText()).not.toContain('Half an answer');
  await rui.context().close();
  await says('Half an answer');
  await page.context().close();
});

test('B-06: a document that came without words is told by its name', async () => {
  const { admin, simulator } = world;
  const dora = '34600111555';
  await simulator.customer(dora, { name: 'Dora Documents', online: true });
  await simulator.does(dora, 'say', { kind: 'document', file: { seed: 5, name: 'invoice.pdf' } });
  const id = await admin.findNamed('Dora Documents');
  const page = await ana();
  await eventually(async () => expect(await row(page, id).innerText()).toContain('invoice.pdf'));
  expect(await label(row(page, id))).toContain('invoice.pdf');
  await page.context().close();
});

test('B-07: what is unread is bold and counted up to 99+; the name of the row tells the true number', async () => {
  const { admin } = world;
  const letters = Array.from({ length: 104 }, (_, index) => ({
    ...{ phone: phoneOf(600), name: 'Nora Many', text: `Message ${index}`, at: Date.now() - 20_000 + index },
  }));
  await bring(world, letters);
  const id = await admin.findNamed('Nora Many');
  const page = await ana();
  const weight = (): Promise<number> =>
    row(page, id)
      .locator('.name b')
      .evaluate((name) => Number(getComputedStyle(name).fontWeight));
  await eventually(async () => expect(await label(row(page, id))).toContain('104 unread messages'));
  expect(await row(page, id).getByTestId('unread').innerText()).toBe('99+');
  const bold = await weight();
  await does(admin, id, { type: 'read', rev: Number.MAX_SAFE_INTEGER });
  await eventually(async () => expect(await row(page, id).getByTestId('unread').count()).toBe(0));
  expect(await label(row(page, id))).not.toContain('unread');
  expect(bold).toBeGreaterThanOrEqual(600);
  expect(await weight()).toBeLessThan(bold);
  await page.context().close();
});

test('B-08: tabs, each with its own count and scroll; the address has all, Back and a reload restore all', async () => {
  const { admin } = world;
  const page = await ana();
  const tab = (name: string): Locator => page.getByRole('tablist').getByRole('tab', { name });
  const counts = (await admin.list()).counts;
  expect(await tab('Active').innerText()).toContain(String(counts.active));
  expect(await tab('Archived').innerText()).toContain(String(counts.archived));
  await scrollTo(page, 20);
  await tab('Archived').click();
  await page.waitForURL(/tab=archived/);
  expect(await tab('Archived').getAttribute('aria-selected')).toBe('true');
  await showsOrder(
    page,
    (await rowsOf(admin, 'tab=archived')).map(({ id }) => id),
  );
  expect((await onScreen(page))[0]?.index).toBe(0);
  await scrollTo(page, 10);
  const firstOf = async (index: number): Promise<void> =>
    eventually(async () => {
      const [first] = await onScreen(page);
      expect(first?.index).toBe(index);
      expect(first?.id).not.toBe('');
    });
  await tab('Active').click();
  await firstOf(20);
  await tab('Archived').click();
  await firstOf(10);
  await tab('Active').click();
  await firstOf(20);

  await page.getByTestId('filter').click();
  await page.getByRole('checkbox', { name: 'Unread' }).check();
  await page.keyboard.press('Escape');
  await page.waitForURL(/unread/);
  await firstOf(0);
  const chosen = (await onScreen(page))[3]?.id ?? '';
  await row(page, chosen).click();
  await page.waitForURL(new RegExp(chosen));
  await page.getByTestId('search').fill('Question');
  await page.waitForURL(/search=Question/);
  await eventually(async () => expect(await page.getByTestId('search-result').count()).toBeGreaterThan(0));
  const whole = page.url();
  expect(whole).toMatch(/unread/);
  expect(whole).toContain(chosen);

  await page.reload();
  await eventually(async () => expect(await page.getByTestId('search-result').count()).toBeGreaterThan(0));
  expect(await page.getByTestId('search').inputValue()).toBe('Question');
  expect(await page.getByTestId('message').count()).toBeGreaterThan(0);
  await page.goBack();
  await eventually(async () => expect(await page.getByTestId('search-result').count()).toBe(0));
  expect(await page.getByTestId('search').inputValue()).toBe('');
  expect(await row(page, chosen).getAttribute('aria-selected')).toBe('true');
  expect(await page.getByTestId('chip').innerText()).toContain('Unread');
  await page.goBack();
  await eventually(async () => expect(await page.getByTestId('message').count()).toBe(0));
  expect(await page.getByTestId('chip').count()).toBe(1);
  await page.goBack();
  await eventually(async () => expect(await page.getByTestId('chip').count()).toBe(0));
  await page.goBack();
  await eventually(async () => expect(await tab('Archived').getAttribute('aria-selected')).toBe('true'));
  await page.goForward();
  await page.goForward();
  await eventually(async () => expect(await page.getByTestId('chip').count()).toBe(1));
  await page.context().close();
});

test('B-08: Back from a conversation and from a filter leads to the place where the list was scrolled', async () => {
  const page = await ana();
  const first = async (): Promise<string> => (await onScreen(page))[0]?.id ?? '';
  await scrollTo(page, 25);
  const there = await first();
  await page.getByTestId('filter').click();
  await page.getByRole('checkbox', { name: 'Unassigned' }).check();
  await page.keyboard.press('Escape');
  await eventually(async () => expect((await onScreen(page))[0]?.index).toBe(0));
  await page.goBack();
  await eventually(async () => expect(await first()).toBe(there));
  await row(page, there).click();
  await page.waitForURL(new RegExp(there));
  await page.goBack();
  await page.waitForURL(/inbox$/);
  expect(await first()).toBe(there);
  await page.context().close();
});

test('B-09: filters combine, are chips that go one by one or all at once, and say how many match', async () => {
  const { admin } = world;
  await Promise.all(
    [2, 5, 8, 11].map((index) => does(admin, at(index), { type: 'tag', add: [tag('vip')], remove: [] })),
  );
  await Promise.all(
    [5, 14].map((index) => does(admin, at(index), { type: 'tag', add: [tag('hot')], remove: [] })),
  );
  await does(admin, at(8), { type: 'read', rev: Number.MAX_SAFE_INTEGER });
  const rows = async (fits: (head: Awaited<ReturnType<typeof rowsOf>>[number]) => boolean) =>
    (await rowsOf(admin, 'tab=active')).filter(fits).map(({ id }) => id);
  const has = (name: string) => (head: { tags?: readonly string[] }) => (head.tags ?? []).includes(tag(name));
  await eventually(async () => expect(await rows(has('hot'))).toHaveLength(3));
  const page = await ana();
  await page.getByTestId('filter').click();
  const panel = page.getByTestId('filter-panel');
  await panel.getByRole('group').or(panel.locator('summary')).filter({ hasText: /^Tag/ }).first().click();
  await panel.getByRole('checkbox', { name: 'vip' }).check();
  await panel.getByRole('checkbox', { name: 'hot' }).check();
  await panel.getByRole('checkbox', { name: 'Unread' }).check();
  const both = await rows((head) => (has('vip')(head) || has('hot')(head)) && head.unread > 0);
  expect(both.length).toBeGreaterThan(3);
  await showsOrder(page, both);
  await eventually(async () =>
    expect(await panel.getByRole('status').innerText()).toBe(`${both.length} conversations`),
  );
  await page.keyboard.press('Escape');
  expect(await page.getByTestId('chip').allInnerTexts()).toEqual(['Tag: vip', 'Tag: hot', 'Unread']);
  const told = page.getByRole('group', { name: 'Filters that are on' }).getByRole('status');
  await eventually(async () => expect(await told.textContent()).toBe(`${both.length} conversations`));

  await page.getByRole('button', { name: 'Remove the filter Tag: hot' }).click();
  const vips = await rows((head) => has('vip')(head) && head.unread > 0);
  expect(vips.length).toBeLessThan(both.length);
  await eventually(async () => expect(await told.textContent()).toBe(`${vips.length} conversations`));
  await showsOrder(page, vips);

  await page.getByTestId('save-view').click();
  await page.getByLabel('Name').fill('My vips');
  await page.keyboard.press('Enter');
  const view = page.getByTestId('view');
  await eventually(async () =>
    expect(await view.getAttribute('aria-label')).toBe(`My vips, ${vips.length} conversations`),
  );
  await page.getByTestId('clear-all').click();
  await eventually(async () => expect(await page.getByTestId('chip').count()).toBe(0));
  await showsOrder(page, await rows(() => true));
  await view.click();
  await showsOrder(page, vips);
  await page.context().close();
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
  const page = await ana();
  await way(page, await sees(page, world.admin, { id: at(20) }));
  const menu = page.getByRole('menu', { name: `Actions for ${nameOf(20)}` });
  await eventually(async () => expect(await menu.isVisible()).toBe(true));
  const lines = await menu.getByRole('menuitem').allInnerTexts();
  expect(lines.map((line) => line.split('\n')[0])).toEqual([
    ...['Mark as read', 'Assign', 'Group', 'Lead status', 'Tags', 'Follow-up', 'Archive'],
    ...['Pin', 'Select', 'Copy link', 'Open in a new tab'],
  ]);
  await page.keyboard.press('Escape');
  await eventually(async () => expect(await menu.count()).toBe(0));
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['id'])).toBe(at(20));
  await page.context().close();
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
    await eventually(async () => expect(await page.getByTestId('popup').count()).toBe(0));
  };
  await choose('Mark as read');
  await eventually(async () => expect((await head()).unread).toBe(0));
  await choose('Mark as unread');
  await eventually(async () => expect((await head()).unread).toBe(1));
  await choose('Lead status', 'Contacted');
  await eventually(async () => expect((await head()).lead).toBe('contacted'));
  await choose('Tags', 'later');
  await eventually(async () => expect((await head()).tags).toEqual([tag('later')]));
  await choose('Follow-up', 'Tomorrow');
  await eventually(async () => expect((await head()).followUpAt).toBeGreaterThan(Date.now()));
  await choose('Group', 'Sales');
  await eventually(async () => expect((await head()).groupId).not.toBeNull());
  await choose('Assign', 'Ana Reis');
  await eventually(async () => expect((await head()).assignee?.name).toBe('Ana Reis'));
  await choose('Copy link');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${world.url}/inbox/${id}`);
  await (await sees(page, admin, { id })).click({ button: 'right' });
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByTestId('menu-new-tab').click(),
  ]);
  await shows(other, ['Question number 22']);
  await other.close();
  await choose('Pin');
  await eventually(async () => expect(await row(page, id).getByTestId('pinned').count()).toBe(1));
  await scroller(page).evaluate((box) => (box.scrollTop = 0));
  await eventually(async () => expect((await onScreen(page))[0]?.id).toBe(id));
  await page.reload();
  await eventually(async () => expect((await onScreen(page))[0]?.id).toBe(id));
  await row(page, id).click({ button: 'right' });
  await page.getByTestId('menu-archive').click();
  await eventually(async () => expect((await head()).archived).toBe(true));
  await page.context().close();
});

test('B-17: a row that one moved away stays, greyed, until one leaves it; nothing slides under the pointer', async () => {
  const { admin } = world;
  const [meId, ruiId] = await Promise.all([idOf(anaByHand), idOf(ruiByHand)]);
  for (const index of [30, 31, 32, 33]) await does(admin, at(index), { type: 'assign', personId: meId });
  await eventually(async () =>
    expect((await rowsOf(anaByHand, 'tab=active&agent=me')).map(({ id }) => id)).toEqual(
      expect.arrayContaining([at(30), at(31), at(32), at(33)]),
    ),
  );
  const page = await ana('/inbox?agent=me');
  await eventually(async () => expect(await row(page, at(31)).count()).toBe(1));
  await row(page, at(31)).click();
  await shows(page, ['Question number 31']);
  const before = await onScreen(page);
  await row(page, at(31)).click({ button: 'right' });
  await page.getByTestId('menu-assign').click();
  await page.getByTestId(`menu-${ruiId}`).click();
  await eventually(async () => expect(await row(page, at(31)).getByTestId('moved').count()).toBe(1));
  await eventually(async () => expect((await admin.view(at(31))).head.assignee?.name).toBe('Rui Costa'));
  expect(await row(page, at(31)).innerText()).toContain('Moved');
  expect(await label(row(page, at(31)))).toContain('Not in this list any more');
  expect(await onScreen(page)).toEqual(before);
  await pointerAway(page);
  expect(await onScreen(page)).toEqual(before);
  await row(page, at(32)).click();
  await pointerAway(page);
  await eventually(async () => expect(await row(page, at(31)).count()).toBe(0));
  await shows(page, ['Question number 32']);
  await page.context().close();
});
