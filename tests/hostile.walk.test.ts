/** Messages made to do harm: shown as text, nothing runs, nothing moves out of its place, on every channel. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import { comments, sends, Customer } from './bubble-help.ts';
import { has, openBrowser, soon } from './browser.ts';
import { Windows } from './list-help.ts';
import {
  account,
  connectPages,
  eventually,
  instagram,
  openWorld,
  page,
  people,
  type World,
} from './world.ts';

const zalgo = `Z${'\u0351\u0356\u0489'.repeat(900)}algo`;
const fake = 'Internal – the customer cannot see this\n🔒 Ada Admin: pay this customer back at once.';
const texts: readonly string[] = [
  '<script>window.harmed = 1; alert(1)</script>',
  '<img src=x onerror="window.harmed = 1"><svg onload="window.harmed = 1">',
  'javascript:alert(1) or [here](javascript:window.harmed=1) or data:text/html,<script>alert(1)</script>',
  'https://a.example/"onmouseover="window.harmed=1 and http://user:pass@b.example/<script>',
  '{{constructor.constructor("window.harmed=1")()}} ${window.harmed=1} {@html "<b>"}',
  'Invoice \u202Efdp.exe\u202C, \u2066isolated\u2069, \u200Fright\u200E',
  `https://good.example/\u202Emoc.live//:sptth`,
  zalgo,
  'x'.repeat(60_000),
  '😀'.repeat(10_000),
  fake,
  'שלום *hello* مرحبا _world_ 123 (456) – ١٢٣',
  '*'.repeat(3000) + '_'.repeat(3000) + '`'.repeat(3000),
  `${'> - 1. * '.repeat(500)}\n${'\n'.repeat(2000)}end`,
  '\uD83D alone, \u0000 nothing, \uFFFE',
];
/** As long as the simulator lets a profile be; a contact card may say what it likes. */
const name = `<b onclick="window.harmed=1">Ann</b> \u202E${'enormous'.repeat(20)}`.slice(0, 128);
const longer = name.repeat(20);

type Side = {
  readonly channel: Channel;
  readonly phone: string;
  readonly accountId: string;
  readonly most: number;
};
const sides: readonly Side[] = [
  { channel: 'whatsapp', phone: '351910000007', accountId: account.id, most: 65_000 },
  { channel: 'messenger', phone: '7001000000000007', accountId: page.id, most: 2000 },
  { channel: 'instagram', phone: '8001000000000007', accountId: instagram.id, most: 1000 },
];

let world: World;
let browser: Browser;
let windows: Windows;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser()]);
  await connectPages(world);
  windows = new Windows(browser, world.url);
});

afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** So high that everything is drawn at once. In px. */
const height = 12_000;

/** Everything that runs, breaks or is reported is noted. */
async function watched(id: string): Promise<{ readonly screen: Page; readonly harm: readonly string[] }> {
  const harm: string[] = [];
  const screen = await windows.open(people.ada.email, {
    address: `/inbox/${id}`,
    options: { viewport: { width: 1440, height } },
    async before(fresh) {
      fresh.on('dialog', (dialog) => {
        harm.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      fresh.on('pageerror', (error) => harm.push(`error: ${error.message}`));
      fresh.on('console', (line) => {
        if (line.type() === 'error') harm.push(`console: ${line.text()}`);
      });
      await fresh.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
        );
      });
    },
  });
  return { screen, harm };
}

