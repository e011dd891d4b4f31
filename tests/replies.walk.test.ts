/** What is kept to be sent again, built, sent later or shared: quick replies, interactive messages, places, contact cards. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QuickReply } from '#domain/http.ts';
import { has, openBrowser, phone as phoneSize, row, signedIn } from './browser.ts';
import {
  account,
  connectPages,
  eventually,
  instagram,
  openWorld,
  page as facebook,
  people,
  type World,
} from './world.ts';

const maria = '5511987654321';
const ahmed = '61550001112223';
const lucia = '91550001112223';
const hour = 60 * 60 * 1000;
let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await connectPages(world);
  const { admin, simulator } = world;
  await simulator.customer(maria, { name: 'Maria Silva', online: true });
  await simulator.customer(ahmed, { channel: 'messenger', name: 'Ahmed Khalil', online: true });
  await simulator.customer(lucia, {
    channel: 'instagram',
    name: 'Lucía Vega',
    username: 'lucia',
    online: true,
  });
  await simulator.say(maria, 'Oi!', Date.now() - 18 * hour);
  await simulator.does(ahmed, 'say', { accountId: facebook.id, text: 'Hello' });
  await simulator.does(lucia, 'say', { accountId: instagram.id, text: 'Hola' });
  await simulator.flush();
  for (const reply of [
    {
      scope: 'all',
      shortcut: 'hi',
      title: 'Greeting',
      text: 'Oi {{first_name}}, aqui é {{agent_first_name}}.',
    },
    { scope: 'all', shortcut: 'ship', title: 'Shipping', text: 'Your order {{order}} has left.' },
  ]) {
    const answer = await admin.send('POST', '/api/quick-replies', { groupId: null, ...reply });
    expect(answer.status).toBe(201);
  }
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** What axe finds in a dialog or a part of the page. */
async function findings(page: Page, within: string): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).include(within).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function opened(email: string, name: string, options = {}): Promise<{ page: Page; id: string }> {
  const page = await signedIn(browser, world.url, { email, ...options });
  const id = await world.admin.findNamed(name);
  page.setDefaultTimeout(8000);
  await row(page, id).click();
  await page.getByTestId('composer').waitFor();
  return { page, id };
}

const composer = (page: Page) => page.getByTestId('composer-text');
const written = async (page: Page, text: string): Promise<void> =>
  eventually(async () => expect(await composer(page).inputValue()).toBe(text));
const lastOn = async (phone: string, accountId: string) => {
  await world.simulator.flush();
  const { messages } = await world.simulator.phone(phone, accountId);
  return messages.at(-1);
};
const look = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: `/tmp/replies/${name}.png` });
};

test('B-50: a quick reply is found and written by keys alone, its variables filled; an unknown one is marked and not sent', async () => {
  const { page } = await opened(people.ada.email, 'Maria Silva');
  await composer(page).press('Control+;');
  await page.getByTestId('quick-search').waitFor();
  await page.getByTestId('quick-option').first().waitFor();
  await look(page, 'quick-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  expect(await page.getByTestId('filled').textContent()).toContain('Oi Maria, aqui é Ada.');
  await page.keyboard.press('ArrowDown');
  expect(await page.getByTestId('filled').locator('.missing').textContent()).toContain('{{order}}');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await written(page, 'Oi Maria, aqui é Ada.');
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);

  // Q is the same outside of fields; the text is left, and Escape gives nothing away.
  await composer(page).fill('');
  await page.getByTestId('timeline').locator('[role="article"]').last().focus();
  await page.keyboard.press('q');
  await page.getByTestId('quick-search').fill('order');
  await page.keyboard.press('Enter');
  await written(page, 'Your order {{order}} has left.');
  await page.getByTestId('unfilled').waitFor();
  await look(page, 'unfilled-light');
  expect(await findings(page, '[data-testid="composer"]')).toEqual([]);
  expect(await page.getByTestId('send').isDisabled()).toBe(true);
  // Enter sends nothing, and leads to what is missing.
  await composer(page).press('End');
  await composer(page).press('Enter');
  await page.keyboard.type('2231');
  await written(page, 'Your order 2231 has left.');
  await composer(page).press('Enter');
  await eventually(async () =>
    expect((await lastOn(maria, account.id))?.text).toBe('Your order 2231 has left.'),
  );
  expect((await world.simulator.sends()).filter(({ body }) => body.includes('{{'))).toEqual([]);
  await page.context().close();
});

