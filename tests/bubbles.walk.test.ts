/** What stands inside a message, and what can be done with it: B-23 to B-36 and B-40, in the browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, has, openBrowser, soon } from './browser.ts';
import { article, bubble, copied, focused, openMenu, opened, standsStill } from './bubble-help.ts';
import { bringInstagram, bringWhatsapp, type Kinds, long } from './bubble-kinds.ts';
import { chooses, Windows } from './list-help.ts';
import { account, connectPages, eventually, openWorld, people, type World } from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
let whatsapp: Kinds;
let insta: Kinds;
/** Ada looks at the WhatsApp conversation, on a page that is high enough for all of it. */
let screen: Page;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  windows = new Windows(browser, world.url);
  await connectPages(world);
  // Only a number that is used in the phone app too is told of what customers edit and take back.
  const { id, ...number } = account;
  await world.simulator.account(id, { ...number, coexistence: true });
  await world.simulator.settings({ statusGapMs: 20 });
  // WhatsApp last: its phone stays switched off, and its faults are its own.
  insta = await bringInstagram(world);
  whatsapp = await bringWhatsapp(world);
  screen = await opened(windows, whatsapp.id);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const one = (kinds: Kinds, group: string, at = 0): string => kinds.groups[group]?.[at] ?? '';

test('B-23 ticks: one for sent, two for delivered, blue for read; never backwards; Instagram has no double grey', async () => {
  const [read, delivered, sent, failed, unknown] = whatsapp.groups['states'] ?? [];
  const looks = { read, delivered, sent, failed, unknown };
  for (const [look, id] of Object.entries(looks))
    await has(bubble(screen, id).getByTestId('ticks'), 'data-state', look);
  // Late news of less changes nothing.
  const { messages } = await world.simulator.phone('351910000001');
  const wamid = messages.find(({ text }) => text === 'Read by the customer')?.wamid;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: account.displayNumber, phone_number_id: account.id },
    statuses: ['delivered', 'sent'].map((status) => ({
      id: wamid,
      status,
      timestamp,
      recipient_id: '351910000001',
    })),
  };
  await world.simulator.webhook({
    object: 'whatsapp_business_account',
    entry: [{ id: account.wabaId, changes: [{ field: 'messages', value }] }],
  });
  await answer(screen, 'After that');
  await soon(() => screen.getByTestId('message').last().innerText()).toContain('After that');
  await has(bubble(screen, read).getByTestId('ticks'), 'data-state', 'read');
  const other = await opened(windows, insta.id);
  await has(bubble(other, one(insta, 'sent')).getByTestId('ticks'), 'data-state', 'sent');
  await other.context().close();
});

test('B-24 what failed says why in words and in Meta’s number, and can be copied and sent again', async () => {
  const [, , , failed, unknown] = whatsapp.groups['states'] ?? [];
  const why = article(screen, failed).getByTestId('aftermath');
  await soon(() => why.innerText()).toContain('WhatsApp cannot deliver to this person');
  await soon(() => why.innerText()).toContain('131026');
  await why.getByRole('button', { name: 'Copy text' }).click();
  await soon(() => copied(screen)).toBe('Did not get through');
  const doubt = article(screen, unknown).getByTestId('aftermath');
  await doubt.getByRole('button', { name: 'Check again' }).click();
  await screen.getByText('Still no answer from Meta').waitFor();
  await doubt.getByRole('button', { name: 'Send again' }).click();
  await screen
    .getByRole('dialog', { name: 'Send again?' })
    .getByRole('button', { name: 'Cancel' })
    .last()
    .click();
  const before = await screen.getByTestId('message').count();
  await why.getByRole('button', { name: 'Retry' }).click();
  await soon(() => screen.getByTestId('message').count()).toBe(before + 1);
  await soon(() => screen.getByTestId('message').last().innerText()).toContain('Did not get through');
  await has(screen.getByTestId('message').last().getByTestId('ticks'), 'data-state', 'sent');
  // What waits on this device can be taken out of its outbox.
  await screen.context().setOffline(true);
  await answer(screen, 'Never to be sent');
  const waiting = screen.getByTestId('message').last();
  await soon(() => waiting.innerText()).toContain('Never to be sent');
  await openMenu(screen, (await waiting.getAttribute('data-id')) ?? '');
  await chooses(screen, 'Delete from outbox');
  await screen.context().setOffline(false);
  await has(screen.getByTestId('connection'), 'data-state', 'live');
  await soon(() => screen.getByText('Never to be sent').count()).toBe(0);
  const sends = await world.simulator.sends();
  expect(sends.filter(({ body }) => body.includes('Never to be sent'))).toEqual([]);
});

