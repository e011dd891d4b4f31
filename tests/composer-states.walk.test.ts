/** The closed list of the composer's states, C1 to C16: each reached as it is in life, by its keys, clean for axe, and kept as pictures (B-49). */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, soon, tabTo } from './browser.ts';
import { does, idOf, Windows } from './list-help.ts';
import {
  assign,
  banner,
  caret,
  composer,
  day,
  field,
  findings,
  hour,
  inState,
  minute,
  opens,
  pictures,
  second,
  somebody,
} from './states-help.ts';
import {
  connectPages,
  eventually,
  openWorld,
  page as facebook,
  password,
  people,
  type World,
} from './world.ts';

const max = { name: 'Max Manager', email: 'max@casement.example', role: 'manager' };
let world: World;
let browser: Browser;
let windows: Windows;
let ana: Page;
let ofMax: Page | undefined;
let anaId: string;
let ruiId: string;
/** Conversations by what they are for. */
const ids: Record<string, string> = {};

async function prepare(): Promise<void> {
  const freeOpener = {
    source_type: 'ad',
    source_id: '42',
    source_url: 'https://fb.me/42',
    headline: 'Leather',
  };
  // Its window closes while the others are prepared; our answer before that starts the free entry point.
  const free = await somebody(world, 'Free Fatima', { ago: day - 25 * second, referral: freeOpener });
  await assign(world, free.id, anaId);
  await world.admin.write(free.id, 'It is, how many do you need?');
  ids['free'] = free.id;
  for (const [key, name, where] of [
    ['open', 'Open Olga', {}],
    ['soon', 'Soon Sofia', { ago: day - 10 * minute }],
    ['closed', 'Closed Clara', { ago: day + hour }],
    ['messenger', 'Messenger Mo', { channel: 'messenger', ago: 3 * day }],
    ['instagram', 'Insta Ines', { channel: 'instagram', ago: 3 * day }],
    ['archived', 'Archived Ali', {}],
    ['blocked', 'Blocked Bo', {}],
    ['opted', 'Opted Otto', {}],
    ['page', 'Page Petra', { channel: 'messenger' }],
    ['pace', 'Pace Pavel', {}],
    ['slow', 'Slow Selma', {}],
  ] as const) {
    const { id, phone } = await somebody(world, name, where);
    ids[key] = id;
    await assign(world, id, anaId);
    if (key === 'opted') await world.simulator.does(phone, 'marketing', { value: 'stop' });
  }
  ids['other'] = (await somebody(world, 'Other Oleg')).id;
  await assign(world, ids['other'], ruiId);
  ids['nobody'] = (await somebody(world, 'Nobody Nina')).id;
  await does(world.admin, ids['archived'] ?? '', { type: 'archive' });
  await does(world.admin, ids['blocked'] ?? '', { type: 'block', on: true });
}

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  const { admin } = world;
  await connectPages(world);
  const granted = { humanAgent: true, utilityTemplates: true };
  await admin.send('PATCH', `/api/accounts/messenger/${facebook.id}`, granted);
  await admin.send('POST', '/api/team', { ...max, password });
  windows = new Windows(browser, world.url);
  anaId = await idOf(await world.signIn(people.ana.email));
  ruiId = await idOf(await world.signIn(people.rui.email));
  await prepare();
  ana = await windows.open(people.ana.email);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

beforeEach(async () => {
  await ana.keyboard.press('Escape');
});

/** Max's one window, at a conversation. */
async function manager(id: string): Promise<Page> {
  ofMax ??= await windows.open(max.email, { address: `/inbox/${id}` });
  if (!ofMax.url().includes(id)) await opens(ofMax, id);
  return ofMax;
}

const idFor = (key: string): string => ids[key] ?? '';