test('B-50: what is written is kept as a quick reply of one’s own, edited, deleted and brought back', async () => {
  const { page } = await opened(people.ada.email, 'Maria Silva');
  await composer(page).fill('Pagamento até sexta');
  await page.getByTestId('quick').click();
  await page.getByTestId('quick-new').click();
  await page.getByTestId('quick-form').waitFor();
  await look(page, 'quick-form-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  expect(await page.getByLabel('Shortcut').inputValue()).toBe('pagamento-até');
  await page.getByRole('button', { name: 'Keep it' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('Give it a shortcut');
  await page.getByLabel('Shortcut').fill('/pay');
  await page.getByLabel('Title').fill('Payment');
  await page.getByRole('textbox', { name: 'Text' }).press('End');
  await page.keyboard.type(', ');
  await page.getByRole('button', { name: 'Customer’s first name' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await eventually(async () => expect(await page.getByTestId('quick-option').count()).toBe(3));
  await page.getByTestId('quick-search').fill('pay');
  await page.getByTestId('quick-edit').click();
  await page.getByLabel('Title').fill('Payment by Friday');
  await page.getByLabel('Title').press('Enter');
  await page.getByTestId('quick-search').fill('pay');
  await page.getByTestId('quick-delete').click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => {
    const mine = await (await world.admin.send('GET', '/api/quick-replies')).json();
    expect((mine as QuickReply[]).filter(({ scope }) => scope === 'mine')).toMatchObject([
      { shortcut: 'pay', title: 'Payment by Friday', text: 'Pagamento até sexta, {{first_name}}' },
    ]);
  });
  await page.context().close();
});

/** Answers, lists, chips and cards, as each channel has them. */
async function build(page: Page, kind: string): Promise<void> {
  await page.getByTestId('interactive').click();
  await page.getByTestId(`menu-${kind}`).click();
  await page.getByTestId('builder').waitFor();
}

test('B-57 on WhatsApp: buttons and a list, built by keys, seen as they will be, kept and sent; the customer taps', async () => {
  const { page, id } = await opened(people.ada.email, 'Maria Silva');
  await build(page, 'buttons');
  await look(page, 'builder-empty-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('build-send').press('Enter');
  expect(await page.getByTestId('build-problem').getAttribute('role')).toBe('alert');
  await page.getByTestId('header').fill('Pedido');
  await page.getByTestId('body').fill('Oi {{first_name}}, entrega ou retirada?');
  await page.getByTestId('footer').fill('Casa');
  await page.getByTestId('button-title').fill('Entrega');
  // Adding leads into the new field; moving keeps the focus on what moves.
  await page.getByTestId('add').press('Enter');
  await page.keyboard.type('Retirar na loja, hoje mesmo');
  expect(await page.getByTestId('button-title').nth(1).getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByTestId('build-problem').textContent()).toContain('20 is the limit');
  await look(page, 'builder-too-long-light');
  await page.getByTestId('button-title').nth(1).fill('Retirar');
  await page.getByRole('button', { name: 'Move up: Button 2' }).press('Enter');
  expect(await page.getByTestId('button-title').first().inputValue()).toBe('Retirar');
  expect(
    await page
      .getByRole('button', { name: 'Move down: Button 1' })
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
  expect(await page.getByTestId('preview').innerText()).toContain('Oi Maria, entrega ou retirada?');
  await look(page, 'builder-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, 'builder-dark');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });

  // Closed by accident, nothing is lost; kept for everybody, it is found again.
  await page.keyboard.press('Escape');
  await build(page, 'buttons');
  expect(await page.getByTestId('body').inputValue()).toContain('entrega ou retirada?');
  await page.getByTestId('save').click();
  await page.getByTestId('library-name').fill('Delivery');
  await look(page, 'save-light');
  await page.getByTestId('library-name').press('Enter');
  await eventually(async () => expect(await page.getByTestId('library-name').count()).toBe(0));
  await page.getByTestId('build-send').press('Enter');
  await eventually(async () => {
    const { text, header, footer, options } = (await lastOn(maria, account.id)) ?? {};
    expect({ text, header, footer, options: options?.map(({ title }) => title) }).toEqual({
      text: 'Oi Maria, entrega ou retirada?',
      header: 'Pedido',
      footer: 'Casa',
      options: ['Retirar', 'Entrega'],
    });
  });
  const sent = await lastOn(maria, account.id);
  await world.simulator.does(maria, 'tap', { messageId: sent?.wamid, option: 'Retirar' });
  await eventually(async () =>
    expect(await page.getByTestId('message').last().innerText()).toContain('Retirar'),
  );

  await page.getByTestId('interactive').click();
  await page.getByTestId('menu-library').click();
  await page.getByTestId('library-open').first().waitFor();
  await look(page, 'library-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('library-open').first().press('Enter');
  expect(await page.getByTestId('body').inputValue()).toBe('Oi {{first_name}}, entrega ou retirada?');
  await page.getByTestId('kind').selectOption('list');
  await page.getByTestId('list-button').fill('Tamanhos');
  await page.getByTestId('row-title').fill('M');
  await page.getByTestId('row-description').fill('Até 40');
  await page.getByRole('button', { name: 'Add a row' }).press('Enter');
  await page.keyboard.type('G');
  await page.getByTestId('preview').locator('summary').click();
  await look(page, 'builder-list-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('build-send').press('Enter');
  await eventually(async () =>
    expect((await lastOn(maria, account.id))?.options.map(({ title }) => title)).toContain('G'),
  );
  const list = await lastOn(maria, account.id);
  const row = list?.options.find(({ title }) => title === 'G');
  await world.simulator.does(maria, 'tap', { messageId: list?.wamid, option: row?.option });
  await eventually(async () =>
    expect(await page.getByTestId('message').last().innerText()).toContain('Chose from the list'),
  );
  expect((await world.admin.view(id)).messages.at(-1)?.content).toMatchObject({ kind: 'choice', text: 'G' });
  await page.context().close();
});

test.each([
  ['Messenger', 'Ahmed Khalil', ahmed, facebook.id],
  ['Instagram', 'Lucía Vega', lucia, instagram.id],
])(
  'B-57 on %s: chips, buttons and cards reach the phone and are tapped',
  async (_channel, name, phone, accountId) => {
    const { page } = await opened(people.ada.email, name);
    await build(page, 'quick-replies');
    await page.getByTestId('body').fill('Which size?');
    await page.getByTestId('reply-title').fill('Small');
    await page.getByTestId('add').press('Enter');
    await page.keyboard.type('Large');
    await look(page, `chips-${phone}-light`);
    expect(await findings(page, 'dialog')).toEqual([]);
    await page.getByTestId('build-send').press('Enter');
    await eventually(async () => expect((await lastOn(phone, accountId))?.text).toBe('Which size?'));
    const chips = await lastOn(phone, accountId);
    await world.simulator.does(phone, 'tap', { accountId, messageId: chips?.wamid, option: 'Large' });
    await eventually(async () =>
      expect(await page.getByTestId('message').last().innerText()).toContain('Large'),
    );

    await build(page, 'cards');
    await page.getByTestId('card-title').fill('Bag');
    await page.getByTestId('card-subtitle').fill('Caramel leather');
    await page.getByRole('button', { name: 'Add a button' }).press('Enter');
    await page.keyboard.type('Buy');
    await page.getByRole('button', { name: 'Add a card' }).press('Enter');
    await page.keyboard.type('Belt');
    await look(page, `cards-${phone}-light`);
    expect(await findings(page, 'dialog')).toEqual([]);
    await page.getByTestId('build-send').press('Enter');
    await eventually(async () =>
      expect((await lastOn(phone, accountId))?.cards?.map(({ title }) => title)).toEqual(['Bag', 'Belt']),
    );
    const cards = await lastOn(phone, accountId);
    const buy = cards?.cards?.[0]?.options[0]?.option;
    await world.simulator.does(phone, 'tap', { accountId, messageId: cards?.wamid, option: buy });
    await eventually(async () =>
      expect(await page.getByTestId('message').last().innerText()).toContain('Buy'),
    );
    await page.context().close();
  },
);

test('a location and a contact card are made, seen before, and sent on WhatsApp', async () => {
  const { page } = await opened(people.ada.email, 'Maria Silva');
  await page.getByTestId('interactive').click();
  await look(page, 'menu-light');
  expect(await findings(page, '[role="menu"]')).toEqual([]);
  await page.getByTestId('menu-location').click();
  await page.getByTestId('place').fill('Rua Augusta');
  await page.getByTestId('place').press('Enter');
  expect(await page.getByRole('alert').textContent()).toContain('This names no place');
  await page
    .getByTestId('place')
    .fill('https://www.google.com/maps/place/Loja/@1,2,17z/data=!3d38.7223!4d-9.1393');
  await page.getByTestId('place-name').fill('Loja');
  await look(page, 'location-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('place-name').press('Enter');
  await eventually(async () => expect((await lastOn(maria, account.id))?.type).toBe('location'));

  await page.getByTestId('interactive').click();
  await page.getByTestId('menu-contact').click();
  await page.getByTestId('contact-name').fill('Rui Costa');
  await page.getByTestId('contact-name').press('Enter');
  expect(await page.getByRole('alert').textContent()).toContain('phone number or an e-mail');
  await page.getByTestId('contact-phone').fill('+351 910 000 000');
  await look(page, 'contact-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('contact-phone').press('Enter');
  await eventually(async () => expect((await lastOn(maria, account.id))?.type).toBe('contacts'));
  await page.context().close();
});

/** A time as the field of the page holds it, to the second. */
function fieldTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

test('R-23: a message is scheduled, moved, cancelled back into the composer, and leaves at its second; colleagues see it', async () => {
  const { page, id } = await opened(people.ada.email, 'Maria Silva');
  await composer(page).fill('Bom dia!');
  await page.getByTestId('later').press('Enter');
  await page.getByTestId('menu-hour').waitFor();
  await look(page, 'later-menu-light');
  expect(await findings(page, '[role="menu"]')).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByTestId('scheduled').waitFor();
  await written(page, '');
  await look(page, 'scheduled-light');
  expect(await findings(page, '[data-testid="scheduled-list"]')).toEqual([]);
  const { page: rui } = await opened(people.rui.email, 'Maria Silva');
  await eventually(async () =>
    expect(await rui.getByTestId('scheduled').innerText()).toContain('by Ada Admin'),
  );
  expect(await rui.getByTestId('scheduled').getByRole('button').count()).toBe(0);

  // Another time: after the window the edge would not take it, and that is said before it is asked.
  await page.getByRole('button', { name: /Change the time/ }).click();
  await page.getByLabel('When').fill(fieldTime(Date.now() + 20 * hour));
  await eventually(async () =>
    expect(await page.getByTestId('later-dialog').innerText()).toContain('would not take it then'),
  );
  await look(page, 'later-outside-light');
  expect(await findings(page, 'dialog')).toEqual([]);
  expect(await page.getByRole('button', { name: 'Schedule' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: /shortly before/ }).click();
  await page.getByRole('button', { name: 'Schedule' }).click();
  await eventually(async () => {
    const at = Number(await page.getByTestId('scheduled').getAttribute('data-at'));
    expect(at - Date.now()).toBeGreaterThan(5 * hour);
  });
  expect(await rui.getByTestId('scheduled').count()).toBe(1);

  await page.getByRole('button', { name: /^Cancel/ }).click();
  await written(page, 'Bom dia!');
  await eventually(async () => expect(await rui.getByTestId('scheduled').count()).toBe(0));

  // At its second, without anybody at the screen.
  await page.getByTestId('later').click();
  await page.getByTestId('menu-custom').click();
  const at = Math.ceil(Date.now() / 1000) * 1000 + 4000;
  await page.getByLabel('When').fill(fieldTime(at));
  await page.getByLabel('When').press('Enter');
  await page.getByTestId('scheduled').waitFor();
  await eventually(async () => expect((await lastOn(maria, account.id))?.text).toBe('Bom dia!'));
  const sent = (await world.admin.view(id)).messages.at(-1);
  expect(sent?.at).toBeGreaterThanOrEqual(at);
  await eventually(async () => expect(await page.getByTestId('scheduled').count()).toBe(0));
  await has(page.getByTestId('message').last(), 'data-id', sent?.id ?? '');

  // Sent now after all.
  await composer(page).fill('Até já');
  await page.getByTestId('later').click();
  await page.getByTestId('menu-hour').click();
  await page.getByRole('button', { name: /^Send now/ }).click();
  await eventually(async () => expect((await lastOn(maria, account.id))?.text).toBe('Até já'));
  await Promise.all([page.context().close(), rui.context().close()]);
});

test('R-23: what is scheduled without a network says that it waits, and goes when the network is back', async () => {
  const { page, id } = await opened(people.ada.email, 'Ahmed Khalil');
  // What is needed for it came while the browser rested.
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await composer(page).fill('See you tomorrow');
  await page.getByTestId('later').click();
  await page.getByTestId('menu-hour').click();
  await eventually(async () =>
    expect(await page.getByTestId('scheduled').innerText()).toContain('waits for the network'),
  );
  expect(await page.getByTestId('message').last().innerText()).not.toContain('See you tomorrow');
  await page.context().setOffline(false);
  await eventually(async () =>
    expect((await world.admin.view(id)).scheduled).toMatchObject([{ content: { text: 'See you tomorrow' } }]),
  );
  await eventually(async () =>
    expect(await page.getByTestId('scheduled').innerText()).not.toContain('waits for the network'),
  );
  expect(await page.getByTestId('scheduled').count()).toBe(1);
  await page.context().close();
});

test('on a phone everything fits, in light and dark, and axe finds nothing', async () => {
  const { page } = await opened(people.ada.email, 'Ahmed Khalil', {
    options: { ...phoneSize, colorScheme: 'dark' },
  });
  const fits = async (): Promise<void> =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  await look(page, 'phone-dark');
  await fits();
  expect(await findings(page, '[data-testid="scheduled-list"]')).toEqual([]);
  await page.getByTestId('quick').click();
  await page.getByTestId('quick-option').first().waitFor();
  await look(page, 'phone-quick-dark');
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.keyboard.press('Escape');
  await build(page, 'cards');
  await look(page, 'phone-builder-dark');
  await fits();
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.keyboard.press('Escape');
  await composer(page).fill('x');
  await page.getByTestId('later').click();
  await page.getByTestId('menu-custom').click();
  await look(page, 'phone-later-dark');
  await fits();
  expect(await findings(page, 'dialog')).toEqual([]);
  await page.context().close();
});