test('B-25 message info: who, how, every time, template, price', async () => {
  const says = async (id: string, words: RegExp): Promise<void> => {
    await openMenu(screen, id);
    await chooses(screen, 'Message info');
    const info = screen.getByTestId('info');
    await soon(async () => (await info.innerText()).replaceAll('\n', ' ')).toMatch(words);
    await screen.keyboard.press('Escape');
    await info.waitFor({ state: 'detached' });
  };
  await says(one(whatsapp, 'states'), /You.*Written here.*Sent .*Delivered .*Read .*Price category/);
  await says(one(whatsapp, 'templates'), /order_update/);
  await says(one(whatsapp, 'elsewhere'), /phone/);
  await says(one(whatsapp, 'states', 3), /Reason .*131026/);
  await says(one(whatsapp, 'text'), /Maria Silva.*Written by the customer on WhatsApp.*Received/);
  await soon(() => focused(screen)).toBe(one(whatsapp, 'text'));
});

test('B-26 answering: the arrow, R, a swipe; a click on the quote goes to what it answers', async () => {
  const [first = '', , , , , quoting = ''] = whatsapp.groups['text'] ?? [];
  const chip = screen.getByTestId('quoting');
  await bubble(screen, first).hover();
  await article(screen, first).getByTestId('quote').click();
  await soon(() => chip.innerText()).toMatch(/Maria Silva[^]*Is the oak table still there/);
  await chip.getByRole('button').click();
  await article(screen, one(whatsapp, 'media')).focus();
  await screen.keyboard.press('r');
  await soon(() => chip.innerText()).toContain('The corner by the window');
  await chip.getByRole('button').click();
  await bubble(screen, quoting).getByTestId('quoted').click();
  await soon(() => focused(screen)).toBe(first);

  const phone = await opened(windows, whatsapp.id, {
    viewport: { width: 390, height: 9000 },
    hasTouch: true,
  });
  const touch = await phone.context().newCDPSession(phone);
  const translated = (): Promise<string> =>
    article(phone, first)
      .locator('.beside')
      .evaluate((beside) => getComputedStyle(beside).translate);
  const send = (type: string, touchPoints: readonly object[]): Promise<unknown> =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints } as never);
  const swipe = (by: number): Promise<void> =>
    eventually(async () => {
      const box = await bubble(phone, first).boundingBox();
      const at = (x: number): object => ({ x: (box?.x ?? 0) + 20 + x, y: (box?.y ?? 0) + 15 });
      await send('touchStart', [at(0)]);
      for (const part of [0.3, 0.6, 1]) await send('touchMove', [at(by * part)]);
      const far = parseFloat(await translated());
      await send('touchEnd', []);
      expect(far).toBeGreaterThan(by < 60 ? 29 : 56);
    });
  await swipe(40);
  await soon(translated).toMatch(/^(none|0px)$/);
  await soon(() => phone.getByTestId('quoting').count()).toBe(0);
  await swipe(90);
  await phone.getByTestId('quoting').waitFor();
  await soon(translated).toMatch(/^(none|0px)$/);
  await phone.context().close();
});

test('B-27 reactions: who, and one of ours that replaces and goes', async () => {
  const [, , loved = ''] = whatsapp.groups['changed'] ?? [];
  const chips = article(screen, loved).getByTestId('reaction');
  await soon(async () => (await chips.allInnerTexts()).join(' ')).toMatch(
    /🙏\s*Maria Silva\s*❤️\s*Ada Admin/,
  );
  await bubble(screen, loved).hover();
  await article(screen, loved).getByTestId('react').click();
  await screen.getByTestId('emoji').first().click();
  await soon(async () => (await chips.allInnerTexts()).join(' ')).toMatch(/🙏[^]*👍\s*Ada Admin/);
  await soon(() => chips.count()).toBe(2);
  await chips
    .last()
    .getByRole('button', { name: /Take it back/ })
    .click();
  await soon(() => chips.count()).toBe(1);
  // The customer’s own emoji can be taken over.
  await chips.first().getByRole('button').click();
  await soon(() => chips.first().innerText()).toMatch(/🙏\s*2/);
});

test('B-28 what is deleted or unknown is a grey bubble with its name, and raw for admins only', async () => {
  const strange = one(whatsapp, 'cards', 5);
  await soon(() => bubble(screen, strange).innerText()).toContain('Unsupported message (poll)');
  await soon(() => bubble(screen, one(whatsapp, 'changed', 1)).innerText()).toContain('Deleted message');
  const href = (await bubble(screen, strange).getByTestId('raw').getAttribute('href')) ?? '';
  expect(await (await world.admin.send('GET', href)).text()).toContain('unsupported');
  await openMenu(screen, strange);
  await soon(() => screen.getByTestId('menu-raw').count()).toBe(1);
  await screen.keyboard.press('Escape');
  const ana = await opened(windows, whatsapp.id, { email: people.ana.email });
  await bubble(ana, strange).waitFor();
  await soon(() => bubble(ana, strange).getByTestId('raw').count()).toBe(0);
  await ana.context().close();
});