/** It is in the state, axe finds nothing in either theme, and it looks as it did. */
async function stands(page: Page, name: string, kind = name): Promise<void> {
  await inState(page, name);
  await soon(() => findings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await soon(() => findings(page)).toEqual([]);
  await pictures(page, composer, `composer/${kind.toLowerCase()}`);
}

const sent = async (text: string): Promise<readonly string[]> =>
  (await world.simulator.sends()).filter(({ body }) => body.includes(text)).map(({ body }) => body);

test('C1: mine and open: write, Enter', async () => {
  await opens(ana, idFor('open'));
  await stands(ana, 'C1');
  await soon(() => banner(ana).count()).toBe(0);
  await ana.keyboard.press('r');
  await caret(ana);
  await ana.keyboard.type('It is still there.');
  await ana.keyboard.press('Enter');
  await soon(() => sent('It is still there.')).toHaveLength(1);
});

test('C2: in the last quarter of an hour it says when it closes, and sending goes on (B-46)', async () => {
  await opens(ana, idFor('soon'));
  await field(ana).fill('Quickly then');
  await stands(ana, 'C2');
  await soon(() => banner(ana).innerText()).toMatch(/Closes at .*approved templates/s);
  await field(ana).press('Enter');
  await soon(() => sent('Quickly then')).toHaveLength(1);
});

test('C3: WhatsApp closed: templates, comments, and the draft is kept (B-46)', async () => {
  await ana.evaluate(
    ([key, text]) => localStorage.setItem(key ?? '', text ?? ''),
    [`casement:draft:${anaId}:${idFor('closed')}:reply`, 'O frete para Campinas é grátis'],
  );
  await opens(ana, idFor('closed'));
  await stands(ana, 'C3');
  await soon(() => banner(ana).innerText()).toMatch(/window closed at.*Your draft is kept/s);
  await soon(() => field(ana).getAttribute('readonly')).not.toBeNull();
  await soon(() => field(ana).inputValue()).toBe('O frete para Campinas é grátis');
  await ana.keyboard.press('n');
  await caret(ana);
  await ana.keyboard.type('Template tomorrow');
  await ana.keyboard.press('Enter');
  await soon(() => ana.getByRole('feed').innerText()).toContain('Template tomorrow');
  await ana.getByTestId('mode-reply').click();
  for (const act of ['act-draft-template', 'act-template']) {
    await tabTo(ana, `[data-testid="${act}"]`);
    await ana.keyboard.press('Enter');
    await ana.getByRole('dialog').waitFor();
    await ana.keyboard.press('Escape');
    await soon(() => ana.getByRole('dialog').count()).toBe(0);
  }
  await ana.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await tabTo(ana, '[data-testid="act-draft-copy"]');
  await ana.keyboard.press('Enter');
  await soon(() => ana.evaluate(() => navigator.clipboard.readText())).toBe('O frete para Campinas é grátis');
});

test('C5: Messenger closed: a person confirms, with Meta’s rule before their eyes (R-16)', async () => {
  await opens(ana, idFor('messenger'));
  await stands(ana, 'C5');
  await soon(() => banner(ana).innerText()).toMatch(/Not for offers or broadcasts, and never by a machine/);
  await soon(() => ana.getByTestId('act-template').isVisible()).toBe(true);
  await tabTo(ana, '[data-testid="act-person"]');
  await ana.keyboard.press('Enter');
  await soon(() => composer(ana).getAttribute('data-state')).toBe('as-person');
  await caret(ana);
  await ana.keyboard.type('Sorry for the wait');
  await ana.keyboard.press('Enter');
  await soon(async () => (await sent('Sorry for the wait'))[0]).toContain('HUMAN_AGENT');
});

test('C6: Instagram closed: comments only', async () => {
  await opens(ana, idFor('instagram'));
  await stands(ana, 'C6');
  await soon(() => banner(ana).innerText()).toMatch(/Instagram allows no more messages here/);
  await tabTo(ana, '[data-testid="act-comment"]');
  await ana.keyboard.press('Enter');
  await caret(ana);
  await ana.keyboard.type('Wait for her');
  await ana.keyboard.press('Enter');
  await soon(() => ana.getByRole('feed').innerText()).toContain('Wait for her');
  await ana.getByTestId('mode-reply').click();
});

test('C7: assigned to somebody else: ask them in a comment, or take over (B-58)', async () => {
  await opens(ana, idFor('other'));
  await stands(ana, 'C7');
  await soon(() => banner(ana).innerText()).toContain('Rui Costa answers here');
  await tabTo(ana, '[data-testid="act-ask"]');
  await ana.keyboard.press('Enter');
  await soon(() => field(ana).inputValue()).toBe('@Rui Costa ');
  await caret(ana);
  await ana.keyboard.type('may I?');
  await soon(() => field(ana).inputValue()).toBe('@Rui Costa may I?');
  await field(ana).fill('');
  await ana.getByTestId('mode-reply').click();

  const boss = await manager(idFor('other'));
  await inState(boss, 'C7');
  await tabTo(boss, '[data-testid="act-take"]');
  await boss.keyboard.press('Enter');
  await inState(boss, 'C1');
  await caret(boss);
  await boss.keyboard.type('Max here');
  await soon(() => field(boss).inputValue()).toBe('Max here');
});

test('C8: unassigned: one key takes it, and so does a reply (B-58, R-26)', async () => {
  await opens(ana, idFor('nobody'));
  await stands(ana, 'C8');
  await soon(() => field(ana).isEditable()).toBe(true);
  await ana.keyboard.press('i');
  await inState(ana, 'C1');
  await soon(async () => (await world.admin.view(idFor('nobody'))).head.assignee?.id).toBe(anaId);
});

test('C9: a role that does not answer: comments only, and why', async () => {
  await assign(world, idFor('nobody'), null);
  const boss = await manager(idFor('nobody'));
  await stands(boss, 'C9');
  await soon(() => banner(boss).innerText()).toMatch(/You do not answer here/);
  await tabTo(boss, '[data-testid="act-comment"]');
  await boss.keyboard.press('Enter');
  await caret(boss);
  await boss.keyboard.type('Good work');
  await boss.keyboard.press('Enter');
  await soon(() => boss.getByRole('feed').innerText()).toContain('Good work');
});

test('C10: archived: a notice; Reopen, or a reply, brings it back', async () => {
  await ana.goto(`${world.url}/inbox/${idFor('archived')}?tab=archived`);
  await stands(ana, 'C10');
  await soon(() => field(ana).isEditable()).toBe(true);
  await tabTo(ana, '[data-testid="act-reopen"]');
  await ana.keyboard.press('Enter');
  await inState(ana, 'C1');
  await soon(async () => (await world.admin.view(idFor('archived'))).head.archived).toBe(false);
});

test('C11: blocked: nothing goes out, until somebody who may lifts it', async () => {
  await opens(ana, idFor('blocked'));
  await stands(ana, 'C11');
  const refused = await world.admin.command(idFor('blocked'), {
    type: 'send',
    draft: { kind: 'text', text: 'no' },
  });
  expect(await refused.json()).toMatchObject({ code: 'blocked' });
  await tabTo(ana, '[data-testid="act-lift"]');
  await ana.keyboard.press('Enter');
  await inState(ana, 'C1');
  // Whoever lifts it wants to write.
  await caret(ana);
  await ana.getByTestId('header-more').press('Enter');
  await ana.getByTestId('menu-block').click();
  await inState(ana, 'C11');
  await ana.getByRole('button', { name: 'Undo' }).click();
  await inState(ana, 'C1');
});

test('C11: opted out: a notice only, text goes on', async () => {
  await opens(ana, idFor('opted'));
  await stands(ana, 'C11', 'C11-opted-out');
  await soon(() => banner(ana).innerText()).toMatch(/wants no marketing/);
  await field(ana).fill('Your parcel is here');
  await field(ana).press('Enter');
  await soon(() => sent('Your parcel is here')).toHaveLength(1);
});

test('C12: the account is in trouble: nothing is sent, the draft stays, an admin finds the way', async () => {
  await world.simulator.event(facebook.id, { kind: 'policy', action: 'block' });
  await world.simulator.flush();
  const page = await windows.open(people.ana.email, { address: `/inbox/${idFor('page')}` });
  await field(page).fill('As soon as it works');
  await stands(page, 'C12');
  await soon(() => page.getByTestId('send').isDisabled()).toBe(true);
  await field(page).press('Enter');
  await soon(() => field(page).inputValue()).toBe('As soon as it works');
  await soon(() => page.getByTestId('act-manage').count()).toBe(0);
  await page.context().close();
  const ada = await windows.open(people.ada.email, { address: `/inbox/${idFor('page')}` });
  await inState(ada, 'C12');
  await tabTo(ada, '[data-testid="act-manage"]');
  await ada.keyboard.press('Enter');
  await ada.waitForURL(/letters/);
  await ada.context().close();
  await world.simulator.event(facebook.id, { kind: 'policy', action: 'unblock' });
  await soon(() => sent('As soon as it works')).toEqual([]);
});

test('C13: offline: the button says Queue, and what was queued goes once (B-63)', async () => {
  await opens(ana, idFor('open'));
  await ana.context().setOffline(true);
  await field(ana).fill('From the tunnel');
  await stands(ana, 'C13');
  await soon(() => ana.getByTestId('send').innerText()).toBe('Queue');
  await field(ana).press('Enter');
  await soon(() => banner(ana).innerText()).toContain('1 message waits');
  await ana.context().setOffline(false);
  await soon(() => sent('From the tunnel')).toHaveLength(1);
  await inState(ana, 'C1');
});

test('C14: while a file goes up: progress, cancel; what is sent waits for it (B-53)', async () => {
  await opens(ana, idFor('open'));
  let go = (): void => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await ana.route('**/api/uploads?*', async (route) => {
    await held;
    await route.continue().catch(() => null);
  });
  await field(ana).fill('Here it is');
  await ana.getByTestId('attach-input').setInputFiles({
    name: 'list.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4 a price list'),
  });
  await stands(ana, 'C14');
  await soon(() => ana.getByTestId('composer-busy').getAttribute('aria-label')).toMatch(/Uploading 1 file/);
  await soon(() => ana.getByTestId('send').isEnabled()).toBe(true);
  await ana.getByRole('button', { name: /Remove list.pdf/ }).press('Enter');
  await inState(ana, 'C1');
  go();
  await ana.unroute('**/api/uploads?*');
  await field(ana).press('Enter');
  await soon(() => sent('Here it is')).toHaveLength(1);
});

