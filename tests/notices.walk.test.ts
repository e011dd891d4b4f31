/** Notices in the app (B-66, B-69): the bell, live, in two tabs, heard once; where each leads; by keyboard; what one wants. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noticeKinds } from '#domain/notice.ts';
import type { NoticesPage } from '#domain/http-notices.ts';
import { layCable, live, openBrowser, soon } from './browser.ts';
import { findings } from './findings.ts';
import { bring, does, idOf, Windows } from './list-help.ts';
import { picture } from './pictures.ts';
import { eventually, openWorld, people, type Person, type World } from './world.ts';

const hour = 60 * 60 * 1000;
const phones = { maria: '5511960000001', joao: '5511960000002', zoe: '5511960000003' };
let world: World;
let browser: Browser;
let windows: Windows;
let ana: Person;
let anasId = '';
const ids = { maria: '', joao: '', zoe: '' };

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  ana = await world.signIn(people.ana.email);
  anasId = await idOf(ana);
  const now = Date.now();
  const many = Array.from({ length: 90 }, (_none, n) => `Mensagem número ${n}`);
  await bring(world, [
    ...many.map((text, n) => ({ phone: phones.maria, name: 'Maria Silva', text, at: now - hour + n * 1000 })),
    { phone: phones.joao, name: 'João Ferreira', text: 'Chegou?', at: now - hour },
    { phone: phones.zoe, name: 'Zoé Lima', text: 'Alguém aí?', at: now - 23 * hour - 60_000 },
  ]);
  for (const who of ['maria', 'joao', 'zoe'] as const) {
    ids[who] = await world.admin.find(phones[who]);
    await world.admin.command(ids[who], { type: 'read', rev: Number.MAX_SAFE_INTEGER });
  }
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** Counts the sounds that a page makes. */
async function heard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(globalThis, { sounds: 0 });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function counted(this: OscillatorNode, ...when) {
      Object.assign(globalThis, { sounds: (globalThis as unknown as { sounds: number }).sounds + 1 });
      return start.apply(this, when);
    };
  });
}

async function sounds(...pages: readonly Page[]): Promise<number> {
  const all = await Promise.all(
    pages.map((page) => page.evaluate(() => (globalThis as unknown as { sounds: number }).sounds)),
  );
  return all.reduce((sum, n) => sum + n, 0);
}

const bell = (page: Page) => page.locator('[data-testid="bell"]:visible');
const unread = async (page: Page): Promise<string> =>
  (await page.locator('[data-testid="bell-count"]:visible').allInnerTexts()).join() || '0';
const rows = (page: Page) => page.getByTestId('notice');
const toasts = (page: Page) => page.getByTestId('toast');

async function mention(id: string, text: string): Promise<void> {
  await does(world.admin, id, { type: 'comment', text: `@Ana Reis ${text}`, mentions: [anasId] });
}

/** What the edge keeps for Ana. */
async function kept(): Promise<NoticesPage['notices']> {
  const answer = await ana.send('GET', '/api/notices');
  return ((await answer.json()) as NoticesPage).notices;
}

/** Looking at a page from here counts as touching it: only a real press does now. */
async function untouched(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const activation = { hasBeenActive: false, isActive: false };
    Object.defineProperty(navigator, 'userActivation', { value: activation });
    window.addEventListener('pointerdown', () => Object.assign(activation, { hasBeenActive: true }), true);
  });
}

/** The sound has to be let first, as in every browser. */
async function pressed(page: Page): Promise<void> {
  await page.keyboard.press('Shift');
}