test('B-29 pictures that came together are one grid; the lightbox goes through all, and back to where one was', async () => {
  const many = bubble(screen, one(whatsapp, 'albums', 2));
  await soon(() => many.locator('a[data-shot]').count()).toBe(4);
  await soon(() => many.innerText()).toContain('+2');
  const thumbnail = many.locator('a[data-shot]').nth(1);
  await thumbnail.focus();
  await screen.keyboard.press('Enter');
  const box = screen.getByTestId('lightbox');
  const place = box.getByTestId('shot-place');
  await soon(() => place.innerText()).toMatch(/^9 of 1\d/);
  const source = (): Promise<string | null> => box.locator('img').getAttribute('src');
  const middle = await source();
  for (const key of ['ArrowRight', 'ArrowLeft']) await screen.keyboard.press(key);
  await soon(source).toBe(middle);
  const scale = async (): Promise<number> => Number(await box.locator('img').getAttribute('data-scale'));
  await screen.keyboard.press('+');
  await soon(scale).toBeCloseTo(1.4);
  await screen.mouse.move(700, 3000);
  await screen.mouse.wheel(0, -4000);
  await soon(scale).toBe(5);
  await box.locator('img').dblclick();
  await soon(scale).toBe(1);
  await soon(() => box.getByRole('link', { name: 'Download' }).getAttribute('download')).not.toBeNull();
  for (let step = 0; step < 8; step += 1) await screen.keyboard.press('ArrowLeft');
  await soon(() => box.innerText()).toContain('The corner by the window');
  await soon(() => box.innerText()).toContain('Maria Silva');
  await screen.keyboard.press('Escape');
  await soon(() => thumbnail.evaluate((link) => link === document.activeElement)).toBe(true);
});

test('B-31 films wait for a click; documents, places and cards can be taken along', async () => {
  const film = bubble(screen, one(whatsapp, 'media', 1));
  const paused = (): Promise<boolean> =>
    film.getByTestId('film').evaluate((video) => (video as HTMLVideoElement).paused);
  await soon(() => film.innerText()).toContain('0:02');
  await soon(paused).toBe(true);
  // It is short: what counts is that it has played.
  const parts = (): Promise<number> =>
    film.getByTestId('film').evaluate((video) => (video as HTMLVideoElement).played.length);
  await soon(parts).toBe(0);
  await film.getByRole('button', { name: /^Play/ }).click();
  await soon(parts).toBe(1);
  const document = bubble(screen, one(whatsapp, 'sounds', 2));
  await soon(() => document.innerText()).toMatch(/Floor plan[^]*PDF file · 5\d\d B/);
  await soon(() => document.locator('a[download]').getAttribute('download')).toMatch(/^Floor plan.*\.pdf$/);
  // Its name runs to the left, to look like another.
  await soon(() => bubble(screen, one(whatsapp, 'sounds', 3)).innerText()).toContain('harmlessfdp.exe');
  await soon(() => bubble(screen, one(whatsapp, 'cards')).getByRole('link').getAttribute('href')).toContain(
    'mlat=38.7139',
  );
  const card = bubble(screen, one(whatsapp, 'cards', 1));
  const file = decodeURIComponent((await card.getByTestId('vcard').getAttribute('href')) ?? '');
  expect(file).toMatch(/FN:Rita Alves[^]*TEL;TYPE=CELL:\+351 912 345 678/);
  await card.getByRole('button', { name: 'Copy Rita Alves' }).click();
  await soon(() => copied(screen)).toBe('Rita Alves\nAlves & Filhos\n+351 912 345 678\nrita@alves.example');
  // AMR, which no browser plays.
  await soon(() => bubble(screen, one(whatsapp, 'files', 3)).innerText()).toContain(
    'This browser cannot play it.',
  );
});

test('B-32 links lead out safely, whatever stands around them', async () => {
  const links = () =>
    screen
      .locator('[role="feed"] .words a')
      .evaluateAll((all) =>
        all.map((link) => [link.getAttribute('href'), link.getAttribute('rel'), link.getAttribute('target')]),
      );
  const rel = 'noopener noreferrer nofollow';
  for (const link of [
    ['https://lumen.example/oak?size=120', rel, '_blank'],
    ['https://lumen.example/ar', rel, '_blank'],
    ['tel:+351912345678', rel, null],
  ])
    await soon(links).toContainEqual(link);
});