test('C15: too fast for Meta: when the next one leaves, and on it goes by itself (R-22)', async () => {
  const paced = async (key: string, retryAfterSeconds: number): Promise<void> => {
    await opens(ana, idFor(key));
    await world.simulator.faults({ kind: 'error', code: 131056, status: 429, retryAfterSeconds });
    for (const text of [`One of ${key}`, `Two of ${key}`]) {
      await field(ana).fill(text);
      await field(ana).press('Enter');
    }
    await inState(ana, 'C15');
  };
  await paced('pace', 6);
  await soon(() => field(ana).isEditable()).toBe(true);
  await inState(ana, 'C1');
  await soon(() => sent('Two of pace')).toHaveLength(1);
  await soon(() => sent('One of pace')).toHaveLength(2);
  // One that waits long enough to be looked at from all sides.
  await paced('slow', 50);
  await soon(async () => (await banner(ana).innerText()).replaceAll(/\s+/g, ' ')).toMatch(
    /Slow down – next in [\d:]+( s)?\..*2 messages wait/,
  );
  await stands(ana, 'C15');
});

test('C16: a colleague answered meanwhile: Enter is held back once (B-38)', async () => {
  await opens(ana, idFor('open'));
  await ana.keyboard.press('r');
  await caret(ana);
  await ana.keyboard.type('Yes, on Thursday');
  await world.admin.write(idFor('open'), 'Sim, chega na quinta.');
  await stands(ana, 'C16');
  await soon(() => banner(ana).innerText()).toMatch(/New reply by Ada Admin\.\s*“Sim, chega na quinta\.”/);
  await field(ana).press('Enter');
  await soon(() => banner(ana).getByRole('alert').innerText()).toMatch(/Enter again/);
  await soon(() => field(ana).inputValue()).toBe('Yes, on Thursday');
  await soon(() => sent('Yes, on Thursday')).toEqual([]);
  await field(ana).press('Enter');
  await soon(() => sent('Yes, on Thursday')).toHaveLength(1);
  await inState(ana, 'C1');
});

// Last, because its window has to close first.
test('C4: closed, but the free entry point runs: a template costs nothing (B-48, R-15)', async () => {
  await opens(ana, idFor('free'));
  await eventually(async () => expect(await composer(ana).getAttribute('data-name')).toBe('C4'), 40_000);
  await stands(ana, 'C4');
  await soon(() => banner(ana).innerText()).toMatch(/messages are free until/);
  await tabTo(ana, '[data-testid="act-template"]');
  await ana.keyboard.press('Enter');
  await ana.getByRole('dialog').waitFor();
  await ana.keyboard.press('Escape');
});