test('B-66, B-69: a mention rings in one of two tabs, leads to its message by keyboard, and is cleared in both', async () => {
  const page = await windows.open(people.ana.email, { before: heard });
  const other = await page.context().newPage();
  await heard(other);
  await other.goto(`${world.url}/inbox`);
  await live(other);
  await Promise.all([pressed(page), pressed(other)]);
  await soon(() => unread(page)).toBe('0');
  const [about] = (await world.admin.view(ids.maria)).messages.slice(-1);
  await mention(ids.maria, 'tem em estoque?');
  // Both at the same time: a toast goes by itself.
  const isTold = async (one: Page): Promise<void> => {
    await soon(() => toasts(one).first().innerText({ timeout: 1_000 })).toContain('Ada Admin');
    await soon(() => unread(one)).toBe('1');
    await soon(() => one.title()).toContain('(1)');
    await soon(() => one.locator('link[rel="icon"]').getAttribute('href')).toBe('/favicon-unread.svg');
  };
  await Promise.all([isTold(page), isTold(other)]);
  await soon(() => sounds(page, other)).toBe(1);

  // Many more messages lie between now and then.
  const now = Date.now();
  await bring(
    world,
    Array.from({ length: 80 }, (_none, n) => ({
      ...{ phone: phones.maria, name: 'Maria Silva', text: `Depois ${n}`, at: now + n },
    })),
  );
  expect(about).toBeDefined();
  await bell(page).focus();
  await page.keyboard.press('Enter');
  await rows(page).first().waitFor();
  await soon(() => findings(page, '[data-testid="notices"]')).toEqual([]);
  await page.keyboard.press('ArrowDown');
  const focused = page.locator(':focus');
  await soon(() => focused.getAttribute('data-kind')).toBe('mention');
  await soon(() => focused.innerText()).toMatch(
    /Maria Silva[\s\S]*Ada Admin[\s\S]*mentioned you[\s\S]*tem em estoque/,
  );
  await page.keyboard.press('Enter');
  const note = page.getByTestId('message').filter({ hasText: 'tem em estoque?' });
  await note.waitFor();
  await eventually(async () => {
    const [box, place] = [await page.getByTestId('timeline').boundingBox(), await note.boundingBox()];
    if (!box || !place) throw new Error('not drawn');
    expect(place.y).toBeGreaterThan(box.y);
    expect(place.y + place.height).toBeLessThan(box.y + box.height);
  });
  await soon(() => page.getByTestId('notices').count()).toBe(0);
  for (const one of [page, other]) await soon(() => unread(one)).toBe('0');
  await soon(async () => (await kept()).every(({ readAt }) => readAt !== null)).toBe(true);

  // It is open and looked at: nothing to be heard, nothing left unread.
  // The toast may go by itself meanwhile.
  const closes = toasts(page).getByRole('button', { name: 'Close' }).first();
  await closes.click({ timeout: 1_000 }).catch(() => {});
  await mention(ids.maria, 'e agora?');
  await soon(async () => (await kept()).map(({ readAt }) => readAt !== null)).toEqual([true, true]);
  for (const one of [page, other]) await soon(() => unread(one)).toBe('0');
  await soon(() => toasts(page).filter({ hasText: 'mentioned' }).count()).toBe(0);
  await soon(() => sounds(page, other)).toBe(1);
  await page.context().close();
});

test('B-69: what failed and what closes unanswered is told; a toast leads there; all of it is read at once', async () => {
  const page = await windows.open(people.ana.email);
  await world.simulator.faults({ kind: 'error', code: 131026 });
  await ana.write(ids.joao, 'Seu pedido saiu');
  await does(world.admin, ids.zoe, { type: 'assign', personId: anasId });
  await soon(() => unread(page)).toBe('3');
  await bell(page).click();
  await soon(async () =>
    (await rows(page).evaluateAll((all) => all.map((one) => one.dataset['kind']))).slice(0, 3).sort(),
  ).toEqual(['assigned', 'closing', 'failed']);
  await soon(() => rows(page).filter({ hasText: 'João Ferreira' }).innerText()).toMatch(
    /was not sent[\s\S]*Seu pedido saiu/,
  );
  await soon(() => rows(page).filter({ hasText: 'within the hour' }).innerText()).toMatch(
    /Zoé Lima[\s\S]*within the hour[\s\S]*Alguém aí/,
  );
  await page.keyboard.press('Escape');
  await soon(() => bell(page).evaluate((one) => one === document.activeElement)).toBe(true);
  await toasts(page).filter({ hasText: 'João Ferreira' }).getByRole('button', { name: 'Open' }).click();
  await page.getByTestId('message').filter({ hasText: 'Seu pedido saiu' }).waitFor();
  await soon(() => unread(page)).toBe('2');
  await bell(page).click();
  await page.getByTestId('read-all').click();
  await soon(() => unread(page)).toBe('0');
  await soon(() => rows(page).count()).toBe(5);
  await soon(async () => (await kept()).filter(({ readAt }) => readAt === null).length).toBe(0);
  await page.context().close();
});