test('B-33 marks of WhatsApp are drawn; on the other channels they are signs', async () => {
  const marks = bubble(screen, one(whatsapp, 'text', 1));
  const said = (tag: string): Promise<string[]> => marks.locator(tag).allInnerTexts();
  await soon(() => said('strong')).toEqual(['Bold', 'both']);
  await soon(() => said('em')).toEqual(['italic', 'both']);
  await soon(() => said('s')).toEqual(['gone']);
  await soon(() => said('code')).toEqual(['code']);
  const blocks = bubble(screen, one(whatsapp, 'text', 2));
  await soon(() => blocks.locator('ul li').allInnerTexts()).toEqual(['a table', 'two chairs']);
  await soon(() => blocks.locator('ol li').allInnerTexts()).toEqual(['first this', 'then that']);
  await soon(() => blocks.locator('blockquote').innerText()).toBe('you said so');
  await soon(() => blocks.locator('pre').innerText()).toBe('width = 120');
});

test('B-34 one to three emoji are large and stand without a bubble', async () => {
  const size = (at: number): Promise<string> =>
    bubble(screen, one(whatsapp, 'text', at))
      .locator('.words')
      .evaluate((words) => getComputedStyle(words).fontSize);
  await soon(async () => [await size(0), await size(7), await size(8)].map(parseFloat)).toEqual([14, 52, 36]);
});

test('B-35 a long text is cut; more of it moves nothing above; what is copied is as it was written', async () => {
  const letter = one(whatsapp, 'text', 9);
  // One that does not fit: what is shorter than the page stands at its foot.
  const page = await opened(windows, `${whatsapp.id}?message=${letter}`, {
    viewport: { width: 1440, height: 900 },
  });
  await bubble(page, letter).getByTestId('read-more').waitFor();
  // Until it stands where it was looked for.
  await standsStill(bubble(page, letter));
  const before = await bubble(page, letter).boundingBox();
  await soon(async () => (await bubble(page, letter).innerText()).length).toBeLessThan(800);
  await bubble(page, letter).getByTestId('read-more').click();
  await soon(async () => (await bubble(page, letter).innerText()).length).toBeGreaterThan(1500);
  await soon(async () =>
    Math.abs(((await bubble(page, letter).boundingBox())?.y ?? 0) - (before?.y ?? 0)),
  ).toBeLessThanOrEqual(1);
  await openMenu(page, letter);
  await chooses(page, 'Copy text');
  await soon(() => copied(page)).toBe(long);
  await openMenu(screen, one(whatsapp, 'text', 1));
  await chooses(screen, 'Copy text');
  await soon(() => copied(screen)).toBe('*Bold*, _italic_, ~gone~, `code` and *_both_*');
  await page.context().close();
});

test('B-36 comments are cards of their own, and say that the customer cannot see them', async () => {
  const [first] = whatsapp.groups['team'] ?? [];
  const card = bubble(screen, first);
  await soon(() => card.innerText()).toMatch(
    /Ana Reis[^]*Internal – the customer cannot see this[^]*stock says 3/,
  );
  const feed = await screen.getByRole('feed').boundingBox();
  await soon(async () => (await card.boundingBox())?.width ?? 0).toBeGreaterThan((feed?.width ?? 0) * 0.8);
});

test('B-40 what is copied over several messages names who and when', async () => {
  const [first = '', second = ''] = whatsapp.groups['text'] ?? [];
  await screen.evaluate(
    ([from, to]) => {
      const text = (id: string | undefined): Element | null =>
        document.querySelector(`[data-id="${id ?? ''}"] .words`);
      const [start, end] = [text(from), text(to)];
      if (!start || !end) throw new Error('not there');
      const range = document.createRange();
      range.setStart(start, 0);
      range.setEnd(end, end.childNodes.length);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    },
    [first, second],
  );
  await screen.keyboard.press('Control+c');
  const stamp = String.raw`\[\d+ \w+ \d{4}, \d\d:\d\d\] Maria Silva:`;
  const lines = new RegExp(
    String.raw`^${stamp} Good morning! Is the oak table still there\?\n${stamp} Bold, italic, gone, code and both$`,
    'u',
  );
  await soon(() => copied(screen)).toMatch(lines);
});

test('the menu opens at the button, the pointer and a finger that stays, and links to the message', async () => {
  const [first = ''] = whatsapp.groups['text'] ?? [];
  await bubble(screen, first).hover();
  await article(screen, first).getByTestId('message-menu').click();
  await chooses(screen, 'Copy link to message');
  await soon(() => copied(screen)).toContain(`/inbox/${whatsapp.id}?message=${encodeURIComponent(first)}`);
  // On what is selected the browser’s own menu is worth more.
  await screen.evaluate(() => getSelection()?.removeAllRanges());
  await bubble(screen, first).click({ button: 'right' });
  const lines = screen.getByTestId('popup').getByRole('menuitem');
  await soon(async () => (await lines.allInnerTexts()).join()).toMatch(
    /Reply[^]*React[^]*Copy text[^]*Message info/,
  );
  await screen.keyboard.press('Escape');
  await soon(() => screen.getByTestId('popup').count()).toBe(0);
});
