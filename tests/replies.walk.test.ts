/** What is kept to be sent again, built or shared: quick replies, interactive messages, places, contact cards. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QuickReply } from '#domain/http-kept.ts';
import { openBrowser, pressTool, soon } from './browser.ts';
import { picture } from './pictures.ts';
import {
  ahmed,
  bringCustomers,
  composer,
  findings,
  lastOn,
  lucia,
  maria,
  opened,
  written,
} from './replies-help.ts';
import { account, eventually, instagram, openWorld, page as facebook, people, type World } from './world.ts';

let world: World;
let browser: Browser;
const { email } = people.ada;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await bringCustomers(world);
  for (const reply of [
    {
      scope: 'all',
      shortcut: 'hi',
      title: 'Greeting',
      text: 'Oi {{first_name}}, aqui é {{agent_first_name}}.',
    },
    { scope: 'all', shortcut: 'ship', title: 'Shipping', text: 'Your order {{order}} has left.' },
  ]) {
    const answer = await world.admin.send('POST', '/api/quick-replies', { groupId: null, ...reply });
    expect(answer.status).toBe(201);
  }
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

test('B-50: a quick reply is found and written by keys alone, its variables filled; an unknown one is marked and not sent', async () => {
  const { page } = await opened({ world, browser }, { email, name: 'Maria Silva' });
  await composer(page).press('Control+;');
  await page.getByTestId('quick-search').waitFor();
  await page.getByTestId('quick-option').first().waitFor();
  await picture(page.locator('dialog'), 'replies/quick-light-1440');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await soon(() => page.getByTestId('filled').textContent()).toContain('Oi Maria, aqui é Ada.');
  await page.keyboard.press('ArrowDown');
  await soon(() => page.getByTestId('filled').locator('.missing').textContent()).toContain('{{order}}');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await written(page, 'Oi Maria, aqui é Ada.');
  await soon(() => composer(page).evaluate((field) => field === document.activeElement)).toBe(true);

  // Q is the same outside of fields; the text is left, and Escape gives nothing away.
  await composer(page).fill('');
  await page.getByTestId('timeline').locator('[role="article"]').last().focus();
  await page.keyboard.press('q');
  await page.getByTestId('quick-search').fill('order');
  await page.keyboard.press('Enter');
  await written(page, 'Your order {{order}} has left.');
  await page.getByTestId('unfilled').waitFor();
  await soon(() => findings(page, '[data-testid="composer"]')).toEqual([]);
  await soon(() => page.getByTestId('send').isDisabled()).toBe(true);
  // Enter sends nothing, and leads to what is missing.
  await composer(page).press('End');
  await composer(page).press('Enter');
  await page.keyboard.type('2231');
  await written(page, 'Your order 2231 has left.');
  await composer(page).press('Enter');
  await soon(async () => (await lastOn(world, maria, account.id))?.text).toBe('Your order 2231 has left.');
  await soon(async () => (await world.simulator.sends()).filter(({ body }) => body.includes('{{'))).toEqual(
    [],
  );
  await page.context().close();
});

test('B-50: what is written is kept as a quick reply of one’s own, edited, deleted and brought back', async () => {
  const { page } = await opened({ world, browser }, { email, name: 'Maria Silva' });
  await composer(page).fill('Pagamento até sexta');
  await pressTool(page, 'quick');
  await page.getByTestId('quick-new').click();
  await page.getByTestId('quick-form').waitFor();
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await soon(() => page.getByLabel('Shortcut').inputValue()).toBe('pagamento-até');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await soon(() => page.getByRole('alert').textContent()).toContain('Give it a shortcut');
  await page.getByLabel('Shortcut').fill('/pay');
  await page.getByLabel('Title').fill('Payment');
  await page.getByRole('textbox', { name: 'Text' }).press('End');
  await page.keyboard.type(', ');
  await page.getByRole('button', { name: 'Customer’s first name' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await soon(() => page.getByTestId('quick-option').count()).toBe(3);
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
  await pressTool(page, 'interactive');
  await page.getByTestId(`menu-${kind}`).click();
  await page.getByTestId('builder').waitFor();
}

test('B-57 on WhatsApp: buttons and a list, built by keys, seen as they will be, kept and sent; the customer taps', async () => {
  const { page, id } = await opened({ world, browser }, { email, name: 'Maria Silva' });
  await build(page, 'buttons');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('build-send').press('Enter');
  await soon(() => page.getByTestId('build-problem').getAttribute('role')).toBe('alert');
  await page.getByTestId('header').fill('Pedido');
  await page.getByTestId('body').fill('Oi {{first_name}}, entrega ou retirada?');
  await page.getByTestId('footer').fill('Casa');
  await page.getByTestId('button-title').fill('Entrega');
  // Adding leads into the new field; moving keeps the focus on what moves.
  await page.getByTestId('add').press('Enter');
  await page.keyboard.type('Retirar na loja, hoje mesmo');
  await soon(() => page.getByTestId('button-title').nth(1).getAttribute('aria-invalid')).toBe('true');
  await soon(() => page.getByTestId('build-problem').textContent()).toContain('20 is the limit');
  await page.getByTestId('button-title').nth(1).fill('Retirar');
  await page.getByRole('button', { name: 'Move up: Button 2' }).press('Enter');
  await soon(() => page.getByTestId('button-title').first().inputValue()).toBe('Retirar');
  await soon(() =>
    page
      .getByRole('button', { name: 'Move down: Button 1' })
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
  await soon(() => page.getByTestId('preview').innerText()).toContain('Oi Maria, entrega ou retirada?');
  await picture(page.locator('dialog'), 'replies/builder-light-1440');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page.locator('dialog'), 'replies/builder-dark-1440');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });

  // Closed by accident, nothing is lost; kept for everybody, it is found again.
  await page.keyboard.press('Escape');
  await build(page, 'buttons');
  await soon(() => page.getByTestId('body').inputValue()).toContain('entrega ou retirada?');
  await page.getByTestId('save').click();
  await page.getByTestId('library-name').fill('Delivery');
  await page.getByTestId('library-name').press('Enter');
  await soon(() => page.getByTestId('library-name').count()).toBe(0);
  await page.getByTestId('build-send').press('Enter');
  await eventually(async () => {
    const { text, header, footer, options } = (await lastOn(world, maria, account.id)) ?? {};
    expect({ text, header, footer, options: options?.map(({ title }) => title) }).toEqual({
      text: 'Oi Maria, entrega ou retirada?',
      header: 'Pedido',
      footer: 'Casa',
      options: ['Retirar', 'Entrega'],
    });
  });
  const sent = await lastOn(world, maria, account.id);
  await world.simulator.does(maria, 'tap', { messageId: sent?.wamid, option: 'Retirar' });
  await page
    .getByTestId('message')
    .filter({ hasText: /Tapped.*Retirar/s })
    .waitFor();

  await pressTool(page, 'interactive');
  await page.getByTestId('menu-library').click();
  await page.getByTestId('library-open').first().waitFor();
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('library-open').first().press('Enter');
  await soon(() => page.getByTestId('body').inputValue()).toBe('Oi {{first_name}}, entrega ou retirada?');
  await page.getByTestId('kind').selectOption('list');
  await page.getByTestId('list-button').fill('Tamanhos');
  await page.getByTestId('row-title').fill('M');
  await page.getByTestId('row-description').fill('Até 40');
  await page.getByRole('button', { name: 'Add a row' }).press('Enter');
  await page.keyboard.type('G');
  await page.getByTestId('preview').locator('summary').click();
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('build-send').press('Enter');
  await soon(async () =>
    (await lastOn(world, maria, account.id))?.options.map(({ title }) => title),
  ).toContain('G');
  const list = await lastOn(world, maria, account.id);
  const row = list?.options.find(({ title }) => title === 'G');
  await world.simulator.does(maria, 'tap', { messageId: list?.wamid, option: row?.option });
  await page.getByTestId('message').filter({ hasText: 'Chose from the list' }).waitFor();
  const { messages } = await world.admin.view(id);
  expect(messages.filter(({ content }) => content.kind === 'choice')).toMatchObject([
    { content: { text: 'Retirar' } },
    { content: { text: 'G' } },
  ]);
  await page.context().close();
});

test.each([
  ['Messenger', 'Ahmed Khalil', ahmed, facebook.id],
  ['Instagram', 'Lucía Vega', lucia, instagram.id],
])(
  'B-57 on %s: chips, buttons and cards reach the phone and are tapped',
  async (_channel, name, phone, accountId) => {
    const { page } = await opened({ world, browser }, { email, name });
    await build(page, 'quick-replies');
    await page.getByTestId('body').fill('Which size?');
    await page.getByTestId('reply-title').fill('Small');
    await page.getByTestId('add').press('Enter');
    await page.keyboard.type('Large');
    await page.getByTestId('build-send').press('Enter');
    await soon(async () => (await lastOn(world, phone, accountId))?.text).toBe('Which size?');
    const chips = await lastOn(world, phone, accountId);
    await world.simulator.does(phone, 'tap', { accountId, messageId: chips?.wamid, option: 'Large' });
    await page
      .getByTestId('message')
      .filter({ hasText: /Tapped.*Large/s })
      .waitFor();

    await build(page, 'cards');
    await page.getByTestId('card-title').fill('Bag');
    await page.getByTestId('card-subtitle').fill('Caramel leather');
    await page.getByRole('button', { name: 'Add a button' }).press('Enter');
    await page.keyboard.type('Buy');
    await page.getByRole('button', { name: 'Add a card' }).press('Enter');
    await page.keyboard.type('Belt');
    await soon(() => findings(page, 'dialog')).toEqual([]);
    await page.getByTestId('build-send').press('Enter');
    await soon(async () => (await lastOn(world, phone, accountId))?.cards?.map(({ title }) => title)).toEqual(
      ['Bag', 'Belt'],
    );
    const cards = await lastOn(world, phone, accountId);
    const buy = cards?.cards?.[0]?.options[0]?.option;
    await world.simulator.does(phone, 'tap', { accountId, messageId: cards?.wamid, option: buy });
    await page
      .getByTestId('message')
      .filter({ hasText: /Tapped.*Buy/s })
      .waitFor();
    await page.context().close();
  },
);

test('a location and a contact card are made, seen before, and sent on WhatsApp', async () => {
  const { page } = await opened({ world, browser }, { email, name: 'Maria Silva' });
  await pressTool(page, 'interactive');
  await soon(() => findings(page, '[role="menu"]')).toEqual([]);
  await page.getByTestId('menu-location').click();
  await page.getByTestId('place').fill('Rua Augusta');
  await page.getByTestId('place').press('Enter');
  await soon(() => page.getByRole('alert').textContent()).toContain('This names no place');
  await page
    .getByTestId('place')
    .fill('https://www.google.com/maps/place/Loja/@1,2,17z/data=!3d38.7223!4d-9.1393');
  await page.getByTestId('place-name').fill('Loja');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('place-name').press('Enter');
  await soon(async () => (await lastOn(world, maria, account.id))?.type).toBe('location');

  await pressTool(page, 'interactive');
  await page.getByTestId('menu-contact').click();
  await page.getByTestId('contact-name').fill('Rui Costa');
  await page.getByTestId('contact-name').press('Enter');
  await soon(() => page.getByRole('alert').textContent()).toContain('phone number or an e-mail');
  await page.getByTestId('contact-phone').fill('+351 910 000 000');
  await soon(() => findings(page, 'dialog')).toEqual([]);
  await page.getByTestId('contact-phone').press('Enter');
  await soon(async () => (await lastOn(world, maria, account.id))?.type).toBe('contacts');
  await page.context().close();
});
