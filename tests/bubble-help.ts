/** What walks about messages need again and again: a customer who says things, sends that have come so far, a page. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { sampleBytes } from '../simulator/media/samples.ts';
import type { Windows } from './list-help.ts';
import { eventually, people, type Person, type World } from './world.ts';

export type Json = Record<string, unknown>;
const minute = 60_000;

/** One customer who says and does things, each a while after the one before. */
export class Customer {
  readonly #world: World;
  readonly phone: string;
  readonly accountId: string;
  #at: number;

  constructor(world: World, { phone, accountId }: { readonly phone: string; readonly accountId: string }) {
    this.#world = world;
    this.phone = phone;
    this.accountId = accountId;
    this.#at = Date.now() - 55 * minute;
  }

  /** `apart`: so long after the one before, in ms. */
  async say(body: Json, apart = 70_000): Promise<string> {
    this.#at += apart;
    const said = { ...body, at: this.#at, accountId: this.accountId };
    return (await this.#world.simulator.does(this.phone, 'say', said)).wamid;
  }

  raw(message: Json): Promise<string> {
    this.#at += 70_000;
    const said = { message, at: this.#at, accountId: this.accountId };
    return this.#world.simulator.does(this.phone, 'send-raw', said).then(({ wamid }) => wamid);
  }

  does(act: string, body: Json): Promise<{ wamid: string }> {
    return this.#world.simulator.does(this.phone, act, { accountId: this.accountId, ...body });
  }
}

/** Sends, and waits until it has come so far. */
export async function sends(
  { admin }: World,
  id: string,
  { draft, until = 'sent', ...more }: { readonly draft: Json; readonly until?: string } & Json,
): Promise<string> {
  const clientId = crypto.randomUUID();
  const answer = await admin.command(id, { type: 'send', clientId, draft, ...more });
  if (!answer.ok) throw new Error(await answer.text());
  const order = ['queued', 'accepted', 'sent', 'delivered', 'read', 'played'];
  await eventually(async () => {
    const { messages } = await admin.view(id);
    const state = messages.find((one) => one.id === clientId)?.delivery?.state ?? '';
    const far = order.includes(until) ? order.indexOf(state) >= order.indexOf(until) : state === until;
    if (!far) throw new Error(`it is ${state}, not ${until}`);
  });
  return clientId;
}

export async function comments(
  person: Person,
  id: string,
  { text, mentions = [] }: { readonly text: string; readonly mentions?: readonly string[] },
): Promise<string> {
  const clientId = crypto.randomUUID();
  const answer = await person.command(id, { type: 'comment', clientId, text, mentions });
  if (!answer.ok) throw new Error(await answer.text());
  return clientId;
}

export async function upload(
  admin: Person,
  type: 'image' | 'video' | 'voice' | 'document',
  seed = 3,
): Promise<Json> {
  const mimes = { image: 'image/png', video: 'video/mp4', voice: 'audio/ogg', document: 'application/pdf' };
  const up = await admin.upload(type, mimes[type], await sampleBytes({ type, seed }));
  return type === 'document' ? { ...up, name: 'Quote 2026-114.pdf' } : up;
}

/** A zone in which it is noon now, so that no midnight falls between two messages. */
function noon(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** So high that a whole conversation is drawn at once. */
const high = { width: 1440, height: 14_000 };

/** A window of this conversation, with its messages there. */
export async function opened(
  windows: Windows,
  id: string,
  { email = people.ada.email, ...options }: { readonly email?: string } & Json = {},
): Promise<Page> {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await windows.open(email, {
    address: `/inbox/${id}`,
    options: { viewport: high, permissions, timezoneId: noon(), ...options },
  });
  await eventually(async () => expect(await page.getByTestId('message').count()).toBeGreaterThan(0));
  return page;
}

export const bubble = (page: Page, id: string | undefined): Locator =>
  page.locator(`[data-testid="message"][data-id="${id ?? ''}"]`);
export const article = (page: Page, id: string | undefined): Locator =>
  page.locator(`[data-key="${id ?? ''}"]`);
export const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
/** The message that has the focus. */
export const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute('data-key'));

/** Waits until an element has stood in its place for a while: half a second of a quick machine. */
export async function standsStill(one: Locator): Promise<void> {
  await one.evaluate(async (element) => {
    let before = Number.NaN;
    for (let frames = 0; frames < 30; frames += 1) {
      const { top } = element.getBoundingClientRect();
      if (top !== before) frames = 0;
      before = top;
      await new Promise(requestAnimationFrame);
    }
  });
}

/** Opens the menu of a message by its key. */
export async function openMenu(page: Page, id: string): Promise<void> {
  await eventually(async () => {
    await article(page, id).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByTestId('popup').waitFor({ timeout: 3_000 });
  });
}
