/** What walks through the list need again and again: many customers at once, and rows as they stand on the screen. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Head } from '#domain/head.ts';
import type { Group, ListPage, Tag, View } from '#domain/http.ts';
import { live, row } from './browser.ts';
import { account, eventually, inParallel, password, Person, type World } from './world.ts';

/** A text of a customer, with all that Meta tells along with it. */
export type Letter = {
  readonly phone: string;
  readonly name: string;
  readonly text: string;
  /** In ms. */
  readonly at: number;
};

const lettersPerWebhook = 60;
const minute = 60_000;
let letters = 0;

function change({ phone, name, text, at }: Letter): unknown {
  letters += 1;
  const message = {
    ...{ from: phone, id: `wamid.letter.${letters}`, timestamp: String(Math.floor(at / 1000)) },
    ...{ type: 'text', text: { body: text } },
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: account.displayNumber, phone_number_id: account.id },
    contacts: [{ profile: { name }, wa_id: phone }],
    messages: [message],
  };
  return { field: 'messages', value };
}

/** Brings texts of customers whom the simulator does not know, many of them in each webhook. */
export async function bring({ simulator }: World, all: readonly Letter[]): Promise<void> {
  const parcels = Array.from({ length: Math.ceil(all.length / lettersPerWebhook) }, (_, index) =>
    all.slice(index * lettersPerWebhook, (index + 1) * lettersPerWebhook),
  );
  await inParallel(parcels, 4, async (parcel) => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [{ id: account.wabaId, changes: parcel.map(change) }],
    };
    const { answers } = (await simulator.webhook(body)) as { answers: readonly { status: number }[] };
    expect(answers.map(({ status }) => status)).toEqual([200]);
  });
}

export const nameOf = (index: number): string => `Customer ${String(index).padStart(4, '0')}`;
export const phoneOf = (index: number): string => String(15_550_100_000 + index);

/** One text each of `count` customers; the first of them wrote last, a minute ago, each other one a little earlier. */
export function crowd(count: number, { from = 0, apart = 10_000 } = {}): readonly Letter[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => ({
    phone: phoneOf(from + index),
    name: nameOf(from + index),
    text: `Question number ${from + index}`,
    at: now - minute - index * apart,
  }));
}

/** Waits until the kept counts say so. */
export async function counted(
  person: Person,
  counts: Partial<Pick<ListPage['counts'], 'active' | 'archived' | 'unread'>>,
): Promise<void> {
  await eventually(async () => expect((await person.list()).counts).toMatchObject(counts), 60_000);
}

