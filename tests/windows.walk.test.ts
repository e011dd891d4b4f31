/** Windows live (must-show 4): they close while somebody writes, uploads, is offline; free entry; people instead of machines; two at once. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { has, openBrowser, soon } from './browser.ts';
import { idOf, Windows } from './list-help.ts';
import {
  assign,
  banner,
  caret,
  composer,
  day,
  field,
  header,
  hour,
  inState,
  pictures,
  second,
  somebody,
} from './states-help.ts';
import {
  connectPages,
  eventually,
  instagram,
  openWorld,
  page as facebook,
  people,
  type World,
} from './world.ts';

let world: World;
let browser: Browser;
let windows: Windows;
let anaId: string;
type Customer = { readonly id: string; readonly phone: string };
/** Their windows close while the first tests run. */
let typed: Customer;
let offline: Customer;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await connectPages(world);
  const granted = { humanAgent: true };
  await world.admin.send('PATCH', `/api/accounts/messenger/${facebook.id}`, granted);
  await world.admin.send('PATCH', `/api/accounts/instagram/${instagram.id}`, granted);
  windows = new Windows(browser, world.url);
  anaId = await idOf(await world.signIn(people.ana.email));
  typed = await somebody(world, 'Typed Tilda', { ago: day - 30 * second });
  offline = await somebody(world, 'Offline Omar', { ago: day - 31 * second });
  for (const { id } of [typed, offline]) await assign(world, id, anaId);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const open = async (email: string, id: string): Promise<Page> =>
  windows.open(email, { address: `/inbox/${id}` });

async function onPhone({ phone }: Customer, accountId?: string): Promise<readonly string[]> {
  const { messages } = await world.simulator.phone(phone, accountId);
  return messages.filter(({ from }) => from !== 'customer').map(({ text }) => text);
}

/** Waits for the end of a window that is longer than what is else waited for: a slow machine has to come so far in time. */
async function closes(page: Page): Promise<void> {
  const countdown = page.getByTestId('countdown');
  await eventually(async () => expect(await countdown.getAttribute('data-state')).toBe('closed'), 40_000);
}

// Two windows close at the same time, so that both are waited for once; the others go on meanwhile.
test.concurrent(
  'B-46: a window closes while somebody types and uploads: swapped at its second, draft and file kept',
  async () => {
    const ana = await open(people.ana.email, typed.id);
    let go = (): void => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    await ana.route('**/api/uploads?*', async (route) => {
      await held;
      await route.continue().catch(() => null);
    });
    await field(ana).fill('Three are left,');
    const buffer = Buffer.from('%PDF-1.4 a price list');
    await ana
      .getByTestId('attach-input')
      .setInputFiles({ name: 'list.pdf', mimeType: 'application/pdf', buffer });
    await inState(ana, 'C14');
    const countdown = ana.getByTestId('countdown');
    await soon(() => countdown.innerText()).toMatch(/00:\d\d/);
    await soon(() => countdown.locator('time').getAttribute('datetime')).toMatch(/Z$/);
    await closes(ana);
    await inState(ana, 'C3');
    const { windowExpiresAt } = (await world.admin.view(typed.id)).head;
    expect(Math.abs(Date.now() - (windowExpiresAt ?? 0))).toBeLessThan(10 * second);
    await soon(() => field(ana).inputValue()).toBe('Three are left,');
    await soon(() => banner(ana).innerText()).toContain('Your draft is kept');
    await soon(() => ana.getByTestId('attachment').count()).toBe(1);
    await soon(() => ana.getByTestId('countdown-aloud').textContent()).toBe('The window is closed.');
    go();
    // The customer writes: everything is there to go on with.
    await world.simulator.say(typed.phone, 'And the caramel one?');
    await inState(ana, 'C1');
    await has(ana.getByTestId('attachment'), 'data-ready', 'true');
    await soon(() => field(ana).isEditable()).toBe(true);
    await ana.context().close();
  },
);

