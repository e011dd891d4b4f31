/** Groups and assignment (product, section 6): made in the settings by keys alone, and seen at work in the conversations. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Group } from '#domain/http.ts';
import { openBrowser, phone, row, soon, tabTo } from './browser.ts';
import { findings } from './findings.ts';
import { chooses, idOf, Windows } from './list-help.ts';
import { inState, pictures, somebody } from './states-help.ts';
import { eventually, openWorld, people, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
let anaId: string;
let ruiId: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  [anaId, ruiId] = [
    await idOf(await world.signIn(people.ana.email)),
    await idOf(await world.signIn(people.rui.email)),
  ];
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const groups = async (): Promise<readonly Group[]> =>
  (await (await world.admin.send('GET', '/api/me')).json()).groups;
/** What happened, as the timeline tells it; many in a row are opened. */
async function lines(page: Page): Promise<readonly string[]> {
  const folded = page.locator('[data-testid="lines"][aria-expanded="false"]');
  if ((await folded.count()) > 0) await folded.first().click();
  return page.locator('.entry.line').allInnerTexts();
}
const toast = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor();

test('an admin makes a group, its people, its rule and its account by keys alone, and what is new finds somebody', async () => {
  const page = await windows.open(people.ada.email);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: 'Groups' }).waitFor();
  await page.getByText('No groups yet').waitFor();
  await soon(() => findings(page)).toEqual([]);

  await tabTo(page, '[data-testid="group-new"]');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('[data-testid="group-name"]'));
  // What cannot be saved is said at its field.
  await tabTo(page, '[type="radio"]');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, '[data-testid="group-most"]');
  await page.keyboard.type('none');
  await page.keyboard.press('Control+s');
  await page.getByText('Give the group a name.').waitFor();
  await page.getByText('Write a whole number from 1 to 1,000').waitFor();
  await soon(() => findings(page)).toEqual([]);
  await page.waitForFunction(() => document.activeElement?.matches('[data-testid="group-name"]'));
  await page.keyboard.type('Sales');
  await tabTo(page, '[data-testid="group-most"]');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('5');
  for (const name of ['Ana Reis', 'Rui Costa', 'Sales']) {
    for (let steps = 0; steps < 12; steps += 1) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => document.activeElement?.closest('label')?.textContent ?? '');
      if (here.includes(name)) break;
    }
    await page.keyboard.press('Space');
  }
  await soon(() => page.getByTestId('save-bar').innerText()).toMatch(/5 changes/);
  await tabTo(page, '[data-testid="save"]');
  await page.keyboard.press('Enter');
  await toast(page, 'Saved.');
  const [made] = await groups();
  expect(made).toMatchObject({ name: 'Sales', assigning: 'round-robin', most: 5 });
  expect(made?.members.toSorted()).toEqual([anaId, ruiId].toSorted());
  await soon(() => page.getByTestId('group').innerText()).toMatch(/Sales\s*2 people · in turn/);
  await soon(() => page.getByTestId('save-bar').count()).toBe(0);

  const first = await somebody(world, 'First Fiona');
  const second = await somebody(world, 'Second Samir');
  const owners: (string | undefined)[] = [];
  for (const { id } of [first, second])
    owners.push(
      await eventually(async () => {
        const { assignee } = (await world.admin.view(id)).head;
        if (!assignee) throw new Error('nobody has it yet');
        return assignee.id;
      }),
    );
  expect(owners.toSorted()).toEqual([anaId, ruiId].toSorted());
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await row(page, first.id).click();
  const name = owners[0] === anaId ? 'Ana Reis' : 'Rui Costa';
  await eventually(async () => {
    const told = (await lines(page)).join('\n');
    expect(told).toContain('Put into Sales, where new conversations of this account go');
    expect(told).toContain(`Assigned to ${name}, next in turn in Sales`);
  });
  await page.context().close();
});

test('handing over and releasing in the head is told by its line, and the other side sees it', async () => {
  const { id } = await somebody(world, 'Handed Hanna');
  await world.admin.command(id, { type: 'assign', personId: anaId });
  const [ana, rui] = await Promise.all([
    windows.open(people.ana.email, { address: `/inbox/${id}` }),
    windows.open(people.rui.email, { address: `/inbox/${id}` }),
  ]);
  await inState(rui, 'C7');
  await tabTo(ana, '[data-testid="header-assign"]');
  await ana.keyboard.press('Enter');
  await chooses(ana, 'Rui Costa');
  await soon(() => rui.getByTestId('header-assign').innerText()).toMatch(/Rui Costa/);
  await inState(rui, 'C1');
  await eventually(async () => {
    for (const page of [ana, rui])
      expect((await lines(page)).join()).toContain('Ana Reis assigned this to Rui Costa');
  });
  await rui.getByTestId('header-assign').click();
  await chooses(rui, 'Nobody');
  await inState(ana, 'C8');
  await eventually(async () => {
    for (const page of [ana, rui])
      expect((await lines(page)).join()).toContain('Rui Costa released this conversation');
  });
  await Promise.all([ana, rui].map(async (page) => page.context().close()));
});

test('the page of groups: what is changed waits for the bar, and goes with exactly what goes; no one else’s', async () => {
  const page = await windows.open(people.ada.email);
  await page.getByTestId('rail-settings').click();
  await page.getByTestId('group').first().click();
  await page.getByRole('radio', { name: 'Least busy' }).check();
  await soon(() => page.getByTestId('save-bar').innerText()).toMatch(/1 change\b/);
  await pictures(page, (shown) => shown.locator('main'), 'groups/one');
  for (const [scheme, size] of [
    ['dark', { width: 1440, height: 900 }],
    ['light', phone.viewport ?? { width: 390, height: 844 }],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(size);
    await soon(() => findings(page)).toEqual([]);
    await soon(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Discard' }).click();
  await soon(() => page.getByRole('radio', { name: 'In turn' }).isChecked()).toBe(true);

  await page.getByTestId('group-delete').click();
  await page.getByText('2 people leave it.').waitFor();
  await page.getByTestId('group-delete-yes').click();
  await toast(page, 'Sales is deleted.');
  await soon(groups).toEqual([]);
  await page.context().close();

  const ana = await windows.open(people.ana.email);
  await soon(() => ana.getByTestId('rail-settings').count()).toBe(0);
  await ana.goto(new URL('/settings', ana.url()).href);
  await ana.getByText('Groups are changed by admins. Ask one of them.').waitFor();
  await ana.context().close();
});