/** All rows of an address of the list, in its order, as the API pages through them. */
export async function rowsOf(person: Person, address: string): Promise<readonly Head[]> {
  const rows: Head[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await read<ListPage>(
      await person.send('GET', `/api/conversations?limit=200&${address}${after}`),
    );
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

/** What a request answers; it must be answered well. */
async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** Asks something of a conversation that must be done. */
export async function does(person: Person, id: string, change: Record<string, unknown>): Promise<void> {
  const body = { clientId: crypto.randomUUID(), ...change };
  await read(await person.send('POST', `/api/conversations/${id}/commands`, body));
}

export const addTag = async (admin: Person, name: string, colour = 'violet'): Promise<Tag> =>
  read(await admin.send('POST', '/api/tags', { name, colour }));

export const addGroup = async (admin: Person, name: string, members: readonly string[]): Promise<Group> =>
  read(await admin.send('POST', '/api/groups', { name, members }));

/** A saved view; whatever is not said of it is as little as possible. */
export async function addView(person: Person, some: Partial<View>): Promise<View> {
  const view = { name: 'View', shared: false, tab: 'active', sort: 'newest', filter: {}, ...some };
  return read(await person.send('POST', '/api/views', view));
}

/** The id of a person. */
export async function idOf(person: Person): Promise<string> {
  const { actor } = await read<{ actor: { id: string } }>(await person.send('GET', '/api/me'));
  return actor.id;
}

const listbox = (page: Page): Locator => page.getByRole('tabpanel').getByRole('listbox');

/** The element of the list that scrolls. */
export const scroller = (page: Page): Locator => listbox(page).locator('..');

export type Placed = {
  /** '' for a row that is not loaded. */
  readonly id: string;
  readonly index: number;
  /** In px from the top of the page. */
  readonly top: number;
};

/** Rows and skeletons that are on the screen whole, from top to bottom. */
export async function onScreen(page: Page): Promise<readonly Placed[]> {
  return scroller(page).evaluate((box) => {
    const { top: above, bottom: below } = box.getBoundingClientRect();
    return [...box.querySelectorAll<HTMLElement>('[data-index]')]
      .map((row) => ({ row, rect: row.getBoundingClientRect() }))
      .filter(({ rect }) => rect.top >= above - 0.5 && rect.bottom <= below + 0.5)
      .map(({ row, rect }) => ({
        ...{ id: row.dataset['id'] ?? '', index: Number(row.dataset['index']), top: rect.top },
      }))
      .toSorted((a, b) => a.top - b.top);
  });
}

/** The ids of the rows on the screen, from top to bottom. */
export async function idsOnScreen(page: Page): Promise<readonly string[]> {
  return (await onScreen(page)).map(({ id }) => id);
}

/** Waits until what is on the screen is exactly this part of `expected`, an order of all rows. */
export async function showsOrder(page: Page, expected: readonly string[]): Promise<void> {
  await eventually(async () => {
    const placed = await onScreen(page);
    expect(placed.length).toBeGreaterThan(0);
    expect(placed.map(({ id }) => id)).toEqual(placed.map(({ index }) => expected[index]));
  });
}

/** Scrolls the list until the row of this place is the first one on the screen, and waits until it is loaded. */
export async function scrollTo(page: Page, index: number): Promise<void> {
  await scroller(page).evaluate((box, to) => {
    const row = box.querySelector<HTMLElement>('[data-index]')?.getBoundingClientRect().height ?? 0;
    box.scrollTop = row * to;
  }, index);
  await eventually(async () => {
    const placed = await onScreen(page);
    expect(placed[0]?.index).toBe(index);
    expect(placed.every(({ id }) => id !== '')).toBe(true);
  });
}

type Drift = {
  readonly frames: number;
  /** In px. */
  readonly most: number;
  /** Ids of rows that were not there in some frame. */
  readonly lost: readonly string[];
};

/** Looks in every frame where the rows stand that are on the screen now. Returns how to hear of it. */
export async function watchPlaces(page: Page): Promise<() => Promise<Drift>> {
  const placed = await onScreen(page);
  await page.evaluate((rows) => {
    const seen = { frames: 0, most: 0, lost: new Set<string>() };
    const look = (): void => {
      seen.frames += 1;
      for (const { id, top } of rows) {
        const row = document.querySelector(`[data-testid="row"][data-id="${id}"]`);
        if (row) seen.most = Math.max(seen.most, Math.abs(row.getBoundingClientRect().top - top));
        else seen.lost.add(id);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(globalThis, { seenPlaces: seen });
  }, placed);
  return () =>
    page.evaluate(() => {
      const { frames, most, lost } = (
        globalThis as unknown as { seenPlaces: { frames: number; most: number; lost: Set<string> } }
      ).seenPlaces;
      return { frames, most, lost: [...lost] };
    });
}

/** The mouse goes where no list is. */
export async function pointerAway(page: Page): Promise<void> {
  await page.mouse.move(900, 500);
}

/** A page that is on its way to nowhere else: tells whether it is still the document that it was. */
export async function markDocument(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  return () => page.evaluate(() => 'sameDocument' in globalThis);
}

/** The row of a conversation, scrolled into sight if it is not. `address`: the list that is shown. */
export async function sees(
  page: Page,
  person: Person,
  { id, address = 'tab=active' }: { readonly id: string; readonly address?: string },
): Promise<Locator> {
  const one = row(page, id);
  await eventually(async () => {
    const index = (await rowsOf(person, address)).findIndex((head) => head.id === id);
    expect(index).toBeGreaterThanOrEqual(0);
    if (!(await idsOnScreen(page)).includes(id)) {
      await scroller(page).evaluate((box, to) => {
        const height = box.querySelector<HTMLElement>('[data-index]')?.getBoundingClientRect().height ?? 0;
        box.scrollTop = height * Math.max(0, to - 2);
      }, index);
    }
    expect(await idsOnScreen(page)).toContain(id);
  });
  return one;
}

/** Leads a page to another address of the product, live: a third of what a new window costs. */
export async function leads(page: Page, address: string): Promise<void> {
  await page.goto(new URL(address, page.url()).href);
  await live(page);
}

/** Windows of the people of one world: each signs in once, and keeps the session in every further window. */
export class Windows {
  readonly #browser: Browser;
  readonly #url: string;
  readonly #sessions = new Map<string, Promise<BrowserContextOptions>>();

  constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  /** A new window of this person, at this address, live. */
  async open(
    email: string,
    { address = '/inbox', url = this.#url, options = {}, before }: WindowOptions = {},
  ): Promise<Page> {
    let session = this.#sessions.get(email);
    if (!session) {
      session = this.#signIn(email);
      this.#sessions.set(email, session);
    }
    const viewport = { width: 1440, height: 900 };
    const context = await this.#browser.newContext({ viewport, ...(await session), ...options });
    const page = await context.newPage();
    await before?.(page);
    await page.goto(url + address);
    await live(page);
    return page;
  }

  async #signIn(email: string): Promise<BrowserContextOptions> {
    const { cookie } = await Person.enter(this.#url, '/api/sign-in', { email, password });
    const { hostname: domain } = new URL(this.#url);
    const rest = { domain, path: '/', expires: -1, httpOnly: true, secure: true, sameSite: 'Lax' } as const;
    const cookies = cookie.split('; ').map((one) => {
      const [name = '', value = ''] = one.split(/=(.*)/u);
      return { name, value, ...rest };
    });
    return { storageState: { cookies, origins: [] } };
  }
}

type WindowOptions = {
  readonly address?: string;
  /** Where the product is reached, if not directly. */
  readonly url?: string;
  readonly options?: BrowserContextOptions;
  /** What happens to the page before it goes anywhere. */
  readonly before?: (page: Page) => Promise<void>;
};

/** Chooses a line of the open menu or list of choices by its name. */
export async function chooses(page: Page, name: string | RegExp): Promise<void> {
  await page
    .getByTestId('popup')
    .locator('[role^="menuitem"], [role="option"]')
    .filter({ hasText: name })
    .last()
    .click();
}