test.concurrent(
  'B-63: what was queued offline fails when its window closed meanwhile, says why, and keeps its text',
  async () => {
    const ana = await open(people.ana.email, offline.id);
    await ana.context().setOffline(true);
    await inState(ana, 'C13');
    await field(ana).fill('Written in the tunnel');
    await field(ana).press('Enter');
    await closes(ana);
    await inState(ana, 'C3');
    await ana.context().setOffline(false);
    const aftermath = ana.getByTestId('aftermath');
    await soon(() => aftermath.innerText()).toMatch(/24-hour window is closed/);
    await soon(() => ana.getByRole('feed').innerText()).toContain('Written in the tunnel');
    await soon(() => onPhone(offline)).toEqual([]);
    await ana.context().close();
  },
);

test.concurrent(
  'B-48: an ad that is answered starts free entry beside the window; both end by themselves, by Meta’s word (R-15)',
  async () => {
    const { simulator } = world;
    const ad = { source_type: 'ad', source_id: '42', source_url: 'https://fb.me/42', headline: 'Leather' };
    const fatima = await somebody(world, 'Free Fatima', { ago: day - 2 * hour, referral: ad });
    await assign(world, fatima.id, anaId);
    const ana = await open(people.ana.email, fatima.id);
    await soon(() => ana.getByTestId('free-entry').count()).toBe(0);
    await field(ana).fill('It is. How many?');
    await field(ana).press('Enter');
    const chip = ana.getByTestId('free-entry');
    await soon(() => chip.innerText()).toMatch(/FEP 72h · 7[12] h \d+ m/);
    await soon(() => chip.getAttribute('title')).toMatch(/free until/);
    await has(ana.getByTestId('countdown'), 'data-state', 'soon');
    await pictures(ana, header, 'header/free-entry');
    const wamid = (await simulator.sends()).findLast(({ body }) => body.includes('How many?'))?.wamid;
    const until = Math.ceil(Date.now() / second) + 4;
    const status = {
      ...{ id: wamid, status: 'delivered', timestamp: String(Math.floor(Date.now() / second)) },
      ...{
        recipient_id: fatima.phone,
        pricing: { billable: false, pricing_model: 'PMP', type: 'free_entry_point' },
      },
      conversation: {
        id: 'fep',
        expiration_timestamp: String(until),
        origin: { type: 'referral_conversion' },
      },
    };
    const metadata = { display_phone_number: '15550001111', phone_number_id: '555000111' };
    const value = { messaging_product: 'whatsapp', metadata, statuses: [status] };
    const entry = [{ id: '900', changes: [{ field: 'messages', value }] }];
    await simulator.webhook({ object: 'whatsapp_business_account', entry });
    await soon(() => chip.innerText()).toMatch(/00:0\d/);
    await soon(() => chip.count()).toBe(0);
    expect(Date.now()).toBeGreaterThanOrEqual(until * second - second);
    await has(ana.getByTestId('countdown'), 'data-state', 'soon');
    await inState(ana, 'C1');
    await ana.context().close();
  },
);

test.concurrent.each([
  ['messenger', facebook.id, 'C5'],
  ['instagram', instagram.id, 'C6'],
] as const)(
  '%s: after the window a person confirms once that a person answers (R-16)',
  async (channel, account, name) => {
    const customer = await somebody(world, `Late ${channel}`, { channel, ago: 2 * day });
    await assign(world, customer.id, anaId);
    const ana = await open(people.ana.email, customer.id);
    await inState(ana, name);
    await soon(() => field(ana).count()).toBe(0);
    await ana.getByTestId('act-person').press('Enter');
    await has(composer(ana), 'data-state', 'as-person');
    await caret(ana);
    await ana.keyboard.type('Sorry for the wait');
    await ana.keyboard.press('Enter');
    await soon(() => onPhone(customer, account)).toEqual(['Sorry for the wait']);
    // That somebody types goes to Meta by itself, maybe later.
    const sent = (await world.simulator.sends()).findLast(
      ({ accountId, kind }) => accountId === account && kind === 'send',
    );
    expect(sent?.body).toContain('HUMAN_AGENT');
    // Said once, it holds for this window; a new one asks anew.
    await has(composer(ana), 'data-state', 'as-person');
    await ana.context().close();
  },
);