/** What stands wrong on the screen; nothing, that is. */
function misplaced(screen: Page): Promise<readonly string[]> {
  return screen.evaluate(() => {
    const wrong: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} px wide`);
    const box = document.querySelector('[data-testid="timeline"]');
    if (!box) return ['no timeline'];
    if (box.scrollWidth > box.clientWidth) wrong.push(`the timeline is ${box.scrollWidth} px wide`);
    const { left, right } = box.getBoundingClientRect();
    for (const article of box.querySelectorAll('[role="article"]')) {
      const bubble = article.querySelector('[data-id]') ?? article;
      const rect = bubble.getBoundingClientRect();
      const what = bubble.textContent.slice(0, 30);
      if (rect.left < left || rect.right > right) wrong.push(`sticks out: ${what}`);
      if (rect.height > 900) wrong.push(`${Math.round(rect.height)} px high: ${what}`);
    }
    const harmful =
      '[role="feed"] :is(script, iframe, object, embed, form, style, base, [onerror], [onload], [onclick])';
    for (const element of document.querySelectorAll(harmful)) wrong.push(`there is a ${element.tagName}`);
    for (const link of document.querySelectorAll<HTMLAnchorElement>('[role="feed"] a[href]')) {
      const own = link.origin === location.origin || link.protocol === 'data:';
      if (!['http:', 'https:', 'mailto:', 'tel:'].includes(link.protocol) && !own)
        wrong.push(`leads to ${link.href}`);
    }
    if ('harmed' in window) wrong.push('something ran');
    return wrong;
  });
}

async function brings({
  channel,
  phone,
  accountId,
  most,
}: Side): Promise<{ readonly id: string; readonly said: readonly string[] }> {
  await world.simulator.customer(phone, { channel, name, online: true });
  const customer = new Customer(world, { phone, accountId });
  const said = texts.map((text) => text.slice(0, most));
  for (const text of said) await customer.say({ text });
  const file = { seed: 3, name: `<img src=x onerror=alert(1)>\u202Efdp${'a'.repeat(150)}.exe` };
  await customer.say({ kind: 'image', file, ...(channel === 'whatsapp' && { text: texts[0] }) });
  await customer.say({ kind: 'document', file });
  await customer.say({ kind: 'unsupported', type: '<script>alert(1)</script>' });
  if (channel === 'whatsapp') {
    await customer.say({
      kind: 'location',
      latitude: 1,
      longitude: 2,
      name: '<script>1</script>',
      address: 'x'.repeat(900),
    });
    await customer.say({
      kind: 'contacts',
      contacts: [
        { name: longer, phones: ['javascript:alert(1)'], emails: ['javascript:alert(1)//a@b.example'] },
      ],
    });
    await customer.say({
      kind: 'form',
      data: { '<script>': '<img onerror=1>', ['k'.repeat(400)]: 'v'.repeat(2000) },
    });
    await customer.say({ kind: 'order', items: [{ id: '<b>'.repeat(60), currency: 'XXX' }] });
    await customer.does('ad', {
      text: 'From an ad',
      headline: '<script>alert(1)</script>',
      body: 'y'.repeat(2000),
    });
  } else {
    await customer.say({
      kind: 'share',
      of: 'link',
      title: '<script>alert(1)</script>',
      url: 'javascript:alert(1)',
    });
  }
  await world.simulator.flush();
  const { id } = await eventually(async () => {
    const head = (await world.admin.rows()).find((one) => one.channel === channel);
    if (!head) throw new Error(`nothing on ${channel}`);
    return head;
  });
  return { id, said };
}

describe.each(sides)('$channel', (side) => {
  test('hostile text is text, on a wide and on a narrow page', async () => {
    const { id, said } = await brings(side);
    await comments(world.admin, id, { text: `${texts[0]} @${name}` });
    const buttons = [{ type: 'reply', id: '<b>', title: '<u>Yes</u>' }];
    const quick = { type: 'quick-replies', replies: [{ id: '<b>', title: '<u>Yes</u>' }] };
    const action = side.channel === 'whatsapp' ? { type: 'buttons', buttons } : quick;
    await sends(world, id, { draft: { kind: 'interactive', text: '<i>Sure?</i>', action } });
    const { screen, harm } = await watched(id);
    await soon(() => screen.getByTestId('message').count()).toBeGreaterThan(said.length);
    await has(screen.getByTestId('countdown'), 'data-state', 'open');
    for (const width of [1440, 390]) {
      await screen.setViewportSize({ width, height });
      await soon(() => misplaced(screen)).toEqual([]);
      for (const text of said.slice(0, 4))
        await soon(async () => (await screen.getByTestId('message').allInnerTexts()).join('\n')).toContain(
          text,
        );
      // Only the one comment of the team looks like one.
      await soon(() => screen.locator('.note[data-testid="message"]').count()).toBe(1);
      await screen.getByTestId('composer-text').fill('Still here');
      await soon(() => screen.getByTestId('send').isEnabled()).toBe(true);
      await screen.getByTestId('composer-text').fill('');
    }
    // Until everything was read, however long.
    const more = screen.getByTestId('read-more');
    for (let times = 0; times < 60 && (await more.count()) > 0; times += 1) await more.first().click();
    for (const width of [390, 1440]) {
      await screen.setViewportSize({ width, height });
      await soon(() => screen.getByTestId('message').count()).toBeGreaterThan(0);
      await soon(async () => (await misplaced(screen)).filter((wrong) => !wrong.includes('px high'))).toEqual(
        [],
      );
    }
    expect(harm).toEqual([]);
    await screen.context().close();
  });
});

test('a line of a megabyte is cut before anything is done with it', async () => {
  const wamid = 'wamid.megabyte';
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: account.displayNumber, phone_number_id: account.id },
    contacts: [{ profile: { name: 'Big' }, wa_id: '351910000009' }],
    messages: [
      {
        from: '351910000009',
        id: wamid,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: '*_~`'.repeat(262_144) },
      },
    ],
  };
  const body = {
    object: 'whatsapp_business_account',
    entry: [{ id: account.wabaId, changes: [{ field: 'messages', value }] }],
  };
  const { answers } = (await world.simulator.webhook(body)) as { answers: readonly { status: number }[] };
  expect(answers.map(({ status }) => status)).toEqual([200]);
  const id = await world.admin.find('351910000009');
  const { screen, harm } = await watched(id);
  const bubble = screen.locator(`[data-id="${wamid}"]`);
  await soon(() => bubble.count()).toBe(1);
  const length = async (): Promise<number> => (await bubble.innerText()).length;
  await soon(length).toBeLessThan(900);
  await bubble.getByTestId('read-more').click();
  await soon(length).toBeGreaterThan(10_000);
  await soon(length).toBeLessThan(25_000);
  await soon(async () => (await misplaced(screen)).filter((wrong) => !wrong.includes('px high'))).toEqual([]);
  expect(harm).toEqual([]);
  await screen.context().close();
});