test('B-69: one chooses what to be told of; a page that was never touched says why it is silent', async () => {
  const page = await windows.open(people.ana.email, {
    before: async (one) => {
      await heard(one);
      await untouched(one);
    },
  });
  await mention(ids.joao, 'veja isto');
  await soon(() => toasts(page).allInnerTexts()).toContainEqual(
    expect.stringContaining('silent until you click'),
  );
  await soon(() => sounds(page)).toBe(0);
  await bell(page).click();
  await page.getByTestId('notice-settings').click();
  await soon(() => findings(page, '[data-testid="notices"]')).toEqual([]);
  await page.getByRole('checkbox', { name: 'somebody mentions me' }).uncheck();
  await page.getByRole('checkbox', { name: 'Play a sound' }).uncheck();
  await page.getByRole('button', { name: 'Try it' }).click();
  await soon(() => sounds(page)).toBe(1);
  const settings = async (): Promise<unknown> => (await ana.send('GET', '/api/notices/settings')).json();
  await soon(settings).toEqual({ off: ['mention'], sound: false });
  const before = (await kept()).length;
  await mention(ids.joao, 'não conte');
  await world.simulator.faults({ kind: 'error', code: 131026 });
  await ana.write(ids.joao, 'Mais um');
  await soon(async () => (await kept()).map(({ kind }) => kind)[0]).toBe('failed');
  await soon(kept).toHaveLength(before + 1);
  await soon(() => toasts(page).filter({ hasText: 'was not sent' }).count()).toBe(1);
  await soon(() => sounds(page)).toBe(1);
  await ana.send('PUT', '/api/notices/settings', { off: [], sound: true });
  // The other page of the same person follows.
  await soon(() => page.getByRole('checkbox', { name: 'somebody mentions me' }).isChecked()).toBe(true);
  await page.context().close();
});

test('B-69: what came while the line was gone is there when it is back', async () => {
  const cable = await layCable(world.url);
  await ana.send('POST', '/api/notices/read', { upTo: Date.now() + hour });
  const page = await windows.open(people.ana.email, { url: cable.url });
  await soon(() => unread(page)).toBe('0');
  cable.cut();
  await mention(ids.zoe, 'enquanto isso');
  await soon(async () => (await kept()).filter(({ readAt }) => readAt === null).length).toBe(1);
  cable.mend();
  await soon(() => unread(page)).toBe('1');
  await bell(page).click();
  await soon(() => rows(page).first().innerText()).toContain('enquanto isso');
  await page.context().close();
  await cable.close();
});

/** One of each kind, of days that are always told alike. */
function everyKind(): NoticesPage {
  const at = Date.UTC(2024, 2, 8, 14, 5);
  const names = [
    'Maria Silva',
    'مريم حداد',
    'João Ferreira',
    'Zoé Lima',
    'A very long name of a customer',
    '',
  ];
  const said = [
    '',
    '@Ana Reis, is there one in stock?',
    'Ring back about the blue bag',
    'Anybody there?',
    'Your parcel left our store today, and here is what you need to know about it: it is large',
    '',
  ];
  return {
    notices: noticeKinds.map((kind, n) => ({
      ...{
        id: String(n),
        personId: anasId,
        kind,
        conversationId: 'c',
        name: names[n] ?? '',
        text: said[n] ?? '',
      },
      ...{ at: at - n * 26 * hour, readAt: n < 3 ? null : at },
      ...(n !== 3 && n !== 4 && { by: { id: 'ada', name: 'Ada Admin' } }),
    })),
    next: 'more',
    unread: 3,
    settings: { off: ['handed'], sound: true },
  };
}

test.for([1440, 390])('every kind at %d px, light and dark', async (width) => {
  const page = await windows.open(people.ana.email, {
    options: { viewport: { width, height: 844 } },
    before: async (one) => {
      await one.route('**/api/notices', (route) => route.fulfill({ json: everyKind() }));
    },
  });
  await bell(page).click();
  await soon(() => rows(page).count()).toBe(noticeKinds.length);
  for (const part of ['list', 'settings'] as const) {
    if (part === 'settings') await page.getByTestId('notice-settings').click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.mouse.move(width / 2, 840);
      await picture(page.getByTestId('notices'), `notices/${part}-${colorScheme}-${width}`);
      // What axe looks at is the same at every width.
      if (width === 390) await soon(() => findings(page, '[data-testid="notices"]')).toEqual([]);
    }
  }
  await page.context().close();
});