test.concurrent('B-58: two answer at once: one wins, the other is told, and has their text', async () => {
  const customer = await somebody(world, 'Wanted Wanda');
  const [ana, rui] = await Promise.all([
    open(people.ana.email, customer.id),
    open(people.rui.email, customer.id),
  ]);
  await Promise.all([inState(ana, 'C8'), inState(rui, 'C8')]);
  await Promise.all([field(ana).fill('Ana here'), field(rui).fill('Rui here')]);
  await Promise.all([field(ana).press('Enter'), field(rui).press('Enter')]);
  await soon(() => onPhone(customer)).toHaveLength(1);
  const [winner] = await onPhone(customer);
  const [won, lost, text] = winner === 'Ana here' ? [ana, rui, 'Rui here'] : [rui, ana, 'Ana here'];
  await inState(won, 'C1');
  await inState(lost, 'C7');
  const name = winner === 'Ana here' ? 'Ana Reis' : 'Rui Costa';
  await eventually(async () => {
    expect(await field(lost).inputValue()).toBe(text);
    expect(await lost.getByTestId('toast').innerText()).toContain(`${name} answers this conversation`);
  });
  await soon(() => banner(lost).innerText()).toMatch(
    new RegExp(`${name} answers here.*Your draft is kept`, 's'),
  );
  await soon(() => onPhone(customer)).toHaveLength(1);
  await Promise.all([won.context().close(), lost.context().close()]);
});

test.concurrent(
  'B-38: a colleague who writes is seen live, and what they wrote holds Enter back once',
  async () => {
    const customer = await somebody(world, 'Both Bianca');
    await assign(world, customer.id, anaId);
    const [ana, rui] = await Promise.all([
      open(people.ana.email, customer.id),
      open(people.rui.email, customer.id),
    ]);
    await soon(() => ana.getByTestId('present').innerText()).toContain('RC');
    await field(ana).fill('Thursday');
    await rui.getByTestId('mode-comment').click();
    await caret(rui);
    await rui.keyboard.type('Not Thursday!');
    await rui.keyboard.press('Enter');
    await inState(ana, 'C16');
    await soon(() => banner(ana).innerText()).toMatch(/New comment by Rui Costa/);
    await field(ana).press('Enter');
    await soon(() => banner(ana).innerText()).toMatch(/Press Enter again/);
    await ana.getByTestId('act-review').press('Enter');
    await inState(ana, 'C1');
    await field(ana).fill('Friday');
    await field(ana).press('Enter');
    await soon(() => onPhone(customer)).toEqual(['Friday']);
    // The other way round: who answers is shown to those who look.
    await field(ana).pressSequentially('And now');
    await soon(() => rui.getByTestId('replying').innerText()).toContain('Ana Reis is replying…');
    await soon(() => rui.getByTestId('replying').getByTestId('viewers').isVisible()).toBe(true);
    await soon(() => header(rui).innerText()).toContain('Ana Reis is replying…');
    await Promise.all([ana.context().close(), rui.context().close()]);
  },
);

test('B-58: who may not even look any more still has what they wrote', async () => {
  await world.admin.send('PUT', '/api/settings', { visibility: 'groups' });
  const customer = await somebody(world, 'Gone Gustavo');
  const ana = await open(people.ana.email, customer.id);
  await inState(ana, 'C8');
  await field(ana).fill('I was about to say');
  await assign(world, customer.id, await idOf(await world.signIn(people.rui.email)));
  await soon(() => ana.getByTestId('kept').innerText()).toContain('I was about to say');
  await ana.context().close();
});
